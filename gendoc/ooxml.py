"""Elements of Word's XML by their names, whichever of its namespaces a file is written in."""

from __future__ import annotations

from typing import Any


def name_of(element: Any) -> str:
    """An element's name without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute of an element, or an empty string."""
    return next((v for k, v in element.attrib.items() if k.rsplit("}", 1)[-1] == name), "")


def child(element: Any, *path: str) -> Any:
    """The element that a path of names leads down to, or None."""
    for name in path:
        element = next(element.iterchildren(f"{{*}}{name}"), None)
        if element is None:
            return None
    return element
