"""A page of hits: all matches by their scores, and the best of them looked at more closely."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..index.postings import Ints
from ..index.snapshot import Snapshot
from . import parameters
from .matches import Matches
from .matching import Matcher
from .ordering import first_hits
from .proximity import Proximity
from .relaxing import Listing
from .scoring import Scores


class Page(NamedTuple):
    """Some neighbouring hits, in their order."""

    posts: Ints
    scores: Scores


def ranked_page(snapshot: Snapshot, matcher: Matcher, listing: Listing, sort: str, offset: int, limit: int) -> Page:
    """The hits from an offset on.

    Several plain words are compared by their places in the best posts. What that adds is never negative, so those stay
    the best, and a later page goes on where one before it ended.
    """
    matches = listing.matches
    behind = None
    if len(listing.words) <= parameters.SHORT or sort != "relevance":
        behind = listing.lacking(matches.posts, snapshot.numbers)
    closely = sort == "relevance" and len(listing.words) > 1 and offset < parameters.BEST and limit > 0
    count = offset + limit
    if not closely:
        return _page(matches, first_hits(snapshot, matches, sort, count, offset, behind))
    first = first_hits(snapshot, matches, sort, max(count, parameters.BEST), behind=behind)
    if not len(first):
        return _page(matches, first)
    best, rest = np.sort(first[: parameters.BEST]), first[max(offset, parameters.BEST) : count]
    posts = matches.posts[best]
    scores = matches.scores(best) + snapshot.once(Proximity).scores(matcher, listing.words, posts, len(matches))
    closer = Matches(posts, lambda places: scores if places is None else scores[places])
    order = first_hits(snapshot, closer, sort, count, offset, None if behind is None else behind[best])
    page = Page(posts[order], scores[order])
    if not len(rest):
        return page
    after = _page(matches, rest)
    return Page(np.concatenate([page.posts, after.posts]), np.concatenate([page.scores, after.scores]))


def _page(matches: Matches, places: Ints) -> Page:
    return Page(matches.posts[places], matches.scores(places))
