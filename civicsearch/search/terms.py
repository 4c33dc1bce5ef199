"""Terms and patterns of a query → the words and values of the index that they stand for."""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from typing import NamedTuple

from whoosh import query as wq

from ..errors import UsageError
from ..index.arrays import consecutive
from ..index.sizedcache import SizedCache
from ..index.snapshot import Snapshot
from ..index.wordruns import WordRun
from ..language.folding import facet_key, fold
from ..language.schema import AUTHOR_NAME, PARTS, TEXT_FIELDS, WORD_FIELDS
from ..language.tokens import words
from ..query.notes import quoted
from ..query.patterns import unescape
from ..stopping import Stop, go_on
from .expansion import Leaf, Selector, bounds_of, text_of, variations_of

EXPANSIONS_IN_MEMORY = 8 * 2**20
"""Bytes, about, of the words that patterns stand for which are kept: those of the patterns asked for last."""
_RUN_BYTES = 200
MAX_EXPANSION = 10_000
"""Words at most that a pattern or a fuzzy term may stand for; the commonest part of a real lexicon has fewer."""


class Field(NamedTuple):
    """A field that a leaf names."""

    name: str
    in_text: bool
    """Whether it is searched in the text."""
    part: str | None
    """The part of the text that it is confined to, if it is."""


class TermFinder:
    """Finds what the leaves of a query stand for in one snapshot."""

    def __init__(self, snapshot: Snapshot, stop: Stop = go_on) -> None:
        self._snapshot = snapshot
        self._stop = stop
        self.notes: list[str] = []
        """What a reader should know of what the leaves stand for."""

    def note(self, note: str) -> None:
        """Note something, once."""
        if note not in self.notes:
            self.notes.append(note)

    def runs(self, node: Leaf) -> tuple[WordRun, ...]:
        """The words that a term or a pattern over the text stands for."""
        if type(node) is wq.Term:
            if node.fieldname in TEXT_FIELDS:
                return self._snapshot.form_runs(text_of(node))
            return self._snapshot.word_runs(fold(text_of(node)))
        expansions = self._snapshot.once(_expansions)
        known = expansions.get(node)
        if known is None:
            noted, self.notes = self.notes, []
            try:
                known = self._expand(node), tuple(self.notes)
            finally:
                self.notes = noted
            expansions.put(copy(node), known, _RUN_BYTES * (1 + len(known[0])))
        for note in known[1]:
            self.note(note)
        return known[0]

    def values(self, field: str, node: Leaf) -> list[int]:
        """The places of the facet values (in `FacetView.keys`) that a term or a pattern stands for."""
        view = self._snapshot.facet(field)
        if type(node) is wq.Term:
            place = view.ordinal(facet_key(text_of(node)))
            return [] if place is None else [place]
        # A glob's brackets and a regular expression's signs are no part of a value's spelling.
        folded = fold if isinstance(node, wq.Wildcard | wq.Regex) else facet_key
        return list(map(int, Selector(node, folded).select(view.keys)))

    def author_values(self, node: Leaf | wq.Phrase) -> list[int]:
        """The places of the authors whose names have such a word, or these words side by side."""
        names = self._snapshot.once(_author_names)
        if isinstance(node, wq.Phrase):
            folded = [fold(word) for word in node.words]
            return [place for place, name in enumerate(names) if folded and _contains(name, folded)]
        known = sorted({word for name in names for word in name})
        meant = {known[place] for place in Selector(node, fold).select(known).tolist()}
        return [place for place, name in enumerate(names) if not meant.isdisjoint(name)]

    def _expand(self, node: Leaf) -> tuple[WordRun, ...]:
        if type(node) is wq.Prefix:
            prefix = fold(text_of(node))
            return self._stretches([segment.lexicon.prefix_ids(prefix) for segment in self._snapshot.segments])
        if type(node) is wq.TermRange:
            ends = bounds_of(node, fold)
            between = [
                segment.lexicon.ids_between(*ends, start_excluded=node.startexcl, end_excluded=node.endexcl)
                for segment in self._snapshot.segments
            ]
            return self._stretches(between)
        if type(node) is wq.Variations:
            return tuple(run for form in variations_of(node, fold) for run in self._snapshot.word_runs(form))
        return self._selected(node)

    def _stretches(self, ids: list[range]) -> tuple[WordRun, ...]:
        return tuple(WordRun(number, run) for number, run in enumerate(ids) if run)

    def _selected(self, node: Leaf) -> tuple[WordRun, ...]:
        selector = Selector(node, fold)
        lexicons = [segment.lexicon for segment in self._snapshot.segments]
        chosen = []
        for lexicon in lexicons:
            self._stop()
            folds = lexicon.folds(lexicon.fold_range(selector.prefix))
            chosen.append([folds[place] for place in selector.select(folds).tolist()])
        runs: list[WordRun] = []
        for number, meant in enumerate(self._bounded(unescape(text_of(node)), chosen)):
            ids = [word for folded in meant for word in lexicons[number].ids(folded)]
            runs += [WordRun(number, run) for run in consecutive(ids)]
        return tuple(runs)

    def _bounded(self, typed: str, chosen: list[list[str]]) -> list[list[str]]:
        """The words of each segment that something typed stands for, as many as it may stand for in all segments."""
        if sum(map(len, chosen)) <= MAX_EXPANSION:
            return chosen
        every = sorted({folded for words in chosen for folded in words})
        if len(every) <= MAX_EXPANSION:
            return chosen
        self.note(
            f"{quoted(typed)} stands for {len(every):,} words; the first {MAX_EXPANSION:,} were searched, "
            "use a longer pattern for the rest"
        )
        last = every[MAX_EXPANSION - 1]
        return [[folded for folded in words if folded <= last] for words in chosen]


def _expansions(_: Snapshot) -> SizedCache[Leaf, tuple[tuple[WordRun, ...], tuple[str, ...]]]:
    """The words that patterns stand for, and what a reader should know of them."""
    return SizedCache(EXPANSIONS_IN_MEMORY)


def field_of(node: wq.Query) -> Field:
    """The field of a leaf. Raises `UsageError` where it names none."""
    name = getattr(node, "fieldname", None)
    if not isinstance(name, str):
        raise UsageError(f"{node!r}: this names no field")
    return _field(name)


def is_text(node: wq.Query) -> bool:
    """Whether a leaf looks for words of the text."""
    return field_of(node).in_text


@lru_cache(maxsize=256)
def _field(name: str) -> Field:
    in_text = name in TEXT_FIELDS or name in WORD_FIELDS
    part = name.removesuffix("_words")
    return Field(name, in_text, part if in_text and part in PARTS else None)


def is_author_name(node: wq.Query) -> bool:
    """Whether a leaf looks for a part of authors' names."""
    return field_of(node).name == AUTHOR_NAME


def _author_names(snapshot: Snapshot) -> list[list[str]]:
    """The words of each author's name."""
    return [[fold(word) for word in words(key)] for key in snapshot.facet("author").keys]


def _contains(name: list[str], wanted: list[str]) -> bool:
    return any(name[place : place + len(wanted)] == wanted for place in range(len(name) - len(wanted) + 1))
