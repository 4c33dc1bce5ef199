"""Tree → query string: the inverse of `parse`.

Every tree that `parse` gives is printed as a string that parses to an equal tree, with as few parentheses as it takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from whoosh.query import (
    And,
    DateRange,
    Every,
    FuzzyTerm,
    Not,
    NullQuery,
    Or,
    Phrase,
    Prefix,
    Query,
    SpanNear,
    Term,
    Wildcard,
)

from ..errors import UsageError
from ..language.folding import facet_key
from ..language.schema import AUTHOR_NAME, KEY_FIELDS, PERIOD_FIELDS, PLACE_FIELDS, TEXT, TEXT_FIELDS, WORD_FIELDS
from . import trees
from .fields import SAVED
from .lexer import is_bare, quote
from .patterns import contained, has_escapes, unescape
from .trees import weight_of

_FACETS = frozenset({*KEY_FIELDS, *PERIOD_FIELDS})
_PLAIN_OF = dict(zip(WORD_FIELDS, TEXT_FIELDS, strict=True))
_SAFE_KEY = re.compile(r"\w[\w./&+@'-]*")
_LIKE_SUFFIX = re.compile(r"(?:~[0-9]*)?(?:\^[0-9.]+)?")
_ENDS_LIKE_WEIGHT = re.compile(r"\^[0-9.]+\Z")
_INSTANT = timedelta(microseconds=1)


def to_string(tree: Query, sort: str | None = None) -> str:
    """The query string of a tree in its canonical form.

    Raises `UsageError` for a tree that the query language has no words for.

    >>> from whoosh.query import And, Not, Or, Term
    >>> to_string(And([Term("text", "open"), Or([Term("tag", "a"), Term("tag", "b")]), Not(Term("title", "c"))]))
    'open tag:a,b -title:c'
    """
    if sort is None:
        return _either(tree)
    return f"sort:{sort}" if tree == trees.every() else f"{_either(tree)} sort:{sort}"


def _either(tree: Query) -> str:
    if isinstance(tree, Or) and tree.boost == 1 and _value_list(tree) is None:
        return " OR ".join(_merged(tree.subqueries, _both))
    return _both(tree)


def _both(tree: Query) -> str:
    if isinstance(tree, And) and tree.boost == 1:
        return _nearby(tree.subqueries[0]) + "".join(
            (" AND " if trees.is_required(before) and trees.is_required(clause) else " ") + _nearby(clause)
            for before, clause in pairwise(tree.subqueries)
        )
    return _nearby(tree)


def _nearby(tree: Query) -> str:
    if not isinstance(tree, SpanNear):
        return _operand(tree)
    operator = "ADJ" if tree.ordered else "NEAR"
    return f"{_nearby(tree.a)} {operator}/{tree.slop} {_operand(tree.b)}"


def _operand(tree: Query) -> str:
    if isinstance(tree, Not):
        negated = tree.query
        if isinstance(negated, Every) and negated.fieldname:
            return f"missing:{negated.fieldname}{_weight(negated)}"
        return f"-{_operand(negated)}"
    if isinstance(tree, Or) and tree.boost == 1 and (values := _value_list(tree)):
        return values
    if isinstance(tree, (And, Or)):
        inside = type(tree)(tree.subqueries)
        return f"({_either(inside)}){_weight(tree)}"
    if isinstance(tree, SpanNear):
        return f"({_nearby(tree)})"
    return _leaf(tree)


def _value_list(tree: Or) -> str | None:
    """Alternatives that are written as one clause: values of one facet, or the readings of one word with a star."""
    clauses = tree.subqueries
    first, field = clauses[0], _facet_of(clauses[0])
    if field is None:
        return _leaf(first) if len(clauses) == 2 and _is_star_word(clauses) else None
    if any(_facet_of(clause) != field or weight_of(clause) != weight_of(first) for clause in clauses):
        return None
    if any(isinstance(clause, FuzzyTerm) for clause in clauses[:-1]):
        return None
    return f"{field}:{','.join(_merged(clauses, _facet_item))}{_weight(first)}"


def _merged(clauses: Sequence[Query], write: Callable[[Query], str]) -> Iterator[str]:
    """The clauses as written; the readings of one word with a star are written once."""
    place = 0
    while place < len(clauses):
        yield write(clauses[place])
        place += 2 if _is_star_word(clauses[place : place + 2]) else 1


def _is_star_word(clauses: Sequence[Query]) -> bool:
    pattern = clauses[0]
    if len(clauses) < 2 or not isinstance(pattern, Wildcard) or pattern.fieldname not in (*WORD_FIELDS, AUTHOR_NAME):
        return False
    readings = trees.word_glob(pattern.fieldname, pattern.text)
    return len(readings) == 2 and trees.weigh(readings[1], pattern.boost) == clauses[1]


def _leaf(tree: Query) -> str:
    match tree:
        case Every(fieldname=None):
            return f"*{_weight(tree)}"
        case Every():
            return f"has:{tree.fieldname}{_weight(tree)}"
        case DateRange():
            return f"{tree.fieldname}:{_stretch(tree)}{_weight(tree)}"
        case Wildcard() if tree.fieldname in PLACE_FIELDS:
            return f"{tree.fieldname}:{_place(tree)}"
        case Term() if tree.fieldname == SAVED:
            return f"{SAVED}:{_key(str(tree.text))}{_weight(tree)}"
    if tree == NullQuery:
        return '""'
    if field := _facet_of(tree):
        return f"{field}:{_facet_item(tree)}{_weight(tree)}"
    field = _PLAIN_OF.get(tree.field() or "", tree.field() or "")
    if field not in TEXT_FIELDS:
        raise UsageError(f"the query language has no words for {tree!r}; give the query as a tree instead")
    return f"{'' if field == TEXT else field + ':'}{_word(tree)}{_weight(tree)}"


def _word(tree: Query) -> str:
    """The words of a text leaf, without their field."""
    match tree:
        case Term(fieldname=field, text=str(text)):
            return quote(text) if field in WORD_FIELDS else text
        case Phrase(words=words, slop=slop):
            return quote(" ".join(words)) + (f"~{slop}" if slop != 1 else "")
        case Prefix(text=str(text)):
            return f"{text}*"
        case Wildcard(text=str(text)):
            return unescape(text)
        case FuzzyTerm(text=str(text), maxdist=edits):
            return f"{text}~{'' if edits == 1 else edits}"
    raise UsageError(f"the query language has no words for {tree!r}; give the query as a tree instead")


def _facet_of(tree: Query) -> str | None:
    """The facet that a leaf is about."""
    if not isinstance(tree, (Term, Phrase, Prefix, Wildcard, FuzzyTerm, Every)):
        return None
    if tree.fieldname == AUTHOR_NAME:
        return "author"
    return tree.fieldname if tree.fieldname in _FACETS else None


def _facet_item(tree: Query) -> str:
    """One value of a facet, without the field and the weight."""
    match tree:
        case Every():
            return "*"
        case Phrase(words=words):
            return "-".join(words)
        case Term(fieldname="author", text=str(key)):
            name = key.replace("-", " ")
            return quote(name if facet_key(name) == key else key)
        case Term(fieldname=field, text=str(key)) if field != AUTHOR_NAME:
            return _key(key)
    return _word(tree)


def _key(key: str) -> str:
    """A folded value, in quotes where it needs them."""
    return key if _SAFE_KEY.fullmatch(key) else quote(key)


def _place(tree: Wildcard) -> str:
    """A pattern for a path or address, or the part of it that is looked for, with the weight."""
    part = contained(tree.text)
    # A value that is like a suffix would be read, with its weight, as one without a value.
    if part is not None and (has_escapes(part) or _LIKE_SUFFIX.fullmatch(part) or not is_bare(unescape(part))):
        return quote(unescape(part)) + _weight(tree)
    typed = unescape(tree.text if part is None else part)
    # A value that ends like a weight needs one of its own behind it.
    return typed + (_weight(tree) or ("^1" if _ENDS_LIKE_WEIGHT.search(typed) else ""))


def _stretch(tree: DateRange) -> str:
    from .dates import write_stretch  # a cold search waits for every import

    start, end = tree.startdate, tree.enddate
    return write_stretch(
        start + _INSTANT if start and tree.startexcl else start, end - _INSTANT if end and tree.endexcl else end
    )


def _weight(tree: Query) -> str:
    weight = weight_of(tree)
    return "" if weight == 1 else f"^{weight!r}".removesuffix(".0")
