"""Measures civicsearch beside other engines: ``python -m tests.benchmarks --help``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from . import processes, terminal_ui
from .building import built
from .corpus import DEFAULT_ARCHIVES, Corpus, corpus_name, digest
from .measure import TABLES, change_times, question_times
from .peers import registry
from .peers.protocol import Peer
from .queries import SAMPLE, choose
from .report import Report, markdown_table, plain_table

PARTS = ("queries", "build", "process", "tui")
CHANGE_ROUNDS = 7


def _main() -> None:
    arguments = _arguments()
    with TemporaryDirectory(prefix="civicsearch-bench-") as temporary:
        work: Path = (arguments.work or Path(temporary)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        corpus = Corpus(arguments.corpus, arguments.archives.resolve(), work)
        report = Report(corpus.name)
        try:
            _measure(arguments, corpus, report)
        finally:  # what was measured before a failure took its time
            _tell(arguments, report)


def _tell(arguments: argparse.Namespace, report: Report) -> None:
    sys.stdout.write(report.text(plain_table))
    if arguments.json:
        arguments.json.write_text(json.dumps(report.data(), indent=1), "utf-8")
    if arguments.markdown:
        arguments.markdown.write_text(report.text(markdown_table), "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--corpus", type=_corpus, default="real", help="real, 100k, 1m or a number of posts [real]")
    parser.add_argument(
        "--peers", type=_peers, default=registry.DEFAULT, help="names, with commas, also bm25f [all but that]"
    )
    parser.add_argument("--rounds", type=int, default=15, help="times that each thing is measured [15]")
    parser.add_argument("--only", choices=PARTS, help="measure one part")
    parser.add_argument("--work", type=Path, help="keep what is built here for the next run [a temporary folder]")
    parser.add_argument("--rebuild", action="store_true", help="build again what an earlier run has built")
    parser.add_argument("--archives", type=Path, default=DEFAULT_ARCHIVES, help="folder of the packed archives")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables in Markdown")
    return parser.parse_args()


def _measure(arguments: argparse.Namespace, corpus: Corpus, report: Report) -> None:
    sample = corpus.sample(SAMPLE)
    peers = registry.available(arguments.peers, len(sample) if corpus.is_real else int(corpus.name))
    for name in arguments.peers:
        if name not in peers:
            _progress(f"{name} is left out: it is not installed, or too slow for so many posts")
    report.versions = {peer: registry.peer_version(peer) for peer in peers}
    indexes = _build(arguments, corpus, digest(sample), peers, report)
    if arguments.only in (None, "build"):
        for name, engine in peers.items():
            _progress(f"changing {name}")
            report.changes.append(change_times(engine, indexes[name], sample, corpus.work, CHANGE_ROUNDS))
    questions = choose(sample)
    if arguments.only in (None, "queries"):
        opened: dict[str, Peer] = {name: engine(indexes[name]) for name, engine in peers.items()}
        for peer in opened.values():
            peer.open()
        for table in TABLES:
            _progress(f"asking: {table}")
            report.questions += question_times(opened, questions, arguments.rounds, table)
        for peer in opened.values():
            peer.close()
    if arguments.only in (None, "tui") and "civicsearch" in indexes:
        _progress("typing and scrolling in the terminal UI")
        report.ui = terminal_ui.session(indexes["civicsearch"])
        report.starts = terminal_ui.starts(indexes["civicsearch"], arguments.rounds)
    if arguments.only in (None, "process"):
        _progress("starting processes")
        word = questions["two words AND"][0].all_of[0]
        report.processes.append(processes.cold_searches(indexes, word, arguments.rounds))
        if corpus.is_real:
            report.processes.append(processes.refreshes(corpus, arguments.rounds))
            report.reading = processes.reading_speed(corpus)


def _build(
    arguments: argparse.Namespace, corpus: Corpus, posts: str, peers: Mapping[str, type[Peer]], report: Report
) -> dict[str, Path]:
    """The folders of the indexes, by peer, all built by one thread."""
    indexes: dict[str, Path] = {}
    for name, engine in peers.items():
        for threads in (1, 0) if engine.parallel and arguments.only != "queries" else (1,):
            _progress(f"building {name}")
            folder, build = built(corpus, posts, name, threads, rebuild=arguments.rebuild)
            indexes.setdefault(name, folder)
            report.builds.append(build)
    return indexes


def _corpus(given: str) -> str:
    try:
        return corpus_name(given)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _peers(given: str) -> list[str]:
    names = given.split(",")
    for name in names:
        if name not in registry.PEERS:
            raise argparse.ArgumentTypeError(f"{name}: the peers are {', '.join(registry.PEERS)}")
    return names


def _progress(what: str) -> None:
    sys.stderr.write(f"{what}\n")


if __name__ == "__main__":
    _main()
