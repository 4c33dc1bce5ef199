"""Authors, categories and tags: lists of short strings out of whatever the front matter holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..language.folding import facet_key, fold
from .titles import plain_line

MAX_VALUES = 500
"""Values of one facet that a post can have."""

_JOINERS = {
    "en": "and", "fr": "et", "de": "und", "pt": "e", "es": "y|e", "it": "e|ed", "nl": "en", "sv": "och",
    "da": "og", "no": "og", "fi": "ja", "ro": "și|şi", "ru": "и", "hu": "és", "cs": "a",
}  # fmt: skip
_ANY_JOINER = "and|et|und|y"
"""For posts of unknown language: the joiners that are no letters of a name's middle."""
_NAME_PARTICLES = (
    "(?:al|ben|bin|d[aeiou]s?|d'|del|della|den|der|des|dos|du|el|la|le|l'|op|ten|ter|van|vom|von|y|zu|zum)"
)
_NAME_WORD = r"(?:(?:[^\W\d_a-z][-.]?)+|[^\W\d_]['’]?[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?)"
_NAME = re.compile(rf"{_NAME_WORD}(?:\s+(?:{_NAME_PARTICLES}\s+)*{_NAME_WORD}){{1,4}}")


def values_of(value: Any) -> tuple[str, ...]:
    """Categories or tags: a string is split on commas, the items of a list are taken whole.

    >>> values_of("Open Data, news,"), values_of(["Hello, world!", 311, None, "#open_data", "open data"])
    (('Open Data', 'news'), ('Hello, world!', '311', '#open_data'))
    """
    parts = value.split(",") if isinstance(value, str) else _strings(value)
    return _unique(map(plain_line, parts))


def joined(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Values of several keys as one list; spellings of one value are there once, in the first spelling."""
    return _unique(value for group in groups for value in group)


def authors_of(
    value: Any, *, split: bool = False, language: str | None = None, names: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Authors: a string, a list, a mapping with ``name``, or a list of those.

    A string is one author unless ``split``: a comma may part two people or a person and an office. ``names`` gives the
    display name for an id, whatever its case and accents.

    >>> authors_of("Ann Lee, Bo Chan and Cy Roe", split=True, language="en")
    ('Ann Lee', 'Bo Chan', 'Cy Roe')
    >>> authors_of("Ann Lee, City of Springfield", split=True, language="en")
    ('Ann Lee, City of Springfield',)
    """
    written = [plain_line(part) for part in ([value] if isinstance(value, str) else _strings(value))]
    if split:
        written = [name for part in written for name in split_names(part, language)]
    if names:
        known = {fold(key): name for key, name in names.items()}
        written = [names.get(author) or known.get(fold(author), author) for author in written]
        return _unique(plain_line(author) for author in written)
    return _unique(written)


def split_names(text: str, language: str | None) -> Iterator[str]:
    """The names in a byline: parted by ``;``, then by *and* in the post's language, then by commas between names."""
    joiners = _JOINERS.get(language, _ANY_JOINER) if language else _ANY_JOINER
    for group in text.split(";"):
        for part in re.split(rf"\s*,?\s+(?:{joiners}|&)\s+", group, flags=re.IGNORECASE):
            names = [name.strip() for name in part.split(",") if name.strip()]
            if all(_looks_like_name(name) for name in names):
                yield from names
            else:
                yield part.strip(" ,")


def _looks_like_name(text: str) -> bool:
    """Whether a text is two to five words as people's names have them: ``Ana de la Cruz``, not ``City of Portland``."""
    if not _NAME.fullmatch(text):
        return False
    words = [word for word in text.split() if not re.fullmatch(_NAME_PARTICLES, word)]
    # “EIG Team” and “NASA Ames” are offices.
    return all(word[0].isupper() and not (len(word) > 2 and word.isalpha() and word.isupper()) for word in words)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bool):
        yield str(value).lower()
    elif isinstance(value, int | float):
        yield str(value)
    elif isinstance(value, dict):
        name = next((value[key] for key in ("name", "title", "label") if isinstance(value.get(key), str)), None)
        if name is not None:
            yield name
    elif isinstance(value, list):
        for item in value:
            # Lists in lists are typing errors; one level of them is read.
            yield from _strings(item) if not isinstance(item, list) else (i for i in item if isinstance(i, str))


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for value in values:
        if value and (key := facet_key(value)) not in found and len(found) < MAX_VALUES:
            found[key] = value
    return tuple(found.values())
