"""Pages of text and heaps of signs are searched: they end, find what they say, and say what was left aside."""

from __future__ import annotations

from itertools import product
from string import ascii_lowercase

import pytest

import civicsearch
from civicsearch import Post
from civicsearch.query.clauses import MOST_PATTERNS, MOST_WORDS

PAIRS = ["".join(pair) for pair in product(ascii_lowercase, repeat=2)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> civicsearch.SearchIndex:
    """Three posts; the first has many words."""
    index = civicsearch.open(tmp_path_factory.mktemp("index"))
    words = " ".join(f"w{pair}" for pair in PAIRS)
    index.add([Post("long", "All of them", words), Post("a", "One", "open data"), Post("b", "Two", "open books")])
    return index


@pytest.mark.parametrize(
    ("query", "found", "note"),
    [
        (" ".join(f"w{pair}" for pair in PAIRS), 1, None),
        (" ".join(f"-w{pair}" for pair in PAIRS), 2, None),
        (" OR ".join(f"w{pair}" for pair in PAIRS), 1, None),
        ("open " * 20_000, 2, f"{MOST_WORDS:,} words"),
        (" OR ".join(f"*{pair}*" for pair in PAIRS), 2, f"{MOST_PATTERNS} patterns"),
        (" OR ".join(f"{pair}x~2" for pair in PAIRS), 3, None),
        ("(" * 10_000 + "open" + ")" * 10_000, 2, "read as text"),
        ("w* NEAR/5 " * 20 + "w*", 1, "joins a few words"),
        ('"' + "open data " * 10_000 + '"', 0, f"{MOST_WORDS:,} words"),
        ("AND OR NOT " * 2000, 0, "has nothing to join"),
        ("x" * 100_000 + "*", 0, None),
    ],
    ids=lambda value: str(value)[:20],
)
def test_heap_of_text_is_searched(index: civicsearch.SearchIndex, query: str, found: int, note: str | None) -> None:
    results = index.search(query)
    assert results.total == found
    assert bool(note) == bool(results.notes)
    assert note is None or any(note in told for told in results.notes), results.notes
