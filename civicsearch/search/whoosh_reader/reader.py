"""The reader that Whoosh's searcher opens on an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.columns import Column, ColumnReader
from whoosh.matching import ListMatcher, Matcher
from whoosh.reading import IndexReader, ReaderClosed, TermInfo, TermNotFound
from whoosh.scoring import BaseScorer
from whoosh.spelling import ReaderCorrector

from ...errors import UsageError
from ...index.snapshot import Snapshot, open_snapshot
from ...language.schema import TEXT_FIELDS
from .contents import TEXTS, Contents
from .matcher import PostingsMatcher, TermPlaces
from .schema import reader_schema
from .spelling import TermCorrector
from .terms import TermPosts, Terms
from .texts import vector


def open_whoosh_reader(folder: Path) -> WhooshReader:
    """A reader of the current generation of the index in a folder.

    Raises `IndexUnavailableError` where there is no index that can be read.
    """
    return WhooshReader(open_snapshot(folder))


class WhooshReader(IndexReader):
    """One generation of an index, read-only. Documents are posts under their numbers in the snapshot.

    Terms are those of `language.schema`: a term of ``text``, ``title``, ``summary`` or ``body`` stands for every form
    of its word in the language of each post; a term of their twins (``text_words`` …) for the word as written. Postings
    and what is counted from them are of the posts that are there. The number of documents and the length of a field
    count removed posts as well, until their segment is merged, so that their ratio is the mean length.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.schema = reader_schema()
        self._opened: Contents | None = Contents(snapshot)

    def __enter__(self) -> WhooshReader:
        return self

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called; every other call raises `whoosh.reading.ReaderClosed` from then on."""
        return self._opened is None

    def close(self) -> None:
        """Let go of files and memory."""
        self._opened = None

    # Posts

    def generation(self) -> int:
        return self.snapshot.manifest.generation

    def has_deletions(self) -> bool:
        return self.snapshot.posts < self.snapshot.numbers

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._contents.removed

    def all_doc_ids(self) -> Iterator[int]:
        return iter(self.snapshot.all_posts.tolist())

    def doc_count_all(self) -> int:
        return self.snapshot.numbers

    def doc_count(self) -> int:
        return self.snapshot.posts

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """What a hit shows of a post. `author`, `category` and `tag` are tuples; `date` is as the post has it."""
        listed = self.snapshot.listed(docnum)
        return {
            "id": listed.id,
            "title": listed.title,
            "summary": listed.summary,
            "author": listed.authors,
            "category": listed.categories,
            "tag": listed.tags,
            "source": listed.source,
            "language": listed.language,
            "path": listed.path,
            "url": listed.url,
            "date": listed.date,
        }

    # Terms

    def __contains__(self, term: tuple[str, str | bytes]) -> bool:
        field, text = term
        return field in self.schema and self._find(field, text) is not None

    def indexed_field_names(self) -> Iterable[str]:
        return self.schema.names()

    def all_terms(self) -> Iterator[tuple[str, bytes]]:
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: str | bytes) -> Iterator[tuple[str, bytes]]:
        """The terms from one on, field after field."""
        first = self._text_to_bytes(fieldname, prefix) if fieldname else b""
        for field in sorted(self.schema.names()):
            if field >= fieldname:
                for term in self._terms(field).starting_at(first if field == fieldname else b""):
                    yield field, term

    def expand_prefix(self, fieldname: str, prefix: str | bytes) -> Iterator[bytes]:
        return self._terms(fieldname).with_prefix(self._text_to_bytes(fieldname, prefix))

    def lexicon(self, fieldname: str) -> Iterator[bytes]:
        return self._terms(fieldname).starting_at(b"")

    def terms_within(self, fieldname: str, text: str, maxdist: int, prefix: int = 0) -> Iterator[str]:
        """The terms within a distance, as Levenshtein counts it: two letters that changed places are two edits."""
        return (word for _, word in self._terms(fieldname).near(text, maxdist, prefix))

    def corrector(self, fieldname: str) -> ReaderCorrector:
        return TermCorrector(self, fieldname, self._terms(fieldname))

    def term_info(self, fieldname: str, text: str | bytes) -> TermInfo:
        found = self._found(fieldname, text)
        lengths = self._terms(fieldname).lengths
        own = np.ones(1, np.int64) if lengths is None else lengths[found.posts]
        return TermInfo(
            weight=int(found.counts.sum()),
            df=len(found.posts),
            minlength=int(own.min()),
            maxlength=int(own.max()),
            maxweight=int(found.counts.max()),
            minid=int(found.posts[0]),
            maxid=int(found.posts[-1]),
        )

    def frequency(self, fieldname: str, text: str | bytes) -> int:
        found = self._find(fieldname, text)
        return 0 if found is None else int(found.counts.sum())

    def doc_frequency(self, fieldname: str, text: str | bytes) -> int:
        found = self._find(fieldname, text)
        return 0 if found is None else len(found.posts)

    def postings(
        self, fieldname: str, text: str | bytes, scorer: BaseScorer | None = None, **_: Any
    ) -> PostingsMatcher:
        found = self._found(fieldname, text)
        term = self._text_to_bytes(fieldname, text)
        places = TermPlaces(found, partial(self._contents.places, fieldname))
        info = self.term_info(fieldname, term)
        return PostingsMatcher((fieldname, term), found, places, info, self.schema[fieldname].format, scorer)

    # Lengths

    def field_length(self, fieldname: str) -> int:
        return sum(self._lengths(fieldname) or ())

    def min_field_length(self, fieldname: str) -> int:
        return min(self._lengths(fieldname) or (), default=0)

    def max_field_length(self, fieldname: str) -> int:
        return max(self._lengths(fieldname) or (), default=0)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._lengths(fieldname)
        return default if lengths is None else lengths[docnum]

    # Vectors and columns

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """Whether the words of a field of a post can be listed: of texts they can."""
        return fieldname in TEXTS and bool(self.doc_field_length(docnum, fieldname))

    def vector(self, docnum: int, fieldname: str, format_: object = None) -> Matcher:  # noqa: ARG002
        """The words of a text with their weights, made from the stored text."""
        if fieldname not in TEXTS:
            raise UsageError(f"{fieldname}: only texts have lists of words; take one of {', '.join(TEXT_FIELDS)}")
        positions = vector(self.snapshot, docnum, fieldname)
        weights = [len(found) for found in positions.values()]
        return ListMatcher(list(positions), weights, list(positions.values()), self.schema[fieldname].format)

    def has_column(self, fieldname: str) -> bool:
        return fieldname in self.schema and self.schema[fieldname].column_type is not None

    def column_reader(
        self, fieldname: str, column: Column | None = None, reverse: bool = False, translate: bool = True
    ) -> ColumnReader:
        """The values of a field by post. They are always those that are shown, so there is nothing to translate."""
        del column, translate
        reader = self._contents.column(fieldname)
        if reverse:
            reader.set_reverse()
        return reader

    # What is open

    @property
    def _contents(self) -> Contents:
        if self._opened is None:
            raise ReaderClosed
        return self._opened

    @property
    def snapshot(self) -> Snapshot:
        """What is read; the numbers of its posts are the numbers of documents here."""
        return self._contents.snapshot

    def _lengths(self, field: str) -> list[int] | None:
        self._terms(field)
        return self._contents.lengths(field)

    def _terms(self, field: str) -> Terms:
        if field not in self.schema:
            raise TermNotFound(f"no field {field!r}")
        return self._contents.terms(field)

    def _find(self, field: str, text: str | bytes) -> TermPosts | None:
        return self._contents.find(field, self._text_to_bytes(field, text))

    def _found(self, field: str, text: str | bytes) -> TermPosts:
        found = self._find(field, text)
        if found is None:
            raise TermNotFound((field, text))
        return found
