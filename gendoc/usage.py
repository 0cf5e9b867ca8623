"""Wrong uses of the command line, told in the language asked for.

Typer is not imported: which class an error of its own has depends on its version.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from gendoc.messages import CATALOGUE, Language, advise, say


def language_first(arguments: Sequence[str]) -> list[str]:
    """Arguments in an order in which `--lang` may have stood behind a command as well."""
    given = iter(arguments)
    first: list[str] = []
    rest: list[str] = []
    for argument in given:
        if argument == "--lang":
            first += [argument, *islice(given, 1)]
        elif argument.startswith("--lang="):
            first.append(argument)
        else:
            rest.append(argument)
    return first + rest


def told(error: Any, language: Language) -> str:
    """What is wrong with a command that Typer refuses, and where its usage is shown."""
    context = getattr(error, "ctx", None)
    parameter = getattr(error, "param", None)
    hint = getattr(error, "param_hint", None) or getattr(error, "option_name", None)
    if parameter is not None and not hint:
        argument = parameter.param_type_name == "argument"
        hint = parameter.name.upper() if argument else " / ".join(parameter.opts)
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return str(error.format_message())
    message = f"wrong-use/{kind}" if hint and f"wrong-use/{kind}" in CATALOGUE else "wrong-use"
    command = context.command_path if context else "gendoc"
    detail = getattr(error, "message", "") if hint else error.format_message()
    return _told(message, language, detail=detail, name=hint, command=command)


def missing(name: str, command: str, language: Language) -> str:
    """An argument that is needed here, though not always."""
    return _told("wrong-use/MissingParameter", language, name=name, command=command)


def _told(message: str, language: Language, **values: object) -> str:
    help_ = f"{say('help-label', language)}{advise('wrong-use', language, **values)}"
    return f"{say(message, language, **values)}\n    {help_}"
