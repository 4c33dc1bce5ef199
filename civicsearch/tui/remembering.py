"""What the UI remembers from run to run: earlier queries, theme and layout, in the user's state folder.

The folder is that of the XDG Base Directory Specification: ``$XDG_STATE_HOME/civicsearch``, else
``~/.local/state/civicsearch``. What cannot be read is as if it were not there; what cannot be written is told.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

MOST_QUERIES = 500
_LARGEST = 1_000_000
"""Bytes; a longer file is none of ours."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the screen looks."""

    theme: str = "dark"
    density: str | None = None
    """Of the hits; None goes by the height of the screen."""
    facets: bool = True
    preview: bool = True


class Memory:
    """The two files; each is replaced whole, so that two UIs at once leave one complete."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.layout = _layout(_read(folder / "tui.json"))
        queries = _read(folder / "history.json")
        listed = queries if isinstance(queries, list) else []
        self.queries: list[str] = [query for query in listed if isinstance(query, str)][-MOST_QUERIES:]
        """Earlier queries, the newest last, each once."""

    def add(self, query: str) -> str | None:
        """Remember a query; returns why it could not be kept."""
        self.queries = [*(known for known in self.queries if known != query), query][-MOST_QUERIES:]
        return self._write("history.json", self.queries)

    def arrange(self, **changes: Any) -> str | None:
        """Remember how the screen looks; returns why it could not be kept."""
        layout = replace(self.layout, **changes)
        if layout == self.layout:
            return None
        self.layout = layout
        return self._write("tui.json", asdict(layout))

    def _write(self, name: str, content: object) -> str | None:
        beside = self.folder / f"{name}.{os.getpid()}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8", "surrogatepass")
            beside.replace(self.folder / name)
        except (OSError, UnicodeError) as error:
            return f"{self.folder / name}: cannot be written ({getattr(error, 'strerror', None) or error})"
        return None


def state_folder(environ: Mapping[str, str]) -> Path:
    """Where the state of this user's civicsearch lies. Relative paths are not valid there, and left out."""
    named = Path(environ.get("XDG_STATE_HOME") or "")
    base = named if named.is_absolute() else Path(os.path.expanduser("~")) / ".local" / "state"
    return base / "civicsearch"


def _read(path: Path) -> object:
    try:
        if path.stat().st_size > _LARGEST:
            return None
        found: object = json.loads(path.read_text("utf-8", "replace"))
    except (OSError, ValueError, RecursionError):
        return None
    return found


def _layout(found: object) -> Layout:
    """The layout of a file; what is missing in it or of another kind is as usual."""
    given = found if isinstance(found, dict) else {}
    usual = Layout()

    def text(name: str) -> str | None:
        value = given.get(name)
        return value if isinstance(value, str) else None

    def flag(name: str) -> bool:
        return given.get(name) is not False

    return Layout(text("theme") or usual.theme, text("density"), flag("facets"), flag("preview"))
