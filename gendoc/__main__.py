"""`gendoc` and `python -m gendoc`."""

import gc
import os
import sys


def settle() -> None:
    """Look for garbage seldom: what is imported stays, and a report leaves none in circles, so that
    to look a hundred times for it takes a tenth of a start."""
    gc.set_threshold(100_000)


def main() -> None:
    """Run the command line, and end the process at once when it is done."""
    settle()
    try:
        from gendoc.cli import main

        main()
    except KeyboardInterrupt:
        os._exit(1)  # so early that nothing is begun
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        sys.stdout.flush()
        sys.stderr.flush()
        # To take all modules apart takes a fifth of a start, and nothing is left to be done.
        os._exit(end.code)


if __name__ == "__main__":
    main()
