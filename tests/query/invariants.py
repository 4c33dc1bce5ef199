"""What holds for every text that is read as a query."""

from __future__ import annotations

import re
from datetime import datetime

from civicsearch import SearchIndex, SearchResults
from civicsearch.errors import QueryError
from civicsearch.language.folding import facet_key
from civicsearch.language.tokens import words, words_as_written
from civicsearch.query import ParsedQuery, describe, parse, to_string

NOW = datetime(2026, 11, 23, 15, 30)

STRICT_FIELDS = ("date", "since", "after", "until", "before", "newer", "older", "year", "month", "sort")
"""Fields whose values may be refused."""

_MEANS_SOMETHING = re.compile(r"[:~^*?]|\b(?:AND|OR|NOT)\b|\b(?:NEAR|ADJ)/")
"""Signs of the query language behind or before which a word is not just a word."""


def is_settled(text: str) -> bool:
    """Whether the words and the facet key of a text are their own words and key.

    A few compatibility characters are not (``½`` folds to three characters, which are two words when read again): the
    lexicon cannot be asked for them by what they fold to.
    """
    return all(words_as_written(word) == [word] for word in words_as_written(text)) and facet_key(
        facet_key(text)
    ) == facet_key(text)


def read(text: str, as_you_type: bool = False) -> ParsedQuery | QueryError:
    """A text as read, or the error, which has to be one that there may be."""
    try:
        return parse(text, now=NOW, as_you_type=as_you_type)
    except QueryError as raised:
        _check_error(raised, text)
        assert any(name in text.lower() for name in STRICT_FIELDS)
        return raised


def _check_error(error: QueryError, text: str) -> None:
    assert error.query == text
    assert error.position is not None
    assert 0 <= error.position < len(text)


def check(text: str, as_you_type: bool = False) -> None:
    """A text has a reading, or an error with its place; what it is read as prints back, and prints the same again."""
    parsed = read(text, as_you_type)
    if isinstance(parsed, QueryError):
        return
    printed = to_string(parsed.tree, parsed.sort)
    again = parse(printed, now=NOW)
    assert again.tree == parsed.tree
    assert again.sort == parsed.sort
    assert to_string(again.tree, again.sort) == printed
    assert describe(parsed.tree)


def check_search(index: SearchIndex, text: str, cursor: int) -> None:
    """A text can be searched for, explained and completed, and the answers agree with each other."""
    for suggestion in index.suggest(text, cursor, limit=5):
        assert suggestion.start <= cursor <= suggestion.end <= len(text)
    try:
        found = index.search(text, facets=["tag", "year"], explain=True, limit=3, timeline="year")
    except QueryError as raised:
        _check_error(raised, text)
        return
    assert all(note.isprintable() for note in found.notes)
    assert found.explanation is not None
    assert found.explanation.tree.posts == _fulfilling(found)
    assert len(found.hits) == min(3, found.total)
    for hit in found.hits:
        assert hit.snippet.count("<mark>") == hit.snippet.count("</mark>")
    if found.did_you_mean is not None:
        better = index.search(found.did_you_mean, limit=0, spelling=False)
        assert _fulfilling(better) > _fulfilling(found)
    if found.explanation.query is not None and is_settled(text):
        again = index.search(found.explanation.query, limit=0, spelling=False)
        assert _fulfilling(again) == _fulfilling(found)
    for remedy in found.explanation.remedies:
        if remedy.query is not None and is_settled(text):
            assert _fulfilling(index.search(remedy.query, limit=0, spelling=False)) == remedy.posts


def _fulfilling(results: SearchResults) -> int:
    """Posts that have all that was asked for."""
    return results.total - results.relaxed


def drops_nothing(text: str) -> bool:
    """Whether each word of a text is looked for, or something is told about how it was read."""
    plain = _MEANS_SOMETHING.sub(" ", text)
    parsed = parse(plain, now=NOW)
    sought: set[str] = set()
    for leaf in parsed.tree.leaves():
        for found in getattr(leaf, "words", [str(getattr(leaf, "text", ""))]):
            sought.update((found, *words(found)))
    return bool(parsed.notes) or sought >= set(words(plain))
