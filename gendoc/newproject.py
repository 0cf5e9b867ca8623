"""A new project folder: where reports go, and what git and editors should know of it.

Nothing that is there already is touched, so that it can be run again at any time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from gendoc.kept import EVERY_FORM, KEPT, keep_for_every_form
from gendoc.messages import Language, say
from gendoc.record import record

_IGNORED = "/build/\n~$*\n.~lock.*#\n"
# `astextplain` is what Git for Windows shows Word files with; elsewhere git says that they differ.
_ATTRIBUTES = f"""\
*.yaml text eol=lf
*.yml text eol=lf
*.j2 text eol=lf
*.docx -text -merge diff=astextplain
{KEPT}/** text eol=lf linguist-generated
"""
_SETTINGS = {
    "yaml.schemas": {
        f"./{KEPT}/{EVERY_FORM}.schema.json": ["data/**/*.yaml", "data/**/*.yml"],
    },
    "files.encoding": "utf8",
    "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2},
}
_EXTENSIONS = {"recommendations": ["redhat.vscode-yaml"]}


@record()
class _File:
    """A file of a new project. One of the user's own does the same where it holds `sign`."""

    name: str
    content: str
    sign: str
    missing: str
    """What to add to a file without the sign."""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


_FILES = (
    _File(".gitignore", _IGNORED, r"(?m)^/?build(/|$)", "/build/"),
    _File(".gitattributes", _ATTRIBUTES, r"eol=lf", "*.yaml text eol=lf"),
    _File(
        ".vscode/settings.json",
        _json(_SETTINGS),
        r'"yaml\.schemas"',
        json.dumps({"yaml.schemas": _SETTINGS["yaml.schemas"]}),
    ),
    _File(
        ".vscode/extensions.json",
        _json(_EXTENSIONS),
        r"redhat\.vscode-yaml",
        '"redhat.vscode-yaml"',
    ),
)


@record()
class Step:
    """What was done about one path: a message of the catalogue, and what it shows."""

    message: str
    path: Path
    missing: str = ""

    def told(self, language: Language, shown: str) -> str:
        return say(self.message, language, path=shown, missing=self.missing)


def make(root: Path) -> Iterator[Step]:
    """Make a project of a folder, step by step. Raises `OSError` where something is in the way."""
    data = root / "data"
    there = data.is_dir()
    data.mkdir(parents=True, exist_ok=True)
    yield Step("init/there" if there else "init/made", data)
    for file in _FILES:
        yield _made(root / file.name, file)
    target, renewed = keep_for_every_form(root)
    yield Step("init/wrote" if renewed else "init/there", target)


def _made(path: Path, file: _File) -> Step:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(file.content)
    except FileExistsError:
        if not path.is_file():
            raise
        fits = re.search(file.sign, path.read_text("utf-8", "replace"))
        return Step("init/there" if fits else "init/lacks", path, file.missing)
    return Step("init/wrote", path)
