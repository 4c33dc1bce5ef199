"""The clause that is being typed: what completion works on.

It is found by the rules of the lexer, read from the left up to the cursor, so that quotes, lists and the field of a
group mean there what they will mean when the query is run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .fields import Field, Kind, find_field, find_scope_field
from .lexer import BARE, LIST_KINDS, LISTED, NAME, QUOTED, QUOTES

_SPACE = re.compile(r"\s+")
_REST_OF_CHUNK = re.compile(rf"[^\s()|,{QUOTES}]*")
_REST_OF_QUOTED = re.compile(rf"[^:{QUOTES}]*[{QUOTES}]")
"""Up to the closing quote, unless a field begins before it: then the quote that was opened is still open."""


@dataclass(frozen=True, slots=True)
class UnfinishedClause:
    """A clause up to the cursor. ``query[start:end]`` is the value that a completion takes the place of."""

    field: Field | None
    """The field named before the value, or before the parenthesis around it; None searches the text."""
    named: bool
    """Whether the clause itself names the field."""
    typed: str
    """The value up to the cursor, without the quote before it."""
    quoted: bool
    """Whether it stands in quotes."""
    start: int
    end: int
    """Behind the cursor where that stands inside a value."""


def clause_at(query: str, cursor: int) -> UnfinishedClause:
    """What is being typed at an offset of a query; an empty value between clauses."""
    return _Scan(query, cursor).run()


class _Scan:
    def __init__(self, query: str, cursor: int) -> None:
        self.query = query
        self.before = query[:cursor]
        self.position = 0
        self.scopes: list[Field | None] = [None]
        """The field of each group that is open, the innermost last."""

    def run(self) -> UnfinishedClause:
        while self.position < len(self.before):
            if space := _SPACE.match(self.before, self.position):
                self.position = space.end()
                continue
            match self.before[self.position]:
                case "(":
                    self.scopes.append(self.scopes[-1])
                case ")":
                    del self.scopes[max(1, len(self.scopes) - 1) :]
                case "|":
                    pass
                case "-" if self._is_minus():
                    pass
                case _:
                    if clause := self._clause():
                        return clause
                    continue
            self.position += 1
        return self._value(self.scopes[-1], named=False, start=self.position)

    def _is_minus(self) -> bool:
        previous = self.before[self.position - 1 : self.position]
        return not previous or previous.isspace() or previous in "(|"

    def _clause(self) -> UnfinishedClause | None:
        """The clause at the position if the cursor stands at its end; else None, and the position is behind it."""
        name = NAME.match(self.before, self.position)
        named = find_field(name[1]) if name else None
        field = named or self.scopes[-1]
        if name and named:
            self.position = name.end()
            if self.before.startswith("(", self.position) and named.kind not in (Kind.SCOPE, Kind.SORT):
                self.scopes.append(named)
                self.position += 1
                return None
        begun = self.position
        is_list = field is not None and field.kind in LIST_KINDS
        while True:
            start = self.position
            if self.before[start : start + 1] in tuple(QUOTES):
                closed = QUOTED.match(self.before, start)
                if closed is None:
                    return self._value(field, named is not None, start, quoted=True)
                self.position = closed.end()
            if bare := (LISTED if is_list else BARE).match(self.before, self.position):
                self.position = bare.end()
            if not (is_list and self.before.startswith(",", self.position)):
                break
            self.position += 1
        if self.position == len(self.before):
            return self._value(field, named is not None, start)
        if named and named.kind is Kind.SCOPE:
            self.scopes[-1] = find_scope_field(self.before[begun : self.position]) or self.scopes[-1]
        return None

    def _value(self, field: Field | None, named: bool, start: int, quoted: bool = False) -> UnfinishedClause:
        cursor = len(self.before)
        typed = self.before[start:].strip(QUOTES)
        rest = (quoted and _REST_OF_QUOTED.match(self.query, cursor)) or _REST_OF_CHUNK.match(self.query, cursor)
        return UnfinishedClause(field, named, typed, quoted, start, rest.end() if rest else cursor)
