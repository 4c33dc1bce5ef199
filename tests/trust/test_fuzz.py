"""A short run of `fuzz`, and all files that a long one kept; the long one is ``make fuzz``."""

from __future__ import annotations

import pytest

from tests.trust import fuzz
from tests.trust.corpus import corpus


@pytest.mark.parametrize("seed", range(4))
def test_readers_stand_any_text(seed: int) -> None:
    assert fuzz.run(seed, lambda count: count < 250) == 250


@pytest.mark.parametrize("name", fuzz.CHECKS)
def test_a_reader_stands_every_file_that_led_it_somewhere(name: str) -> None:
    files = corpus()
    assert len(files) > 400
    for data in files:
        fuzz.CHECKS[name](data)
