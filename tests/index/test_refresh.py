"""Refreshing tells what changed, and leaves the index that a rebuild would make."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import civicsearch
from civicsearch import (
    IndexVersionError,
    NoIndexError,
    Post,
    SearchIndex,
    Source,
    SourceError,
    SourceSettings,
    UpdateReport,
    UsageError,
)
from civicsearch.config import load
from civicsearch.index.lastlook import LastLook

LONG_AGO = 1_000_000_000


def write(folder: Path, name: str, body: str, tag: str = "x", time: int = LONG_AGO) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: {path.stem}\ntags: [{tag}]\n---\n{body}\n", encoding="utf-8")
    os.utime(path, (time, time))
    return path


def counts(report: UpdateReport) -> tuple[int, int, int, int, int]:
    return report.new, report.changed, report.renamed, report.removed, report.unchanged


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "harbour"
    for name in ("a", "b", "c"):
        write(folder, f"{name}.md", f"text of {name}")
    return folder


def test_each_kind_of_change_is_told_apart(index: SearchIndex, posts: Path) -> None:
    assert counts(index.update([str(posts)])) == (3, 0, 0, 0, 0)
    assert counts(index.update()) == (0, 0, 0, 0, 3)
    write(posts, "a.md", "another text", time=LONG_AGO + 10)
    (posts / "b.md").rename(posts / "renamed.md")
    (posts / "c.md").unlink()
    write(posts, "deep/d.md", "text of d")
    assert counts(index.update()) == (1, 1, 1, 1, 0)
    assert sorted(hit.id for hit in index.search().hits) == ["harbour/a.md", "harbour/deep/d.md", "harbour/renamed.md"]


def test_nothing_changed_writes_nothing(index: SearchIndex, posts: Path) -> None:
    index.update([str(posts)])
    generation = index.stats().generation
    index.update()
    assert index.stats().generation == generation


@pytest.mark.parametrize(
    "name", ["manifest.json.new", "last-look.new", "00000099-0001.seg", "00000001-00000099.removed"]
)
def test_what_an_interrupted_writer_left_behind_is_cleared_away(index: SearchIndex, posts: Path, name: str) -> None:
    index.update([str(posts)])
    (index.location / name).write_bytes(b"half a file")
    index.update()
    assert not (index.location / name).exists()


def test_a_touched_file_is_unchanged(index: SearchIndex, posts: Path) -> None:
    index.update([str(posts)])
    os.utime(posts / "a.md", (LONG_AGO + 99, LONG_AGO + 99))
    assert counts(index.update()) == (0, 0, 0, 0, 3)


def test_a_change_of_the_same_size_right_after_a_refresh_is_seen(index: SearchIndex, posts: Path) -> None:
    index.update([str(posts)])
    now = (posts / "a.md").stat().st_mtime_ns
    fresh = index.stats().updated.timestamp()
    write(posts, "a.md", "text of A")
    os.utime(posts / "a.md", (fresh, fresh))
    index.update()
    stamp = (posts / "a.md").stat().st_mtime_ns
    write(posts, "a.md", "text of Z")
    os.utime(posts / "a.md", ns=(stamp, stamp))
    assert counts(index.update()) == (0, 1, 0, 0, 2)
    assert now != stamp


def test_a_draft_leaves_the_index(index: SearchIndex, posts: Path) -> None:
    index.update([str(posts)])
    (posts / "a.md").write_text("---\ntitle: a\ndraft: true\n---\ntext\n", encoding="utf-8")
    report = index.update()
    assert counts(report) == (0, 0, 0, 1, 2)
    assert [(file.path, file.failed) for file in report.skipped] == [("harbour/a.md", False)]


def test_a_folder_that_lost_all_posts_keeps_them_in_the_index(index: SearchIndex, posts: Path) -> None:
    index.update([str(posts)])
    for path in posts.iterdir():
        path.unlink()
    with pytest.raises(SourceError, match="forget harbour"):
        index.update()
    assert index.search().total == 3


def test_a_missing_folder_is_named(index: SearchIndex, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere: there is no such folder"):
        index.update([str(tmp_path / "nowhere")])
    with pytest.raises(NoIndexError):
        index.search()


def test_a_folder_without_posts_is_named(index: SearchIndex, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    with pytest.raises(SourceError, match="bare: there are no posts"):
        index.update([str(tmp_path / "bare")])


def test_refreshing_what_is_not_there_says_what_to_run(index: SearchIndex) -> None:
    with pytest.raises(NoIndexError, match="civicsearch index PATH"):
        index.update()


def test_one_folder_may_be_refreshed_alone(index: SearchIndex, posts: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", "x.md", "x").parent
    index.update([str(posts), f"second={other}"])
    write(posts, "new.md", "n")
    write(other, "new.md", "n")
    assert counts(index.update([f"second={other}"])) == (1, 0, 0, 0, 1)
    assert {source.name: source.posts for source in index.stats().sources} == {"harbour": 3, "second": 2}


def test_two_folders_of_one_name_need_names(index: SearchIndex, tmp_path: Path) -> None:
    first = write(tmp_path / "one" / "blog-a", "x.md", "x").parent
    second = write(tmp_path / "two" / "blog-a", "x.md", "x").parent
    with pytest.raises(SourceError, match="NAME="):
        index.update([str(first), str(second)])
    index.update([str(first)])
    with pytest.raises(SourceError, match="NAME="):
        index.update([str(second)])
    index.update([f"blog-a={second}"])
    assert [source.path for source in index.sources] == [str(second)]


def test_forgetting_a_source_removes_its_posts_only(index: SearchIndex, posts: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", "x.md", "x").parent
    index.update([str(posts), str(other)])
    assert index.forget("harbour") == 3
    assert [source.name for source in index.sources] == ["other"]
    assert [hit.id for hit in index.search().hits] == ["other/x.md"]
    with pytest.raises(UsageError, match="harbour: there is no such source"):
        index.forget("harbour")


def test_changed_settings_ask_for_a_rebuild(index: SearchIndex, posts: Path) -> None:
    index.update([Source("harbour", str(posts), SourceSettings(language="en"))])
    german = Source("harbour", str(posts), SourceSettings(language="de"))
    with pytest.raises(IndexVersionError, match=r"language: 'en' → 'de'.*--rebuild"):
        index.update([german])
    assert index.search("language:en").total == 3
    index.update([german], rebuild=True)
    assert index.search("language:de").total == 3


def test_a_post_without_a_file_that_was_removed_does_not_come_back_when_all_is_built_anew(index: SearchIndex) -> None:
    index.add([Post("kept", "t", "text"), Post("removed", "t", "text")])
    index.remove(["removed"])
    index.update(rebuild=True)
    assert [hit.id for hit in index.search("text").hits] == ["kept"]


def test_a_rebuild_keeps_posts_that_come_from_no_file(index: SearchIndex, posts: Path) -> None:
    index.update([str(posts)])
    index.add([Post("note", "A note", "kept", source="notes")])
    assert counts(index.update(rebuild=True)) == (3, 0, 0, 0, 0)
    assert index.post("note").text == "kept"
    assert index.update().removed == 0
    assert index.search().total == 4


_names = st.sampled_from(("a.md", "b.md", "c.md", "deep/a.md", "deep/d.md"))
_changes = st.lists(
    st.lists(
        st.one_of(
            st.tuples(st.just("write"), _names, st.sampled_from(("open data", "open budgets", "tree\n\nmap"))),
            st.tuples(st.just("remove"), _names, st.just("")),
            st.tuples(st.just("rename"), _names, _names),
        ),
        max_size=4,
    ),
    max_size=8,
)


def apply(folder: Path, change: tuple[str, str, str], tick: int) -> None:
    kind, name, argument = change
    path = folder / name
    if kind == "write":
        write(folder, name, argument, tag=argument[:4], time=LONG_AGO + tick)
    elif path.exists():
        if kind == "remove":
            path.unlink()
        else:
            (folder / argument).parent.mkdir(exist_ok=True)
            path.rename(folder / argument)


@settings(max_examples=40)
@given(_changes)
def test_incremental_equals_rebuild(rounds: list[list[tuple[str, str, str]]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        posts = Path(place) / "posts"
        write(posts, "always.md", "open data and trees")
        refreshed = civicsearch.open(Path(place) / "refreshed")
        refreshed.update([f"s={posts}"])
        tick = 0
        for changes in rounds:
            for change in changes:
                tick += 1
                apply(posts, change, tick)
            refreshed.update()
        rebuilt = civicsearch.open(Path(place) / "rebuilt")
        rebuilt.update([f"s={posts}"])
        for query in ("", "open", "budget", '"open data"', "tree -map", "tag:open", "title:a"):
            found, expected = (
                index.search(query, facets=["tag", "source"], limit=100) for index in (refreshed, rebuilt)
            )
            assert found.hits == expected.hits
            assert found.facets == expected.facets
        assert refreshed.stats().words == rebuilt.stats().words


def test_several_processes_make_the_same_index(
    index: SearchIndex, posts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("civicsearch.index.refresh.WORTH_PROCESSES", 2)
    (posts / "draft.md").write_text("---\ntitle: d\ndraft: true\n---\ntext\n", encoding="utf-8")
    assert counts(index.update([str(posts)], jobs=2)) == (3, 0, 0, 0, 0)
    write(posts, "a.md", "another text", time=LONG_AGO + 10)
    write(posts, "b.md", "a third text", time=LONG_AGO + 10)
    report = index.update(jobs=2)
    assert counts(report) == (0, 2, 0, 0, 1)
    assert [(file.path, file.failed) for file in report.skipped] == [("harbour/draft.md", False)]
    alone = civicsearch.open(tmp_path / "alone")
    alone.update([str(posts)])
    for query in ("", "text", "another"):
        assert index.search(query, facets=["tag"]).hits == alone.search(query, facets=["tag"]).hits


def test_without_a_settings_file_sources_keep_their_settings(index: SearchIndex, posts: Path, tmp_path: Path) -> None:
    index.update([Source("harbour", str(posts), SourceSettings(language="de"))])
    with civicsearch.open(index.location, config=load(directory=tmp_path, environ={})) as again:
        assert counts(again.update()) == (0, 0, 0, 0, 3)
        assert again.sources[0].settings.language == "de"
    (tmp_path / "civicsearch.toml").write_text('[defaults]\nlanguage = "fr"\n', encoding="utf-8")
    with (
        civicsearch.open(index.location, config=load(directory=tmp_path, environ={})) as configured,
        pytest.raises(IndexVersionError, match="'de' → 'fr'"),
    ):
        configured.update()


def program(index: SearchIndex, code: str) -> str:
    """What a program of its own prints."""
    script = f"import sys, civicsearch\nindex = civicsearch.open({str(index.location)!r})\n{code}"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8").stdout


HEAVY = "numpy whoosh nltk regex zstandard frontmatter yaml multiprocessing filelock civicsearch.query".split()


@pytest.mark.usefixtures("settled")
def test_a_refresh_with_nothing_to_do_needs_neither_the_index_nor_its_libraries(
    index: SearchIndex, posts: Path
) -> None:
    index.update([str(posts)])
    loaded = program(index, "print(index.update().unchanged, *sys.modules)").split()
    assert loaded[0] == "3"
    assert not set(HEAVY) & set(loaded)


@pytest.mark.usefixtures("settled")
def test_what_was_left_out_is_told_again_without_being_read(index: SearchIndex, posts: Path) -> None:
    for name, head in (("draft", "draft: true"), ("broken", "date: 2024-01-01\ndraft: true")):
        write(posts, f"{name}.md", "later").write_text(f"---\n{head}\n---\nlater\n", encoding="utf-8")
        os.utime(posts / f"{name}.md", (LONG_AGO, LONG_AGO))
    (posts / "readme.md").write_text("about", encoding="utf-8")
    first = index.update([str(posts)])
    told = program(index, "report = index.update(); print(report.skipped, report.unchanged, 'numpy' in sys.modules)")
    assert told == f"{first.skipped} 3 False\n"


@pytest.mark.usefixtures("settled")
def test_what_may_change_by_itself_is_read_again(index: SearchIndex, posts: Path) -> None:
    next_month = date.today() + timedelta(days=30)
    (posts / "later.md").write_text(f"---\ndate: {next_month}\n---\nlater\n", encoding="utf-8")
    index.update([Source("harbour", str(posts), SourceSettings(future=False))])
    last = LastLook.read(str(index.location))
    assert last is not None
    assert not last.sources


@pytest.mark.parametrize("age", [0, 10_000])
def test_what_changed_a_moment_ago_may_change_again_unseen(index: SearchIndex, posts: Path, age: int) -> None:
    """Also where the time of its content was set back: that of the change itself tells."""
    moment = time.time() - age
    os.utime(posts / "a.md", (moment, moment))
    index.update([str(posts)])
    last = LastLook.read(str(index.location))
    assert last is not None
    assert not last.sources


@pytest.mark.usefixtures("settled")
def test_a_change_that_kept_the_size_and_the_time_is_seen(
    index: SearchIndex, posts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("civicsearch.index.refresh.RACY_NS", 0)
    index.update([str(posts)])
    write(posts, "a.md", "text of Z")
    assert counts(index.update()) == (0, 1, 0, 0, 2)


def test_a_change_through_the_api_is_undone_by_the_next_refresh(index: SearchIndex, posts: Path) -> None:
    index.update([str(posts)])
    index.update()
    assert index.remove(["harbour/a.md"]) == 1
    assert counts(index.update()) == (1, 0, 0, 0, 2)
    assert counts(index.update()) == (0, 0, 0, 0, 3)


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("content", [b"", b"\0" * 64, b"[]", b"\xff", b"00000000\0civicsearch 0.1.0 3\0 1\0"])
def test_a_last_look_that_is_damaged_or_gone_costs_nothing_but_time(
    index: SearchIndex, posts: Path, content: bytes
) -> None:
    index.update([str(posts)])
    look = index.location / "last-look"
    good = look.read_bytes()
    look.write_bytes(content)
    assert counts(index.update()) == (0, 0, 0, 0, 3)
    assert look.read_bytes() == good
    look.unlink()
    assert counts(index.update()) == (0, 0, 0, 0, 3)
    assert look.read_bytes() == good


@pytest.mark.usefixtures("settled")
def test_sources_that_are_refreshed_in_turn_each_have_their_last_look(
    index: SearchIndex, posts: Path, tmp_path: Path
) -> None:
    write(tmp_path / "town", "t.md", "town hall")
    index.update([str(posts), str(tmp_path / "town")])
    write(posts, "a.md", "another text", time=LONG_AGO + 10)
    index.update([str(posts)])
    assert program(index, "print(index.update().unchanged, 'numpy' in sys.modules)") == "4 False\n"


def test_a_missing_segment_is_found_though_no_post_changed(index: SearchIndex, posts: Path) -> None:
    index.update([str(posts)])
    for segment in index.location.glob("*.seg"):
        segment.unlink()
    with pytest.raises(civicsearch.DamagedIndexError, match="missing"):
        index.update()


@pytest.mark.parametrize("name", ["", "a/b", "a=b", "a\nb"])
def test_a_source_has_a_name_that_ids_can_begin_with(index: SearchIndex, posts: Path, name: str) -> None:
    with pytest.raises(SourceError, match="the name of a source is not empty and holds neither / nor ="):
        index.update([Source(name, str(posts))])
    assert not (index.location / "manifest.json").exists()
