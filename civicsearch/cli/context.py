"""What the global options of one command line lead to: its settings and its index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..api import SearchIndex
    from ..config import Config


@dataclass(slots=True)
class Invocation:
    """One run of the command. ``--index`` may stand before or after the command's name; the last one holds."""

    index: str | None = None
    file: str | None = None
    synonyms: str | None = None

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
