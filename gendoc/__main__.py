"""`gendoc` and `python -m gendoc`."""

import gc


def main() -> None:
    """Start the command line."""
    # What is imported stays: to look a hundred times for garbage in it takes a tenth of a start.
    gc.set_threshold(100_000)
    from gendoc.cli import main

    main()


if __name__ == "__main__":
    main()
