"""YAML → plain values, straight from the parser's events.

Three reasons not to use PyYAML's own constructor. It turns ``2021-09-31`` into an error that loses the whole front
matter, ``12:30`` into 750 and ``title: Yes`` into True, where a post's words are wanted as written. It keeps quiet
about duplicate keys. And it sets no bound on what aliases can expand to. This reader keeps the spelling, notes the
duplicates, counts as it goes, and takes half the time.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML was built without libyaml: the same events, ten times slower
    from yaml import SafeLoader as _Loader

MAX_VALUES = 20_000
"""Values in one front matter, with every alias counted as a copy of what it stands for."""
MAX_DEPTH = 40

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRAILING_BLANKS = re.compile(r"(?<![ \t])[ \t]+$", re.MULTILINE)


class Plain(str):
    """A scalar without quotation marks: spelt as in the file, and typed only where a type is wanted."""

    __slots__ = ()


class Duplicate(NamedTuple):
    """A key that a mapping has more than once."""

    key: str
    line: int | None
    """Line of its later appearance, from 1 in the block that was read."""


class TooLargeError(ValueError):
    """The YAML is nested too deeply, or stands for too many values."""


class _Open:
    """A mapping or sequence that is being filled."""

    __slots__ = ("anchor", "key", "key_line", "start", "value")

    def __init__(self, value: dict[str, Any] | list[Any], anchor: str | None, start: int) -> None:
        self.value = value
        self.anchor = anchor
        self.start = start
        self.key: Any = _NO_KEY
        self.key_line = 0


_NO_KEY = object()


def load_yaml(block: str) -> tuple[Any, list[Duplicate], dict[str, int]]:
    """The first document of ``block``, its duplicate keys, and the line of each top-level key (from 1).

    Mappings are dicts whose keys are strings, sequences are lists, quoted scalars `str`, others `Plain` or None. Tags
    are not followed. Raises `yaml.YAMLError` where it is not YAML, and `TooLargeError` beyond the bounds.
    """
    if "\t" in block:
        block = _TRAILING_BLANKS.sub("", block)
    lines: dict[str, int] = {}
    duplicates: list[Duplicate] = []
    anchors: dict[str, tuple[Any, int]] = {}
    stack: list[_Open] = []
    count = 0
    root: Any = None
    for event in yaml.parse(block, Loader=_Loader):
        kind = type(event)
        line = event.start_mark.line + 1
        if kind is yaml.ScalarEvent:
            count += 1 + len(event.value) // 1000
            value: Any = event.value
            if event.implicit[0]:
                value = None if value in _NULLS else Plain(value)
            if event.anchor:
                anchors[event.anchor] = value, 1 + len(event.value) // 1000
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            count += 1
            if len(stack) == MAX_DEPTH:
                raise TooLargeError(f"is nested more than {MAX_DEPTH} levels deep")
            opened: dict[str, Any] | list[Any] = {} if kind is yaml.MappingStartEvent else []
            if stack and type(stack[-1].value) is dict and stack[-1].key is _NO_KEY:
                stack[-1].key_line = line
            stack.append(_Open(opened, event.anchor, count))
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            closed = stack.pop()
            value = closed.value
            if closed.anchor:
                anchors[closed.anchor] = value, count - closed.start + 1
        elif kind is yaml.AliasEvent:
            if event.anchor not in anchors:
                raise yaml.MarkedYAMLError(None, None, f"unknown alias {event.anchor}", event.start_mark)
            value, size = anchors[event.anchor]
            count += size
        elif kind is yaml.DocumentEndEvent:
            break
        else:
            continue
        if count > MAX_VALUES:
            raise TooLargeError(f"stands for more than {MAX_VALUES:,} values")
        if not stack:
            root = value
            continue
        parent = stack[-1]
        if isinstance(parent.value, list):
            parent.value.append(value)
        elif parent.key is _NO_KEY:
            parent.key = "" if value is None else value if isinstance(value, str) else None
            parent.key_line = line
        else:
            key, parent.key = parent.key, _NO_KEY
            # A key that is itself a list or a mapping names nothing that could be searched.
            if key is not None:
                key = str(key)
                if key in parent.value:
                    duplicates.append(Duplicate(key, parent.key_line))
                if len(stack) == 1:
                    lines[key] = parent.key_line
                parent.value[key] = value
    return root, duplicates, lines
