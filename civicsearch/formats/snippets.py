"""Snippets, taken apart into what matched and what did not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..terminal import clean

_TAGS = re.compile(r"(</?mark>)")


def parts(snippet: str) -> Iterator[tuple[str, bool]]:
    """Stretches of a snippet on one line, each with whether it matched.

    >>> list(parts("civic <mark>open data</mark> in Berlin"))
    [('civic ', False), ('open data', True), (' in Berlin', False)]
    """
    matched = False
    for part in _TAGS.split(clean(snippet)):
        if part == "<mark>":
            matched = True
        elif part == "</mark>":
            matched = False
        elif part:
            yield part, matched
