"""A small index of each version on disk, kept in ``golden/``: ``python -m tests.index.golden`` adds that of today.

One is never made anew under the same version: if it cannot be read as it is, the version has to change.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

import civicsearch
from civicsearch import Post
from civicsearch.index.manifest import FORMAT, WORDS, read_manifest

GOLDEN = Path(__file__).parent / "golden"
CURRENT = GOLDEN / f"format-{FORMAT}-words-{WORDS}"
READ = (CURRENT,)
"""Those that this version reads; it has to refuse the others."""

ANSWERS = {
    "open": ["a", "b", "d"],
    "budgets": ["a", "c"],
    '"open data"': ["a", "d"],
    "tag:budget": ["a", "c"],
    "author:ruiz": ["a"],
    "language:es": ["c"],
    "presupuesto": ["c"],
    "date:2014": ["a", "b"],
    "dat*": ["a", "b", "d"],
    "C++": ["d"],
    "café": ["b"],
    "gone": [],
}
"""Query → ids of the posts it finds, sorted."""


def make(location: Path) -> None:
    """The index: two segments, one with a post removed since."""
    with civicsearch.open(location) as index:
        index.add(
            [
                Post(
                    "a",
                    "Open data for the budget",
                    "Figures of every year.\n\nAsk for more.",
                    summary="What the council spends",
                    date=date(2014, 3, 1),
                    tags=("Budget", "Open Data"),
                    authors=("Ana Ruiz",),
                    language="en",
                ),
                Post("b", "Opening hours", "The café is open; dates follow.", date=date(2014, 6, 2), language="en"),
                Post("c", "Presupuesto", "El presupuesto municipal. Budgets.", tags=("Budget",), language="es"),
                Post("e", "Gone", "This post is gone.", language="en"),
            ]
        )
        index.add([Post("d", "Programs", "Written in C++ for open data", links=("https://example.org/",))])
        index.remove(["e"])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder))
        CURRENT.mkdir(parents=True)
        for name in read_manifest(Path(folder)).files():
            shutil.copy(Path(folder) / name, CURRENT / name)
