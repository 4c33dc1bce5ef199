"""``civicsearch save``, ``saved`` and ``search --new-since-last``."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from .conftest import Run

NEW = """\
---
title: "Budget & <b>bread</b> \\x08"
author: Dé Vries
date: 2016-03-04 05:06:07 +0200
permalink: https://example.org/a b?x=1&y=2
categories: [News]
---
A new budget.
"""
ATOM = "{http://www.w3.org/2005/Atom}"


def _feed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314  # it was written by the command itself


@pytest.fixture
def saved(run: Run, archive: Path) -> Run:
    """Run the command line where ``money`` is saved."""
    assert run("index", archive).exit_code == 0
    assert run("save", "money", "budget", "-parking").stdout == "saved:money = budget -parking · 2 posts\n"
    return run


def test_saved_search_is_listed_used_and_removed(saved: Run) -> None:
    assert saved("saved").stdout == "money  2 posts, 0 new  budget -parking\n"
    assert saved("search", "saved:money", "author:bo", "--limit", "0").stdout.startswith("1 post ")
    assert saved("saved", "--remove", "money").stdout == "no saved searches\n"
    result = saved("search", "saved:money")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no saved search ‘money’" in result.stderr


def test_list_in_json(saved: Run) -> None:
    [entry] = json.loads(saved("saved", "--format", "json").stdout)["saved"]
    assert list(entry) == ["name", "query", "saved", "looked", "posts", "new", "problem"]
    assert (entry["name"], entry["posts"], entry["new"], entry["problem"]) == ("money", 2, 0, None)


def test_new_posts_are_shown_once(saved: Run, archive: Path) -> None:
    assert saved("search", "saved:money", "--new-since-last").exit_code == 1
    (archive / "new.md").write_text(NEW, encoding="utf-8")
    (archive / "newer.md").write_text(NEW, encoding="utf-8")
    saved("index")
    assert saved("search", "saved:money", "--new-since-last", "--limit", "0").stdout.startswith("2 posts")
    shown = saved("search", "saved:money", "--new-since-last", "--limit", "1", "--format", "paths").stdout
    rest = saved("search", "saved:money", "--new-since-last", "--format", "paths").stdout
    assert {shown, rest} == {f"{archive}/new.md\n", f"{archive}/newer.md\n"}
    assert saved("search", "saved:money", "--new-since-last").exit_code == 1


def test_new_posts_as_a_feed(saved: Run, archive: Path) -> None:
    (archive / "new.md").write_text(NEW, encoding="utf-8")
    saved("index")
    result = saved("search", "saved:money", "--new-since-last", "--format", "atom")
    feed = _feed(result.stdout)
    assert feed.findtext(f"{ATOM}title") == "saved:money"
    assert (feed.findtext(f"{ATOM}updated") or "").endswith("Z")
    [entry] = feed.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Budget & bread"
    assert entry.findtext(f"{ATOM}updated") == "2016-03-04T05:06:07+02:00"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Dé Vries"
    assert entry.findtext(f"{ATOM}content") == "A new budget."
    assert [link.get("href") for link in entry.iter(f"{ATOM}link")] == ["https://example.org/a%20b?x=1&y=2"]
    assert [category.get("term") for category in entry.iter(f"{ATOM}category")] == ["News"]


def test_feed_of_any_search_is_the_same_from_run_to_run(saved: Run) -> None:
    first, again = (saved("search", "budget", "--format", "atom").stdout for _ in range(2))
    assert first == again
    ids = [entry.findtext(f"{ATOM}id") for entry in _feed(first).iter(f"{ATOM}entry")]
    assert len(set(ids)) == 2
    saved("index", "--rebuild")
    rebuilt = _feed(saved("search", "budget", "--format", "atom").stdout)
    assert [entry.findtext(f"{ATOM}id") for entry in rebuilt.iter(f"{ATOM}entry")] == ids


def test_feed_without_hits_is_a_feed(saved: Run) -> None:
    result = saved("search", "zzzz", "--format", "atom")
    assert result.exit_code == 1
    assert list(_feed(result.stdout).iter(f"{ATOM}entry")) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("search", "budget", "--new-since-last"), "--new-since-last is for one saved search"),
        (("search", "saved:money", "--new-since-last", "--offset", "1"), "--new-since-last is for one saved search"),
        (("search", "saved:mony", "--new-since-last"), "did you mean money?"),
        (("search", "saved:mony"), "did you mean ‘money’?"),
        (("save", "money", "saved:money"), "in a circle: money → money"),
        (("save", "money", "date:soon"), "cannot be read as a date"),
        (("saved", "--remove", "x"), "there is no saved search of this name; there are money"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(saved: Run, arguments: tuple[str, ...], told: str) -> None:
    result = saved(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
