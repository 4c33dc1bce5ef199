"""Tokens → tree: the grammar.

    either   =  both ( "OR" both )*
    both     =  nearby ( "AND"? nearby )*
    nearby   =  negated ( ("NEAR/n" | "ADJ/n") negated )*
    negated  =  ( "NOT" | "-" )* primary
    primary  =  clause | field? "(" either ")"

Tokens were mended before (`mending`), so that it cannot fail.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from whoosh.query import And, Query

from .. import clock
from ..errors import QueryError
from . import trees
from .clauses import ClauseReader
from .fields import Field, Kind, find_scope_field, nearest
from .lexer import Mark, Token, tokenize
from .mending import MOST_NESTED, mend
from .notes import Notes, quoted

MOST_CHARACTERS = 200_000
"""Characters of a query: eighty pages, which take two seconds to read."""

_MOST_NEAR = 8
"""Clauses that one chain of NEAR and ADJ may hold before its last: each is a level of the tree."""


class ParsedQuery(NamedTuple):
    """A query as it was understood."""

    tree: Query
    sort: str | None
    """One of `civicsearch.models.SORTS`, or None where the query does not say."""
    notes: tuple[str, ...]
    """What was read otherwise than it may have been meant."""
    plain: tuple[Query, ...] = ()
    """Those clauses at the top of the tree that are plain words: nothing says that a post has to have each."""


def parse(text: str, *, now: datetime | None = None, as_you_type: bool = False) -> ParsedQuery:
    """Read a query.

    Every text has a reading but for a date, year, month or order that there is not: `QueryError` with its position.
    So has none of more than `MOST_CHARACTERS`.
    ``now`` is the reader's time, by which relative dates go (a time zone on it is left out: dates of posts are local);
    ``as_you_type`` makes the last word a prefix too, and is patient with an operator that still lacks its right side.

    >>> parse("open data -tag:events").tree
    And([Term('text', 'open'), Term('text', 'data'), Not(Term('tag', 'events'))])
    """
    if len(text) > MOST_CHARACTERS:
        raise QueryError(
            f"the query has {len(text):,} characters; it may have {MOST_CHARACTERS:,}, leave some of it out", text
        )
    notes = Notes()
    moment = (now or clock.now()).replace(tzinfo=None)
    tokens = mend(tokenize(text, notes), text, notes, as_you_type)
    return _Parser(tokens, ClauseReader(text, moment, notes), notes, len(text) if as_you_type else None).run()


class _Parser:
    def __init__(self, tokens: list[Token], clauses: ClauseReader, notes: Notes, typing_at: int | None) -> None:
        self.tokens = tokens
        self.clauses = clauses
        self.notes = notes
        self.typing_at = typing_at
        self.place = 0
        self.depth = 0
        self.scope: Field | None = None
        self.negated = False
        self.sort: str | None = None
        self.plain: list[Query] = []
        """Clauses that are words without quotes, field or pattern."""

    def run(self) -> ParsedQuery:
        tree = self._either()
        if tree is None:
            tree = trees.nothing() if self.clauses.empty_clauses else trees.every()
        return ParsedQuery(tree, self.sort, self.notes.told(), self._plain_clauses(tree))

    def _plain_clauses(self, tree: Query) -> tuple[Query, ...]:
        clauses = tree.subqueries if isinstance(tree, And) else [tree]
        plain = {id(clause) for clause in self.plain}
        return tuple(clause for clause in clauses if id(clause) in plain and not trees.is_required(clause))

    def _mark(self) -> Mark | None:
        return self.tokens[self.place].mark if self.place < len(self.tokens) else None

    def _take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def _either(self) -> Query | None:
        found = [self._both()]
        while self._mark() is Mark.OR:
            self._take()
            found.append(self._both())
        return trees.any_of(tree for tree in found if tree)

    def _both(self) -> Query | None:
        found: list[Query] = []
        while self._mark() not in (Mark.OR, Mark.CLOSE, None):
            joined = self._mark() is Mark.AND
            if joined:
                self._take()
            clauses = self._nearby()
            if joined:
                for clause in (*found[-1:], *clauses[:1]):
                    trees.require(clause)
            found.extend(clauses)
        return trees.all_of(found)

    def _nearby(self) -> list[Query]:
        """One clause, or several where what was to be near each other cannot be."""
        first = self._negated()
        found = [] if first is None else [first]
        while self._mark() is Mark.NEAR:
            operator = self._take()
            second = self._negated()
            if second is None:
                continue
            if found and self._can_be_near(found[-1], second):
                found[-1] = trees.near(found[-1], second, operator.slop, operator.ordered)
                continue
            self.notes.add(
                operator.start, f"{quoted(operator.text)} joins a few words, phrases or patterns; read as AND"
            )
            found.append(second)
        return found

    @staticmethod
    def _can_be_near(first: Query, second: Query) -> bool:
        return trees.is_positional(first) and trees.is_positional(second) and trees.row_length(first) <= _MOST_NEAR

    def _negated(self) -> Query | None:
        operators = 0
        start = self.place
        while self._mark() is Mark.NOT:
            self._take()
            operators += 1
        outer, self.negated = self.negated, self.negated or bool(operators)
        tree = self._primary()
        self.negated = outer
        if tree is None and operators:
            operator = self.tokens[start]
            self.notes.add(operator.start, f"{quoted(operator.text)} has nothing to leave out")
            return None
        return trees.without(tree) if tree and operators % 2 else tree

    def _primary(self) -> Query | None:
        token = self._take()
        if token.mark is Mark.OPEN:
            return self._group(token)
        match token.field:
            case Field(kind=Kind.SORT):
                self._order(token)
                return None
            case Field(kind=Kind.SCOPE):
                return self._narrow(token)
        return self._clause(token)

    def _clause(self, token: Token) -> Query | None:
        plain = not token.literal and token.text.endswith(token.items[-1].text)
        unfinished = plain and token.end == self.typing_at and not self.negated
        tree = self.clauses.read(token, self.scope, nested=self.depth < MOST_NESTED, unfinished=unfinished)
        if tree and self.scope is None and self.clauses.is_plain(token):
            self.plain.append(tree)
        return tree

    def _group(self, opening: Token) -> Query | None:
        scope, self.scope = self.scope, opening.field or self.scope
        self.depth += 1
        tree = self._either()
        self.depth -= 1
        self.scope = scope
        weight = self._take().boost
        return trees.weigh(tree, weight) if tree else None

    def _order(self, token: Token) -> None:
        if self.sort is not None:
            self.notes.add(token.start, "several orders are given; the last one counts")
        self.sort = self.clauses.sort(token)

    def _narrow(self, token: Token) -> Query | None:
        """Make a field the one for the rest of the group; a field that cannot be is searched as text."""
        name = token.items[0].text
        scope = find_scope_field(name)
        if scope is None:
            close = nearest(name)
            hint = f"; did you mean {quoted('in:' + close)}?" if close and find_scope_field(close) else ""
            note = f"{quoted(token.text)} names no field that words are in, and was searched as text{hint}"
            self.notes.add(token.start, note)
            return self._clause(token.as_text())
        self.scope = scope
        return None
