"""Whole processes, as a person at a prompt or a timer starts them; each beside one that does the least possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .building import ENVIRONMENT, ROOT
from .corpus import Corpus, archive_sources, read_source
from .measure import take_turns

BARE = "python -c pass"
IMPORTS = "python -c 'import numpy, click'"
GIT_STATUS = "git status"
CIVICSEARCH = ("-c", "from civicsearch.__main__ import main; main()")
"""What the installed command runs; ``python -m`` would load `runpy` first, 4 ms."""
_QUIET_GIT = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@localhost", "-c", "gc.auto=0")


@dataclass(frozen=True, slots=True)
class ProcessTimes:
    """Kinds of processes that took turns, and the one that they are compared with."""

    title: str
    seconds: Mapping[str, float]
    """Process → median."""
    against: str
    """The process that is 1.0 in the column of ratios."""


def cold_searches(indexes: Mapping[str, Path], word: str, rounds: int) -> ProcessTimes:
    """One search for a word in a new process, per peer: civicsearch by its command, the others by the least Python."""
    commands = {BARE: [sys.executable, "-c", "pass"], IMPORTS: [sys.executable, "-c", "import numpy, click"]}
    for peer, folder in indexes.items():
        if peer == "civicsearch":
            command = [*CIVICSEARCH, "search", word, "--index", os.fspath(folder), "--format", "json"]
        else:
            command = ["-m", f"{__package__}.cold", peer, os.fspath(folder), word]
        commands[f"{peer}, cold search"] = [sys.executable, *command]
    return ProcessTimes("one search, whole process", _medians(commands, rounds), IMPORTS)


def refreshes(corpus: Corpus, rounds: int) -> ProcessTimes:
    """`civicsearch index` over the real archives: from scratch, with nothing changed, with one post changed."""
    tree, index = corpus.work / "tree", corpus.work / "refreshed"
    for folder in (tree, index):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(corpus.unpacked(), tree)
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "archives"]):
        _run(["git", *_QUIET_GIT, *words], tree)
    sources = [f"{source.name}={source.path}" for source in archive_sources(tree)]
    command = [sys.executable, *CIVICSEARCH, "index", "--index", os.fspath(index), "--quiet"]

    def from_scratch(jobs: int) -> Callable[[int], None]:
        def run(_: int) -> None:
            shutil.rmtree(index, ignore_errors=True)
            _run([*command, *sources, "--jobs", str(jobs)], ROOT)

        return run

    scratch = take_turns(
        {f"civicsearch index --jobs {jobs}, from scratch": from_scratch(jobs) for jobs in (1, 2)},
        max(3, rounds // 3),
        warm_up=0,
    )
    unchanged = take_turns(
        {
            GIT_STATUS: lambda _: _run(["git", "status", "--porcelain"], tree),
            BARE: lambda _: _run([sys.executable, "-c", "pass"], ROOT),
            "civicsearch index, nothing changed": lambda _: _run(command, ROOT),
        },
        rounds,
        warm_up=1,
    )
    post = next(path for path in sorted(tree.rglob("*.md")) if path.stat().st_size > 2_000)
    text = post.read_text("utf-8")

    def with_a_change(turn: int) -> None:
        post.write_text(f"{text}\n\nAdded in round {turn}.\n", "utf-8")
        _run(command, ROOT)

    changed = take_turns({"civicsearch index, one post changed": with_a_change}, rounds, warm_up=1)
    found = {name: median(times) for name, times in {**scratch, **unchanged, **changed}.items()}
    return ProcessTimes("refreshing the real archives, whole process", found, GIT_STATUS)


def reading_speed(corpus: Corpus, rounds: int = 3) -> float:
    """Posts a second from file to `Post`, in one process, over the real archives."""
    sources = archive_sources(corpus.unpacked())
    speeds = []
    for _ in range(rounds):
        started = time.perf_counter()
        posts = sum(1 for source in sources for _ in read_source(source))
        speeds.append(posts / (time.perf_counter() - started))
    return median(speeds)


def _medians(commands: Mapping[str, list[str]], rounds: int) -> dict[str, float]:
    def running(command: list[str]) -> Callable[[int], None]:
        return lambda _: _run(command, ROOT)

    seconds = take_turns({name: running(command) for name, command in commands.items()}, rounds, warm_up=1)
    return {name: median(times) for name, times in seconds.items()}


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, encoding="utf-8")
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: exit status {done.returncode}: {done.stderr.strip()}")
