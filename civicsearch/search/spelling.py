"""Did you mean: a query in which words that the index does not know are words that it does.

Candidates are words as written, never stems. Which one was meant is weighed by how likely it is to be typed so
(`typing_costs`), how many posts have it, and how many posts the whole corrected query finds: that is its co-occurrence
with everything else in the query. A correction is offered only when it finds more posts than the query did.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice, pairwise, product
from operator import attrgetter

from whoosh import query as wq

from ..index.snapshot import Snapshot
from ..language.folding import fold
from ..language.schema import AUTHOR_NAME, KEY_FIELDS
from ..language.tokens import words
from ..query.fields import Field, Kind, find_field
from ..query.selection import written_value
from ..query.sought import Sought, sought
from ..stopping import Stop, go_on
from .matching import Matcher
from .nearwords import NearWords
from .typingcosts import typing_costs
from .wordcounts import WordCounts

HARDLY = 2
"""Posts up to which a known word, and hits up to which a query of known words, may be a misspelling that a post has."""
SHARE = 20
"""How many times more posts the word has to have that is offered in the place of a known one."""
SHORTEST = 4
"""Letters of the shortest word that is corrected: a shorter one is near too many others."""
COST = 8.0
"""What a typing cost of 1 weighs against a factor e in posts."""
TOGETHER = 0.5
"""What a factor e in the hits of the whole query weighs against one in the posts of a word."""
LIMITS = ((4, 1.0), (7, 1.4), (1000, 1.7))
"""Greatest typing cost for words of up to so many letters."""
KNOWN_LIMIT = 1.0
"""Greatest typing cost for a word that the index knows."""
SPACE = 0.8
"""The typing cost of a space left out, and of one too many."""

_CANDIDATES = (6, 3, 2, 2)
"""Ways that are tried to write each misspelt word, where one, two, three or four are; further ones stay as typed."""
_SHORTEST_PART = 3
"""Letters of the shorter part into which a word is split."""
_SPLITS = 4
"""Splits of a word that are tried: those whose rarer part is most frequent."""

Count = Callable[[str], int]
"""How many posts a query string finds."""


@dataclass(frozen=True, slots=True)
class _Change:
    """Another way to write a part of the query."""

    start: int
    end: int
    text: str
    score: float


def did_you_mean(
    snapshot: Snapshot, query: str, tree: wq.Query, hits: int, count: Count, stop: Stop = go_on
) -> str | None:
    """The query with its misspelt words corrected, and everything else as it was typed; None without a good one.

    ``tree`` is the query as it was read, ``hits`` how many posts it found; ``count`` tells that of another. Raises what
    ``stop`` and ``count`` raise.
    """
    known = [(part, _posts(snapshot, part)) for part in sought(tree, query)]
    stop()
    doubtful = [(part, posts) for part, posts in known if posts == 0 or (posts <= HARDLY and hits <= HARDLY)]
    options = list(islice(_options(snapshot, doubtful, stop), len(_CANDIDATES)))
    best: tuple[float, str] | None = None
    for chosen in [*_choices(options), *((change,) for change in _joins(snapshot, query, known))]:
        corrected = _written(query, chosen)
        after = count(corrected)
        score = sum(change.score for change in chosen) + TOGETHER * math.log1p(after)
        if after > hits and (best is None or score > best[0]):
            best = score, corrected
    return None if best is None else best[1]


def _options(snapshot: Snapshot, doubtful: list[tuple[Sought, int]], stop: Stop) -> Iterator[list[_Change]]:
    """Of the parts that can be written otherwise the ways to do so."""
    for part, posts in doubtful:
        stop()
        if changes := list(_changes(snapshot, part, posts)):
            yield changes


def _choices(options: list[list[_Change]]) -> Iterator[tuple[_Change, ...]]:
    """The likeliest ways to write all misspelt words at once."""
    if options:
        width = _CANDIDATES[len(options) - 1]
        yield from product(*(nlargest(width, changes, key=attrgetter("score")) for changes in options))


def _posts(snapshot: Snapshot, part: Sought) -> int:
    """How many posts have what a part of the query looks for, wherever it stands in them."""
    if part.field in KEY_FIELDS:
        place = snapshot.facet(part.field).ordinal(part.text)
        return 0 if place is None else int(snapshot.facet(part.field).key_totals[place])
    if part.field == AUTHOR_NAME:
        return snapshot.once(_author_words).get(fold(part.text), 0)
    # Quoted words too are counted in all forms: "budgets" where posts have the singular only is no misspelling.
    return len(snapshot.postings(snapshot.form_runs(part.text)).posts)


def _changes(snapshot: Snapshot, part: Sought, posts: int) -> Iterator[_Change]:
    if part.field in KEY_FIELDS or part.field == AUTHOR_NAME:
        if posts == 0:
            yield from _values(snapshot, part)
        return
    typed = fold(part.text)
    if len(typed) < SHORTEST or any(map(str.isdigit, typed)):
        return
    limit = KNOWN_LIMIT if posts else _limit(typed)
    counts = snapshot.once(WordCounts)
    for folded, cost, about in snapshot.once(NearWords).near(typed, limit):
        if about >= max(1, posts * SHARE) and not any(map(str.isdigit, folded)):
            yield _Change(part.start, part.end, counts.spelling(folded), math.log(about) - COST * cost)
    if not posts:
        yield from _splits(snapshot, part, typed)


def _values(snapshot: Snapshot, part: Sought) -> Iterator[_Change]:
    """Facet values, or words of authors' names, that are spelt nearly so."""
    if part.field == AUTHOR_NAME:
        typed = fold(part.text)
        counted = snapshot.once(_author_words)
        written = {word: word for word in counted}
    else:
        typed = part.text
        view, field = snapshot.facet(part.field), find_field(part.field) or Field(part.field, Kind.KEY)
        counted = dict(zip(view.keys, view.key_totals.tolist(), strict=True))
        written = {key: written_value(label, field) for key, label in zip(view.keys, view.labels, strict=True)}
    limit = _limit(typed)
    near = [key for key, posts in counted.items() if posts and abs(len(key) - len(typed)) <= 2 * limit]
    for key, cost in zip(near, typing_costs(typed, near).tolist(), strict=True):
        if cost <= limit:
            yield _Change(part.start, part.end, written[key], math.log(counted[key]) - COST * cost)


