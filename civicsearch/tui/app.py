"""The terminal UI as a whole: themes, the index, and which screen comes first. It only wires."""

from __future__ import annotations

import os
import sys
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import Monochrome, NoColor
from textual.theme import BUILTIN_THEMES

from .. import api
from ..config import Config
from ..errors import UsageError
from .screens.search import SearchScreen
from .searching import Searcher
from .themes import DEFAULT, THEMES, NoColour


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
        self.searcher = Searcher(self.index)
        for theme in THEMES:
            self.register_theme(theme)
        for name in BUILTIN_THEMES:
            self.unregister_theme(name)
        self.theme = DEFAULT
        self._filters = [kept for kept in self._filters if not isinstance(kept, Monochrome | NoColor)]
        if os.environ.get("NO_COLOR"):
            self._filters.append(NoColour())

    def on_mount(self) -> None:
        self.push_screen(SearchScreen(self.searcher, self.first_query))


def run(config: Config, query: str = "") -> None:
    """Run the UI until it is left. Raises `UsageError` where there is no terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the terminal UI needs a terminal; search with: civicsearch search QUERY")
    CivicsearchApp(config, query).run()
