"""The benchmarks run on the tree as it is: a renamed function must not be found out by the next
person who measures."""

from __future__ import annotations

import subprocess
import sys

import pytest
from helpers import ROOT


@pytest.mark.parametrize("suite", ["render", "whole", "stages", "rows"])
def test_a_benchmark_runs_and_tells_its_table(suite: str) -> None:
    least = ["--reports=2", "--rounds=2", "--tallest=30"]
    command = [sys.executable, ROOT / "benchmarks" / "run.py", suite, *least]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert f"### {suite}" in done.stdout
    assert done.stdout.count("\n| ") > 3
