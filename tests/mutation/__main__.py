"""Mutation testing of the core: ``python -m tests.mutation --help``, or ``make mutants``.

Each mutant runs in a fork of its own, in which one module is replaced as it is imported: first the tests that cover
least besides the changed line, then, as long as the time lasts, the others that reach it. Which tests reach a line is
read from what ``make coverage`` has written. A mutant is killed when a test fails or its time is over.

mutmut does not suit: each call passes through frames of its own, which the tests of deep nesting run into; it leaves
decorated functions and modules alone, and runs every test before it begins. cosmic-ray starts a process for each mutant
and changes the files that others read.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import random
import resource
import signal
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

import pytest
import whoosh.searching  # noqa: F401  # loaded once, not by every fork
from coverage import CoverageData
from hypothesis import settings

from .mutants import mutants

ROOT = Path(__file__).resolve().parents[2]
EQUIVALENT = Path(__file__).with_name("equivalent.toml")
"""Module → mutant → why it cannot be told from the original."""
PACKAGES = ("query", "index", "search")
SEED = 20_261_127
FIRST, OTHERS = 25, 80
"""Tests that are tried at once, and those that follow where none of them failed."""
KILLED, LIVED, NOT_REACHED = "killed", "lived", "not reached"
OPTIONS = (
    *("-x", "-q", "--assert=plain", "--hypothesis-profile=mutants", "-W", "ignore::pytest.PytestAssertRewriteWarning"),
    *("-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov"),
)


class Coverage:
    """Which tests reach which lines."""

    def __init__(self, data: Path) -> None:
        self._data = CoverageData(os.fspath(data))
        self._data.read()
        self._lines: dict[Path, dict[int, set[str]]] = {}
        self._reach: Counter[str] = Counter()
        for name in self._data.measured_files():
            lines = {
                line: {test for context in contexts if (test := context.rpartition("|")[0]).startswith("tests/")}
                for line, contexts in self._data.contexts_by_lineno(name).items()
            }
            self._lines[Path(name)] = lines
            for tests in lines.values():
                self._reach.update(tests)

    def tests(self, module: Path, line: int) -> list[str]:
        """The tests that reach a line; where importing does, those that reach the module, or are kept beside it.

        Those that reach least come first; other cases of the same test come behind those of other tests.
        """
        lines = self._lines.get(module, {})
        found = lines.get(line, set())
        if not found and line in lines:
            beside = f"tests/{module.parent.name}/"
            found = set().union(*lines.values()) or {test for test in self._reach if test.startswith(beside)}
        cases: defaultdict[str, list[str]] = defaultdict(list)
        for test in sorted(found, key=lambda test: (self._reach[test], test)):
            cases[test.partition("[")[0]].append(test)
        turns = [(turn, self._reach[test], test) for tests in cases.values() for turn, test in enumerate(tests)]
        return [test for _, _, test in sorted(turns)]


class Replacing(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Imports one module from other code."""

    def __init__(self, path: Path, code: CodeType) -> None:
        self._name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        self._path, self._code = path, code

    def find_spec(self, fullname: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        """The module, if it is the one."""
        return spec_from_file_location(fullname, self._path, loader=self) if fullname == self._name else None

    def get_code(self, _: str) -> CodeType:
        """What is run as the module."""
        return self._code

    def get_source(self, _: str) -> str:
        """The source that the code was made from, more or less: doctests are in both."""
        return self._path.read_text("utf-8")


class Budget:
    """Lets the tests be over after so many seconds of the processor."""

    def __init__(self, seconds: float) -> None:
        self._over = time.process_time() + seconds

    def pytest_runtest_setup(self) -> None:
        if time.process_time() > self._over:
            pytest.skip("the time is over")


def outcome(module: Path, code: CodeType, tests: Sequence[str], seconds: float) -> str:
    """Whether a test fails, in a fork."""
    child = os.fork()
    if not child:
        status = 1
        try:
            status = _tried(module, code, tests, seconds)
        finally:
            os._exit(status)
    return KILLED if os.waitpid(child, 0)[1] else LIVED


def _tried(module: Path, code: CodeType, tests: Sequence[str], seconds: float) -> int:
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(null, stream)
    limit = int(4 * seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    signal.alarm(60 * limit)  # for what waits
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
    os.chdir(ROOT)
    sys.meta_path.insert(0, Replacing(module, code))
    importlib.import_module(".".join(module.relative_to(ROOT).with_suffix("").parts))
    for some in (tests[:FIRST], tests[FIRST : FIRST + OTHERS]):
        status = pytest.main([*OPTIONS, *some], plugins=[Budget(seconds)]) if some else 0
        if status in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR):
            return 1
    return 0


def sampled(count: int, packages: Sequence[str]) -> list[tuple[Path, str, int, CodeType]]:
    """Mutants drawn from each package, in an order that mixes them; the same in every run over the same code."""
    chance = random.Random(SEED)  # noqa: S311  # no secrets
    found = []
    for package in packages:
        paths = sorted((ROOT / "civicsearch" / package).glob("*.py"))
        places = [(path, mutant.place) for path in paths for mutant in mutants(path.read_text("utf-8"))]
        drawn = set(chance.sample(places, min(count, len(places))))
        found += [
            (path, mutant.place, mutant.line, compile(mutant.write(), os.fspath(path), "exec"))
            for path in paths
            for mutant in mutants(path.read_text("utf-8"))
            if (path, mutant.place) in drawn
        ]
    chance.shuffle(found)
    return found


def equivalent() -> Mapping[str, Mapping[str, str]]:
    """Module → mutant → reason."""
    return tomllib.loads(EQUIVALENT.read_text("utf-8"))


def main() -> None:
    """Try a sample of mutants and tell which lived."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=250, help="mutants of each package [250]")
    parser.add_argument("--packages", default=",".join(PACKAGES), help="with commas [%(default)s]")
    parser.add_argument("--seconds", type=float, default=2, help="of the processor for half of the tests [%(default)s]")
    parser.add_argument("--part", default="0/1", help="take each second one, say: 0/2 and 1/2 [%(default)s]")
    parser.add_argument("--only", default="", help="take only mutants with this in their name")
    parser.add_argument("--coverage", type=Path, default=ROOT / ".coverage", help="what make coverage wrote")
    parser.add_argument("--results", type=Path, help="add a line of JSON for each; those that are there are left out")
    given = parser.parse_args()
    settings.register_profile("mutants", derandomize=True, database=None, deadline=None, max_examples=15)
    sys.dont_write_bytecode = False  # else each fork would compile all that it imports
    part, parts = map(int, given.part.split("/"))
    coverage, named = Coverage(given.coverage), equivalent()
    found = _known(given.results)
    controlled: set[Path] = set()
    for path, place, line, code in sampled(given.count, given.packages.split(","))[part::parts]:
        module = path.relative_to(ROOT / "civicsearch").as_posix()
        if given.only not in f"{module} {place}" or (module, place) in found:
            continue
        tests = coverage.tests(path, line)
        if path.parent not in controlled:  # the tests have to pass over the module as it is
            controlled.add(path.parent)
            original = compile(path.read_text("utf-8"), os.fspath(path), "exec")
            if tests and outcome(path, original, tests, given.seconds) != LIVED:
                raise SystemExit(f"{module}: a test of line {line} fails without a change")
        found[module, place] = ended = outcome(path, code, tests, given.seconds) if tests else NOT_REACHED
        if ended != KILLED and place not in named.get(module, {}):
            _say(f"{ended}: {module}:{line} {place}")
        if given.results:
            with given.results.open("a", encoding="utf-8") as file:
                file.write(json.dumps([module, place, ended], ensure_ascii=False) + "\n")
    _say(summary(found, named))


def summary(found: Mapping[tuple[str, str], str], named: Mapping[str, Mapping[str, str]]) -> str:
    """How many mutants of each package ended how; those that are named count as equivalent."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (module, place), ended in found.items():
        equal = ended != KILLED and place in named.get(module, {})
        counts[module.partition("/")[0]]["equivalent" if equal else ended] += 1
    lines = [
        f"{package}: {ends.total()} mutants, {', '.join(f'{count} {end}' for end, count in ends.most_common())}"
        for package, ends in counts.items()
    ]
    return "\n".join(lines)


def _known(results: Path | None) -> dict[tuple[str, str], str]:
    if results is None or not results.exists():
        return {}
    lines = map(json.loads, results.read_text("utf-8").splitlines())
    return {(module, place): ended for module, place, ended in lines}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
