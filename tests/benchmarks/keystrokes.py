"""How long completion takes while somebody types: ``python -m tests.benchmarks.keystrokes INDEX``.

Each query is typed letter by letter, and completed at each; in a process that just opened the index, and again once it
is warm. Twenty searches are saved in a copy of the index beside it, so that their names are read, too.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import civicsearch
from civicsearch.query.fields import FIELD_NAMES, find_field
from civicsearch.query.selection import written_value

FREQUENT = 12
"""Values of each facet that are typed."""
ROUNDS = 5


def typed_queries(index: civicsearch.SearchIndex) -> dict[str, list[str]]:
    """What is typed, by kind: words, facet values as a query has them (with spaces and quotes), names, dates."""
    titles = [hit.title for hit in index.search(limit=20).hits]
    facets = ("author", "tag", "category", "source", "language", "year")
    counted = index.facets(*facets, limit=FREQUENT)
    values = []
    for name in facets:
        field = find_field(name)
        assert field is not None
        values += [f"{name}:{written_value(count.value, field)}" for count in counted[name]]
    return {
        "words": [title.lower() for title in titles],
        "facet values": [f"open data {value}" for value in values],
        "field names": [f"data {name}:" for name in FIELD_NAMES],
        "dates": ["data date:2014-03..2015-06", "data since:last-month", "newer_than:30d", "month:2014-0"],
        "saved searches": [f"data saved:search-{number}" for number in range(20)],
    }


def main(folder: str) -> None:
    """Print the times of keystrokes, in milliseconds."""
    with tempfile.TemporaryDirectory() as copy:
        location = Path(copy) / "index"
        shutil.copytree(folder, location)
        with civicsearch.open(location) as index:
            for number in range(20):
                index.save(f"search {number}", f"data -tag:{number}")
            queries = typed_queries(index)
            posts = index.stats().posts
        sys.stdout.write(
            f"{posts:,} posts; milliseconds a keystroke\n| typed | keystrokes | half | 95 % | most | first |\n"
        )
        for kind, texts in queries.items():
            prefixes = [text[:end] for text in texts for end in range(1, len(text) + 1)]
            firsts, times = [], []
            for _ in range(ROUNDS):
                with civicsearch.open(location) as index:
                    index.suggest("")
                    once = [_timed(index, prefix) for prefix in prefixes]
                    firsts.append(once[0])
                    times.append(once)
            best = np.min(times, axis=0)
            half, most = np.percentile(best, (50, 95))
            sys.stdout.write(
                f"| {kind} | {len(prefixes):,} | {half:.2f} | {most:.2f} | {best.max():.2f} | {min(firsts):.2f} |\n"
            )


def _timed(index: civicsearch.SearchIndex, typed: str) -> float:
    began = time.perf_counter()
    index.suggest(typed)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main(sys.argv[1])
