"""Coverage-guided fuzzing of the targets in `tests/targets.py` with atheris (libFuzzer).

    python tests/fuzz/run.py TARGET [libFuzzer options]

Seeds are the examples and the shipped forms; the dictionary is made from the keys of the forms. An
input that fails is left in the working folder as `crash-…` or `timeout-…`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent.parent))
with atheris.instrument_imports(include=["gendoc", "yaml", "jinja2"]):
    from helpers import ROOT
    from paper import PRINTERS, paper
    from targets import Folder, targets

    from gendoc import build
    from gendoc.project import Project, find_form, form_folders

YAML = ["{{ ", " }}", "{{ last.", " | percent(1)", "&a ", "*a", "|\n", ">-\n", "- ", ": ", "---\n"]
SEEDS = {
    "reader": ["data/**/*.yaml", "examples/**/*.yaml", "templates/*/form.yaml"],
    "report": ["data/**/*.yaml", "examples/**/*.yaml"],
    "form": ["templates/*/form.yaml"],
}
PROSE = [
    "新收{{ applications.new.total }}件，同比{{ facts.x | change(last.applications.new.total) }}。",
    "{{ (facts.x - 1) / facts.y | round(2) }}{{ facts.x if facts.x > 1 and not facts.y else 0 }}",
    "（一）主动公开 {% if %} {# #} ｛｛ x ｝｝ {{ '{{' }} {{ -facts.x | abs }} {{ facts.z }}",
]


def seed(folder: Path, target: str) -> None:
    """Write the first inputs of a target."""
    if target in ("html", "text"):
        printed = PRINTERS["flat" if target == "text" else target]
        reports = (build.examine(path, Project(ROOT)).report for path in ROOT.glob("data/*/*.yaml"))
        inputs = [printed(paper(report)) for report in reports if report]
    else:
        inputs = _files(target)
    for number, content in enumerate(inputs):
        (folder / f"{number:04}").write_bytes(content)


def _files(target: str) -> list[bytes]:
    found = sorted(path for pattern in SEEDS.get(target, ()) for path in ROOT.glob(pattern))
    return [path.read_bytes() for path in found] or [text.encode() for text in PROSE]


def dictionary(path: Path) -> None:
    """Write the words that inputs are made of: YAML's and the forms' own."""
    words = [*YAML]
    for id_ in form_folders(None):
        form = find_form(id_, None)
        words += [*form.keys, *(part for key in form.figures for part in key.split("."))]
    escaped = ("".join(f"\\x{byte:02x}" for byte in w.encode()) for w in dict.fromkeys(words))
    path.write_text("".join(f'"{word}"\n' for word in escaped), "utf-8")


def main() -> None:
    name, *options = sys.argv[1:]
    folder = Folder()
    corpus = Path(tempfile.mkdtemp(prefix=f"gendoc-corpus-{name}-"))
    words = corpus.with_suffix(".dict")
    seed(corpus, name)
    dictionary(words)
    limits = ["-timeout=10", "-rss_limit_mb=2048", "-max_len=20000"]
    atheris.Setup(
        [sys.argv[0], *limits, f"-dict={words}", *options, str(corpus)], targets(folder)[name]
    )
    try:
        atheris.Fuzz()
    finally:
        folder.remove()


if __name__ == "__main__":
    main()
