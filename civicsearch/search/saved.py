"""Saved searches: kept, listed, and asked for what is new in them.

A post is new in a saved search if it matches and was not seen: when the search was saved everything that matched was
seen, since then what was shown. A post is known by its id. A file that was renamed has another id, so a post whose
content is that of a seen post that matches no more counts as seen too. The marks are ids and fingerprints of content,
and no dates or numbers of the index, so refreshing and rebuilding leave them right.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import numpy as np
from whoosh.query import Term

from .. import clock
from ..engine import Engine
from ..errors import QueryError, UsageError
from ..index import saved as files
from ..index.saved import SavedQuery
from ..index.snapshot import Snapshot
from ..language.folding import facet_key
from ..models import SavedSearch, SearchRequest, SearchResults
from ..query import to_string
from ..query.fields import SAVED, nearest
from ..stopping import Stop, go_on, stop_of
from .reading import Saved
from .searcher import matching_posts

_LONGEST_NAME = 100


def save(engine: Engine, folder: Path, name: str, query: str, stop: Stop = go_on) -> SavedSearch:
    """Keep a query under a name, in the place of the one that has it. All that matches now counts as seen.

    Raises `UsageError` for a name that cannot be, and `QueryError` for a query that cannot be read, also for one that
    would come back to itself.
    """
    key = _key(name)
    queries = {known: entry.query for known, entry in files.read_queries(folder).items()}
    seen = engine.matching(query, {**queries, key: query}, stop=stop)
    with files.changing(folder):
        entry = SavedQuery(query, clock.moment().replace(microsecond=0))
        files.prepare_seen(folder, key, query, seen)
        files.write_queries(folder, {**files.read_queries(folder), key: entry})
        files.write_seen(folder, key, seen)
    return SavedSearch(key, query, entry.saved, None, len(seen), 0)


def unsave(folder: Path, name: str) -> None:
    """Forget a saved search. Raises `UsageError` where there is none of this name."""
    with files.changing(folder):
        queries = files.read_queries(folder)
        del queries[_known(queries, name)]
        files.write_queries(folder, queries)
        files.forget_seen(folder, queries)


def listed(engine: Engine, folder: Path, stop: Stop = go_on) -> tuple[SavedSearch, ...]:
    """All saved searches by name, with their counts."""
    queries, seen = files.read_queries(folder), files.read_seen(folder)
    found = []
    for name, entry in sorted(queries.items()):
        about = (name, entry.query, entry.saved, entry.looked)
        try:
            matching = engine.matching(_query(name), stop=stop)
        except QueryError as error:
            found.append(SavedSearch(*about, None, None, str(error)))
        else:
            new = _unseen(matching, files.seen_of(seen, name, entry.query))
            found.append(SavedSearch(*about, len(matching), len(new)))
    return tuple(found)


def new_in(engine: Engine, folder: Path, name: str, request: SearchRequest) -> SearchResults:
    """Answer a request for what is new in a saved search, whose query takes the place of the request's."""
    stop = stop_of(request.timeout, request.cancelled)
    queries = files.read_queries(folder)
    key = _known(queries, name)
    query = _query(key)
    seen = files.seen_of(files.read_seen(folder), key, queries[key].query)
    new = _unseen(engine.matching(query, stop=stop), seen)
    return engine.search(replace(request, query=query, among=new))


def mark_seen(engine: Engine, folder: Path, name: str, ids: Collection[str] | None, stop: Stop = go_on) -> None:
    """Count posts as seen; None is all that match. What matches no more is forgotten."""
    key = _known(files.read_queries(folder), name)
    matching = engine.matching(_query(key), stop=stop)
    with files.changing(folder):
        queries = files.read_queries(folder)
        known = queries[_known(queries, name)]
        unseen = _unseen(matching, files.seen_of(files.read_seen(folder), key, known.query))
        left = unseen.difference(ids) if ids is not None else frozenset()
        marks = {post: mark for post, mark in matching.items() if post not in left}
        entry = replace(known, looked=clock.moment().replace(microsecond=0))
        files.write_seen(folder, key, marks)
        files.write_queries(folder, {**queries, key: entry})


def fingerprints(snapshot: Snapshot, query: str, saved: Saved, stop: Stop) -> dict[str, str]:
    """The ids of the posts that match, each with a fingerprint of its content."""
    posts = matching_posts(snapshot, query, saved, stop)
    marks: dict[str, str] = {}
    for base, segment in zip(snapshot.bases, snapshot.segments, strict=False):
        stop()
        digests = [state.digest for state in segment.file_states()]
        first, last = np.searchsorted(posts, (base, base + segment.posts))
        for post in posts[first:last].tolist():
            stop()
            digest = digests[post - base] or _digest(snapshot, post)
            marks[snapshot.id(post)] = digest.hex()
    return marks


def _digest(snapshot: Snapshot, post: int) -> bytes:
    """For a post that comes from no file."""
    content = f"{snapshot.listed(post).title}\n{snapshot.text(post)}"
    return blake2b(content.encode("utf-8", "surrogateescape"), digest_size=16).digest()


def _unseen(matching: Mapping[str, str], seen: Mapping[str, str]) -> frozenset[str]:
    gone = {mark for post, mark in seen.items() if post not in matching}
    return frozenset(post for post, mark in matching.items() if post not in seen and mark not in gone)


def _key(name: str) -> str:
    key = facet_key(name)
    if not key or len(key) > _LONGEST_NAME or not key.isprintable() or not any(map(str.isalnum, key)):
        raise UsageError(f"{name!r}: a saved search has a name of letters, digits and dashes, as in weekly-budget")
    return key


def _known(queries: Mapping[str, SavedQuery], name: str) -> str:
    key = facet_key(name)
    if key not in queries:
        close = nearest(key, queries)
        remedy = f"did you mean {close}?" if close else f"there are {', '.join(sorted(queries)) or 'none yet'}"
        raise UsageError(f"{name}: there is no saved search of this name; {remedy}")
    return key


def _query(name: str) -> str:
    return to_string(Term(SAVED, name))
