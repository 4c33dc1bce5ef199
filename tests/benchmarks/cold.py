"""One search in a process of its own, for the time that a script pays: imports, opening, search, output.

Run as ``python -m tests.benchmarks.cold PEER FOLDER WORD``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from .peers.protocol import Question
from .peers.registry import load


def _main(peer: str, folder: str, word: str) -> None:
    engine = load(peer)(Path(folder))
    engine.open()
    answer = engine.ask(Question(all_of=(word,)))
    sys.stdout.write("".join(f"{hit}\n" for hit in answer.hits))


if __name__ == "__main__":
    _main(*sys.argv[1:])
