"""The terminal UI as a whole: themes, the index, and which screen comes first. It only wires."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import Monochrome, NoColor
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES

from .. import api
from ..api import SearchIndex
from ..config import Config
from ..errors import CivicsearchError, NoIndexError, UsageError
from ..index.manifest import read_manifest
from .moving import MOVING
from .remembering import Memory, state_folder
from .screens.search import SearchScreen
from .searching import Searcher
from .themes import DEFAULT, THEMES, NoColour
from .widgets.key_bar import key_name


class CivicsearchApp(App[None]):
    """One index, searched in a terminal."""

    TITLE = "civicsearch"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "quit", show=False, priority=True),
    ]
    CSS = """
    * { link-style: underline; }
    """

    def __init__(self, config: Config, query: str = "") -> None:
        super().__init__()
        self.animation_level = "none"
        self.config = config
        self.first_query = query
        self.index = api.open(config.index, config=config)
        for theme in THEMES:
            self.register_theme(theme)
        for name in BUILTIN_THEMES:
            self.unregister_theme(name)
        self.memory = Memory(state_folder(os.environ))
        known = {theme.name for theme in THEMES}
        self.theme = self.memory.layout.theme if self.memory.layout.theme in known else DEFAULT
        self._filters = [kept for kept in self._filters if not isinstance(kept, Monochrome | NoColor)]
        if os.environ.get("NO_COLOR"):
            self._filters.append(NoColour())

    def watch_theme(self, theme: str) -> None:
        """Remember the theme."""
        if hasattr(self, "memory"):
            self.memory.arrange(theme=theme)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the screen can do and the key bar tells, and the themes, to be found by what they do."""
        keys: dict[str, list[str]] = {}
        runs: dict[str, Callable[[], Awaitable[bool]]] = {}
        for key, active in screen.active_bindings.items():
            binding = active.binding
            called = binding.description and active.enabled and not binding.system and binding.group is not MOVING
            if called and (binding.show or active.node in (screen, self)):
                runs.setdefault(binding.description, partial(self.run_action, binding.action, active.node))
                keys.setdefault(binding.description, []).append(key_name(key))
        for name, run in runs.items():
            yield SystemCommand(name.capitalize(), f"key {' '.join(dict.fromkeys(keys[name]))}", run)
        for theme in THEMES:
            yield SystemCommand(f"Theme {theme.name}", "use these colours", partial(setattr, self, "theme", theme.name))

    def action_command_palette(self) -> None:
        """Find a command by its name."""
        from .screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def on_mount(self) -> None:
        if not self.is_headless:  # a test, whose process does more than run the UI
            self.set_timer(_STARTED, self.collect_rarely)
        if self._has_no_index():
            from .screens.first_run import FirstRun

            sample = api.open(self.memory.folder / "sample", config=self.config)
            self.push_screen(FirstRun(self.index, sample), self._begin)
        else:
            self._begin(self.index)

    def collect_rarely(self) -> None:
        """From now on look for cycles as it suits a process that runs the UI."""
        gc.set_threshold(*COLLECTIONS)

    def _has_no_index(self) -> bool:
        """Whether there is none yet; what else may be wrong the search says."""
        try:
            read_manifest(self.config.index)
        except NoIndexError:
            return True
        except CivicsearchError:
            return False
        return False

    def _begin(self, index: SearchIndex | None) -> None:
        if index is None:
            self.exit()
            return
        self.index, self.searcher = index, Searcher(index)
        self.push_screen(SearchScreen(self.searcher, self.memory, self.first_query))


_STARTED = 1.0
"""Seconds after which the first frames are there. Until then objects are made that stay: to look for cycles among them
made the start 1.55 times as long as an empty app's, in the place of 1.44."""
COLLECTIONS = (1_000, 5, 4_000)
"""Thresholds of Python's search for unreachable cycles, in a process that does nothing but run the UI.

With the usual ones a session had 33 full searches of up to 0.1 s, each a frame that came late; here it has none. The
others are short: of 50,000 new objects at once one took 26 to 79 ms, of 1,000 it takes 4 to 8, and all of them a tenth
less. While 100,000 hits are scrolled, the slowest frame takes 20 ms of the processor in the place of 30 to 34.
"""


def run(config: Config, query: str = "") -> None:
    """Run the UI until it is left. Raises `UsageError` where there is no terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the terminal UI needs a terminal; search with: civicsearch search QUERY")
    CivicsearchApp(config, query).run()
