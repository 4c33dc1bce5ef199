"""A check names what is wrong, and finds what checksums cannot."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import civicsearch
from civicsearch import CheckReport, DamagedIndexError, NoIndexError, Post, SearchIndex
from civicsearch.index import segmentcheck
from civicsearch.index.arrays import ArrayFile, write_arrays
from civicsearch.index.manifest import _checksum
from civicsearch.index.postings import Ints
from tests.index.damage import vouch
from tests.strategies import archives


@pytest.fixture
def filled(index: SearchIndex) -> Path:
    """Nine posts in one segment, one of them removed since, and a tenth in another."""
    index.add(
        Post(str(number), f"title {number}", f"text {number}\n\nmore Café cafe", tags=("x", "y"), summary="sum of more")
        for number in range(9)
    )
    index.add([Post("10", "t", "text", language="en")])
    index.remove(["3"])
    return index.location


def check(location: Path) -> CheckReport:
    with civicsearch.open(location) as index:
        return index.check()


def segment(location: Path) -> Path:
    return min(location.glob("*.seg"))


def forge(path: Path, name: str, change: Callable[[Ints], Ints]) -> None:
    """Change an array, with a checksum that fits."""
    file = ArrayFile(path)
    arrays = {known: file[known] for known in file._entries}
    arrays[name] = change(arrays[name].astype(np.int64)).astype(arrays[name].dtype)
    write_arrays(path.with_suffix(".forged"), arrays)
    path.with_suffix(".forged").replace(path)
    vouch(path.parent)


def test_a_whole_index_has_no_fault(filled: Path) -> None:
    assert check(filled) == CheckReport(9, 2, ())


@given(archives(12), st.data())
def test_what_the_writer_makes_has_no_fault(posts: list[Post], data: st.DataObject) -> None:
    removed = data.draw(st.sets(st.sampled_from([post.id for post in posts])) if posts else st.just(set()))
    half = len(posts) // 2
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.add(posts[:half])
        index.add(posts[half:])
        index.remove(removed)
        report = index.check()
    assert (report.posts, report.faults) == (len(posts) - len(removed), ())


def test_no_index_and_an_unreadable_manifest_are_named(tmp_path: Path, filled: Path) -> None:
    with pytest.raises(NoIndexError):
        check(tmp_path / "none")
    (filled / "manifest.json").write_text("{")
    with pytest.raises(DamagedIndexError, match=r"manifest\.json"):
        check(filled)


def test_each_damaged_file_is_named_with_the_remedy(filled: Path) -> None:
    first, second = sorted(filled.glob("*.seg"))
    first.write_bytes(first.read_bytes()[:-1] + b"\xa5")
    second.unlink()
    report = check(filled)
    assert len(report.faults) == 2
    assert f"{first}: this file of the index is damaged (the array" in report.faults[0]
    assert f"{second}: this file of the index is damaged (it is missing)" in report.faults[1]
    assert all(fault.endswith("run: civicsearch index --rebuild") for fault in report.faults)


def last_plus(number: int) -> Callable[[Ints], Ints]:
    return lambda array: array + number * (np.arange(len(array)) == len(array) - 1)


FORGERIES: list[tuple[str, Callable[[Ints], Ints], str]] = [
    ("id.starts", lambda array: array[::-1], "id.starts: the offsets do not rise"),
    ("lexicon.folds.bytes", lambda array: array[::-1], "lexicon.folds: the texts are not in order"),
    ("lexicon.first", lambda array: np.roll(array, 1), "lexicon.first: the offsets"),
    ("lexicon.variant_ids", last_plus(99), "lexicon.variant_ids: there is no such word"),
    ("tag.ordinals", last_plus(5), "tag.ordinals: there is no such value"),
    ("tag.starts", last_plus(-1), "tag.starts: the offsets do not rise from 0"),
    ("stems.words", last_plus(99), "stems.words: there is no such word"),
    ("id.order", lambda array: array[::-1], "id.order: the ids are not in order"),
    ("id.bytes", lambda array: array * 0 + ord("7"), "id.order: the ids are not in order, or one is there twice"),
    ("id.order", lambda array: array * 0, "id.order: it does not have each post once"),
    ("postings.starts", last_plus(1), "postings.starts: the offsets"),
    ("postings.position_starts", last_plus(1), "postings.position_starts: the offsets"),
    ("postings.posts", last_plus(9), "a word stands in a post that there is not"),
    ("postings.posts", lambda array: array * 0, "postings.posts: the posts of a word are not in order"),
    ("postings.posts", lambda array: array * 0 + 255, "postings.posts: its large numbers"),
    ("postings.counts", last_plus(1), "postings.counts: they are not the numbers of positions"),
    ("postings.positions", last_plus(250), "postings.positions: there is no such place"),
    ("postings.positions", lambda array: array * 0, "the positions of a word in a post are not in order)"),
    ("postings.title", lambda array: 1 - array, "postings.title: the positions say otherwise"),
    ("postings.summary", lambda array: array + 1, "postings.summary: the positions say otherwise"),
    ("postings.heads", lambda array: array[::-1], "postings.heads: there is no such posting"),
    ("length.body", last_plus(1), "length: the postings hold another number of words"),
    ("paragraphs.starts", last_plus(1), "paragraphs.starts: the offsets"),
    ("stored.dictionaries", lambda array: array + 1, "a stored post is damaged"),
]


@pytest.mark.parametrize(("name", "change", "fault"), FORGERIES)
def test_what_cannot_be_is_found_though_the_checksums_fit(
    filled: Path, name: str, change: Callable[[Ints], Ints], fault: str
) -> None:
    path = segment(filled)
    forge(path, name, change)
    faults = check(filled).faults
    assert len(faults) == 1
    assert str(path) in faults[0]
    assert fault in faults[0]


def test_postings_are_checked_some_words_at_a_time(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmentcheck, "_AT_ONCE", 1)
    assert check(filled).faults == ()


def test_a_manifest_that_lies_about_removals_and_a_post_that_is_there_twice_are_found(filled: Path) -> None:
    manifest = filled / "manifest.json"
    whole = json.loads(manifest.read_text())
    whole["index"]["segments"][0]["removed_posts"] = 2
    whole["index"]["segments"].append(whole["index"]["segments"][1])
    whole["checksum"] = _checksum(whole["index"])
    manifest.write_text(json.dumps(whole))
    lie, twice = check(filled).faults
    assert "1 of its posts are removed, the manifest says 2" in lie
    assert "1 posts are there twice" in twice
