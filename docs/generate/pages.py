"""Which pages are generated, and by what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from . import command_line, configuration, errors, exit_codes, key_map, python_api, query_language

REFERENCE = Path(__file__).resolve().parents[1] / "reference"

PAGES: Mapping[str, Callable[[], str]] = {
    "cli.md": command_line.page,
    "configuration.md": configuration.page,
    "errors.md": errors.page,
    "exit-codes.md": exit_codes.page,
    "keys.md": key_map.page,
    "python-api.md": python_api.page,
    "query-language.md": query_language.page,
}
