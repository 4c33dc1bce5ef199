"""Times of questions and of changes, side by side: all peers take turns, so that a busy machine is busy for all."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from civicsearch.models import Post

from .peers.protocol import Answer, Counts, Peer, Question


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for beside hits and total."""

    facets: bool = False
    snippets: bool = False
    read_out: bool = False
    """Whether every value and its count become Python's own: a person looks at ten of them, a script may want all."""


TABLES = {
    "(a) first 20 hits, total": Wanted(),
    "(b) first 20 hits, total, counts of author, category and year": Wanted(facets=True),
    "(b) the same, and every count read into a dict": Wanted(facets=True, read_out=True),
    "(c) first 20 hits with snippets, total": Wanted(snippets=True),
}
OPENING = Question(newest_first=True)
"""Asked before any other, so that what is read at the first search is not counted to one question."""
WARM_UP = 1
"""Rounds over all variants that are not counted."""
CHANGED = 100
"""Posts that are changed at once."""


@dataclass(frozen=True, slots=True)
class QuestionTimes:
    """One question to all peers."""

    question: str
    table: str
    """One of `TABLES`."""
    seconds: Mapping[str, float]
    """Peer → median over all rounds and variants."""
    first_seconds: Mapping[str, float]
    """Peer → median over the variants, each asked for the first time since the index was opened."""
    totals: Mapping[str, Sequence[int]]
    """Peer → matching posts of each variant."""
    same_counts: Mapping[str, str] = field(default_factory=dict)
    """Peer → of the variants whose total is civicsearch's, how many have its facet counts: ``4/4``."""


@dataclass(frozen=True, slots=True)
class ChangeTimes:
    """Changes of one peer, until they are durable and found; medians over the rounds, and the slowest of them."""

    peer: str
    one_added: float
    one_added_worst: float
    many_changed: float
    many_changed_worst: float


def take_turns(actions: Mapping[str, Callable[[int], object]], rounds: int, warm_up: int) -> dict[str, list[float]]:
    """The seconds of each action in each round; an action is told the round.

    The first in line changes by the round, and so does the direction: whoever comes behind its like finds the
    processor's caches warm.
    """
    names = list(actions)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(-warm_up, rounds):
        for place in range(len(names)):
            name = names[(turn + (place if turn % 2 else -place)) % len(names)]
            action = actions[name]
            started = time.perf_counter()
            action(turn)
            taken = time.perf_counter() - started
            if turn >= 0:
                seconds[name].append(taken)
    return seconds


def question_times(
    peers: Mapping[str, Peer], questions: Mapping[str, Sequence[Question]], rounds: int, table: str
) -> list[QuestionTimes]:
    """Ask all peers all questions; each round asks the next variant."""
    wanted = TABLES[table]
    measured = []
    for name, variants in questions.items():
        answers: dict[str, list[Answer]] = {}
        first: dict[str, float] = {}
        for peer, engine in peers.items():
            engine.close()
            engine.open()
            engine.ask(OPENING, facets=True)
            answers[peer], times = _asked(engine, variants, wanted)
            first[peer] = median(times)

        def asking(engine: Peer, variants: Sequence[Question] = variants) -> Callable[[int], Answer]:
            return lambda turn: _ask(engine, variants[turn % len(variants)], wanted)

        seconds = take_turns(
            {peer: asking(engine) for peer, engine in peers.items()}, rounds, warm_up=WARM_UP * len(variants)
        )
        totals = {peer: [answer.total for answer in found] for peer, found in answers.items()}
        same = _same_counts(peers, answers) if wanted.facets and not variants[0].category else {}
        medians = {peer: median(times) for peer, times in seconds.items()}
        measured.append(QuestionTimes(name, table, medians, first, totals, same))
    return measured


def _ask(engine: Peer, question: Question, wanted: Wanted) -> Answer:
    answer = engine.ask(question, facets=wanted.facets, snippets=wanted.snippets)
    if wanted.read_out:
        engine.counts(answer)
    return answer


def _asked(engine: Peer, variants: Sequence[Question], wanted: Wanted) -> tuple[list[Answer], list[float]]:
    """The answers to all variants, and the seconds that each took."""
    answers, seconds = [], []
    for variant in variants:
        started = time.perf_counter()
        answers.append(_ask(engine, variant, wanted))
        seconds.append(time.perf_counter() - started)
    return answers, seconds


def _same_counts(peers: Mapping[str, Peer], answers: Mapping[str, Sequence[Answer]]) -> dict[str, str]:
    """How many of the answers with civicsearch's total have its counts too."""
    judge = "civicsearch"
    if judge not in peers:
        return {}
    expected = [_plain(peers[judge].counts(answer)) for answer in answers[judge]]
    same = {}
    for peer, found in answers.items():
        comparable = [place for place, answer in enumerate(found) if answer.total == answers[judge][place].total]
        agreeing = sum(_plain(peers[peer].counts(found[place])) == expected[place] for place in comparable)
        same[peer] = f"{agreeing}/{len(comparable)}"
    return same


def _plain(counts: Counts) -> dict[str, dict[str, int]]:
    return {name: {value: count for value, count in values.items() if count} for name, values in counts.items()}


def change_times(engine: type[Peer], built: Path, posts: Sequence[Post], work: Path, rounds: int) -> ChangeTimes:
    """Add a post, and change many, on a copy of an index; each time a word that is new there has to be found."""
    many = posts[:: max(1, len(posts) // CHANGED)][:CHANGED]
    added, changed = [], []
    with changeable(engine, built, work) as peer:
        for turn in range(rounds):
            one = replace(posts[turn], id=f"added/{turn}")
            added.append(until_found(peer, [one], f"qzadded{_letters(turn)}"))
            changed.append(until_found(peer, many, f"qzchanged{_letters(turn)}"))
    return ChangeTimes(engine.name, median(added), max(added), median(changed), max(changed))


@contextmanager
def changeable(engine: type[Peer], built: Path, work: Path) -> Iterator[Peer]:
    """A copy of an index, opened, that is deleted afterwards."""
    copy = work / "changing"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(built, copy)
    peer = engine(copy)
    peer.open()
    yield peer
    peer.close()
    shutil.rmtree(copy)


def until_found(peer: Peer, posts: Sequence[Post], word: str) -> float:
    """The seconds until posts that now have a word are found by it; no other post may have it."""
    marked = [replace(post, text=f"{post.text}\n\n{word}") for post in posts]
    started = time.perf_counter()
    peer.put(marked)
    found = peer.ask(Question(all_of=(word,))).total
    seconds = time.perf_counter() - started
    if found != len(posts):
        raise RuntimeError(f"{type(peer).__module__}: {found} of {len(posts)} changed posts were found")
    return seconds


def _letters(number: int) -> str:
    """A number as letters that no stemmer touches."""
    return "".join("bcdfghjklm"[int(digit)] for digit in str(number)) + "x"
