"""One clause of a query (a word, a quoted phrase, ``field:value``) → its tree.

The text of a term is a word as the tokenizer gives it, never a stem. An unquoted word goes to the field of all its
forms, everything more exact (quotes, wildcards, edits, several words in one chunk) to the field of words as written.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from whoosh.query import FuzzyTerm, Phrase, Prefix, Query, Term, Wildcard

from ..errors import QueryError
from ..language.folding import facet_key
from ..language.schema import AUTHOR_NAME, TEXT, words_field
from ..language.tokens import is_signed, words, words_as_written
from ..models import SORTS
from . import trees
from .fields import SAVED, Field, Kind, find_presence_field, nearest
from .lexer import Item, Token, quote
from .notes import Notes, quoted
from .patterns import escape, escape_classes, is_too_wild, is_wild, pattern_words
from .periods import period_key, period_message

if TYPE_CHECKING:
    from .dates import Stretch

MOST_WORDS = 1024
"""Words and values that one query may look for."""

MOST_PATTERNS = 32
"""Words and values with wildcards in one query: each is compared with every word of the lexicon, and may stand for
10,000 of them. That takes 20 to 120 ms for two archives (60,000 words)."""

_MOST_EDITS = 2
_LONGEST_DATE, _DATE_WORDS = 40, 3
"""Characters and words behind a value that may belong to a date that was typed without quotes."""
_MOST_IN_ROW = 8
"""Parts of one chunk with wildcards: each is a level of the tree."""

_UNSAFE_IN_PATTERN = re.compile(r"""[\s()|,"“”„‟«»^~]""")

_TEXT = Field(TEXT, Kind.TEXT)


