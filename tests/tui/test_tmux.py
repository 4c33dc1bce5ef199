"""The UI in a real terminal, as somebody at a keyboard sees it. Skipped where tmux is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_LONGEST = 60.0
"""Seconds until the test gives up; it goes on as soon as the screen shows what it waits for."""

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Terminal:
    """A tmux of its own with one window."""

    def __init__(self, folder: Path, index: Path, columns: int, lines: int) -> None:
        self._tmux = ["tmux", "-S", str(folder / "tmux"), "-f", "/dev/null"]
        self._environment = {
            **{name: value for name, value in os.environ.items() if name != "TMUX"},
            "XDG_STATE_HOME": str(folder / "state"),
            "LC_ALL": "C.UTF-8",
            "EDITOR": "true",
        }
        size = ["-x", str(columns), "-y", str(lines)]
        run = "from civicsearch.__main__ import main; main()"
        self._run("new-session", "-d", *size, sys.executable, "-c", run, "tui", "--index", str(index), "buses")
        self._run("set-option", "-g", "set-clipboard", "on")

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            [*self._tmux, *words], env=self._environment, cwd=ROOT, capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """Send keys as tmux names them."""
        self._run("send-keys", *keys)

    def screen(self) -> str:
        """What the screen shows."""
        return self._run("capture-pane", "-p")

    def clipboard(self) -> str:
        """What was copied by OSC 52."""
        return self._run("show-buffer")

    def until(self, text: str) -> str:
        """Wait until the screen shows a text."""
        give_up = time.monotonic() + _LONGEST
        while text not in (shown := self.screen()):
            if time.monotonic() > give_up:
                pytest.fail(f"{text!r} never came; the screen shows:\n{shown}")
            time.sleep(0.05)
        return shown

    def close(self) -> None:
        """End everything."""
        subprocess.run([*self._tmux, "kill-server"], env=self._environment, capture_output=True, check=False)


@pytest.fixture
def terminal(tmp_path: Path, index_folder: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path, index_folder, 100, 30)
    try:
        yield opened
    finally:
        opened.close()


def test_a_session_at_a_keyboard(terminal: Terminal) -> None:
    terminal.until("4 posts")
    terminal.press("Down", "f")
    terminal.until("⏎ select")
    terminal.press("lee")
    terminal.until("⌕ lee")
    # One Escape at a time: what follows it at once is read as Alt and a key.
    terminal.press("Escape")
    terminal.until("▢ News")
    terminal.press("Escape")
    terminal.until("⏎ read")
    terminal.press("/")
    terminal.until("↑ history")
    terminal.press("C-u", "oakl")
    terminal.until("Open data in Oakland 2016")
    terminal.press("Enter")
    terminal.until("oakl*")
    terminal.press("Enter")
    terminal.until("post 1 of 4")
    terminal.press("n")
    terminal.until("1/2")
    terminal.press("y", "p")
    terminal.until("copied the permalink")
    assert terminal.clipboard().startswith("https://example.org/20")
    terminal.press("C-q")
    give_up = time.monotonic() + _LONGEST
    while _is_running(terminal) and time.monotonic() < give_up:
        time.sleep(0.05)
    assert not _is_running(terminal), "it ends, and the window with it"


def _is_running(terminal: Terminal) -> bool:
    try:
        terminal.screen()
    except subprocess.CalledProcessError:
        return False
    return True
