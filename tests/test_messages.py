"""The catalogue: no message lacks a language, and both say the same values."""

from __future__ import annotations

import re
import string

import pytest
from helpers import ROOT

from gendoc.messages import CATALOGUE, Words, detect


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_message_has_both_languages_and_the_same_values(name: str) -> None:
    words = CATALOGUE[name]
    assert isinstance(words, Words)
    assert words.zh
    assert words.en
    assert bool(words.zh_help) == bool(words.en_help)
    assert placeholders(words.zh + words.zh_help) == placeholders(words.en + words.en_help)


def test_chinese_is_chinese_and_english_is_not() -> None:
    han = re.compile("[\u4e00-\u9fff]")
    for words in CATALOGUE.values():
        assert han.search(words.zh), words
        assert not han.search(words.en + words.en_help), words


def test_every_message_that_the_code_names_is_in_the_catalogue() -> None:
    named = set()
    for path in (ROOT / "gendoc").glob("*.py"):
        code = path.read_text("utf-8")
        named |= set(re.findall(r'ExpressionError\(\s*f?"([^"{]+)"', code))
        named |= set(
            re.findall(r'(?:\.tell|_tell|\.problem|Problem|_refuse|say|_)\(\s*"([\w/-]+)"', code)
        )
        named |= set(re.findall(r'message="([\w/-]+)"', code))
    assert len(named) > 60
    assert named - set(CATALOGUE) == set()


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "GENDOC_LANG": "en"}, "en"),
        (["--lang", "zh"], {"GENDOC_LANG": "en"}, "zh"),
        (["check", "--lang=en"], {"LANG": "zh_CN"}, "en"),
        ([], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_the_language_follows_the_option_then_the_environment(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert detect(arguments, environment) == language
