"""How a query was executed, laid out for reading: a tree of clauses, each with its posts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...lines import Line, Piece, counted, wrap
from ...terminal import clean_data

if TYPE_CHECKING:
    from ...models import ClauseExplanation, Explanation

_INDENT = 2
_TERMS_SHOWN = 8


def explanation_lines(explanation: Explanation, screen_width: int) -> list[Line]:
    """The lines on a screen; what is wider goes on below itself."""
    return [
        line
        for indent, text in _told(explanation)
        for line in wrap([Piece(clean_data(text), "dim")], screen_width, indent=indent)
    ]


def explanation_text(explanation: Explanation) -> str:
    """The same lines as plain text of any width."""
    return "\n".join(" " * indent + text for indent, text in _told(explanation))


def _told(explanation: Explanation) -> Iterator[tuple[int, str]]:
    """The tree, the synonyms, and for a query that finds nothing what to leave out: each line with its indent."""
    yield from _clause(explanation.tree, 0)
    if explanation.synonyms:
        yield 0, "also searched, below what has the words typed"
        for clause in explanation.synonyms:
            yield from _clause(clause, _INDENT)
    if explanation.relaxed:
        yield 0, f"{_posts(explanation.relaxed)} more with at least half of the words"
    for remedy in explanation.remedies:
        rest = "" if remedy.query is None else f": {remedy.query}"
        yield 0, f"{_posts(remedy.posts)} without {' and '.join(remedy.without)}{rest}"


def _clause(clause: ClauseExplanation, indent: int) -> Iterator[tuple[int, str]]:
    yield indent, f"{clause.meaning}: {_posts(clause.posts)}"
    if clause.terms:
        shown = [f"{count.term} {count.posts:,}" for count in clause.terms[:_TERMS_SHOWN]]
        more = len(clause.terms) - len(shown) + clause.more_terms
        yield indent + 2 * _INDENT, ", ".join(shown) + (f" and {more:,} more" if more else "")
    for part in clause.clauses:
        yield from _clause(part, indent + _INDENT)


def _posts(count: int) -> str:
    return counted(count, "post") if count else "no posts"
