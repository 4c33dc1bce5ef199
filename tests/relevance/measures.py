"""How good a ranking is, by trec_eval's measures, and whether a difference between two can be chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import AP, RR, Measure, R, nDCG
from numpy.typing import NDArray

from .sets import JudgedSet

DEPTH = 1000
"""Hits that are ranked."""
MEASURES = {nDCG @ 10: "nDCG@10", AP: "MAP", R @ 100: "recall@100", RR: "MRR"}
"""Measure → what its mean over the queries is called. The first one is compared."""
SHUFFLES = 20_000
_SEED = 20_091_025

Rankings = Mapping[str, Sequence[str]]
"""Query id → ids of posts, the best first."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How well one engine did on one set."""

    means: Mapping[str, float]
    """Name of a measure → mean over all queries; a query without hits counts 0."""
    each: NDArray[np.float64]
    """nDCG@10 of each query, in the order of the set."""


def quality(judged: JudgedSet, rankings: Rankings, measures: Mapping[Measure, str] = MEASURES) -> Quality:
    """Measure the rankings of all queries of a set; nDCG@10 has to be among the measures."""
    # trec_eval orders by score, and equal scores by id: a score for each rank keeps the order that was given.
    run = {query: {post: float(-rank) for rank, post in enumerate(posts)} for query, posts in rankings.items()}
    each: dict[str, dict[str, float]] = {name: {} for name in measures.values()}
    for found in ir_measures.iter_calc(list(measures), judged.relevant, run):
        each[measures[found.measure]][found.query_id] = found.value
    by_name = {name: np.array([values[query] for query in judged.queries]) for name, values in each.items()}
    return Quality({name: float(values.mean()) for name, values in by_name.items()}, by_name["nDCG@10"])


def chance(one: Quality, other: Quality) -> float:
    """Two-sided p of a paired randomisation test: how often a difference at least as large comes about when, for each
    query, a coin decides which of the two got which value. The coins fall the same way in every run."""
    difference = one.each - other.each
    coins = np.random.default_rng(_SEED).integers(0, 2, (SHUFFLES, len(difference)), dtype=np.int8) * 2 - 1
    shuffled = np.abs(coins @ difference)
    return float((1 + np.count_nonzero(shuffled >= abs(difference.sum()) - 1e-9)) / (1 + SHUFFLES))
