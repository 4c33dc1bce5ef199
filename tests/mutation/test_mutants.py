"""Mutants are one change each; those that are named as equivalent are still there."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from tests.mutation.mutants import mutants

HERE = Path(__file__).parent
EQUIVALENT = tomllib.loads((HERE / "equivalent.toml").read_text("utf-8"))

SOURCE = '''
"""What it does."""

LIMIT: int = 20

def first(values: list[str], most: int = LIMIT) -> str | None:
    """What this does."""
    if not values:
        raise ValueError(f"nothing in {values}: give 1 or more")
    return min(values[:most]) if most > 0 and values else None
'''


def test_each_is_one_change_and_leaves_alone_what_no_behaviour_hangs_on() -> None:
    assert [mutant.place for mutant in mutants(SOURCE)] == [
        "module: 20 → 21",
        "module: 20 → 19",
        "first: not values → values",
        "first: return min(values[:most]) if most > 0 and values else None → return None",
        "first: min(values[:most]) if most > 0 and values else None"
        " → min(values[:most]) if not (most > 0 and values) else None",
        "first: most > 0 and values → most > 0 or values",
        "first: most > 0 and values → values",
        "first: most > 0 and values → most > 0",
        "first: most > 0 → most >= 0",
        "first: 0 → 1",
        "first: 0 → -1",
        "first: min(values[:most]) → max(values[:most])",
        "first: :most → :",
    ]


def test_the_code_of_a_mutant_differs_by_its_change_only() -> None:
    original = ast.unparse(ast.parse(SOURCE)).splitlines()
    for mutant in mutants(SOURCE):
        changed = mutant.write().splitlines()
        differing = [number for number, lines in enumerate(zip(original, changed, strict=True)) if len(set(lines)) > 1]
        assert len(differing) == 1, mutant.place
        assert original[differing[0]] in SOURCE


@pytest.mark.parametrize("module", EQUIVALENT)
def test_what_is_named_as_equivalent_is_still_there(module: str) -> None:
    source = (HERE.parents[1] / "civicsearch" / module).read_text("utf-8")
    assert EQUIVALENT[module].keys() <= {mutant.place for mutant in mutants(source)}
    assert all(EQUIVALENT[module].values()), "without a reason"
