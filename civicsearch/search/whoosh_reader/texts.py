"""The texts of posts as fields: where each word stands in them, and what words they have.

Whoosh calls a list of the words of one post a vector. An index holds none; they are made from the stored text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from ...index.snapshot import Snapshot
from ...index.stemview import NO_LANGUAGE
from ...language.analyzers import WordAnalyzer
from ...language.schema import TEXT_FIELDS
from ...language.stems import stem

_words = WordAnalyzer()

Place = tuple[int, int, int]
"""Position of a word in a field, and the characters where it begins and ends."""


def field_text(snapshot: Snapshot, post: int, field: str) -> str:
    """The text of a field of text; of ``text``, title, summary and body as paragraphs."""
    name = field.removesuffix("_words")
    if name == "body":
        return snapshot.text(post)
    listed = snapshot.listed(post)
    title, summary = listed.title, listed.summary or ""
    if name == "text":
        return "\n\n".join((" ".join(title.split()), " ".join(summary.split()), snapshot.text(post)))
    return title if name == "title" else summary


def located(snapshot: Snapshot, post: int, field: str) -> Iterator[tuple[str, Place]]:
    """The folded words of a field, each with its place."""
    text = field_text(snapshot, post, field)
    if field.removesuffix("_words") in ("title", "summary"):
        text = text.replace("\n", " ")
    for token in _words(text, positions=True, chars=True):
        yield token.text, (token.pos, token.startchar, token.endchar)


def vector(snapshot: Snapshot, post: int, field: str) -> dict[str, tuple[int, ...]]:
    """The terms of a field of a post and their positions, sorted by term.

    In a field for any form, the forms of a word are one term: the commonest of them in the post.
    """
    positions: dict[str, list[int]] = defaultdict(list)
    for word, (position, _, _) in located(snapshot, post, field):
        positions[word].append(position)
    if field in TEXT_FIELDS:
        positions = _joined(positions, snapshot.listed(post).language or NO_LANGUAGE)
    return {word: tuple(sorted(positions[word])) for word in sorted(positions)}


def _joined(positions: dict[str, list[int]], language: str) -> dict[str, list[int]]:
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for word, places in positions.items():
        forms[stem(word, language)][word] = len(places)
    return {
        counted.most_common(1)[0][0]: [position for form in counted for position in positions[form]]
        for counted in forms.values()
    }
