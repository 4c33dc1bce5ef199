"""The soak itself: what it counts holds for a few refreshes, and what grows would be named."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.trust.soak import LIMITS, Sample, grown, soak, table

FLAT = Sample(files=10, disk_mb=20, memory_mb=100, descriptors=12, search=1, refresh=5)


@pytest.mark.skipif(sys.platform != "linux", reason="it looks at the process by /proc")
def test_a_short_soak_counts_right_and_tells_what_it_saw(tmp_path: Path) -> None:
    samples = soak(tmp_path, 40, lambda done: done < 15)
    assert len(samples) == 15
    assert len(table(samples).splitlines()) == len(LIMITS)
    assert not {"files", "disk_mb", "descriptors"} & grown(samples).keys()


@pytest.mark.parametrize("name", LIMITS)
def test_what_grows_with_each_refresh_is_named(name: str) -> None:
    leak = [replace(FLAT, **{name: getattr(FLAT, name) * (1 + number / 20)}) for number in range(100)]
    assert grown(leak).keys() == {name}


def test_what_only_grows_at_first_or_is_slow_once_is_not() -> None:
    warm_up = [replace(FLAT, memory_mb=40 + 3 * number) for number in range(20)]
    once = [replace(FLAT, search=50, refresh=500)]
    assert grown([*warm_up, *[FLAT] * 70, *once, *[FLAT] * 9]) == {}
