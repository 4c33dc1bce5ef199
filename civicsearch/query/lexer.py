"""Query string → tokens, in one pass and in time proportional to its length.

    query   =  ( space | "(" | ")" boost? | "|" | minus | clause | chunk )*
    minus   =  "-"                                  before a clause, chunk or "(", after a space, "(" or "|"
    clause  =  field ":" ( "(" | value )            where the field is known
    value   =  item ( "," item )* suffix            lists for facets only
    chunk   =  operator | item suffix
    item    =  quoted | bare
    suffix  =  ( "~" digits? )? boost?
    boost   =  "^" number
    quoted  =  any double quote … any double quote  backslash escapes a quote or a backslash
    bare    =  anything but space, "|" and unbalanced parentheses

Operators are ``AND``, ``OR``, ``NOT``, ``NEAR/5`` and ``ADJ/5``. An opening quote without a closing one is skipped with
a note: what follows is read as if it were not there.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from .fields import Field, Kind, find_field, nearest
from .notes import Notes, quoted

QUOTES = '"“”„‟«»'
_SPACE = re.compile(r"\s+")
QUOTED = re.compile(rf"[{QUOTES}]((?:[^\\{QUOTES}]|\\.)*)[{QUOTES}]", re.DOTALL)
_ESCAPED = re.compile(rf"\\([\\{QUOTES}])")
BARE = re.compile(r"(?:[^\s()|]|\([^\s()|]*\))+")
LISTED = re.compile(r"(?:[^\s()|,]|\([^\s()|]*\))+")
NAME = re.compile(r"([A-Za-z][A-Za-z_-]{0,31}):")
_BOOST = re.compile(r"\^([0-9]{1,4}(?:\.[0-9]{1,20})?)")
_SLOP = re.compile(r"~[0-9]{0,4}")
_SUFFIX = re.compile(r"(~[0-9]{0,4})?(?:\^([0-9]{1,4}(?:\.[0-9]{1,20})?))?\Z")
_LONGEST_SUFFIX = 32
_PROXIMITY = re.compile(r"(NEAR|ADJ)/([0-9]{1,4})")
_LIKE_PROXIMITY = re.compile(r"NEAR|ADJ|(?i:near|adj)/[0-9]+")
_ADDRESS = re.compile(r"https?://([\w.-]+(?:/[\w.~%/-]*\w)?)", re.IGNORECASE)

LIST_KINDS = frozenset({Kind.KEY, Kind.AUTHOR, Kind.PERIOD})


class Mark(Enum):
    """What a token is."""

    OPEN = "("
    CLOSE = ")"
    OR = "OR"
    AND = "AND"
    NOT = "NOT"
    NEAR = "NEAR"
    CLAUSE = "clause"


class Item(NamedTuple):
    """One value as typed: quotes and escapes taken off."""

    text: str
    quoted: bool = False


class Token(NamedTuple):
    """A piece of a query: ``query[start:end]`` is ``text``."""

    mark: Mark
    start: int
    end: int
    text: str
    field: Field | None = None
    """The field named before the value or the parenthesis."""
    items: tuple[Item, ...] = ()
    """The values; a clause that names a field may still lack them."""
    tilde: str = ""
    """``~`` or ``~5`` behind the value."""
    boost: float = 1.0
    slop: int = 1
    """For `Mark.NEAR`: how many words apart at most; 1 is adjacent."""
    ordered: bool = False
    """For `Mark.NEAR`: whether in this order."""
    literal: bool = False
    """Whether stars and question marks in it stand for themselves."""

    @property
    def begins_operand(self) -> bool:
        """Whether an operator may stand before it."""
        return self.mark in (Mark.OPEN, Mark.NOT, Mark.CLAUSE)

    @property
    def ends_operand(self) -> bool:
        """Whether an operator may stand behind it."""
        return self.mark in (Mark.CLOSE, Mark.CLAUSE)

    def as_text(self) -> Token:
        """The same characters as words to search for."""
        return Token(Mark.CLAUSE, self.start, self.end, self.text, items=(Item(self.text),), literal=True)


def tokenize(query: str, notes: Notes) -> list[Token]:
    """The tokens of a query. Every string has some reading; what was read as text is noted."""
    return _Lexer(query, notes).run()


def quote(text: str) -> str:
    """A quoted item that reads as this text.

    >>> print(quote('the "best" tag'))
    "the \\"best\\" tag"
    """
    return '"' + re.sub(rf"[\\{QUOTES}]", r"\\\g<0>", text) + '"'


def is_bare(text: str) -> bool:
    """Whether a value needs no quotes."""
    return text[:1] not in tuple(QUOTES) and text[:1] != "(" and BARE.fullmatch(text) is not None


class _Lexer:
    def __init__(self, query: str, notes: Notes) -> None:
        self.query = query
        self.notes = notes
        self.position = 0
        self.quotes_end = len(query)
        """No quote that opens at or behind this offset is closed."""

    def run(self) -> list[Token]:
        tokens = []
        while self.position < len(self.query):
            if space := _SPACE.match(self.query, self.position):
                self.position = space.end()
            elif token := self._next():
                tokens.append(token)
        return tokens

    def _next(self) -> Token | None:
        start = self.position
        match self.query[start]:
            case "(":
                return self._take(Mark.OPEN, 1)
            case ")":
                return self._close()
            case "|":
                return self._take(Mark.OR, 1)
            case "-" if self._is_minus():
                return self._take(Mark.NOT, 1)
        if self.query[start] in QUOTES:
            if item := self._quoted():
                return self._with_suffix(start, None, (item,))
            self._skip_quote()
            return None
        if name := NAME.match(self.query, start):
            return self._named(name)
        return self._chunk()

    def _take(self, mark: Mark, length: int, field: Field | None = None, boost: float = 1.0) -> Token:
        start = self.position
        self.position += length
        return Token(mark, start, self.position, self.query[start : self.position], field, boost=boost)

    def _close(self) -> Token:
        boost = _BOOST.match(self.query, self.position + 1)
        if boost is None:
            return self._take(Mark.CLOSE, 1)
        return self._take(Mark.CLOSE, 1 + len(boost[0]), boost=float(boost[1]))

    def _is_minus(self) -> bool:
        before, after = self.query[self.position - 1 : self.position], self.query[self.position + 1 : self.position + 2]
        return (
            (not before or before.isspace() or before in "(|")
            and bool(after)
            and not (after.isspace() or after in "-)|")
        )

    def _quoted(self) -> Item | None:
        if self.position >= self.quotes_end:
            return None
        match = QUOTED.match(self.query, self.position)
        if match is None:
            self.quotes_end = self.position
            return None
        self.position = match.end()
        return Item(_ESCAPED.sub(r"\1", match[1]), quoted=True)

    def _skip_quote(self) -> None:
        self.notes.add(self.position, f"the quote at character {self.position + 1} is never closed, and was left aside")
        self.position += 1

    def _with_suffix(self, start: int, field: Field | None, items: tuple[Item, ...]) -> Token:
        tilde, boost = "", 1.0
        if match := _SLOP.match(self.query, self.position):
            tilde, self.position = match[0], match.end()
        if match := _BOOST.match(self.query, self.position):
            boost, self.position = float(match[1]), match.end()
        text = self.query[start : self.position]
        return Token(Mark.CLAUSE, start, self.position, text, field, items, tilde, boost)

    def _named(self, name: re.Match[str]) -> Token | None:
        start, end = name.span()
        field = find_field(name[1])
        following = self.query[end : end + 1]
        if field is None:
            if following.strip():
                self._note_unknown(start, name[1])
            chunk = BARE.match(self.query, start)
            self.position = chunk.end() if chunk else end
            return self._token_of(start).as_text()
        self.position = end
        if following == "(" and field.kind not in (Kind.SCOPE, Kind.SORT, Kind.SAVED):
            self.position = start
            return self._take(Mark.OPEN, end + 1 - start, field)
        while self._at_quote() and not self._closes_at(self.position):
            self._skip_quote()
        if not self.query.startswith("(", self.position) and (token := self._values(start, field)):
            return token
        return self._token_of(start)._replace(field=field)

    def _at_quote(self) -> bool:
        return self.query[self.position : self.position + 1] in tuple(QUOTES)

    def _closes_at(self, position: int) -> bool:
        if position >= self.quotes_end:
            return False
        if QUOTED.match(self.query, position):
            return True
        self.quotes_end = position
        return False

    def _note_unknown(self, position: int, name: str) -> None:
        close = nearest(name)
        if address := _ADDRESS.match(self.query, position):
            hint = f"; {quoted('links:' + address[1])} finds posts that link there"
        else:
            hint = f"; did you mean {quoted(close + ':')}?" if close else ""
        self.notes.add(position, f"{quoted(name + ':')} is not a field, and was searched as text{hint}")

    def _token_of(self, start: int) -> Token:
        return Token(Mark.CLAUSE, start, self.position, self.query[start : self.position])

    def _values(self, start: int, field: Field) -> Token | None:
        """The value or values behind ``field:``, where something stands there."""
        items: list[Item] = []
        pattern = LISTED if field.kind in LIST_KINDS else BARE
        while True:
            if self._at_quote() and (item := self._quoted()):
                items.append(item)
            elif bare := pattern.match(self.query, self.position):
                self.position = bare.end()
                items.append(Item(bare[0]))
            if field.kind not in LIST_KINDS or self.query[self.position : self.position + 1] != ",":
                break
            self.position += 1
        if not items:
            return None
        if items[-1].quoted:
            return self._with_suffix(start, field, tuple(items))
        return self._split_suffix(self._token_of(start)._replace(field=field, items=tuple(items)))

    def _chunk(self) -> Token:
        start = self.position
        chunk = BARE.match(self.query, start)
        self.position = chunk.end() if chunk else start + 1
        text = self.query[start : self.position]
        if text in ("AND", "OR", "NOT"):
            return Token(Mark[text], start, self.position, text)
        if proximity := _PROXIMITY.fullmatch(text):
            slop = max(1, int(proximity[2]))
            return Token(Mark.NEAR, start, self.position, text, slop=slop, ordered=proximity[1] == "ADJ")
        if _LIKE_PROXIMITY.fullmatch(text):
            operator = f"{text.partition('/')[0].upper()}/5"
            self.notes.add(start, f"{quoted(text)} was read as text; the operator is written {quoted(operator)}")
        return self._split_suffix(Token(Mark.CLAUSE, start, self.position, text, items=(Item(text),)))

    def _split_suffix(self, token: Token) -> Token:
        """Take ``~2`` and ``^3`` off the last item, unless nothing would be left of it."""
        *others, last = token.items
        tail = last.text[-_LONGEST_SUFFIX:]
        suffix = _SUFFIX.search(tail)
        if suffix is None or not suffix[0] or len(suffix[0]) == len(last.text):
            return token
        items = (*others, Item(last.text[: len(last.text) - len(suffix[0])]))
        return token._replace(items=items, tilde=suffix[1] or "", boost=float(suffix[2] or 1))
