"""What a query looks for, word by word, and where each word stands in the string: what a correction replaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from whoosh.query import Phrase, Query, Term

from ..language.folding import facet_key
from ..language.schema import AUTHOR_NAME, KEY_FIELDS, TEXT_FIELDS, WORD_FIELDS
from ..language.tokens import located_words
from .fields import find_field
from .lexer import NAME, QUOTES
from .trees import leaves

_IN_WORDS = frozenset({*TEXT_FIELDS, *WORD_FIELDS, AUTHOR_NAME})
_ITEM = re.compile(rf"[{QUOTES}](?:[^\\{QUOTES}]|\\.)*[{QUOTES}]|[^,]+", re.DOTALL)
_LONGEST_CLAUSE = 1000
"""Characters; a clause beyond this was pasted, and nobody misspelt a word of it."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A word or a whole facet value that a query looks for: ``query[start:end]``."""

    field: str
    """As in the tree, so `language.schema.words_field` or not tells whether other forms of the word count."""
    text: str
    """The word as the tokenizer gives it, or the folded value."""
    start: int
    end: int
    plain: bool
    """Whether the word is the whole clause, without quotes, field or weight."""


def sought(tree: Query, query: str) -> Iterator[Sought]:
    """What posts should have, in the order of the query; what they should not have is left out, and so are patterns."""
    seen: set[int] = set()
    for leaf in leaves(tree, unwanted=False):
        start, end = getattr(leaf, "startchar", None), getattr(leaf, "endchar", None)
        if start is None or end is None or not isinstance(leaf, (Term, Phrase)) or end - start > _LONGEST_CLAUSE:
            continue
        clause = query[start:end]
        name = NAME.match(clause)
        value = name.end() if name and find_field(name[1]) else 0
        words = {str(leaf.text)} if isinstance(leaf, Term) else set(leaf.words)
        if leaf.fieldname in KEY_FIELDS:
            parts = [
                (facet_key(item[0].strip(QUOTES)), start + item.start(), start + item.end())
                for item in _ITEM.finditer(clause, value)
            ]
        elif leaf.fieldname in _IN_WORDS:
            begin = start + value
            parts = [(part.word, begin + part.start, begin + part.end) for part in located_words(clause[value:])]
        else:
            continue
        for text, first, last in parts:
            if text in words and first not in seen:
                seen.add(first)
                yield Sought(leaf.fieldname, text, first, last, (first, last) == (start, end))
