"""What is asked for a correction: each takes a query and gives another, or None."""

from __future__ import annotations

from collections.abc import Callable

from civicsearch import SearchIndex

from .cases import Words

Correct = Callable[[str], str | None]


def civicsearch_corrector(index: SearchIndex) -> Correct:
    """`SearchResults.did_you_mean`."""
    return lambda query: index.search(query, limit=0, snippets=False).did_you_mean


def whoosh_corrector(known: Words) -> Correct:
    """``Searcher.correct_query`` with its defaults, over an index of Whoosh's own without stemming."""
    from whoosh import fields
    from whoosh.analysis import LowercaseFilter, RegexTokenizer
    from whoosh.filedb.filestore import RamStorage  # noqa: TID251
    from whoosh.qparser import QueryParser

    analyzer = RegexTokenizer() | LowercaseFilter()
    schema = fields.Schema(text=fields.TEXT(analyzer=analyzer, phrase=False))
    index = RamStorage().create_index(schema)
    writer = index.writer(limitmb=512)
    for _, text in known.texts:
        writer.add_document(text=" ".join(text))
    writer.commit()
    searcher, parser = index.searcher(), QueryParser("text", schema)

    def correct(query: str) -> str | None:
        corrected = searcher.correct_query(parser.parse(query), query).string
        return corrected if corrected.lower() != query.lower() else None

    return correct


def symspell_corrector(known: Words, *, compound: bool) -> Correct:
    """``SymSpell.lookup`` of the closest word, word by word, or ``lookup_compound`` of the whole query."""
    from symspellpy import SymSpell, Verbosity

    speller = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word, uses in known.uses.items():
        speller.create_dictionary_entry(word, uses)

    def word_by_word(query: str) -> str | None:
        found = [speller.lookup(word, Verbosity.TOP, max_edit_distance=2) for word in query.split()]
        corrected = " ".join(best[0].term if best else word for best, word in zip(found, query.split(), strict=True))
        return corrected if corrected != query else None

    def whole(query: str) -> str | None:
        corrected = speller.lookup_compound(query, max_edit_distance=2)[0].term
        return corrected if corrected != query else None

    return whole if compound else word_by_word
