"""How long the tests of faults go on: CI tries a few of each, ``make torture`` many."""

from __future__ import annotations

import os

LONG: bool = "CIVICSEARCH_TORTURE" in os.environ


def rounds(short: int, long: int) -> int:
    """How many rounds to try."""
    return long if LONG else short
