"""Whatever may take long asks whether it is still wanted, and ends where it is told to, with nothing changed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from whoosh import query as wq

import civicsearch
from civicsearch import Post, SearchIndex, SearchStoppedError, UsageError
from civicsearch.index.snapshot import open_snapshot
from civicsearch.search.terms import TermFinder
from civicsearch.stopping import stop_of
from tests.trust import confined
from tests.trust.asking import calls_until

ASKED: dict[str, Callable[..., Any]] = {
    "search": lambda index, **when: index.search("open budget", facets=["tag"], timeline="year", **when).hits,
    "a search with disjunctive counts": lambda index, **when: (
        index.search("tag:open OR tag:data", filters={"category": "News"}, facets=["tag", "category"], **when).facets
    ),
    "an explanation": lambda index, **when: index.search("open budget nowhere", explain=True, **when).explanation,
    "did you mean": lambda index, **when: index.search("oepn data", **when).did_you_mean,
    "snippets": lambda index, **when: [hit.snippet for hit in index.search("*e*", limit=50, **when).hits],
    "facets": lambda index, **when: index.facets("tag", "author", query="*o*", **when),
    "trends": lambda index, **when: index.trends("open", "budget", "*e*", where="*o*", **when).trends,
    "concordance": lambda index, **when: index.concordance("*o* NEAR/9 *e*", sort="right", neighbours=3, **when).lines,
    "similar": lambda index, **when: index.similar("p/1", where="*o*", **when).posts,
    "suggest": lambda index, **when: index.suggest("op", **when),
    "matches": lambda index, **when: index.matches("p/1", "*o* OR *e*", **when),
    "saved": lambda index, **when: index.saved(**when),
    "new in a saved search": lambda index, **when: [hit.id for hit in index.new_in("weekly", **when).hits],
}
CHANGES: dict[str, Callable[..., Any]] = {
    "save": lambda index, **when: index.save("monthly", "budget", **when),
    "mark as seen": lambda index, **when: index.mark_seen("weekly", **when),
}


@pytest.fixture
def filled(tmp_path: Path) -> SearchIndex:
    """An index with a saved search in which some posts are new."""
    index = civicsearch.open(tmp_path / "index")
    posts = [
        Post(
            f"p/{number}",
            "A title",
            f"Open data number {number} of the city\n\nwords and budgets {number % 7}",
            authors=("Ann",),
            categories=("News",),
            tags=("open", "data"),
            language="en",
        )
        for number in range(30)
    ]
    index.add(posts[:20])
    index.save("weekly", "*o*")
    index.add(posts[20:])
    return index


@pytest.mark.parametrize("name", [*ASKED, *CHANGES])
def test_it_ends_wherever_it_is_told_to(filled: SearchIndex, name: str) -> None:
    ask = {**ASKED, **CHANGES}[name]
    before = filled.saved()
    whole = ask(filled) if name in ASKED else None
    never, calls = calls_until(float("inf"))
    if name in ASKED:
        assert ask(filled, cancelled=never) == whole
        moments = {1, 2, len(calls) // 2, len(calls) - 1, len(calls)} - {0}
    else:
        moments = {1, 2, 3}
    for moment in sorted(moments):
        cancelled, stopped_at = calls_until(moment)
        with pytest.raises(SearchStoppedError, match="called off"):
            ask(filled, cancelled=cancelled)
        assert len(stopped_at) == moment
        assert filled.saved() == before
    assert whole is None or ask(filled) == whole


@pytest.mark.parametrize("name", [*ASKED, *CHANGES])
def test_it_ends_when_its_time_is_over(filled: SearchIndex, name: str) -> None:
    ask = {**ASKED, **CHANGES}[name]
    before = filled.saved()
    with pytest.raises(SearchStoppedError, match="stopped after 1e-09 s"):
        ask(filled, timeout=1e-9)
    with pytest.raises(UsageError, match="above 0"):
        ask(filled, timeout=0)
    assert filled.saved() == before
    ask(filled, timeout=600)


def test_a_pattern_asks_before_it_looks_at_the_words_of_each_segment(index: SearchIndex) -> None:
    for number in range(3):
        index.add([Post(str(number), "", "open data")])
    never, calls = calls_until(float("inf"))
    TermFinder(open_snapshot(index.location), stop_of(None, never)).runs(wq.Wildcard("text", "*o*"))
    assert len(calls) >= 3


COMMANDS: dict[str, tuple[str, ...]] = {
    "search": ("search", "open"),
    "new since last": ("search", "saved:weekly", "--new-since-last"),
    "facets": ("facets", "tag", "--query", "open"),
    "trends": ("trends", "open"),
    "concordance": ("concordance", "open"),
    "similar": ("similar", "p/1"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_that_it_gave_up(filled: SearchIndex, tmp_path: Path, name: str) -> None:
    where = ("--index", filled.location)
    ended = confined.run(*COMMANDS[name], "--timeout", "0.000000001", *where, folder=tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("civicsearch: the search was stopped after 1e-09 s; use fewer")
    assert confined.run(*COMMANDS[name], "--timeout", "600", *where, folder=tmp_path).code == 0
    assert confined.run(*COMMANDS[name], "--timeout", "0", *where, folder=tmp_path).code == 2


INTERRUPTED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from civicsearch.search.matching import Matcher
from civicsearch.search import completion
def interrupted(*_, **__):
    signal.raise_signal(signal.SIGINT)
    raise SystemExit("the command went on")
Matcher.match = completion.clause_at = interrupted
from civicsearch.__main__ import main
main()
"""
"""The command, with Ctrl-C pressed while it looks for something."""


@pytest.mark.parametrize(
    "arguments",
    [*COMMANDS.values(), ("search", "open", "--format", "json"), ("saved",), ("save", "a", "b"), ("suggest", "op")],
    ids=" ".join,
)
def test_ctrl_c_ends_a_command_with_one_line(filled: SearchIndex, arguments: tuple[str, ...]) -> None:
    before = filled.saved()
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", INTERRUPTED, *arguments, "--index", str(filled.location)]
    ended = subprocess.run(command, capture_output=True, text=True, env=environ, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "civicsearch: interrupted\n")
    assert filled.saved() == before


def test_ctrl_c_before_a_command_has_begun_is_one_line_too(tmp_path: Path) -> None:
    program = (
        "import signal, sys; from civicsearch.__main__ import main\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'civicsearch.cli.main': signal.raise_signal(signal.SIGINT)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler); sys.meta_path.insert(0, Interrupting()); main()\n"
    )
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, env=environ, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "civicsearch: interrupted\n")
