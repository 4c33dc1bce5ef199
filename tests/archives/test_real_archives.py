"""The ten real archives: every post is there, and counts are those of an independent scan.

They lie beside the project (``../shared/corpora``), not in it; where they are not, these tests skip.
"""

from __future__ import annotations

import re
import tarfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import civicsearch
from civicsearch import Post, SearchIndex, UpdateReport

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="the real archives are not beside the project")


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Name → folder of each archive, unpacked."""
    place = tmp_path_factory.mktemp("corpora")
    for packed in sorted(CORPORA.glob("*.tar.xz")):
        with tarfile.open(packed) as archive:
            archive.extractall(place, filter="data")
    return {folder.name: folder for folder in sorted(place.iterdir())}


@pytest.fixture(scope="module")
def indexed(
    archives: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[SearchIndex, UpdateReport]]:
    """All archives in one index, and the report of indexing them."""
    with civicsearch.open(tmp_path_factory.mktemp("real") / "index") as index:
        yield index, index.update([f"{name}={folder}" for name, folder in archives.items()])


@pytest.fixture(scope="module")
def everything(indexed: tuple[SearchIndex, UpdateReport]) -> list[Post]:
    """All posts, as they were read."""
    index, _ = indexed
    return [index.post(hit.id) for hit in index.search(limit=10_000).hits]


def table_of_posts() -> dict[str, int]:
    rows = re.findall(
        r"^\| ([\w-]+) \|.*\| (\d+) \| [^|]+\|$", (CORPORA / "README.md").read_text("utf-8"), re.MULTILINE
    )
    return {name: int(posts) for name, posts in rows}


def test_every_post_is_indexed_or_skipped_with_a_reason(indexed: tuple[SearchIndex, UpdateReport]) -> None:
    index, report = indexed
    skipped = Counter(file.path.partition("/")[0] for file in report.skipped)
    found = {source.name: source.posts + skipped[source.name] for source in index.stats().sources}
    assert found == table_of_posts()
    assert not report.failed
    assert all(file.reason for file in report.skipped)


def test_a_second_look_changes_nothing(indexed: tuple[SearchIndex, UpdateReport]) -> None:
    index, first = indexed
    report = index.update()
    assert (report.new, report.changed, report.renamed, report.removed) == (0, 0, 0, 0)
    assert report.unchanged == first.new


def plain(text: str) -> str:
    """Case and accents taken off, by other means than the index has."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def scan(posts: list[Post], pattern: str) -> set[str]:
    """The posts in which a regular expression is found, paragraph by paragraph."""
    wanted = re.compile(pattern)
    return {
        post.id
        for post in posts
        for part in (post.title, post.summary or "", *post.text.split("\n\n"))
        if wanted.search(plain(part))
    }


@pytest.mark.parametrize(
    "word",
    ["procurement", "expenses", "agile", "haushalt", "donnees", "dados", "311", "oakland", "accessibility", "munster"],
)
def test_words_are_found_where_a_scan_finds_them(
    indexed: tuple[SearchIndex, UpdateReport], everything: list[Post], word: str
) -> None:
    index, _ = indexed
    expected = scan(everything, rf"(?<![^\W_]){word}(?![^\W_])")
    assert expected
    assert {hit.id for hit in index.search(f'"{word}"', limit=10_000).hits} == expected


@pytest.mark.parametrize("phrase", ["open data", "code for america", "offene daten", "service public", "dados abertos"])
def test_phrases_are_found_where_a_scan_finds_them(
    indexed: tuple[SearchIndex, UpdateReport], everything: list[Post], phrase: str
) -> None:
    index, _ = indexed
    between = r"(?:[\W_]|['’]s\b)+"
    expected = scan(everything, rf"(?<![^\W_]){between.join(phrase.split())}(?![^\W_])")
    assert expected
    assert {hit.id for hit in index.search(f'"{phrase}"', limit=10_000).hits} == expected


def test_facet_counts_are_those_of_a_plain_count(
    indexed: tuple[SearchIndex, UpdateReport], everything: list[Post]
) -> None:
    index, _ = indexed

    def key(value: str) -> str:
        return re.sub(r"[\s_-]+", "-", plain(value)).lstrip("#-").rstrip("-")

    expected = {
        "category": Counter(name for post in everything for name in {key(value) for value in post.categories}),
        "tag": Counter(name for post in everything for name in {key(value) for value in post.tags}),
        "author": Counter(name for post in everything for name in {key(value) for value in post.authors}),
        "source": Counter(post.source for post in everything),
        "language": Counter(post.language for post in everything if post.language),
        "year": Counter(str(post.date.year) for post in everything if post.date),
        "month": Counter(post.date.isoformat()[:7] for post in everything if post.date),
    }
    for field, counts in index.facets(*expected).items():
        assert {key(value.value): value.count for value in counts} == {
            key(value): count for value, count in expected[field].items()
        }, field


@pytest.mark.parametrize(("query", "pattern"), [('"procurement"', "procurement"), ("budget*", r"budget\w*")])
def test_a_concordance_has_every_match_of_a_scan(
    indexed: tuple[SearchIndex, UpdateReport], everything: list[Post], query: str, pattern: str
) -> None:
    index, _ = indexed
    wanted = re.compile(rf"(?<![^\W_]){pattern}(?![^\W_])")
    expected = Counter(
        post.id
        for post in everything
        for part in (post.title, post.summary or "", *post.text.split("\n\n"))
        for _ in wanted.findall(plain(part))
    )
    found = index.concordance(query, limit=10_000)
    assert found.total == expected.total()
    assert Counter(line.id for line in found.lines) == expected
    # A place is shown with the signs beside it: #procurement.
    assert {plain(line.match).strip("#@+") for line in found.lines} <= {
        match for post in everything for match in wanted.findall(plain(f"{post.title} {post.summary} {post.text}"))
    }


def test_trends_are_those_of_a_plain_count(indexed: tuple[SearchIndex, UpdateReport], everything: list[Post]) -> None:
    index, _ = indexed
    matching = scan(everything, r"(?<![^\W_])agile(?![^\W_])")
    dated = [post for post in everything if post.date]
    every = Counter(f"{post.date:%Y-%m}" for post in dated)
    some = Counter(f"{post.date:%Y-%m}" for post in dated if post.id in matching)
    (trend,) = index.trends('"agile"', by="month").trends
    counted = {f"{point.start:%Y-%m}": (point.count, point.posts) for point in trend.points}
    assert trend.total == len(matching)
    assert {month: pair for month, pair in counted.items() if pair != (0, 0)} == {
        month: (some[month], every[month]) for month in every
    }


def test_every_translation_that_says_so_is_told(
    indexed: tuple[SearchIndex, UpdateReport], everything: list[Post]
) -> None:
    index, _ = indexed
    by_key: dict[tuple[str, str], list[Post]] = {}
    for post in everything:
        if key := post.extra.get("translationkey") or post.extra.get("lang_ref"):
            by_key.setdefault((post.source, str(key)), []).append(post)
    pairs = [pair for pair in by_key.values() if len({post.language for post in pair}) == 2]
    assert len(pairs) > 170
    for one, other in pairs:
        found = index.similar(one.id, 3, snippets=False)
        assert (other.id, "translation") in {(version.hit.id, version.kind) for version in found.versions}
        assert other.id not in {post.hit.id for post in found.posts}
