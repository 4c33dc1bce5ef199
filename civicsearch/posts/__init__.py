"""Files → posts. Front matter and Markdown are known only here.

`discover` finds a source's files, `read_file` gets one's bytes, `parse_post` makes a `Post` of them. Each is loaded
when it is first asked for: a refresh that finds nothing new needs `walk` alone.
"""

from __future__ import annotations

TYPE_CHECKING = False  # without `typing`, which takes 3 ms
if TYPE_CHECKING:
    from .discovery import FoundFile, default_name, discover, read_file
    from .reading import Reading, parse_post

__all__ = ["FoundFile", "Reading", "default_name", "discover", "parse_post", "read_file"]


def __getattr__(name: str) -> object:
    if name in ("Reading", "parse_post"):
        from . import reading as module
    elif name in __all__:
        from . import discovery as module  # type: ignore[no-redef]
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(module, name)
