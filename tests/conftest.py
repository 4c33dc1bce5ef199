"""What every test starts from: the same environment on every machine."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import civicsearch

# Deadlines and slowness checks time the machine, not the code. CI tries the same examples on every run.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("default"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of whoever runs the tests do not reach them."""
    for name in list(os.environ):
        if name.startswith("CIVICSEARCH_") or name in {
            "NO_COLOR",
            "FORCE_COLOR",
            "CLICOLOR_FORCE",
            "COLUMNS",
            "LINES",
        }:
            monkeypatch.delenv(name)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[civicsearch.SearchIndex]:
    """An index with nothing in it."""
    with civicsearch.open(tmp_path / "index") as opened:
        yield opened


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refresh takes the files of a test for older than they are: too old to change again unseen."""
    importlib.import_module("civicsearch.index.refresh")  # which takes the constant over as it is
    monkeypatch.setattr("civicsearch.index.lastlook.RACY_NS", -3_600_000_000_000)
