"""Peers by name. The library of a peer is imported when the peer is asked for, so that missing ones are left out."""

from __future__ import annotations

from importlib import import_module

from .protocol import Peer

PEERS = {
    "civicsearch": "civicsearch",
    "bm25f": "civicsearch",
    "tantivy": "tantivy",
    "sqlite": None,
    "xapian": None,
    "whoosh": "whoosh3",
}
"""Name → distribution that its version is told by, where it is one. Each has a module here with a class ``Engine``."""
DEFAULT = [name for name in PEERS if name != "bm25f"]
"""Those that are asked unless others are named: not civicsearch's own ranking without its second stage, whose turns
would warm the caches for it. ``--peers civicsearch,bm25f`` tells what the ranking costs."""


def load(name: str) -> type[Peer]:
    """The class of a peer; raises ImportError where its library is missing."""
    engine: type[Peer] = import_module(f".{name}", __package__).Engine
    return engine


def available(names: list[str], posts: int) -> dict[str, type[Peer]]:
    """Those of the named peers that are installed and can take so many posts."""
    found: dict[str, type[Peer]] = {}
    for name in names:
        try:
            engine = load(name)
        except ImportError:
            continue
        if engine.largest is None or posts <= engine.largest:
            found[name] = engine
    return found


def peer_version(name: str) -> str:
    """The version of a peer, for the report."""
    # It is slow to import, and a cold search imports this module.
    from importlib.metadata import PackageNotFoundError, version

    if name == "sqlite":
        import sqlite3

        return sqlite3.sqlite_version
    if name == "xapian":
        return str(import_module("xapian").version_string())
    try:
        return version(PEERS[name] or name)
    except PackageNotFoundError:
        return "unknown"
