"""What widgets tell the screen that they are on: what a person did, never what should follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from datetime import date

    from ..models import Document, Hit, Post, PostMatches, Suggestion
    from .searching import Answer, Question
    from .typesetting import Typeset


@dataclass
class QueryEdited(Message):
    """The query line says something else now."""

    query: str
    typed: bool
    """Whether by hand: then its last word may be unfinished."""


class QueryFinished(Message):
    """The query was finished, by Enter or by leaving its line."""


@dataclass
class FacetPicked(Message):
    """A facet value was selected, or is no longer to be."""

    field: str
    value: str
    selected: bool


@dataclass
class FacetCleared(Message):
    """Nothing is to be selected in this facet any more."""

    field: str


@dataclass
class ClauseDropped(Message):
    """The clause at ``query[start:end]`` is to go."""

    start: int
    end: int


@dataclass
class PeriodBrushed(Message):
    """A stretch of the timeline was chosen; None and None is all of it."""

    first: date | None
    last: date | None


@dataclass
class HitReached(Message):
    """The cursor of the results stands on this hit."""

    place: int


@dataclass
class HitOpened(Message):
    """This hit is to be read."""

    place: int


@dataclass
class PageWanted(Message):
    """Hits from this place on are about to be seen, and are not there yet."""

    first: int


@dataclass
class LinkFollowed(Message):
    """A link of a post was chosen."""

    address: str


@dataclass
class Corrected(Message):
    """The query that was offered is wanted."""

    query: str


class SortWanted(Message):
    """Another order is to be chosen."""


@dataclass
class Answered(Message):
    """A search was answered."""

    answer: Answer


@dataclass
class Failed(Message):
    """A search could not be answered; the message says why, and what would mend it."""

    question: Question
    problem: Exception


@dataclass
class PageRead(Message):
    """Hits that were wanted."""

    question: Question
    first: int
    hits: tuple[Hit, ...]


@dataclass
class PostRead(Message):
    """A post, ready to be shown."""

    post: Post
    document: Document
    matches: PostMatches
    made: Typeset


@dataclass
class Suggested(Message):
    """How the query may go on behind the cursor."""

    query: str
    suggestions: tuple[Suggestion, ...]
    opening: bool
    """Whether a list was asked for."""


@dataclass
class CompletionTaken(Message):
    """A suggestion was taken."""

    suggestion: Suggestion


@dataclass
class QueryKept(Message):
    """The query is worth remembering."""

    query: str
