"""Files → posts. Front matter and Markdown are known only here.

`discover` finds a source's files, `read_file` gets one's bytes, `parse_post` makes a `Post` of them. The parsers are
loaded when a post is first parsed: a refresh that finds nothing new does not wait for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .discovery import FoundFile, default_name, discover, read_file

if TYPE_CHECKING:
    from .reading import Reading, parse_post

__all__ = ["FoundFile", "Reading", "default_name", "discover", "parse_post", "read_file"]


def __getattr__(name: str) -> object:
    if name in ("Reading", "parse_post"):
        from . import reading

        return getattr(reading, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
