"""A short run of `fuzz`; the long one is ``make torture``."""

from __future__ import annotations

import pytest

from tests.trust import fuzz


@pytest.mark.parametrize("seed", range(4))
def test_readers_stand_any_text(seed: int) -> None:
    assert fuzz.run(seed, lambda count: count < 250) == 250
