"""What LibreOffice makes of a Word file: its pages as a PDF, read back by place."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

FONTS = Path(__file__).parent / "fonts.conf"
FAMILIES = ("FandolFang", "FandolKai", "FandolHei", "FandolSong", "Noto Serif CJK SC")


def missing() -> str:
    """Why pages cannot be looked at here, or an empty string."""
    for program in ("soffice", "pdftotext", "pdfinfo", "pdffonts", "fc-list"):
        if not shutil.which(program):
            return f"{program} is not installed"
    fonts = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True)
    lacking = [family for family in FAMILIES if family not in fonts.stdout]
    return f"fonts are not installed: {', '.join(lacking)}" if lacking else ""


needs_office = [pytest.mark.office, pytest.mark.skipif(bool(missing()), reason=missing() or "-")]


@dataclass(frozen=True)
class Word:
    """A run of characters on a page, its place in points from the page's top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Pages:
    """A document as LibreOffice prints it."""

    path: Path

    def words(self, page: int) -> list[Word]:
        """The words of a page, counted from 1, as pdftotext finds them."""
        import re

        out = _run("pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(self.path), "-")
        pattern = (
            r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
        )
        return [
            Word(text, float(x0), float(y0), float(x1), float(y1))
            for x0, y0, x1, y1, text in re.findall(pattern, out)
        ]

    def text(self, page: int) -> str:
        """The text of a page without its white space."""
        out = _run("pdftotext", "-layout", "-f", str(page), "-l", str(page), str(self.path), "-")
        return "".join(out.split())

    @property
    def count(self) -> int:
        lines = _run("pdfinfo", str(self.path)).splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("Pages:")))

    @property
    def fonts(self) -> str:
        return _run("pdffonts", str(self.path))

    def page_of(self, text: str) -> int:
        """The page on which a text stands."""
        (page,) = (n for n in range(1, self.count + 1) if text in self.text(n))
        return page


def convert(document: bytes, folder: Path, to: str = "pdf") -> Path:
    """Turn a Word file into a PDF (or back into a Word file) with LibreOffice."""
    path = folder / "in.docx"
    path.write_bytes(document)
    profile = (folder / "profile").as_uri()
    out = folder / "out"
    _run(
        "soffice", f"-env:UserInstallation={profile}", "--headless",
        "--convert-to", to, "--outdir", str(out), str(path),
    )  # fmt: skip
    return out / f"in.{to}"


def pages(document: bytes, folder: Path) -> Pages:
    return Pages(convert(document, folder))


def _run(*command: str) -> str:
    environment = {**os.environ, "FONTCONFIG_FILE": str(FONTS)}
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=True, timeout=300
    )
    return done.stdout
