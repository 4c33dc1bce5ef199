"""Terms and patterns of a query → the words of the index that they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import translate
from functools import lru_cache

import numpy as np
from whoosh import query as wq

from ..errors import UsageError
from ..index.snapshot import Snapshot, WordRun, consecutive
from ..language.folding import facet_key, fold
from ..language.schema import AUTHOR_NAME, PARTS, TEXT_FIELDS, WORD_FIELDS
from ..language.tokens import words

MAX_EXPANSION = 10_000
"""Words at most that a pattern or a fuzzy term may stand for; the commonest part of a real lexicon has fewer."""

_SPECIAL = re.compile(r"[*?\[]")


class TermFinder:
    """Finds what the leaves of a query stand for in one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.notes: list[str] = []
        """What a reader should know of expansions that were cut short."""

    def runs(self, node: wq.Query) -> tuple[WordRun, ...]:
        """The words that a term or a pattern over the text stands for."""
        if isinstance(node, wq.Term):
            if node.fieldname in TEXT_FIELDS:
                return self._snapshot.form_runs(node.text)
            return self._snapshot.word_runs(fold(node.text))
        if isinstance(node, wq.Prefix):
            return self._prefix(fold(node.text))
        if isinstance(node, wq.FuzzyTerm):
            return self._fuzzy(fold(node.text), int(node.maxdist), int(node.prefixlength))
        if isinstance(node, wq.Wildcard):
            pattern = fold(node.text)
            literal = _SPECIAL.split(pattern, maxsplit=1)[0]
            return self._matching(node.text, literal, re.compile(translate(pattern)).match)
        raise UsageError(f"a {type(node).__name__} query cannot be executed; use terms, phrases, patterns or ranges")

    def values(self, field: str, node: wq.Query) -> list[int]:
        """The places of the facet values (in `FacetView.keys`) that a term or a pattern stands for."""
        view = self._snapshot.facet(field)
        if isinstance(node, wq.Term):
            place = view.ordinal(facet_key(node.text))
            return [] if place is None else [place]
        return [place for place, key in enumerate(view.keys) if _matcher(node)(key)]

    def author_values(self, wanted: list[str]) -> list[int]:
        """The places of the authors whose names have these words side by side."""
        folded = [fold(word) for word in wanted]
        return [place for place, key in enumerate(self._snapshot.facet("author").keys) if _contains(key, folded)]

    def _prefix(self, prefix: str) -> tuple[WordRun, ...]:
        runs = ((number, segment.lexicon.prefix_ids(prefix)) for number, segment in enumerate(self._snapshot.segments))
        return tuple(WordRun(number, ids) for number, ids in runs if ids)

    def _matching(self, written: str, prefix: str, matches: Callable[[str], object]) -> tuple[WordRun, ...]:
        runs: list[WordRun] = []
        for number, segment in enumerate(self._snapshot.segments):
            lexicon = segment.lexicon
            places = lexicon.fold_range(prefix)
            folds = [folded for folded in lexicon.folds(places) if matches(folded)]
            runs += self._bounded(written, number, folds)
        return tuple(runs)

    def _bounded(self, written: str, number: int, folds: list[str]) -> list[WordRun]:
        if len(folds) > MAX_EXPANSION:
            self.notes.append(
                f"{written} stands for {len(folds):,} words; the first {MAX_EXPANSION:,} were searched, "
                "use a longer pattern for the rest"
            )
            folds = folds[:MAX_EXPANSION]
        lexicon = self._snapshot.segments[number].lexicon
        ids = [word for folded in folds for word in lexicon.ids(folded)]
        return [WordRun(number, run) for run in consecutive(ids)]

    def _fuzzy(self, word: str, distance: int, prefix_length: int) -> tuple[WordRun, ...]:
        runs: list[WordRun] = []
        for number, segment in enumerate(self._snapshot.segments):
            lexicon = segment.lexicon
            near = [
                folded
                for folded in lexicon.folds(lexicon.fold_range(word[:prefix_length]))
                if abs(len(folded) - len(word)) <= distance
            ]
            distances = edit_distances(word, near)
            runs += self._bounded(f"{word}~", number, [near[place] for place in np.flatnonzero(distances <= distance)])
        return tuple(runs)


def text_field(field: str) -> tuple[bool, str | None]:
    """Whether a field is searched in the text; and the part it is confined to, if it is."""
    name = field.removesuffix("_words")
    if field in TEXT_FIELDS or field in WORD_FIELDS:
        return True, name if name in PARTS else None
    return False, None


def is_author_name(field: str) -> bool:
    """Whether a field is searched for parts of authors' names."""
    return field == AUTHOR_NAME


@lru_cache(maxsize=256)
def pattern_matcher(pattern: str) -> Callable[[str], object]:
    """Whether a whole string matches a glob."""
    return re.compile(translate(pattern)).match


def edit_distances(word: str, others: list[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Levenshtein's distance of a word to each of others, all at once: one row of the table is a step over all of them.

    >>> edit_distances("boston", ["bostn", "boston", "austin"]).tolist()
    [1, 0, 3]
    """
    if not others:
        return np.zeros(0, np.int64)
    lengths = np.array([len(other) for other in others], np.int64)
    width = int(lengths.max())
    letters = np.zeros((width, len(others)), np.uint32)
    for place, other in enumerate(others):
        letters[: len(other), place] = [ord(letter) for letter in other]
    row = np.repeat(np.arange(width + 1, dtype=np.int64)[:, None], len(others), axis=1)
    for count, letter in enumerate(word, start=1):
        above = row
        row = np.empty_like(above)
        row[0] = count
        differs = letters != ord(letter)
        for place in range(width):
            row[place + 1] = np.minimum(np.minimum(above[place + 1], row[place]) + 1, above[place] + differs[place])
    return row[lengths, np.arange(len(others))]


def _matcher(node: wq.Query) -> Callable[[str], object]:
    if isinstance(node, wq.Prefix):
        prefix = facet_key(node.text)
        return lambda key: key.startswith(prefix)
    if isinstance(node, wq.Wildcard):
        return pattern_matcher(fold(node.text))
    raise UsageError(f"a {type(node).__name__} query cannot be executed on facet values; use whole values or patterns")


def _contains(key: str, wanted: list[str]) -> bool:
    having = [fold(word) for word in words(key)]
    return any(having[place : place + len(wanted)] == wanted for place in range(len(having) - len(wanted) + 1))
