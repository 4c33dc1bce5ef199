"""What each number of the ranking is worth, and whether numbers chosen on one archive hold on the other."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import civicsearch
from civicsearch.search import parameters

from .measures import DEPTH, Quality, chance, quality

if TYPE_CHECKING:
    from .sets import JudgedSet

Values = Mapping[str, float]
"""Name in `civicsearch.search.parameters` → number."""

ABLATIONS: Mapping[str, Values] = {
    "as it is": {},
    "no share for the title alone": {"TITLE": 0.0},
    "no share for the summary alone": {"SUMMARY": 0.0},
    "no share for the form that was typed": {"EXACT": 0.0},
    "no share for nearness": {"NEAR": 0.0},
    "nearness without order": {"ADJACENT": 0.0},
    "nearness of neighbours only": {"APART": 0.0},
    "no share for the beginning": {"LEAD": 0.0},
    "best 100 looked at closely": {"BEST": 100},
    "BM25F alone": dict.fromkeys(("TITLE", "SUMMARY", "EXACT", "NEAR", "LEAD"), 0.0),
    "all of four words and more first too": {"SHORT": 1000},
    "BM25F alone, posts with all words only": {
        **dict.fromkeys(("TITLE", "SUMMARY", "EXACT", "NEAR", "LEAD"), 0.0),
        "SHORT": 1000,
        "FEW": 0,
    },
}
"""What is left out or changed → the numbers that say so."""

CHOSEN = ("TITLE", "SUMMARY", "EXACT", "NEAR", "LEAD")
"""Numbers that are chosen anew on each archive, one after the other, among none, half, today's and twice today's."""


class Ablation:
    """The ranking of some sets with other numbers; each set is indexed once."""

    def __init__(self, sets: Sequence[JudgedSet], work: Path) -> None:
        self.sets = {judged.name: judged for judged in sets}
        self._folders = {judged.name: work / f"{judged.name}-ablation" for judged in sets}
        for name, judged in self.sets.items():
            with civicsearch.open(self._folders[name]) as index:
                index.add(judged.posts)

    def rank(self, name: str, values: Values) -> Quality:
        """How well one set is ranked with these numbers."""
        judged = self.sets[name]
        with ExitStack() as changed, civicsearch.open(self._folders[name]) as index:
            for parameter, value in values.items():
                changed.enter_context(patch.object(parameters, parameter, value))
            found = {
                query: [hit.id for hit in index.search(text, limit=DEPTH, snippets=False, spelling=False).hits]
                for query, text in judged.queries.items()
            }
        return quality(judged, found)

    def rows(self) -> list[list[str]]:
        """A row for each of `ABLATIONS`: nDCG@10 of each set, starred where the difference is no chance."""
        today = {name: self.rank(name, {}) for name in self.sets}
        rows = []
        for told, values in ABLATIONS.items():
            sys.stderr.write(f"ablation: {told}\n")
            cells = [told]
            for name, whole in today.items():
                found = self.rank(name, values)
                star = "\\*" if values and chance(whole, found) < 0.05 else ""
                cells.append(f"{found.means['nDCG@10']:.3f}{star}")
            rows.append(cells)
        return rows

    def chosen(self, archive: str) -> Values:
        """The numbers that are best on the sets of one archive."""
        names = [name for name in self.sets if name.endswith(archive)]
        values = dict.fromkeys(CHOSEN, 0.0)
        for parameter in CHOSEN:
            today = getattr(parameters, parameter)
            tried = {
                value: sum(self.rank(name, {**values, parameter: value}).means["nDCG@10"] for name in names)
                for value in (today, today / 2, today * 2, 0.0)
            }
            values[parameter] = max(tried, key=lambda value: tried[value])
        return values

    def crossed(self, archives: Sequence[str]) -> list[list[str]]:
        """A row for each archive: the numbers chosen on it alone, and what they reach on every set."""
        rows = []
        for archive in archives:
            sys.stderr.write(f"choosing on {archive}\n")
            values = self.chosen(archive)
            told = ", ".join(f"{name.lower()} {value:g}" for name, value in values.items())
            reached = [f"{self.rank(name, values).means['nDCG@10']:.3f}" for name in self.sets]
            rows.append([f"{archive}: {told}", *reached])
        return rows
