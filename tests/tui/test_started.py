"""What the terminal UI does once its first frames are there."""

from __future__ import annotations

import gc
import time

import pytest

from civicsearch.tui import app as ui
from tests.tui.conftest import Start, driven


@driven
async def test_a_ui_that_has_started_looks_for_cycles_rarely_and_goes_on(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a terminal; a headless one leaves the process as it is."""
    monkeypatch.setattr(ui, "_STARTED", 0.01)
    monkeypatch.setattr(ui.CivicsearchApp, "is_headless", False)
    before = gc.get_threshold()
    try:
        async with start() as driven_ui:
            over = time.monotonic() + 10
            while gc.get_threshold() != ui.COLLECTIONS and time.monotonic() < over:
                await driven_ui.pilot.pause(0.01)
            assert gc.get_threshold() == ui.COLLECTIONS
            assert driven_ui.app.is_running
    finally:
        gc.set_threshold(*before)
