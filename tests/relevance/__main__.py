"""Judges the ranking beside other engines: ``python -m tests.relevance --help``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from tempfile import TemporaryDirectory

from .measures import DEPTH, Quality, quality
from .peers import registry
from .peers.protocol import Ranker
from .report import PAGE, Judged, report, write
from .sets import DEFAULT_SETS, SETS, JudgedSet, read, unpack


def _main() -> None:
    arguments = _arguments()
    if not arguments.packed.is_file():
        sys.stderr.write(f"nothing is measured: the judged queries are not there ({arguments.packed}); see --packed\n")
        return
    peers = registry.available(arguments.peers)
    for name in set(arguments.peers) - set(peers):
        sys.stderr.write(f"{name} is left out: it is not installed\n")
    results = []
    with TemporaryDirectory(prefix="civicsearch-relevance-") as temporary:
        work = Path(temporary)
        unpack(arguments.packed, work / "sets")
        for name in arguments.sets:
            judged = read(work / "sets", name)
            found = {peer: _judge(peer, engine, judged, work) for peer, engine in peers.items()}
            results.append(Judged.of(judged, found))
    text = report(results)
    sys.stdout.write(f"{text}\n")
    if arguments.write:
        write(text)
        sys.stderr.write(f"written to {PAGE}\n")


def _judge(name: str, engine: type[Ranker], judged: JudgedSet, work: Path) -> Quality:
    sys.stderr.write(f"{judged.name}: {name}\n")
    folder = work / judged.name / name
    folder.mkdir(parents=True)
    ranker = engine(judged.posts, folder)
    rankings = {query: ranker.rank(text, DEPTH) for query, text in judged.queries.items()}
    ranker.close()
    return quality(judged, rankings)


def _names(known: Collection[str]) -> Callable[[str], list[str]]:
    """Reads some of the known names, with commas between them."""

    def names(given: str) -> list[str]:
        wanted = given.split(",")
        for name in wanted:
            if name not in known:
                raise argparse.ArgumentTypeError(f"{name}: the names are {', '.join(known)}")
        return wanted

    return names


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.relevance", description=__doc__)
    parser.add_argument("--sets", type=_names(SETS), default=list(SETS), help="names, with commas [all]")
    parser.add_argument("--peers", type=_names(registry.PEERS), default=list(registry.PEERS), help="names [all]")
    parser.add_argument("--packed", type=Path, default=DEFAULT_SETS, help="the packed sets [beside the project]")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/explanation/ranking.md")
    return parser.parse_args()


if __name__ == "__main__":
    _main()
