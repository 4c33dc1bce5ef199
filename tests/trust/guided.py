"""The checks of `fuzz` on texts that coverage leads to: ``python -m tests.trust.guided FOLDER [OPTION]...``.

It needs atheris (``pip install atheris``), which is no part of the development set: there are no wheels of it for most
systems. Inputs that reach something new are gathered in the folder; options are those of libFuzzer, for instance
``-max_total_time=1200``. The first byte of an input names the check, the others are the file to be read. What fails is
written to a file ``crash-…``, and belongs into ``corpus.jsonl`` when its cause is mended.
"""

from __future__ import annotations

import random
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

_SEEDS = 300
"""Texts of `fuzz.drawn` to begin with."""


def main() -> None:
    """Run until libFuzzer ends."""
    atheris: Any = import_module("atheris")
    with atheris.instrument_imports(include=["civicsearch", "tomllib", "yaml"]):
        from civicsearch.sample import sources
        from tests.trust import fuzz
        from tests.trust.corpus import corpus

    checks = list(fuzz.CHECKS.values())

    def examine(data: bytes) -> None:
        if data:
            checks[data[0] % len(checks)](data[1:])

    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(0)  # noqa: S311  # nothing secret
    texts = [fuzz.drawn(chance).encode("utf-8", "surrogatepass") for _ in range(_SEEDS)]
    texts += [path.read_bytes() for source in sources() for path in Path(source.path).rglob("*.md")]
    texts += corpus()
    for place, text in enumerate(texts):
        for number in range(len(checks)):
            (folder / f"seed-{place}-{number}").write_bytes(bytes([number]) + text)
    words = folder.with_suffix(".words")
    pieces = [piece.encode("utf-8", "surrogatepass").hex("x").replace("x", r"\x") for piece in fuzz.PIECES]
    words.write_text("".join(f'"\\x{piece}"\n' for piece in pieces), "ascii")
    atheris.Setup([*sys.argv, f"-dict={words}"], examine)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
