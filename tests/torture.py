"""How long the tests of faults go on: CI tries a few of each, ``make torture`` many."""

from __future__ import annotations

import os
import sys

LONG: bool = "CIVICSEARCH_TORTURE" in os.environ


def rounds(short: int, long: int) -> int:
    """How many rounds to try."""
    return long if LONG else short


def tell(figures: str) -> None:
    """Print what a long run has tried, for docs/explanation/trust.md."""
    if LONG:
        sys.stdout.write(f"\n{figures}\n")
