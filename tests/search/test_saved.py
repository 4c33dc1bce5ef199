"""Saved searches: kept with the index, and asked for what is new in them."""

from __future__ import annotations

import json
import threading
from datetime import datetime
from pathlib import Path

import pytest

import civicsearch
from civicsearch import DamagedIndexError, Post, QueryError, SearchIndex, UsageError, clock


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A folder of three posts."""
    folder = tmp_path / "posts"
    folder.mkdir()
    for name in ("a", "b", "c"):
        write(folder, name, f"The budget of {name}")
    return folder


@pytest.fixture
def index(tmp_path: Path, posts: Path) -> SearchIndex:
    """Their index."""
    index = civicsearch.open(tmp_path / "index")
    index.update([f"town={posts}"])
    return index


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.md").write_text(f"---\ntitle: Post {name}\n---\n{text}\n", encoding="utf-8")


def new(index: SearchIndex, name: str = "money") -> set[str]:
    results = index.new_in(name)
    assert results.total == len(results.hits)
    return {hit.path.removesuffix(".md") for hit in results.hits}


def test_saved_search_is_part_of_queries_at_once_and_no_more_when_forgotten(index: SearchIndex) -> None:
    assert index.save("Money Talk", "budget -post").name == "money-talk"
    assert index.search("saved:money-talk").total == 0
    index.save("money_talk", "budget")
    assert index.search("saved:money-talk").total == 3
    assert index.search('saved:"money talk" -title:a').total == 2
    index.unsave("money talk")
    assert index.saved() == ()
    with pytest.raises(QueryError, match="no saved search"):
        index.search("saved:money-talk")


def test_list_has_counts_and_times(index: SearchIndex, posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 23, 15, 30, 7, 5))
    index.save("money", "budget")
    index.save("all", "")
    write(posts, "d", "Another budget")
    index.update()
    everything, money = index.saved()
    assert (everything.name, everything.posts, everything.new) == ("all", 4, 1)
    assert (money.query, money.posts, money.new, money.looked) == ("budget", 4, 1, None)
    assert money.saved.replace(tzinfo=None) == datetime(2026, 11, 23, 15, 30, 7)
    index.mark_seen("money")
    looked = index.saved()[1].looked
    assert looked is not None
    assert looked.tzinfo is not None


def test_what_came_since_is_new_until_it_was_seen(index: SearchIndex, posts: Path) -> None:
    index.save("money", "budget")
    assert new(index) == set()
    write(posts, "d", "Another budget")
    write(posts, "e", "And one more budget")
    write(posts, "f", "No money here")
    index.update()
    assert new(index) == new(index) == {"d", "e"}
    index.mark_seen("money", ["town/d.md"])
    assert new(index) == {"e"}
    index.mark_seen("money")
    assert new(index) == set()


def test_rebuilding_changing_and_renaming_make_nothing_new(index: SearchIndex, posts: Path) -> None:
    index.save("money", "budget")
    index.update(rebuild=True)
    assert new(index) == set()
    write(posts, "a", "A budget that was changed")
    (posts / "b.md").rename(posts / "renamed.md")
    write(posts, "d", "Another budget")
    index.update()
    assert new(index) == {"d"}
    index.update(rebuild=True)
    assert new(index) == {"d"}
    index.mark_seen("money")
    write(posts, "renamed", "A budget, renamed and then changed")
    index.update()
    assert new(index) == set()


def test_copy_is_new_and_so_is_what_matches_only_now(index: SearchIndex, posts: Path) -> None:
    write(posts, "z", "Nothing to see")
    index.update()
    index.save("money", "budget")
    write(posts, "z", "A budget after all")
    write(posts, "copy", "The budget of a")
    (posts / "copy.md").write_bytes((posts / "a.md").read_bytes())
    index.update()
    assert new(index) == {"z", "copy"}


def test_what_was_gone_is_new_when_it_comes_back(index: SearchIndex, posts: Path) -> None:
    index.save("money", "budget")
    text = (posts / "a.md").read_bytes()
    (posts / "a.md").unlink()
    index.update()
    index.mark_seen("money")
    (posts / "a.md").write_bytes(text)
    index.update()
    assert new(index) == {"a"}


def test_posts_that_come_from_no_file_are_known_by_their_content(tmp_path: Path) -> None:
    index = civicsearch.open(tmp_path / "index")
    index.add([Post("1", "One", "budget"), Post("2", "Two", "budget")])
    index.save("money", "budget")
    index.remove(["1"])
    index.add([Post("renamed", "One", "budget"), Post("3", "Three", "budget")])
    assert [hit.id for hit in index.new_in("money").hits] == ["3"]


def test_new_posts_are_searched_as_any_others(index: SearchIndex, posts: Path) -> None:
    index.save("money", "budget sort:-title")
    for name in ("x", "y", "z"):
        write(posts, name, "A budget")
    index.update()
    results = index.new_in("money", limit=2, facets=["source"])
    assert [hit.title for hit in results.hits] == ["Post z", "Post y"]
    assert (results.total, results.query, results.facets["source"][0].count) == (3, "saved:money", 3)


def test_saving_a_name_anew_begins_anew(index: SearchIndex) -> None:
    index.save("money", "nothing")
    index.save("money", "budget")
    assert new(index) == set()


def test_saved_searches_are_plain_text_that_may_be_edited(index: SearchIndex) -> None:
    index.save("money", "budget")
    file = index.location / "saved.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    assert content["money"]["query"] == "budget"
    content["by-hand"] = {"query": "title:a", "saved": "2026-11-23T10:00:00+01:00"}
    file.write_text(json.dumps(content), encoding="utf-8")
    assert index.search("saved:by-hand").total == 1
    assert [(search.name, search.new) for search in index.saved()] == [("by-hand", 1), ("money", 0)]


def test_search_that_cannot_be_read_any_more_is_listed_with_the_reason(index: SearchIndex) -> None:
    index.save("a", "budget")
    index.save("b", "saved:a")
    index.unsave("a")
    [listed] = index.saved()
    assert (listed.posts, listed.new) == (None, None)
    assert "there is no saved search ‘a’" in (listed.problem or "")


@pytest.mark.parametrize("query", ["date:soon", "saved:nowhere", "saved:money", "x OR saved:money"])
def test_query_that_cannot_be_read_is_not_saved(index: SearchIndex, query: str) -> None:
    index.save("money", "budget")
    with pytest.raises(QueryError):
        index.save("money", query)
    assert index.saved()[0].query == "budget"


@pytest.mark.parametrize("name", ["", " ", "--", "\x1b", "n" * 101])
def test_name_that_cannot_be_is_refused(index: SearchIndex, name: str) -> None:
    with pytest.raises(UsageError, match="a saved search has a name"):
        index.save(name, "budget")


def test_unknown_name_is_told_with_its_neighbour(index: SearchIndex) -> None:
    index.save("money", "budget")
    for ask in (index.new_in, index.unsave, index.mark_seen):
        with pytest.raises(UsageError, match="did you mean money"):
            ask("mony")


def test_damaged_file_is_told_with_the_remedy_and_hinders_no_other_search(index: SearchIndex) -> None:
    index.save("money", "budget")
    for content in ("{", "[]", '{"money": 5}', '{"money": {"query": "x", "saved": "soon"}}'):
        (index.location / "saved.json").write_text(content, encoding="utf-8")
        with pytest.raises(DamagedIndexError, match=r"saved\.json"):
            index.search("saved:money")
    assert index.search("budget").total == 3


def test_several_writers_lose_nothing(index: SearchIndex) -> None:
    others = [civicsearch.open(index.location) for _ in range(6)]
    threads = [
        threading.Thread(target=other.save, args=(f"name-{number}", "budget")) for number, other in enumerate(others)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(search.name, search.new) for search in index.saved()] == [(f"name-{number}", 0) for number in range(6)]


def test_searches_can_be_saved_while_the_index_is_written(index: SearchIndex) -> None:
    from civicsearch.index.writer import IndexWriter

    with IndexWriter(index.location):
        index.save("money", "budget")
    index.add([Post("new", "New", "budget")])
    assert [hit.id for hit in index.new_in("money").hits] == ["new"]
