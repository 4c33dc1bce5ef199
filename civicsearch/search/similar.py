"""Posts like another one: those that have most of its telling words.

The words are one OR over their postings, scored as a search is and weighed by how often the post has them. On posts
that share tags this finds as many as the cosine of tf-idf vectors over all words, which would need an array of the
words of every post.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from ..errors import UsageError
from ..index.arrays import look_up, marked
from ..index.postings import POST_SHIFT, Ints
from ..index.snapshot import Snapshot
from ..language.tokens import words
from ..models import Hit
from ..models.similar import PostVersion, SimilarPost, SimilarPosts, SimilarRequest
from ..stopping import Stop, stop_of
from .matches import Matches
from .narrowing import narrowed
from .ordering import first_hits
from .positions import Marks
from .reading import Saved
from .scoring import Bm25f, Scores
from .snippets import snippets
from .telling import TellingTerm, telling_terms, written_forms
from .versions import TRANSLATION, Versions, grouped, translations

SHARED = 10
"""Words that are told of each post, and marked in its snippet."""
_SPARE = 20
"""Posts beyond those wanted that are looked at: some may be versions of others."""


def similar(snapshot: Snapshot, request: SimilarRequest, saved: Saved) -> SimilarPosts:
    """Find posts like another one.

    Raises `QueryError` for a query that cannot be read, `SearchStoppedError` where the request says to stop, and
    `UsageError` for an id that there is not, a filter value that cannot be, or a negative limit.
    """
    started = time.perf_counter()
    stop = stop_of(request.timeout, request.cancelled)
    if request.limit < 0:
        raise UsageError(f"limit {request.limit}: it cannot be negative; give 0 or more")
    own = snapshot.number(request.id)
    if own is None:
        raise UsageError(f"{request.id}: there is no such post; hits of a search carry their ids")
    looked_at = narrowed(snapshot, request.where, request.filters, saved, stop)
    post = snapshot.whole(own)
    terms = telling_terms(snapshot, post)
    scores = _scores(snapshot, terms, stop)
    scores /= scores[own] or 1
    wanted = marked(looked_at.posts, snapshot.numbers)
    translated = [number for number in translations(snapshot, own, post) if wanted[number]]
    wanted[[own, *translated]] = False
    best = _best(snapshot, np.flatnonzero(wanted & (scores > 0)), scores, request.limit + _SPARE)
    parts = _parts(snapshot, terms, np.array([own, *best], np.int64), stop)
    groups = grouped(snapshot, [own, *best], parts, request.limit + 1)
    groups[own] = [*((number, TRANSLATION) for number in translated), *groups[own]]
    found = [number for number in groups if number != own]
    shared = [_shared(terms, parts[:, 1 + best.index(number)]) for number in found]
    texts = _snippets(snapshot, found, shared, stop) if request.snippets else [""] * len(found)

    def hit(number: int, snippet: str = "") -> Hit:
        # A short post that says it all in few words can score higher than the post itself.
        return Hit(snapshot.listed(number), min(float(scores[number]), 1.0), snippet)

    def told(versions: Versions) -> tuple[PostVersion, ...]:
        return tuple(PostVersion(hit(number), kind) for number, kind in versions)

    return SimilarPosts(
        request.id,
        tuple(term.word for term in terms),
        tuple(
            SimilarPost(hit(number, text), tuple(term.word for term in having), told(groups[number]))
            for number, having, text in zip(found, shared, texts, strict=True)
        ),
        told(groups[own]),
        looked_at.notes,
        (time.perf_counter() - started) * 1000,
    )


def _scores(snapshot: Snapshot, terms: Iterable[TellingTerm], stop: Stop) -> Scores:
    """How much of what the terms say each post says."""
    scorer = snapshot.once(Bm25f)
    scores = np.zeros(snapshot.numbers, np.float32)
    for term in terms:
        stop()
        postings = snapshot.postings(term.runs, stop)
        scores[postings.posts] += np.float32(term.weight) * scorer.scorer((term.runs, None), postings)(None)
    return scores


def _best(snapshot: Snapshot, posts: Ints, scores: Scores, count: int) -> list[int]:
    matches = Matches(posts, lambda places: scores[posts if places is None else posts[places]])
    best: list[int] = posts[first_hits(snapshot, matches, "relevance", count)].tolist()
    return best


def _parts(snapshot: Snapshot, terms: Sequence[TellingTerm], posts: Ints, stop: Stop) -> Scores:
    """What each term gives to the score of each post: shape (terms, posts)."""
    scorer = snapshot.once(Bm25f)
    parts = np.zeros((len(terms), len(posts)), np.float32)
    for row, term in zip(parts, terms, strict=True):
        stop()
        postings = snapshot.postings(term.runs, stop)
        places, found = look_up(posts, postings.posts)
        row[found] = term.weight * scorer.scorer((term.runs, None), postings)(None)[places[found]]
    return parts


def _shared(terms: Sequence[TellingTerm], parts: Scores) -> list[TellingTerm]:
    """The terms that give most to the score of a post."""
    return [terms[place] for place in np.argsort(-parts, kind="stable")[:SHARED].tolist() if parts[place] > 0]


def _snippets(
    snapshot: Snapshot, posts: Sequence[int], shared: Sequence[Sequence[TellingTerm]], stop: Stop
) -> list[str]:
    """The paragraph of each post that has most of its shared words.

    Where they stand is read from the texts of these few posts; a common word's postings are a hundred times as long.
    """
    forms = written_forms(snapshot, list({term.word: term for terms in shared for term in terms}.values()))
    marks: list[Marks] = []
    for post, terms in zip(posts, shared, strict=True):
        stop()
        places: dict[str, list[int]] = {term.word: [] for term in terms}
        for position, word in _positions(snapshot, post):
            if (meant := forms.get(word)) in places:
                places[meant].append(post << POST_SHIFT | position)
        marks += [Marks(np.array(found, np.int64), signed=False) for found in places.values() if found]
    return snippets(snapshot, np.array(posts, np.int64), marks, stop)


def _positions(snapshot: Snapshot, post: int) -> Iterator[tuple[int, str]]:
    """The words of a post's text and their positions."""
    starts = snapshot.paragraph_starts(post).tolist()
    for start, paragraph in zip(starts, snapshot.text(post).split("\n\n"), strict=False):
        yield from enumerate(words(paragraph), start)
