"""Measures gendoc against its peers: `python benchmarks/run.py`, or `make bench`.

Makes an environment of its own when docxtpl or gendoc is missing, installs docxtemplater where node
is there, and prints every figure as a ratio of one interleaved run.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
VENV = HERE / ".venv"


def _environment() -> Path:
    """The Python to measure with: this one if it has gendoc, else that of an own environment."""
    if importlib.util.find_spec("gendoc") and importlib.util.find_spec("docxtpl"):
        return Path(sys.executable)
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-e", HERE.parent], check=True)
    return python


def _node() -> None:
    if shutil.which("npm") and not (HERE / "node" / "node_modules").is_dir():
        subprocess.run([shutil.which("npm") or "npm", "install", "--silent"], cwd=HERE / "node")


if __name__ == "__main__":
    _node()
    sys.exit(subprocess.run([_environment(), HERE / "suites.py", *sys.argv[1:]]).returncode)
