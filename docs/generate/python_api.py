"""The reference of the Python API, from the public names and their docstrings."""

from __future__ import annotations

import dataclasses
from typing import Any

import civicsearch
from civicsearch import models

from .markdown import assemble, fenced, one_line, prose, table
from .source import attributes, signature


def page() -> str:
    """The text of ``python-api.md``."""
    public = [getattr(civicsearch, name) for name in civicsearch.__all__]
    order = [name for names in models.MODULES.values() for name in names]
    values = [value for value in public if isinstance(value, type) and _is_record(value)]
    values.sort(key=lambda value: order.index(value.__name__))
    return assemble(
        "# Python API",
        prose(civicsearch.__doc__),
        "Everything is imported from `civicsearch`. Errors are listed [on a page of their own](errors.md).",
        "## `civicsearch.open`",
        _callable(civicsearch.open, "open"),
        "## `SearchIndex`",
        prose(civicsearch.SearchIndex.__doc__),
        *_members(civicsearch.SearchIndex),
        "## Values",
        one_line(models.__doc__),
        *(part for value in values for part in _value(value)),
        "## Constants",
        table(
            ["name", "value", "meaning"],
            [
                [f"`{constant.name}`", ", ".join(f"`{word}`" for word in getattr(civicsearch, constant.name)),
                 one_line(constant.doc)]
                for constant in attributes(models)
                if constant.name in civicsearch.__all__
            ],
        ),
    )  # fmt: skip


def _is_record(value: type[Any]) -> bool:
    return dataclasses.is_dataclass(value) or issubclass(value, tuple)


def _callable(function: Any, name: str) -> str:
    return f"{fenced(signature(function, name), 'text')}\n\n{prose(function.__doc__)}"


def _members(documented: type[Any]) -> list[str]:
    parts = []
    for attribute in attributes(documented):
        parts += [f"### `.{attribute.name}`", prose(attribute.doc)]
    members = {name: member for part in documented.__mro__[:-1] for name, member in vars(part).items()}
    for name, member in members.items():
        if name.startswith("_"):
            continue
        if isinstance(member, property):
            parts += [f"### `.{name}`", prose(member.__doc__)]
        else:
            parts += [f"### `.{name}()`", _callable(member, name)]
    return parts


def _value(documented: type[Any]) -> list[str]:
    rows = [
        [f"`{item.name}`", f"`{item.type}`", f"`{item.default}`" if item.default else "", one_line(item.doc)]
        for item in attributes(documented)
    ]
    properties = [
        [f"`{name}`", f"`{member.fget.__annotations__['return']}`", "", one_line(member.__doc__)]
        for name, member in vars(documented).items()
        if isinstance(member, property)
    ]
    return [
        f"### `{documented.__name__}`",
        prose(documented.__doc__),
        table(["field", "type", "default", "meaning"], rows + properties),
    ]
