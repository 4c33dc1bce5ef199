"""Titles and other short strings, as plain text on one line."""

from __future__ import annotations

import re
from urllib.parse import unquote

from .normalise import one_line, unescape
from .templates import strip_templates

MAX_TITLE = 500
"""Characters; a longer one is cut."""

_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]*|!--[^<>]*--)>")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
# Paired around words, like a star at both ends; “Entwickler*in und Bürger*in” has two stars and no emphasis.
_EMPHASIS = re.compile(
    r"(?<![\w*_`\\])(?P<mark>\*\*\*|\*\*|\*|___|__|_|`)(?=[^\s*_`])(?P<text>[^*_`]*[^\s*_`])(?P=mark)(?![\w*_`])"
)
_GAPS = re.compile(r"[-_\s]+")


def plain_line(text: str) -> str:
    """A string without tags, links, paired emphasis and template tags; entities are read once.

    >>> plain_line("**Why** <em>O*NET</em> &amp; data_sets matter")
    'Why O*NET & data_sets matter'
    """
    if "<" in text:
        text = _TAG.sub("", text)
    if "{" in text:
        text = strip_templates(text)
    if "[" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text or "_" in text or "`" in text:
        # Twice, for a word in two kinds of emphasis.
        text = _EMPHASIS.sub(r"\g<text>", _EMPHASIS.sub(r"\g<text>", text))
    return one_line(unescape(text), MAX_TITLE)


def title_of_slug(slug: str) -> str:
    """A title for a post that has none.

    >>> title_of_slug("we%e2%80%99re-hiring_a-designer")
    'We’re hiring a designer'
    """
    words = _GAPS.sub(" ", one_line(unquote(slug), MAX_TITLE)).strip()
    return words[:1].upper() + words[1:]
