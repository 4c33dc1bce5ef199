"""Judges the ranking beside other engines: ``python -m tests.relevance --help``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.corpus import DEFAULT_ARCHIVES, REAL, Corpus

from .ablation import Ablation
from .known_items import language_sets, without_stems
from .measures import DEPTH, Quality, quality
from .peers import registry
from .peers.protocol import Ranker
from .report import PAGE, PRODUCT, Judged, ablation_tables, language_table, report, write
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
        sets = [read(work / "sets", name) for name in arguments.sets]
        for judged in sets:
            found = {peer: _judge(peer, engine, judged, work) for peer, engine in peers.items()}
            results.append(Judged.of(judged, found))
        parts = [report(results)]
        if arguments.ablation:
            ablation = Ablation(sets, work)
            parts += ablation_tables(list(ablation.sets), ablation.rows(), ablation.crossed(("18f", "cfa")))
        if any(arguments.archives.glob("*.tar.xz")):
            parts += _languages(Corpus(REAL, arguments.archives.resolve(), work).unpacked(), work)
    text = "\n".join(parts)
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


def _languages(archives: Path, work: Path) -> list[str]:
    """Known items of archives in other languages, each also without stems."""
    found = []
    for judged in language_sets(archives):
        qualities = {}
        for posts, told in ((judged, "with stems"), (without_stems(judged), "without stems")):
            qualities[told] = _judge(PRODUCT, registry.load(PRODUCT), posts, work)
        found.append(Judged.of(judged, qualities))
    return [language_table(found)] if found else []


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
    parser.add_argument("--archives", type=Path, default=DEFAULT_ARCHIVES, help="packed archives in other languages")
    parser.add_argument("--ablation", action="store_true", help="measure what each number of the ranking is worth")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/explanation/ranking.md")
    return parser.parse_args()


if __name__ == "__main__":
    _main()
