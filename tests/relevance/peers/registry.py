"""Peers by name. The library of a peer is imported when the peer is asked for, so that missing ones are left out."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import NamedTuple

from .protocol import Ranker


class Peer(NamedTuple):
    """An engine and how it is set up."""

    module: str
    distribution: str | None
    """What its version is told by; None for SQLite, which comes with Python."""
    setup: str


PEERS = {
    "civicsearch": Peer("civicsearch", "civicsearch", "its public Python API, the query as typed"),
    "tantivy": Peer("tantivy", "tantivy", "any of the English stems in any field, BM25 of each, the title twice"),
    "bm25s": Peer(
        "bm25s", "bm25s", "porter2 stems without its English stop words, Lucene's BM25, the title written twice"
    ),
    "FTS5": Peer("sqlite", None, "any of Porter's stems, BM25, the title twice"),
    "Whoosh": Peer("whoosh", "whoosh3", "any of its English analyzer's stems in any field, BM25F, the title twice"),
}
"""What it is called → how it is found; each module here has a class ``Engine``."""


def load(name: str) -> type[Ranker]:
    """The class of a peer; raises ImportError where its library is missing."""
    engine: type[Ranker] = import_module(f".{PEERS[name].module}", __package__).Engine
    return engine


def available(names: list[str]) -> dict[str, type[Ranker]]:
    """Those of the named peers that are installed."""
    found: dict[str, type[Ranker]] = {}
    for name in names:
        try:
            found[name] = load(name)
        except ImportError:
            continue
    return found


def peer_version(name: str) -> str:
    """The version of a peer, for the report."""
    distribution = PEERS[name].distribution
    if distribution is None:
        import sqlite3

        return sqlite3.sqlite_version
    return version(distribution)
