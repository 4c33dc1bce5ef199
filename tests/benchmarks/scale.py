"""How civicsearch grows with the number of posts: ``python -m tests.benchmarks.scale --help``, or ``make scale``.

Each size is built, changed, asked and typed at as the benchmarks do it. The slope is that of a straight line through
the sizes where both axes are logarithmic: 1 is in step with the posts, 0 does not grow. Small indexes are mostly costs
that never grow, so the slope between the two largest sizes stands beside it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from . import terminal_ui
from .building import Build, built
from .corpus import DEFAULT_ARCHIVES, Corpus, corpus_name, digest
from .measure import TABLES, QuestionTimes, changeable, question_times, until_found
from .peers.civicsearch import Engine
from .queries import SAMPLE, choose
from .report import geometric_mean, markdown_table, plain_table, this_machine

SIZES = "1k,10k,100k"
CHANGES = {1: 7, 100: 7, 10_000: 3}
"""Posts that are changed at once → how often."""
WITHOUT_FACETS, WITH_FACETS = list(TABLES)[:2]

Figures = Mapping[str, float]
"""What was measured, with its unit → how much."""


def measured(corpus: Corpus, rounds: int) -> Figures:
    """All figures of one size."""
    sample = corpus.sample(max(CHANGES))
    figures: dict[str, float] = {}
    _progress(f"{corpus.name} posts: building")
    index, one_process = built(corpus, digest(sample), Engine.name, 1, rebuild=False)
    _, all_cores = built(corpus, digest(sample), Engine.name, 0, rebuild=False)
    figures |= _build_figures(one_process, all_cores)
    _progress(f"{corpus.name} posts: changing")
    with changeable(Engine, index, corpus.work) as peer:
        for count, times in CHANGES.items():
            if count <= len(sample):
                words = [f"qz{'x' * turn}{'y' * len(str(count))}" for turn in range(times)]
                seconds = median(until_found(peer, sample[:count], word) for word in words)
                figures[f"{count:,} changed, until found; ms"] = seconds * 1000
    _progress(f"{corpus.name} posts: asking")
    questions = choose(sample[:SAMPLE])
    engine = Engine(index)
    engine.open()
    for table, name in ((WITHOUT_FACETS, "(a)"), (WITH_FACETS, "(b)")):
        figures |= _question_figures(name, question_times({Engine.name: engine}, questions, rounds, table))
    engine.close()
    _progress(f"{corpus.name} posts: typing in the terminal UI")
    session = terminal_ui.session(index)
    key, slow_key, frame, _ = session.summary
    return figures | {
        "terminal UI, key to results, median; ms": key * 1000,
        "terminal UI, key to results, 95 %; ms": slow_key * 1000,
        "terminal UI, frame while scrolling, 95 %; ms": frame * 1000,
        "terminal UI, memory; MB": session.peak_bytes / 1e6,
    }


def _build_figures(one_process: Build, all_cores: Build) -> Figures:
    figures = {
        "build, one process; s": one_process.seconds,
        "build, all cores; s": all_cores.seconds,
        "index; MB": one_process.disk_bytes / 1e6,
    }
    if one_process.peak_bytes is not None:
        figures["build, one process, memory; MB"] = one_process.peak_bytes / 1e6
    return figures


def _question_figures(name: str, times: Sequence[QuestionTimes]) -> Figures:
    """The mean over the questions, the slowest, and how long it takes to list (and count) everything."""
    seconds = {found.question: found.seconds[Engine.name] for found in times}
    first = [found.first_seconds[Engine.name] for found in times]
    return {
        f"{name} twelve questions, mean; ms": geometric_mean(list(seconds.values())) * 1000,
        f"{name} asked for the first time, mean; ms": geometric_mean(first) * 1000,
        f"{name} slowest question; ms": max(seconds.values()) * 1000,
        f"{name} everything by date; ms": seconds["everything by date"] * 1000,
    }


def slope(sizes: Sequence[int], values: Sequence[float]) -> float:
    """The exponent of growth: the slope of the line of least squares through the logarithms.

    >>> round(slope([10, 100, 1000], [3, 30, 300]), 3)
    1.0
    """
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])


def rows(found: Mapping[int, Figures]) -> list[list[str]]:
    """A row for each figure: its value at each size, the slope over all, and between the two largest."""
    names = dict.fromkeys(name for size in sorted(found, reverse=True) for name in found[size])
    table = []
    for name in names:
        points = {size: figures[name] for size, figures in sorted(found.items()) if name in figures}
        sizes, values = list(points), list(points.values())
        slopes = [slope(sizes, values), slope(sizes[-2:], values[-2:])] if len(sizes) > 1 else []
        cells = [_three_digits(points[size]) if size in points else "" for size in sorted(found)]
        table.append([name, *cells, *([f"{exponent:.2f}" for exponent in slopes] or ["", ""])])
    return table


def _three_digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help=f"numbers of posts, with commas [{SIZES}]")
    parser.add_argument("--rounds", type=int, default=15, help="times that each question is asked [15]")
    parser.add_argument("--work", type=Path, help="keep what is built here for the next run [a temporary folder]")
    parser.add_argument("--archives", type=Path, default=DEFAULT_ARCHIVES, help="folder of the packed archives")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table in Markdown")
    arguments = parser.parse_args()
    with TemporaryDirectory(prefix="civicsearch-scale-") as temporary:
        work: Path = (arguments.work or Path(temporary)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        corpora = [Corpus(str(size), arguments.archives.resolve(), work) for size in arguments.sizes]
        found = {int(corpus.name): measured(corpus, arguments.rounds) for corpus in corpora}
    facts = this_machine()
    title = f"growth with the posts; {facts['date']}, {facts['cores']} cores, Python {facts['python']}"
    head = ["", *(f"{size:,}" for size in sorted(found)), "slope", "last"]
    sys.stdout.write(plain_table(title, head, rows(found)) + "\n")
    if arguments.markdown:
        arguments.markdown.write_text(markdown_table(title, head, rows(found)), "utf-8")


def _sizes(given: str) -> list[int]:
    try:
        return sorted({int(corpus_name(size)) for size in given.split(",")})
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given}: sizes are like 1k,10k,1m") from None


def _progress(what: str) -> None:
    sys.stderr.write(f"{what}\n")


if __name__ == "__main__":
    _main()
