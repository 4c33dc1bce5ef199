"""The ranking keeps what it reached on judged queries (``make relevance`` measures it in full).

The sets lie beside the project (``../shared/relevance``), not in it; where they are not, these tests skip.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.relevance.measures import DEPTH, quality
from tests.relevance.peers.civicsearch import Engine
from tests.relevance.sets import DEFAULT_SETS, read, unpack

pytestmark = pytest.mark.skipif(not DEFAULT_SETS.is_file(), reason="the judged queries are not beside the project")

FLOORS = {
    "civic-18f": 0.59,
    "civic-cfa": 0.42,
    "known-item-18f": 0.80,
    "known-item-cfa": 0.70,
    "known-item-sum-18f": 0.85,
}
"""nDCG@10, a little below what was reached: searches by subject, and for posts that are remembered."""


@pytest.mark.parametrize("name", FLOORS)
def test_ranking_keeps_its_quality(name: str, tmp_path: Path) -> None:
    unpack(DEFAULT_SETS, tmp_path / "sets")
    judged = read(tmp_path / "sets", name)
    engine = Engine(judged.posts, tmp_path / "index")
    reached = quality(judged, {query: engine.rank(text, DEPTH) for query, text in judged.queries.items()})
    engine.close()
    assert reached.means["nDCG@10"] >= FLOORS[name]
