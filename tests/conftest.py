"""Fixtures and the flag that renews expected files: `pytest --update`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from gendoc.cache import VARIABLE

# A run that passed passes again; `--hypothesis-profile long` tries what nobody has tried.
settings.register_profile("steady", derandomize=True)
settings.register_profile("long", max_examples=5000, deadline=None)
settings.load_profile("steady")

ROOT = Path(__file__).parent.parent
EXPECTED = Path(__file__).parent / "expected"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="renew the expected files")


@pytest.fixture(scope="session", autouse=True)
def cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests, and what they start, neither read nor fill the cache of whoever runs them."""
    os.environ[VARIABLE] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def same_as_file(request: pytest.FixtureRequest) -> Callable[[str, Path], None]:
    """Compare a whole text with an expected file, or renew that file."""

    def compare(text: str, path: Path) -> None:
        if request.config.getoption("--update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert path.exists(), f"{path} is missing; pytest --update writes it"
        assert text == path.read_text("utf-8")

    return compare
