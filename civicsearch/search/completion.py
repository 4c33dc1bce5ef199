"""Completion: how the clause that is being typed may go on.

Every keystroke asks, so nothing is built beforehand: words are counted from where their postings start, which takes no
reading of postings, and only the few that are shown are counted exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from ..index.snapshot import Snapshot
from ..language.folding import facet_key, fold
from ..language.tokens import located_words
from ..models import SORTS, Suggestion
from ..query.dates import LENGTHS, NAMES
from ..query.fields import FIELD_NAMES, Field, Kind, find_field, find_presence_field, find_scope_field
from ..query.lexer import LIST_KINDS
from ..query.selection import written_value
from ..query.unfinished import UnfinishedClause, clause_at
from ..stopping import Stop, go_on
from .reading import Saved
from .wordcounts import WordCounts

_LONGEST_WORD = 64
"""Characters before the cursor among which the word that is being typed is looked for."""
_BEFORE_DATE = re.compile(r".*\.\.|[<>]?=?", re.DOTALL)
"""What may stand before a date in the value of ``date:``."""
_CANONICAL_NAMES = tuple(dict.fromkeys(field.name for name in FIELD_NAMES if (field := find_field(name))))


def suggest(
    snapshot: Snapshot,
    query: str,
    cursor: int | None = None,
    limit: int = 10,
    saved: Saved = dict,
    stop: Stop = go_on,
) -> tuple[Suggestion, ...]:
    """Ways to complete what stands before the cursor, at most so many, the best first.

    ``cursor`` is an offset of the query (None is its end); ``saved`` gives the saved searches, and is asked only where
    one is being named.
    """
    stop()
    cursor = len(query) if cursor is None else min(max(cursor, 0), len(query))
    clause = clause_at(query, cursor)
    field = clause.field
    if field is None or field.kind is Kind.TEXT:
        fields = () if clause.named or clause.quoted else tuple(_fields(clause))
        # A single letter begins as many field names as words: words first then, and the names where there is room.
        words = _words(snapshot, query, cursor, clause, limit, stop)
        return ((*words, *fields) if len(clause.typed) == 1 else (*fields, *words))[:limit]
    if field.kind in LIST_KINDS:
        return _values(snapshot, clause, field, limit)
    return tuple(_listed(snapshot, clause, field, saved))[:limit]


def _fields(clause: UnfinishedClause) -> Iterator[Suggestion]:
    typed = clause.typed.lower().replace("-", "_")
    named = (field.name for name in FIELD_NAMES if name.startswith(typed) and (field := find_field(name)))
    for name in dict.fromkeys(named):
        yield Suggestion(f"{name}:", clause.start, clause.end, "field")


def _words(
    snapshot: Snapshot, query: str, cursor: int, clause: UnfinishedClause, limit: int, stop: Stop
) -> tuple[Suggestion, ...]:
    """The words of the index that begin as the word before the cursor does, the most frequent first."""
    first = max(clause.start, cursor - _LONGEST_WORD)
    found = [word for word in located_words(query[first:cursor]) if word.end == cursor - first]
    if not found:
        return ()
    typed = found[0]
    after = next(located_words(query[first + typed.start : cursor + _LONGEST_WORD]), None)
    end = first + typed.start + after.end if after else cursor
    counts = snapshot.once(WordCounts)
    best = counts.completions(fold(typed.word), limit + 1, stop)
    spelt = ((counts.spelling(folded), posts) for folded, posts in best)
    return tuple(
        Suggestion(word, first + typed.start, max(end, cursor), "word", posts)
        for word, posts in spelt
        if word != typed.word
    )


def _values(snapshot: Snapshot, clause: UnfinishedClause, field: Field, limit: int) -> tuple[Suggestion, ...]:
    """The values of a facet in which a word begins as what was typed, those of the most posts first."""
    view = snapshot.facet(field.name)
    begins = _beginning(clause.typed).search
    places = [place for place, key in enumerate(view.keys) if begins(key)]
    counts = view.key_totals[places]
    order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)][:limit]
    return tuple(
        Suggestion(written_value(view.labels[places[at]], field), clause.start, clause.end, "value", int(counts[at]))
        for at in order.tolist()
    )


def _listed(snapshot: Snapshot, clause: UnfinishedClause, field: Field, saved: Saved) -> Iterator[Suggestion]:
    """The values of a field that takes one of a short list."""
    match field.kind:
        case Kind.SORT:
            values, kind = list(SORTS), "order"
        case Kind.HAS | Kind.MISSING:
            values, kind = [name for name in _CANONICAL_NAMES if find_presence_field(name)], "field"
        case Kind.SCOPE:
            values, kind = [name for name in _CANONICAL_NAMES if find_scope_field(name)], "field"
        case Kind.SAVED:
            for name in filter(_beginning(clause.typed).search, sorted(saved())):
                yield Suggestion(written_value(name, field), clause.start, clause.end, "saved")
            return
        case Kind.AGE:
            values, kind = list(LENGTHS), "date"
        case Kind.DATE | Kind.BOUND:
            yield from _dates(snapshot, clause)
            return
        case _:
            return
    typed = fold(clause.typed)
    for value in values:
        if fold(value).startswith(typed):
            yield Suggestion(value, clause.start, clause.end, kind)


def _beginning(typed: str) -> re.Pattern[str]:
    """Finds what was typed at the beginning of a word of a folded name."""
    return re.compile(rf"(?:\A|[\W_]){re.escape(facet_key(typed) if typed.strip() else '')}")


def _dates(snapshot: Snapshot, clause: UnfinishedClause) -> Iterator[Suggestion]:
    """Years and months of the posts, the newest first, and periods with a name."""
    before = _BEFORE_DATE.match(clause.typed)
    known = before.end() if before else 0
    typed = clause.typed[known:].lower().replace(" ", "-")
    start = clause.start + known + (1 if clause.quoted else 0)
    for name in (*NAMES, *LENGTHS) if not typed[:1].isdigit() else LENGTHS:
        if name.startswith(typed):
            yield Suggestion(name, start, clause.end, "date")
    view = snapshot.facet("month" if "-" in typed else "year")
    counts = view.key_totals
    for place in range(len(view.keys) - 1, -1, -1):
        if counts[place] and view.keys[place].startswith(typed):
            yield Suggestion(view.keys[place], start, clause.end, "date", int(counts[place]))
