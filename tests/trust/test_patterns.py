"""No regular expression of the package takes long, whatever it is given.

Every pattern, called as the package calls it, is tried on texts made to be slow for it (`attacks`). A text of 100,000
characters takes milliseconds where the time grows with the length, and seconds where it grows with its square.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pytest

import civicsearch
from tests.trust.attacks import attacks

SHORT, LONG = 2_000, 100_000
SUSPICIOUS = 0.001
"""Seconds for a short text from which on the long one is tried: ten times what a pattern takes that reads it once."""
SLOW = 1.0
"""Seconds of this process for a long text: a hundred times what it takes then."""
_ANYWHERE = {"search", "sub", "subn", "split", "findall", "finditer"}
_CALLS = _ANYWHERE | {"match", "fullmatch"}
SHORT_TEXTS = {
    "civicsearch.cli.formats.report_text._PARTICULARS": "a warning quotes 60 characters of a post at most",
    "civicsearch.search.regexsyntax._CLASS": "patterns have 1,000 characters at most",
    "civicsearch.search.regexsyntax._REPEAT": "patterns have 1,000 characters at most",
}
"""Patterns whose time may grow with the square, since what they read is short."""

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGVTALRM"), reason="the time of a process is limited on POSIX")


class Used(NamedTuple):
    """A pattern, where it is, and how it is called."""

    name: str
    pattern: re.Pattern[str]
    calls: frozenset[str]


def _patterns_in(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    cached = getattr(value, "__wrapped__", None) if hasattr(value, "cache_info") else None
    if getattr(cached, "__annotations__", {}) == {"return": "re.Pattern[str]"}:
        value = value()  # type: ignore[operator]  # compiled when it is first needed
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, tuple | list) and depth < 3:
        for item in value:
            yield from _patterns_in(item, depth + 1)


@cache
def _calls(file: str) -> dict[str, set[str]]:
    """The methods of patterns that a module calls, or hands on, by the name that they are called on."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(Path(file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in _CALLS:
            called = node.value.func if isinstance(node.value, ast.Call) else node.value
            if isinstance(called, ast.Name):
                found.setdefault(called.id, set()).add(node.attr)
    return found


@cache
def _used() -> list[Used]:
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(civicsearch.__path__, "civicsearch.")
        if not found.name.endswith("__main__")
    ]
    found: dict[tuple[str, int], Used] = {}
    for module in modules:
        for name, value in list(vars(module).items()):
            for pattern in _patterns_in(value):
                calls = _calls(str(module.__file__))
                # One of several in a list is called by another name.
                called = calls.get(name) or set().union(
                    *(calls[other] for other in calls if other.islower() and other != "re")
                )
                before = found.get((pattern.pattern, pattern.flags))
                own = before.name if before else f"{module.__name__}.{name}"
                together = frozenset(called or _CALLS) | (before.calls if before else frozenset())
                found[pattern.pattern, pattern.flags] = Used(own, pattern, together)
    return list(found.values())


class _TooSlow(Exception):
    """The limit of `_seconds` is over."""


def _seconds(used: Used, text: str) -> float:
    """The time of this process for a text; raises `_TooSlow` beyond the limit."""

    def stop(*_: Any) -> NoReturn:
        raise _TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SLOW)
    begun = time.process_time()
    try:
        if used.calls & _ANYWHERE:
            for _ in used.pattern.finditer(text):
                pass
        else:
            if "match" in used.calls:
                used.pattern.match(text)
            if "fullmatch" in used.calls:
                used.pattern.fullmatch(text)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - begun


def _slow_text(used: Used) -> str | None:
    """The beginning of a text on which a pattern is slow, or None."""
    for short, long in zip(attacks(used.pattern, SHORT), attacks(used.pattern, LONG), strict=True):
        try:
            if _seconds(used, short) > SUSPICIOUS:
                _seconds(used, long)
        except _TooSlow:
            return short[:40]
    return None


def test_there_are_patterns_to_try() -> None:
    assert len(_used()) > 100
    names = {used.name for used in _used()}
    assert {"civicsearch.language.tokens._ASCII_WORD", "civicsearch.posts.markdown._TAG_WITH_QUOTES"} <= names
    assert {"civicsearch.language.tokens.word_pattern", "civicsearch.language.tokens.signed_pattern"} <= names


def test_every_pattern_that_is_compiled_when_needed_is_among_them() -> None:
    files = Path(str(civicsearch.__file__)).parent.rglob("*.py")
    lazily = {
        node.name
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.returns is not None and not node.args.args
        if "re.Pattern" in ast.unparse(node.returns)
    }
    assert lazily <= {used.name.rpartition(".")[2] for used in _used()}


@pytest.mark.parametrize("part", range(8))
def test_no_pattern_is_slow_on_any_text(part: int) -> None:
    slow = {used.name: text for used in _used()[part::8] if (text := _slow_text(used)) is not None}
    assert {name: text for name, text in slow.items() if name not in SHORT_TEXTS} == {}


@pytest.mark.parametrize(
    ("pattern", "call"),
    [
        (r"(a+)+b", "match"),
        (r"(?:[ab][bc]*)+#", "match"),
        (r"[ \t]+$", "search"),
        (r"<!--.*?-->", "search"),
        (r"(\w+\s?)*:", "fullmatch"),
    ],
)
def test_a_slow_pattern_is_found(pattern: str, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.trust.test_patterns.SLOW", 0.3)
    assert _slow_text(Used("own", re.compile(pattern, re.DOTALL), frozenset({call})))
