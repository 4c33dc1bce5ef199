"""Facet values in the query string: as a filter of their own, or written into a query and taken out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from whoosh.query import And, Or, Query, Term

from .. import clock
from ..errors import UsageError
from ..language.folding import facet_key
from ..models import FACETS
from . import trees
from .editing import without
from .fields import Field, Kind, find_field, nearest
from .lexer import Item, Mark, Token, quote, tokenize
from .notes import Notes, quoted
from .parser import parse
from .periods import period_key, period_message
from .printer import to_string

_NEEDS_NO_QUOTES = re.compile(r"\w[\w./&+@-]*")


def filter_query(field: str, values: Iterable[str]) -> Query:
    """The tree of selected facet values: posts that have at least one of them; every post where there are none.

    It is the tree of ``field:value,value``, with author values as whole names. Raises `UsageError` for a facet, year or
    month that there is not.

    >>> filter_query("tag", ["Open Data", "civic"])
    Or([Term('tag', 'open-data'), Term('tag', 'civic')])
    """
    facet = _facet(field)
    keys = dict.fromkeys(_key(facet, value) for value in values)
    return trees.any_of([Term(facet.name, key) for key in keys]) or trees.every()


def select(query: str, field: str, value: str, selected: bool) -> str:
    """The query string with a facet value selected, or no longer selected.

    The rest of the string stays as it was typed where that gives the right tree, which is checked; else the whole is
    printed anew. A value joins those of its facet that are there already, as one of several. Raises `UsageError` as
    `filter_query` does, and `QueryError` for a query that cannot be read.
    """
    facet = _facet(field)
    key = _key(facet, value)
    now = clock.now()
    parsed = parse(query, now=now)
    wanted = _edited(parsed.tree, facet.name, key, selected)
    if wanted == parsed.tree:
        return query
    for written in _added(query, facet, value) if selected else [_removed(query, facet, key)]:
        reread = parse(written, now=now)
        if reread.tree == wanted and reread.sort == parsed.sort:
            return written
    return "" if wanted == trees.every() and parsed.sort is None else to_string(wanted, parsed.sort)


def _facet(name: str) -> Field:
    field = find_field(name)
    if field is None or field.name not in FACETS:
        close = nearest(name, FACETS)
        hint = f"; did you mean {quoted(close)}?" if close else ""
        raise UsageError(f"{quoted(name)} is not a facet{hint} Facets are {', '.join(FACETS)}.")
    return field


def _key(facet: Field, value: str) -> str:
    if facet.kind is not Kind.PERIOD:
        return facet_key(value)
    key = period_key(facet.name, value)
    if key is None:
        raise UsageError(period_message(facet.name, value))
    return key


def _selection(clause: Query, field: str) -> list[Term]:
    """The values that a clause selects, if it selects values of the facet and does nothing else."""
    alternatives = clause.subqueries if isinstance(clause, Or) else [clause]
    terms = [term for term in alternatives if isinstance(term, Term) and term.fieldname == field]
    return terms if len(terms) == len(alternatives) else []


def _edited(tree: Query, field: str, key: str, selected: bool) -> Query:
    """The tree with the value selected in its last selection of the facet, or in none of them."""
    clauses = list(tree.subqueries) if isinstance(tree, And) else [tree]
    selections = [(place, terms) for place, clause in enumerate(clauses) if (terms := _selection(clause, field))]
    if not selected:
        for place, terms in reversed(selections):
            kept = trees.any_of(term for term in terms if term.text != key)
            clauses[place : place + 1] = [kept] if kept else []
    elif not selections:
        clauses.append(Term(field, key))
    elif not any(term.text == key for _, terms in selections for term in terms):
        place, terms = selections[-1]
        clauses[place] = Or([*terms, Term(field, key, boost=terms[-1].boost)])
    return trees.all_of(clauses) or trees.every()


def _clauses_of(query: str, facet: Field) -> list[Token]:
    """The clauses of a query that name the facet, from the last to the first."""
    tokens = tokenize(query, Notes())
    return [token for token in reversed(tokens) if token.mark is Mark.CLAUSE and token.field == facet]


def written_value(value: str, facet: Field) -> str:
    """A whole facet value as it is written behind the field's name."""
    return value if facet.kind is not Kind.AUTHOR and _NEEDS_NO_QUOTES.fullmatch(value) else quote(value)


def _added(query: str, facet: Field, value: str) -> Iterator[str]:
    """The query with the value in the list of each clause of its facet, then with a clause of its own."""
    text = written_value(value, facet)
    for token in _clauses_of(query, facet):
        yield f"{query[: token.end]},{text}{query[token.end :]}"
    yield f"{query.rstrip()} {facet.name}:{text}".lstrip()


def _removed(query: str, facet: Field, key: str) -> str:
    for token in _clauses_of(query, facet):
        kept = [item for item in token.items if _item_key(facet, item) != key]
        if len(kept) == len(token.items):
            continue
        before, after = query[: token.start], query[token.end :]
        if kept:
            name = token.text.partition(":")[0]
            values = ",".join(quote(item.text) if item.quoted else item.text for item in kept)
            query = f"{before}{name}:{values}{after}"
        else:
            query = without(query, token.start, token.end)
    return query


def _item_key(facet: Field, item: Item) -> str | None:
    if facet.kind is Kind.PERIOD:
        return period_key(facet.name, item.text)
    return None if facet.kind is Kind.AUTHOR and not item.quoted else facet_key(item.text)
