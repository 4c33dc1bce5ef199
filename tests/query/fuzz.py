"""A long run of the checks of `invariants` on texts made from the corpus: a part of ``make fuzz``.

Texts are lines of ``corpus.txt`` cut, doubled, joined and sprinkled with signs, from a seed that is printed. Each is
read, printed, searched for among the sample posts with everything that a search can give, and completed. A text that
fails is printed too, and belongs into the corpus when its cause is mended. Now and then a text is as long as a page
that was pasted whole.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import civicsearch
from civicsearch import SearchIndex
from civicsearch.sample import sources
from tests.garbling import garbled
from tests.query.invariants import check, check_search, drops_nothing, is_settled

_SIGNS = [
    *"()|-\"“”„«»\\*?~^:,.<>=&#@+'’/[]{} \t\0…",
    "AND",
    " OR ",
    " NOT ",
    " NEAR/2 ",
    " ADJ/3 ",
    "tag:",
    "in:title ",
]
_LONGEST = 400
_HUGE = 100_000
_HUGE_EVERY = 500


def _mutated(lines: list[str], chance: random.Random) -> str:
    return garbled(chance.choice(lines), chance, (_SIGNS, lines), chance.randint(1, 8), 5)[:_LONGEST]


def _huge(lines: list[str], chance: random.Random) -> str:
    """One text again and again, or many texts in a row."""
    again = chance.choice(["", " ", "(", "-", '"', "* ", " OR ", ",", "^2 ", "~ "])
    text = _mutated(lines, chance)[: chance.randint(1, 40)] or "*"
    if chance.random() < 0.5:
        return (text + again) * (_HUGE // len(text + again))
    return again.join(_mutated(lines, chance) for _ in range(_HUGE // _LONGEST))[:_HUGE]


def corpus() -> list[str]:
    """Texts that were hard once."""
    return (Path(__file__).parent / "corpus.txt").read_text(encoding="utf-8").splitlines()


def texts(chance: random.Random) -> Iterator[str]:
    """Texts made from the corpus, without end; now and then one of 100,000 characters."""
    lines = corpus()
    while True:
        for _ in range(_HUGE_EVERY - 1):
            yield _mutated(lines, chance)
        yield _huge(lines, chance)


def examine(index: SearchIndex, text: str, cursor: int) -> None:
    """All checks of one text. Raises `AssertionError`."""
    if len(text) <= _LONGEST:
        if is_settled(text):
            check(text)
            check(text, as_you_type=True)
        assert drops_nothing(text), "a word was dropped in silence"
    check_search(index, text, cursor)


def main(minutes: float) -> None:
    """Examine texts until the time is over; an `AssertionError` ends it."""
    seed = time.time_ns() % 2**32
    chance = random.Random(seed)  # noqa: S311  # nothing secret
    over = time.monotonic() + minutes * 60
    slowest = {False: (0.0, ""), True: (0.0, "")}
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.update(sources())
        index.save("weekly", "budget OR library sort:-date")
        for number, text in enumerate(texts(chance)):
            if time.monotonic() > over:
                break
            began = time.perf_counter()
            try:
                examine(index, text, chance.randint(0, len(text)))
            except BaseException:
                sys.stderr.write(f"seed {seed}, text {number}: {text!r}\n")
                raise
            is_huge = len(text) > _LONGEST
            slowest[is_huge] = max(slowest[is_huge], (time.perf_counter() - began, text))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{number:,} texts from seed {seed} in {minutes:g} minutes: no failure, {most:,.0f} MB at most\n")
    for is_huge, (seconds, text) in slowest.items():
        kind = f"{_HUGE:,} characters" if is_huge else f"up to {_LONGEST} characters"
        sys.stdout.write(f"slowest of {kind}: {seconds * 1000:,.0f} ms for {text[:200]!r}\n")
