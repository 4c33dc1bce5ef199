"""Saved searches within queries: ``saved:weekly`` → the tree of the query that is saved under that name.

A query is read without knowing what is saved: a saved search is a term of the field `fields.SAVED` until it is resolved
here. So the string, its tree and what is printed stay the same whatever is saved, and may be remembered.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from whoosh.query import And, Not, Or, Query, Term

from .. import clock
from ..errors import QueryError
from . import trees
from .fields import SAVED, nearest
from .notes import quoted
from .parser import ParsedQuery, parse

MOST_SAVED = 50
"""Saved searches that one query may come to, those within saved searches included: each may name several."""


def names_saved(parsed: ParsedQuery) -> bool:
    """Whether a query refers to saved searches."""
    return any(_is_saved(leaf) for leaf in trees.leaves(parsed.tree))


def resolve(parsed: ParsedQuery, query: str, saved: Mapping[str, str], now: datetime | None = None) -> ParsedQuery:
    """The query with the trees of saved searches in the place of their names.

    ``saved`` has the query of each folded name. The order that a saved search asks for holds where the query asks for
    none. Raises `QueryError` for a name that there is not, for saved searches that name each other in a circle, and
    for one that cannot be read.
    """
    return _Resolver(query, saved, now or clock.now()).resolved(parsed, ())


class _Resolver:
    def __init__(self, query: str, saved: Mapping[str, str], now: datetime) -> None:
        self._query = query
        self._saved = saved
        self._now = now
        self._left = MOST_SAVED
        self._place = (0, 0)
        """Where the query names the search that is being resolved: its start and its end."""

    def resolved(self, parsed: ParsedQuery, within: tuple[str, ...]) -> ParsedQuery:
        """``within`` are the names of the saved searches that this one is part of."""
        orders: list[str] = [parsed.sort] if parsed.sort else []
        notes = list(parsed.notes)
        tree = self._tree(parsed.tree, within, orders, notes)
        return parsed._replace(tree=tree, sort=orders[0] if orders else None, notes=tuple(notes))

    def _tree(self, tree: Query, within: tuple[str, ...], orders: list[str], notes: list[str]) -> Query:
        match tree:
            case And():
                clauses = [self._tree(clause, within, orders, notes) for clause in tree.subqueries]
                return trees.all_of(clauses) or tree
            case Or():
                return trees.any_of(self._tree(clause, within, orders, notes) for clause in tree.subqueries) or tree
            case Not():
                return trees.without(self._tree(tree.query, within, orders, notes))
        if not (isinstance(tree, Term) and _is_saved(tree)):
            return tree
        if not within:
            self._place = (getattr(tree, "startchar", None) or 0, getattr(tree, "endchar", None) or 0)
        found = self._search(str(tree.text), within)
        orders += [found.sort] if found.sort else []
        notes += [f"in {quoted(f'{SAVED}:{tree.text}')}: {note}" for note in found.notes]
        return trees.locate(trees.weigh(found.tree, tree.boost), *self._place)

    def _search(self, name: str, within: tuple[str, ...]) -> ParsedQuery:
        if name in within:
            circle = " → ".join((*within[within.index(name) :], name))
            raise self._error(f"these saved searches name each other in a circle: {circle}")
        if name not in self._saved:
            close = nearest(name, self._saved)
            remedy = f"did you mean {quoted(close)}?" if close else "civicsearch saved lists those that there are"
            raise self._error(f"there is no saved search {quoted(name)}; {remedy}")
        self._left -= 1
        if self._left < 0:
            raise self._error(f"a query may come to {MOST_SAVED} saved searches; write some of them out")
        try:
            parsed = parse(self._saved[name], now=self._now)
        except QueryError as error:
            raise self._error(f"the saved search {quoted(name)} cannot be read: {error}") from None
        return self.resolved(parsed, (*within, name))

    def _error(self, problem: str) -> QueryError:
        start = self._place[0]
        return QueryError(f"at character {start + 1}: {problem}", self._query, start)


def _is_saved(leaf: Query) -> bool:
    return isinstance(leaf, Term) and leaf.fieldname == SAVED
