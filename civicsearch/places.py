"""Where the settings file and the index lie: flags, the environment, then the file itself.

It loads next to nothing, so that a refresh can find its index before the rest of civicsearch is there.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # without `typing`, which takes 3 ms
if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_NAME = "civicsearch.toml"
INDEX_VARIABLE = "CIVICSEARCH_INDEX"
FILE_VARIABLE = "CIVICSEARCH_CONFIG"
DEFAULT_INDEX = "index"
"""Beside ``civicsearch.toml``; in the current folder where there is no such file."""


def settings_file(directory: str, environ: Mapping[str, str], flag: str | None) -> str | None:
    """The settings file: the one that is named, whether or not it is there, else the nearest one, or None."""
    if named := flag or environ.get(FILE_VARIABLE):
        return absolute(directory, named)
    folder = directory
    while not os.path.isfile(path := os.path.join(folder, FILE_NAME)):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return path


def index_folder(
    directory: str, environ: Mapping[str, str], flag: str | None, file: str | None, named: str | None
) -> tuple[str, str]:
    """The folder of the index, and what says so. The settings ``file`` may have ``named`` one, by its absolute path."""
    if flag is not None:
        return absolute(directory, flag), "--index"
    if environ.get(INDEX_VARIABLE):
        return absolute(directory, environ[INDEX_VARIABLE]), INDEX_VARIABLE
    if named is not None:
        return named, FILE_NAME
    return absolute(os.path.dirname(file) if file else directory, DEFAULT_INDEX), "default"


def absolute(base: str, path: str) -> str:
    """A path that is relative to a folder, or to somebody's home."""
    return os.path.abspath(os.path.join(base, os.path.expanduser(path)))