class ClauseReader:
    """Reads the clauses of one query; holds what they share: the clock, the notes, how many words are left."""

    def __init__(self, query: str, now: datetime, notes: Notes) -> None:
        self.query = query
        self.now = now
        self.notes = notes
        self.left = MOST_WORDS
        self.patterns_left = MOST_PATTERNS
        self.empty_clauses = 0
        """Clauses that held no words."""

    def read(self, token: Token, scope: Field | None, *, nested: bool = True, unfinished: bool = False) -> Query | None:
        """The tree of a clause, or None where it holds nothing to search for (noted).

        ``scope`` is the field for a clause that names none, ``nested`` whether the tree may be more than a list of
        alternatives, ``unfinished`` whether the last word is also a prefix. Raises `QueryError`.
        """
        field = token.field or scope or _TEXT
        if field.kind is not Kind.PLACE and self._is_star(token):
            return self._present(token, field)
        if any(not item.quoted and is_too_wild(item.text) for item in token.items):
            self._note_wildcards(token)
            token = token._replace(literal=True)
        tree = self._tree(token, field, nested, unfinished and nested)
        if tree is None:
            if self.left > 0:
                self.empty_clauses += 1
                self.notes.add(token.start, f"{quoted(token.text)} holds no word, and was left aside")
            return None
        return self._finished(tree, token)

    @staticmethod
    def is_plain(token: Token) -> bool:
        """Whether a clause is a word as people type it: without quotes, field, pattern or edits."""
        item = token.items[0]
        wild = not token.literal and is_wild(item.text)
        return token.field is None and not (item.quoted or token.tilde or wild)

    def _finished(self, tree: Query, token: Token) -> Query:
        return trees.weigh(trees.locate(tree, token.start, token.end), self._weight(token))

    def sort(self, token: Token) -> str:
        """The order that a ``sort:`` clause asks for. Raises `QueryError`."""
        name = token.items[0].text.lower()
        if name not in SORTS:
            raise self._error(token, f"{quoted(name)} is not an order; sort by {', '.join(SORTS)}")
        return name

    def _tree(self, token: Token, field: Field, nested: bool, unfinished: bool) -> Query | None:
        match field.kind:
            case Kind.TEXT:
                return self._text(token, field, nested, unfinished)
            case Kind.KEY | Kind.PERIOD | Kind.AUTHOR:
                return self._facet(token, field)
            case Kind.PLACE:
                return self._place(token, field)
            case Kind.HAS | Kind.MISSING:
                return self._presence(token, field)
            case Kind.DATE | Kind.BOUND | Kind.AGE:
                return self._dates(token, field)
            case Kind.SAVED:
                return self._saved(token)
        return self._text(token.as_text(), _TEXT, nested, unfinished)

    def _is_star(self, token: Token) -> bool:
        return len(token.items) == 1 and not token.items[0].quoted and not token.items[0].text.strip("*")

    def _present(self, token: Token, field: Field) -> Query | None:
        name = None if field.name == TEXT else field.name
        if name and find_presence_field(name) is None:
            return self._tree(token, field, nested=False, unfinished=False)
        return self._finished(trees.every(name), token)

    def _weight(self, token: Token) -> float:
        weight = min(max(token.boost, trees.LIGHTEST), trees.HEAVIEST)
        if weight != token.boost:
            bounds = f"{trees.LIGHTEST} and {trees.HEAVIEST:.0f}"
            self.notes.add(token.start, f"a weight is between {bounds}; {weight:g} was used")
        return weight

    def _note_wildcards(self, token: Token) -> None:
        self.notes.add(token.start, f"the wildcards in {quoted(token.text)} were read as text")

    def _spend(self, token: Token, found: list[str]) -> list[str]:
        """As many of the words as the query may still look for."""
        if len(found) > self.left:
            self.notes.add(token.start, f"a query may look for {MOST_WORDS:,} words; those beyond were left aside")
        taken = found[: self.left]
        self.left -= len(taken)
        return taken

    def _may_expand(self, token: Token, patterns: int = 1) -> bool:
        """Whether the query may hold so many patterns more; if not, their wildcards are text, and it is noted."""
        if patterns > self.patterns_left:
            self.notes.add(
                token.start, f"a query may hold {MOST_PATTERNS} patterns; further wildcards were read as text"
            )
            return False
        self.patterns_left -= patterns
        return True

    def _text(self, token: Token, field: Field, nested: bool, unfinished: bool) -> Query | None:
        item = token.items[0]
        exact = words_field(field.name)
        if item.quoted:
            found = self._spend(token, words_as_written(item.text))
            return self._phrase(token, exact, found, slop=self._slop(token))
        return self._words(token, field.name, exact, nested, unfinished)

    def _words(self, token: Token, any_form: str, exact: str, nested: bool, unfinished: bool = False) -> Query | None:
        """The tree of an unquoted chunk."""
        text = token.items[0].text
        as_written = words if exact == AUTHOR_NAME else words_as_written
        found = as_written(text) if token.literal or not is_wild(text) else pattern_words(text)
        patterns = sum(map(is_wild, found))
        wild = patterns > 0
        if wild and len(found) > 1 and not (nested and len(found) <= _MOST_IN_ROW):
            self._note_wildcards(token)
            found, wild = as_written(text), False
        elif wild and not self._may_expand(token, patterns):
            found, wild = as_written(text), False
        found = self._spend(token, found)
        if not found:
            return None
        grows = unfinished and not wild and self.patterns_left > 0 and self._can_grow(found)
        if grows and self._spend(token, found[-1:]):
            self.patterns_left -= 1
            return self._unfinished(found, any_form, exact)
        if token.tilde and (wild or len(found) > 1):
            self.notes.add(token.start, f"{quoted(token.tilde)} needs one whole word before it, and was left aside")
        elif token.tilde:
            return self._fuzzy(token, exact, found[0])
        if wild:
            parts = [trees.word_glob(exact, word) if is_wild(word) else [Term(exact, word)] for word in found]
            if len(parts) == 1:
                return trees.any_of(parts[0])
            return trees.in_row(alternatives for part in parts if (alternatives := trees.any_of(part)))
        if len(found) > 1:
            return Phrase(exact, found)
        return Term(exact if is_signed(found[0]) else any_form, found[0])

    @staticmethod
    def _can_grow(found: list[str]) -> bool:
        """Whether the last of these words may be the beginning of a longer one; one of a single sign never is."""
        prefix = f"{found[-1]}*"
        return len(found) <= _MOST_IN_ROW and pattern_words(prefix) == [prefix]

    def _unfinished(self, found: list[str], any_form: str, exact: str) -> Query | None:
        *before, last = found
        if not before:
            return trees.any_of([Term(any_form, last), Prefix(exact, last)])
        return trees.in_row([*(Term(exact, word) for word in before), Prefix(exact, last)])

    def _phrase(self, token: Token, field: str, found: list[str], slop: int = 1) -> Query | None:
        if len(found) > 1:
            return Phrase(field, found, slop=slop)
        if found and token.tilde:
            self.notes.add(token.start, f"{quoted(token.tilde)} needs two words in the quotes, and was left aside")
        return Term(field, found[0]) if found else None

    def _slop(self, token: Token) -> int:
        return max(1, int(token.tilde[1:] or 1)) if token.tilde else 1

    def _fuzzy(self, token: Token, field: str, word: str) -> Query:
        edits = int(token.tilde[1:] or 1)
        if edits > _MOST_EDITS:
            self.notes.add(token.start, f"at most {_MOST_EDITS} edits are searched for")
        if edits == 0:
            return Term(field, word)
        return FuzzyTerm(field, word, maxdist=min(edits, _MOST_EDITS))

    def _facet(self, token: Token, field: Field) -> Query | None:
        items = token.items if token.field else tuple(self._listed(token.items))
        found = []
        for number, item in enumerate(items, 1):
            tilde = token.tilde if number == len(items) else ""
            if tree := self._facet_value(token, field, item, tilde):
                found.append(tree)
        return trees.any_of(found)

    @staticmethod
    def _listed(items: tuple[Item, ...]) -> list[Item]:
        """The items of a value that was read without knowing that its field takes lists."""
        return [
            part
            for item in items
            for part in ([item] if item.quoted else map(Item, filter(None, item.text.split(","))))
        ]

    def _facet_value(self, token: Token, field: Field, item: Item, tilde: str) -> Query | None:
        wild = not item.quoted and not token.literal and is_wild(item.text)
        if wild and not item.text.strip("*"):
            return trees.every(field.name) if self._spend(token, [item.text]) else None
        wild = wild and field.kind is Kind.KEY and self._may_expand(token)
        if field.kind is Kind.PERIOD:
            value = period_key(field.name, item.text)
            if value is None:
                raise self._error(token, period_message(field.name, item.text))
            return Term(field.name, value) if self._spend(token, [value]) else None
        if field.kind is Kind.AUTHOR and not item.quoted:
            return self._words(token._replace(items=(item,), tilde=tilde), AUTHOR_NAME, AUTHOR_NAME, nested=False)
        key = facet_key(item.text if item.quoted else item.text + tilde)
        if wild:
            pattern = _UNSAFE_IN_PATTERN.sub("?", key)
            if is_too_wild(pattern):
                self._note_wildcards(token)
                wild = False
            else:
                key = pattern
        if not key or not self._spend(token, [key]):
            return None
        return trees.glob(field.name, key) if wild else Term(field.name, key)

    def _place(self, token: Token, field: Field) -> Query | None:
        item = token.items[0]
        typed = item.text.casefold() + ("" if item.quoted else token.tilde)
        if not typed.strip() or not self._spend(token, [typed]):
            return None
        if not item.quoted and not token.literal and not typed.strip("*"):
            return trees.every(field.name)
        if item.quoted or token.literal or ("*" in typed and not self._may_expand(token)):
            return Wildcard(field.name, f"*{escape(typed)}*")
        return Wildcard(field.name, escape_classes(typed) if "*" in typed else f"*{escape_classes(typed)}*")

    def _presence(self, token: Token, field: Field) -> Query | None:
        name = token.items[0].text
        asked = find_presence_field(name)
        if asked is None:
            close = nearest(name)
            hint = f"; did you mean {quoted(close)}?" if close and find_presence_field(close) else ""
            note = f"{quoted(name)} is not a field that a post can lack, and was searched as text{hint}"
            self.notes.add(token.start, note)
            return self._text(token.as_text(), _TEXT, nested=False, unfinished=False)
        tree = trees.every(asked.name)
        return tree if field.kind is Kind.HAS else trees.without(tree)

    def _saved(self, token: Token) -> Query | None:
        """The name of a saved search, to be resolved by who knows them."""
        name = facet_key(token.items[0].text + token.tilde)
        return Term(SAVED, name) if name and self._spend(token, [name]) else None

    def _dates(self, token: Token, field: Field) -> Query:
        from .dates import FORMS, DateFormError  # a cold search waits for every import

        text = token.items[0].text + token.tilde
        try:
            return trees.stretch_of("date", self._stretch(field, text))
        except DateFormError as error:
            forms = "30d, 6w, 6m, 2y" if field.kind is Kind.AGE else FORMS
            problem = f"{quoted(text)} cannot be read as a date: {error}{self._in_quotes(token, field, text)}"
            raise self._error(token, f"{problem}; accepted are {forms}") from None

    def _stretch(self, field: Field, text: str) -> Stretch:
        from .dates import read_age, read_bound, read_stretch

        match field.kind:
            case Kind.DATE:
                return read_stretch(text, self.now)
            case Kind.BOUND:
                return read_bound(field.name, text, self.now)
        return read_age(field.name, text, self.now)

    def _in_quotes(self, token: Token, field: Field, text: str) -> str:
        """The hint that what is no date would be one together with the words behind it."""
        from .dates import DateFormError

        behind = self.query[token.end : token.end + _LONGEST_DATE].split()[:_DATE_WORDS]
        for count in range(1, len(behind) + 1):
            longer = " ".join([text, *behind[:count]])
            try:
                self._stretch(field, longer)
            except DateFormError:
                continue
            return f"; with a space in it, it stands in quotes: {field.name}:{quote(longer)}"
        return ""

    def _error(self, token: Token, problem: str) -> QueryError:
        return QueryError(f"at character {token.start + 1}: {problem}", self.query, token.start)
