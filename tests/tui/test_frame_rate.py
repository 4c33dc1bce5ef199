"""How often the UI may paint: it says so before Textual is loaded, which asks only then."""

import os
import subprocess
import sys

import pytest

_TOLD = "import civicsearch.tui.app, textual.constants; print(textual.constants.MAX_FPS)"


@pytest.mark.parametrize(("wished", "rate"), [(None, 120), ("30", 30)])
def test_frame_rate(wished: str | None, rate: int) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "TEXTUAL_FPS"}
    if wished is not None:
        environment["TEXTUAL_FPS"] = wished
    done = subprocess.run([sys.executable, "-c", _TOLD], env=environment, capture_output=True, text=True, check=True)
    assert int(done.stdout) == rate
