"""The fields of a post that queries can name, as a Whoosh schema.

Each text field exists twice over one set of postings. Under its plain name a term stands for every form of the word in
the post's language (``Term("title", "budgets")`` finds *budget*); under the name with ``_words`` it stands for the word
as written. A term's text is always the word itself, without case, never a stem: a stem means nothing outside its
language.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whoosh.fields import Schema

TEXT = "text"
"""Title, summary and body together, each with its weight: where plain words are looked for."""
PARTS = ("title", "summary", "body")
"""The parts of `TEXT`, in the order in which their words are numbered."""
TEXT_FIELDS = (TEXT, *PARTS)
"""Fields searched for every form of a word."""
WORD_FIELDS = tuple(f"{name}_words" for name in TEXT_FIELDS)
"""The same fields, searched for words as written."""
KEY_FIELDS = ("category", "tag", "author", "source", "language")
"""Fields whose terms are whole facet values, folded by `facet_key`."""
PERIOD_FIELDS = ("year", "month")
"""Fields whose terms are ``2014`` or ``2014-03``, derived from the date."""
AUTHOR_NAME = "author_name"
"""Words of the authors' names: finds a part of a name."""
PLACE_FIELDS = ("path", "url", "links")
"""Fields whose terms are matched with ``*`` and ``?`` against the whole value, case folded."""
DATE = "date"


def words_field(name: str) -> str:
    """The as-written twin of a text field: ``title`` → ``title_words``."""
    return f"{name}_words"


@lru_cache(maxsize=1)
def schema() -> Schema:
    """The fields as Whoosh describes them, for callers who build or inspect `whoosh.query` trees."""
    from whoosh import fields

    from .analyzers import WordAnalyzer

    words = WordAnalyzer()
    described: dict[str, fields.FieldType] = {"id": fields.ID(unique=True, stored=True)}
    for name in (*TEXT_FIELDS, *WORD_FIELDS, AUTHOR_NAME):
        described[name] = fields.TEXT(analyzer=words, phrase=True)
    for name in (*KEY_FIELDS, *PERIOD_FIELDS, *PLACE_FIELDS):
        described[name] = fields.ID(sortable=True)
    described[DATE] = fields.DATETIME(sortable=True)
    return fields.Schema(**described)
