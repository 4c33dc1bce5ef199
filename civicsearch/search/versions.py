"""Posts that are one post over again: copies in another archive, and translations.

A copy has nearly the same text: the resemblance of Broder ("On the resemblance and containment of documents", 1997),
over stretches of four words. A translation is told by what its author wrote down, never guessed from the words: both
posts have the same key in their front matter, or their paths differ in the language only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache

import numpy as np

from ..index.arrays import Mask, marked
from ..index.columns import NO_DATE
from ..index.snapshot import Snapshot
from ..language.tokens import words
from ..models import Post
from .scoring import Scores

Stretch = tuple[str, ...]
"""Words beside each other."""
Versions = list[tuple[int, str]]
"""Numbers of posts, each with its kind."""
COPY, TRANSLATION = "copy", "translation"
KEYS = ("translationkey", "translation_key", "lang_ref", "ref")
"""Fields of front matter whose value translations share: Hugo's, and those that Jekyll's sites use."""
LEAST_RESEMBLANCE = 0.5
"""Share of the stretches of two posts that both have, from which on they are copies."""
_APART = 0.1
"""How far the scores of two copies are apart at most, term by term, as a share of the higher score."""
_STRETCH = 4
_WORDS = 1_000
"""Words of a post that are compared at most."""
_NEARBY = 31 * 86_400
"""Seconds between the dates of two posts that may share a key: on real archives it was seven days at most."""
_MOST_NEARBY = 64


def grouped(snapshot: Snapshot, posts: Sequence[int], parts: Scores, most: int) -> dict[int, Versions]:
    """The first ``most`` of some posts, each with those of the others that are versions of it.

    ``parts`` is what terms give to the scores of the posts, shape (terms, posts): texts are compared only where these
    are nearly the same.
    """
    whole = cache(snapshot.whole)
    stretches = cache(lambda number: _stretches(whole(number).text))

    def kind_of(one: int, other: int, *, alike: bool) -> str | None:
        first, second = snapshot.listed(one), snapshot.listed(other)
        if first.language != second.language:
            of_one_source = first.source == second.source
            return TRANSLATION if of_one_source and _translated(whole(one), whole(other)) else None
        if not (alike and _as_long(snapshot, one, other)):
            return None
        return COPY if resemblance(stretches(one), stretches(other)) >= LEAST_RESEMBLANCE else None

    groups: dict[int, Versions] = {}
    places: dict[int, int] = {}
    for place, number in enumerate(posts):
        apart = np.abs(parts - parts[:, place : place + 1]).sum(axis=0)
        alike = apart <= _APART * np.maximum(parts.sum(axis=0), parts[:, place].sum())
        for other in groups:
            if kind := kind_of(other, number, alike=bool(alike[places[other]])):
                groups[other].append((number, kind))
                break
        else:
            if len(groups) < most:
                groups[number], places[number] = [], place
    return groups


def _as_long(snapshot: Snapshot, one: int, other: int) -> bool:
    less, more = sorted(snapshot.lengths[[one, other], -1].tolist())
    return bool(less >= LEAST_RESEMBLANCE * more)


def resemblance(left: Set[Stretch], right: Set[Stretch]) -> float:
    """How many of all stretches of two texts both have, 0 to 1; without any 0."""
    either = len(left | right)
    return len(left & right) / either if either else 0.0


def translations(snapshot: Snapshot, number: int, post: Post) -> list[int]:
    """The numbers of the translations of a post, ascending."""
    likely = set(_beside(snapshot, number, post))
    for path in _paths_elsewhere(post, snapshot.languages):
        found = snapshot.number(f"{post.source}/{path}")
        if found is not None:
            likely.add(found)
    return [candidate for candidate in sorted(likely) if _translated(post, snapshot.whole(candidate))]


def _beside(snapshot: Snapshot, number: int, post: Post) -> list[int]:
    """The posts of the same source in other languages that were published at nearly the same time, if a key of the
    post can be among theirs."""
    if not any(post.extra.get(key) for key in KEYS) or snapshot.dates[number] == NO_DATE:
        return []
    gaps = np.abs(snapshot.dates - snapshot.dates[number])
    wanted = (gaps <= _NEARBY) & snapshot.live & _having(snapshot, "source", post.source)
    wanted &= ~_having(snapshot, "language", post.language)
    found = np.flatnonzero(wanted)
    return found[np.argsort(gaps[found], kind="stable")[:_MOST_NEARBY]].tolist()  # type: ignore[no-any-return]


def _having(snapshot: Snapshot, field: str, value: str | None) -> Mask:
    values, rows, ordinals = snapshot.values(field)
    return marked(rows[ordinals == values.index(value)] if value in values else rows[:0], snapshot.numbers)


def _translated(one: Post, other: Post) -> bool:
    """Whether two posts say that they are one in two languages."""
    if one.source != other.source or one.language == other.language or not one.language or not other.language:
        return False
    keys = (str(one.extra[key]) == str(other.extra.get(key)) for key in KEYS if one.extra.get(key))
    return any(keys) or _neutral_path(one) == _neutral_path(other) != ""


def _neutral_path(post: Post) -> str:
    """The path of a post without its language, as a folder of its own or before the suffix."""
    language = re.escape(post.language or "")
    return re.sub(rf"(?i)(?:(?<=/)|^){language}/|\.{language}(?=\.\w+$)", "", post.path)


def _paths_elsewhere(post: Post, languages: Iterable[str]) -> Iterator[str]:
    """Where translations of a post into some languages would lie."""
    neutral = _neutral_path(post)
    if not neutral:
        return
    yield neutral
    stem, dot, suffix = neutral.rpartition(".")
    parts = neutral.split("/")
    for language in languages:
        yield f"{stem}.{language}{dot}{suffix}"
        for place in range(len(parts)):
            yield "/".join([*parts[:place], language, *parts[place:]])


def _stretches(text: str) -> set[Stretch]:
    row = words(text)[:_WORDS]
    return set(zip(*(row[place:] for place in range(_STRETCH)), strict=False))
