"""The text around places that are known by position: which characters of which paragraph they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..index.arrays import distinct
from ..index.postings import Ints
from ..index.snapshot import Snapshot
from ..language.tokens import PARAGRAPH_GAP, word_spans


class Place(NamedTuple):
    """A stretch of words in a passage, by the places of its first and its last word there, from 0."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The title, the summary or a paragraph of a post, and the stretches of it that are meant."""

    part: str
    """``title``, ``summary`` or ``body``."""
    text: str
    """On one line."""
    places: Sequence[Place]
    """In the order of the text."""

    def characters(self) -> list[tuple[int, int]]:
        """``text[start:end]`` of each place as far as the text has it, with the signs that words are written with."""
        wanted = sorted({word for place in self.places for word in place})
        spans = dict(zip(wanted, word_spans(self.text, dict.fromkeys(wanted, True)), strict=False))
        return [(spans[first][0], spans[last][1]) for first, last in self.places if first in spans and last in spans]


def passages(snapshot: Snapshot, post: int, text_of: Callable[[int], str], firsts: Ints, lasts: Ints) -> list[Passage]:
    """The passages of a post that have the stretches with these positions (ascending), in the order of the text.

    ``text_of`` gives the text of the post, and is asked only where a stretch is in it.
    """
    listed = snapshot.listed(post)
    title_length, _, _ = snapshot.lengths[post].tolist()
    starts = np.concatenate([[0, title_length + PARAGRAPH_GAP], snapshot.paragraph_starts(post)])
    numbers = np.searchsorted(starts, firsts, side="right") - 1
    paragraphs = text_of(post).split("\n\n") if len(numbers) and int(numbers[-1]) > 1 else []
    found = []
    for number in distinct(numbers).tolist():
        text = listed.title if number == 0 else (listed.summary or "") if number == 1 else paragraphs[number - 2]
        here = numbers == number
        begin = starts[number]
        places = list(map(Place, (firsts[here] - begin).tolist(), (lasts[here] - begin).tolist()))
        found.append(Passage(("title", "summary", "body")[min(number, 2)], " ".join(text.split("\n")), places))
    return found
