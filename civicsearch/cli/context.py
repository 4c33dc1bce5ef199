"""What the global options of one command line lead to: its settings and its index."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..api import SearchIndex
    from ..config import Config


class Invocation:
    """One run of the command. ``--index`` may stand before or after the command's name; the last one holds."""

    def __init__(self) -> None:
        self.index: str | None = None
        self.file: str | None = None
        self.synonyms: str | None = None

    def config(self) -> Config:
        """The effective settings."""
        from pathlib import Path

        from ..config import load

        return load(index=self.index, file=Path(self.file) if self.file else None, synonyms=self.synonyms)

    def open(self, config: Config | None = None) -> SearchIndex:
        """The index, to be used in a ``with``."""
        from .. import api

        config = config or self.config()
        return api.open(config.index, config=config)
