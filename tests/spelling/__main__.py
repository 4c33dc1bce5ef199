"""Measures did-you-mean beside Whoosh and SymSpell: ``python -m tests.spelling [--tune] [--archives FOLDER]``.

The tables of docs/explanation/spelling.md are written anew; with ``--tune`` the other half of the words is asked, and
the figures of civicsearch alone are printed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import civicsearch
from tests.benchmarks.corpus import DEFAULT_ARCHIVES, Corpus

from . import cases, peers
from .report import Answered, tables

LEFT_OUT = "cds"
"""The archive that is not in the index: English and French."""
WHOOSH_STEP = 10
"""Whoosh takes a tenth of a second or more a query, and is asked every tenth."""
PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "spelling.md"
MARK = "<!-- measured by python -m tests.spelling -->\n"


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.spelling", description=__doc__)
    parser.add_argument("--tune", action="store_true", help="ask the half of the words that parameters are chosen on")
    parser.add_argument("--archives", type=Path, default=DEFAULT_ARCHIVES, help="folder of the packed archives")
    arguments = parser.parse_args()
    with TemporaryDirectory(prefix="civicsearch-spelling-") as temporary:
        posts = Corpus("real", arguments.archives.resolve(), Path(temporary)).posts()
        inside = [post for post in posts if post.source != LEFT_OUT]
        known = cases.Words(inside)
        other = cases.Words([post for post in posts if post.source == LEFT_OUT])
        held_back = not arguments.tune
        asked = [
            *cases.misspelt(known, held_back=held_back),
            *cases.spaces(known, held_back=held_back),
            *cases.facet_values(inside, held_back=held_back),
            *cases.right(known, held_back=held_back),
            *cases.unknown(known, other, held_back=held_back),
        ]
        with civicsearch.open(Path(temporary) / "index") as index:
            index.add(inside)
            correctors = {"civicsearch": peers.civicsearch_corrector(index)}
            if not arguments.tune:
                correctors |= {
                    "SymSpell": peers.symspell_corrector(known, compound=False),
                    "SymSpell compound": peers.symspell_corrector(known, compound=True),
                    "Whoosh": peers.whoosh_corrector(known),
                }
            answers = {
                name: _answered(name, correct, asked[::WHOOSH_STEP] if name == "Whoosh" else asked)
                for name, correct in correctors.items()
            }
            text = tables(answers)
    if arguments.tune:
        sys.stdout.write(text)
        return
    before, _, _ = PAGE.read_text("utf-8").partition(MARK)
    PAGE.write_text(f"{before}{MARK}\n{text}", "utf-8")


def _answered(name: str, correct: peers.Correct, asked: Sequence[cases.Case]) -> Answered:
    sys.stderr.write(f"asking {name}\n")
    started = time.perf_counter()
    answers: Mapping[cases.Case, str | None] = {case: correct(case.query) for case in asked}
    return Answered(answers, (time.perf_counter() - started) / len(asked))


_main()
