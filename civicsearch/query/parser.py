"""Tokens → tree: the grammar.

    either   =  both ( "OR" both )*
    both     =  nearby ( "AND"? nearby )*
    nearby   =  negated ( ("NEAR/n" | "ADJ/n") negated )*
    negated  =  ( "NOT" | "-" )* primary
    primary  =  clause | field? "(" either ")"

Before this grammar is applied the tokens are mended, so that it cannot fail: an operator that lacks a side becomes a
word, as does a field that lacks a value, a parenthesis that is never opened is left aside, one that is never closed
closes at the end, and parentheses nested too deep are taken as text. Each of these is noted. ``in:title`` behind all
words of a group is put before them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from whoosh.query import And, Query

from .. import clock
from ..errors import QueryError
from . import trees
from .clauses import ClauseReader
from .fields import Field, Kind, find_scope_field, nearest
from .lexer import Mark, Token, tokenize
from .notes import Notes, quoted

MOST_CHARACTERS = 200_000
"""Characters of a query: eighty pages, which take two seconds to read."""

MOST_NESTED = 20
"""Parentheses within parentheses. Whoosh compares and walks trees by recursion, some frames a level."""

_MOST_NEAR = 8
"""Clauses that one chain of NEAR and ADJ may hold before its last: each is a level of the tree."""

_BINARY = frozenset({Mark.AND, Mark.OR, Mark.NEAR})


@dataclass(frozen=True)
class ParsedQuery:
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
    tokens = _mend(tokenize(text, notes), text, notes, as_you_type)
    return _Parser(tokens, ClauseReader(text, moment, notes), notes, len(text) if as_you_type else None).run()


def _mend(tokens: list[Token], text: str, notes: Notes, as_you_type: bool) -> list[Token]:
    if as_you_type and tokens and tokens[-1].end == len(text.rstrip()) and _is_waiting(tokens[-1]):
        notes.add(tokens[-1].start, f"{quoted(tokens[-1].text)} waits for what follows it")
        tokens = tokens[:-1]
    balanced = _balanced(_with_values(tokens, notes), len(text), notes)
    return _with_operands(_with_scopes_first(balanced, notes), notes)


def _is_waiting(token: Token) -> bool:
    return token.mark in (*_BINARY, Mark.NOT) or _lacks_value(token) or token.text == "-"


def _lacks_value(token: Token) -> bool:
    return token.mark is Mark.CLAUSE and not token.items


def _with_values(tokens: list[Token], notes: Notes) -> list[Token]:
    """The tokens with each field name that no value follows as a word."""
    mended = []
    for token in tokens:
        if _lacks_value(token):
            notes.add(token.start, f"{quoted(token.text)} has nothing to look for behind it, and was searched as text")
            token = token.as_text()
        mended.append(token)
    return mended


def _balanced(tokens: list[Token], end: int, notes: Notes) -> list[Token]:
    """The tokens with every parenthesis closed, and none nested too deep."""
    kept: list[Token] = []
    opened: list[Token] = []
    for token in tokens:
        if token.mark is Mark.OPEN:
            opened.append(token)
            if len(opened) > MOST_NESTED:
                notes.add(token.start, f"parentheses more than {MOST_NESTED} deep were read as text")
                if token.field:
                    kept.append(token.as_text())
                continue
        elif token.mark is Mark.CLOSE:
            if not opened:
                notes.add(token.start, f"the parenthesis at character {token.start + 1} closes nothing; left aside")
                continue
            opened.pop()
            if len(opened) >= MOST_NESTED:
                continue
        kept.append(token)
    if opened:
        position = opened[-1].end
        notes.add(position, f"the parenthesis at character {position} is never closed, and was closed at the end")
    kept.extend(Token(Mark.CLOSE, end, end, ")") for _ in opened[:MOST_NESTED])
    return kept


def _with_scopes_first(tokens: list[Token], notes: Notes) -> list[Token]:
    """The tokens with each ``in:`` that no words of its group follow in front of the group's words."""
    mended: list[Token] = []
    groups = [_Group()]
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        group = groups[-1]
        if token.mark is Mark.CLOSE:
            groups.append(_Group())
        elif token.mark is Mark.OPEN:
            mended += groups.pop().scopes(notes)
            groups[-1].has_words |= group.has_words and token.field is None
        elif _is_scope(token):
            # One that words follow shuts out one that none follow: the words before it are not this one's.
            if group.has_words or (place and tokens[place - 1].mark in (*_BINARY, Mark.NOT)):
                group.is_divided = True
            else:
                group.trailing.append(token)
                continue
        elif token.mark is Mark.CLAUSE and (token.field is None or token.literal):
            group.has_words = True
        mended.append(token)
    mended += groups.pop().scopes(notes)
    return mended[::-1]


@dataclass
class _Group:
    """What is known of a group while it is read from its end."""

    has_words: bool = False
    """Whether it has words that ``in:`` is about."""
    is_divided: bool = False
    """Whether it has an ``in:`` that words follow."""
    trailing: list[Token] = field(default_factory=list)
    """Each ``in:`` that no words follow, the last first."""

    def scopes(self, notes: Notes) -> list[Token]:
        """What goes to the front of the group."""
        used = self.trailing[-1:] if self.has_words and not self.is_divided else []
        for token in self.trailing:
            if token not in used:
                notes.add(token.start, f"{quoted(token.text)} has no words to look for, and was left aside")
        return used


def _is_scope(token: Token) -> bool:
    return (
        token.field is not None
        and token.field.kind is Kind.SCOPE
        and bool(token.items)
        and find_scope_field(token.items[0].text) is not None
    )


def _with_operands(tokens: list[Token], notes: Notes) -> list[Token]:
    """The tokens with each operator that lacks an operand as a word."""
    mended: list[Token] = []
    following: Token | None = None
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        before = tokens[place - 1] if place else None
        lacks_right = following is None or not following.begins_operand
        lacks_left = before is None or not before.ends_operand
        if (token.mark in _BINARY and (lacks_left or lacks_right)) or (token.mark is Mark.NOT and lacks_right):
            notes.add(token.start, f"{quoted(token.text)} has nothing to join, and was read as text")
            token = token.as_text()
        mended.append(token)
        following = token
    return mended[::-1]


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
