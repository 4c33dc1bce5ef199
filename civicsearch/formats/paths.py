"""Paths of the hits' files, for ``xargs``, an editor or a script that opens them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from ..models import Hit, Post


def file_of(hit: Hit | Post, folders: Mapping[str, str]) -> str | None:
    """Absolute path of a hit's file, or None for a post that comes from no file.

    ``folders`` is the absolute folder of each source.
    """
    folder = folders.get(hit.source)
    return os.path.join(folder, *hit.path.split("/")) if folder and hit.path else None


def search_paths(hits: Iterable[Hit], folders: Mapping[str, str], *, null: bool, for_reading: bool) -> str:
    """One path a line, or each ended by a zero byte, in the order of the hits.

    ``for_reading`` replaces what a terminal would obey by ``?``; otherwise a path is exactly the file's name.
    """
    paths = [path for hit in hits if (path := file_of(hit, folders))]
    if null:
        return "".join(f"{path}\0" for path in paths)
    if for_reading:
        paths = ["".join(sign if sign.isprintable() else "?" for sign in path) for path in paths]
    return "".join(f"{path}\n" for path in paths)
