"""Wildcards: ``*`` is any run of characters, ``?`` is one.

The pattern of a `whoosh.query.Wildcard` is a glob, where ``[`` begins a class of characters. The query language has no
classes, so a ``[`` that was typed is written ``[[]``, and a star or question mark that stands for itself ``[*]`` or
``[?]``.
"""

from __future__ import annotations

import re

from ..language.tokens import MARKS, words, words_as_written

_MOST_WILDCARDS = 16

_LITERAL = re.compile(r"[\[*?]")
_CLASS = re.compile(r"\[([\[*?])\]")
_STARS = re.compile(r"\*+")
_INNER_ONE = re.compile(rf"(?:(?<=[^\W_])|(?<=[{MARKS}]))\?+(?=[^\W_])")

# Letters of click languages that stand in for the wildcards while the tokenizer parts the words, so that words with
# wildcards are parted by the one tokenizer that the index uses.
_ANY, _ONE = "\u0298", "\u01c2"


def escape(text: str) -> str:
    """A glob that matches this text and nothing else."""
    return _LITERAL.sub(lambda match: f"[{match[0]}]", text)


def escape_classes(text: str) -> str:
    """A glob in which ``*`` and ``?`` are wildcards and everything else stands for itself."""
    return text.replace("[", "[[]")


def unescape(pattern: str) -> str:
    """The text whose `escape` or `escape_classes` gave this glob."""
    return _CLASS.sub(r"\1", pattern)


def has_escapes(pattern: str) -> bool:
    """Whether a star or question mark in this glob stands for itself."""
    return "[*]" in pattern or "[?]" in pattern


def contained(pattern: str) -> str | None:
    """What a glob looks for anywhere in a value, as a glob; None where stars are not just at both its ends.

    >>> contained("*github.com*"), contained("2014/**"), contained("**")
    ('github.com', None, None)
    """
    part = pattern[1:-1]
    around = len(pattern) > 2 and pattern.startswith("*") and pattern.endswith("*")
    return part if around and "*" not in _CLASS.sub("", part) else None


def is_wild(text: str) -> bool:
    """Whether typed text asks for a pattern: a star anywhere, or a question mark between letters or digits.

    >>> is_wild("procur*"), is_wild("b?ston"), is_wild("why?")
    (True, True, False)
    """
    return "*" in text or _INNER_ONE.search(text) is not None


def is_too_wild(text: str) -> bool:
    """Whether typed text has more wildcards than a pattern may hold; matching one takes time for each of them."""
    return _STARS.sub("*", text).count("*") + text.count("?") > _MOST_WILDCARDS


def pattern_words(text: str) -> list[str]:
    """The words of a text, wildcards kept within them; signs are kept where there are no wildcards.

    >>> pattern_words("Open-Dat* O*NET Why?")
    ['open', 'dat*', 'o*net', 'why']
    """
    if _ANY in text or _ONE in text:
        return words_as_written(text)
    marked = _STARS.sub(_ANY, _INNER_ONE.sub(lambda match: _ONE * len(match[0]), text))
    if marked == text:
        return words_as_written(text)
    found = (word.replace(_ANY, "*").strip(_ONE).replace(_ONE, "?") for word in words(marked))
    return [word for word in found if word.strip("*?")]