def _splits(snapshot: Snapshot, part: Sought, typed: str) -> Iterator[_Change]:
    """A word as two words that stand side by side in posts."""
    counts = snapshot.once(WordCounts)
    halves = [(typed[:at], typed[at:]) for at in range(_SHORTEST_PART, len(typed) - _SHORTEST_PART + 1)]
    rarer = {pair: min(counts.posts(pair[0]), counts.posts(pair[1])) for pair in halves}
    for pair in nlargest(_SPLITS, halves, key=rarer.__getitem__):
        if not rarer[pair]:
            continue
        together = _side_by_side(snapshot, *pair)
        if together:
            text = " ".join(map(counts.spelling, pair))
            text = text if part.plain else f'"{text}"'
            yield _Change(part.start, part.end, text, math.log(together) - COST * SPACE)


def _joins(snapshot: Snapshot, query: str, known: list[tuple[Sought, int]]) -> Iterator[_Change]:
    """Two neighbouring plain words, one of them unknown, as one word."""
    counts = snapshot.once(WordCounts)
    for (left, left_posts), (right, right_posts) in pairwise(known):
        between = query[left.end : right.start]
        if left.plain and right.plain and between.isspace() and not (left_posts and right_posts):
            joined = fold(left.text) + fold(right.text)
            if posts := counts.posts(joined):
                score = math.log(posts) - COST * SPACE
                yield _Change(left.start, right.end, counts.spelling(joined), score)


def _side_by_side(snapshot: Snapshot, first: str, second: str) -> int:
    """How many posts have two folded words one right behind the other."""
    return len(Matcher(snapshot).match(wq.Phrase("text_words", [first, second])))


def _limit(typed: str) -> float:
    return next(limit for letters, limit in LIMITS if len(typed) <= letters) if len(typed) <= LIMITS[-1][0] else 0.0


def _author_words(snapshot: Snapshot) -> dict[str, int]:
    """For each word of authors' names how many posts these authors have."""
    view = snapshot.facet("author")
    counted: dict[str, int] = {}
    for key, posts in zip(view.keys, view.key_totals.tolist(), strict=True):
        for word in set(map(fold, words(key))):
            counted[word] = counted.get(word, 0) + posts
    return {word: posts for word, posts in counted.items() if posts}


def _written(query: str, changes: tuple[_Change, ...]) -> str:
    for change in sorted(changes, key=attrgetter("start"), reverse=True):
        typed = query[change.start : change.end]
        query = query[: change.start] + _in_case_of(typed, change.text) + query[change.end :]
    return query


def _in_case_of(typed: str, text: str) -> str:
    """A correction in capitals where the word was typed so."""
    if typed.isupper() and len(typed) > 1:
        return text.upper()
    return text[:1].upper() + text[1:] if typed[:1].isupper() else text
