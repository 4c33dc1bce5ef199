"""A long run of the checks of `invariants` on texts made from the corpus: ``python -m tests.query.fuzz [MINUTES]``.

Texts are lines of ``corpus.txt`` cut, doubled, joined and sprinkled with signs, from a seed that is printed. A text
that fails is printed too, and belongs into the corpus when its cause is mended.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from tests.query.invariants import check, drops_nothing, is_settled

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


def _mutated(lines: list[str], chance: random.Random) -> str:
    text = chance.choice(lines)
    for _ in range(chance.randint(1, 8)):
        at = chance.randint(0, len(text))
        end = min(len(text), at + chance.randint(0, 12))
        match chance.randrange(6):
            case 0:
                text = text[:at] + text[end:]
            case 1:
                text = text[:at] + text[at:end] * chance.randint(2, 5) + text[end:]
            case 2:
                text = text[:at] + chance.choice(_SIGNS) + text[at:]
            case 3:
                text = f"{text[:at]}{chance.choice(lines)}{text[at:]}"
            case 4:
                text = f"{text} {chance.choice(lines)}"
            case _:
                text = text[:at] + chr(chance.randrange(0xD800) or 1) + text[at:]
    return text[:_LONGEST]


def main(minutes: float) -> None:
    """Check mutated texts until the time is over; an `AssertionError` ends it."""
    seed = time.time_ns() % 2**32
    chance = random.Random(seed)  # noqa: S311  # nothing secret
    lines = (Path(__file__).parent / "corpus.txt").read_text(encoding="utf-8").splitlines()
    over = time.monotonic() + minutes * 60
    texts = 0
    while time.monotonic() < over:
        text = _mutated(lines, chance)
        try:
            if is_settled(text):
                check(text)
                check(text, as_you_type=True)
            if not drops_nothing(text):
                raise AssertionError("a word was dropped in silence")
        except BaseException:
            sys.stderr.write(f"seed {seed}, text {texts}: {text!r}\n")
            raise
        texts += 1
    sys.stdout.write(f"{texts:,} texts from seed {seed} in {minutes:g} minutes: no failure\n")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10)
