"""Texts made of others, for the readers of posts and of queries."""

from __future__ import annotations

import random
from collections.abc import Sequence


def garbled(text: str, chance: random.Random, pools: Sequence[Sequence[str]], times: int, most: int) -> str:
    """A text, so many times cut, doubled up to ``most`` times, or with a piece of a pool or any character put in."""
    for _ in range(times):
        at = chance.randint(0, len(text))
        end = min(len(text), at + chance.randint(0, 20))
        match chance.randrange(4):
            case 0:
                text = text[:at] + text[end:]
            case 1:
                text = text[:at] + text[at:end] * chance.randint(2, most) + text[end:]
            case 2:
                text = text[:at] + chance.choice(chance.choice(pools)) + text[at:]
            case _:
                text = text[:at] + chr(chance.randrange(0xD800) or 1) + text[at:]
    return text
