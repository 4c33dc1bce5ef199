"""Markdown, for a note or a report: a list with links, then the facets as tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from ..lines import counted
from ..models import Hit, Post, SearchResults
from ..terminal import clean, clean_data
from . import snippets
from .relaxed import relaxed_told

_SIGNS = re.compile(r"([\\`*_\[\]<>|~#])")
_WEB = re.compile(r"https?://", re.IGNORECASE)


def search_markdown(results: SearchResults, file_of: Callable[[Hit], str | None]) -> str:
    """A numbered list of links with date, authors and snippet; matches are bold.

    A link leads to the post's address on the web where it is known whole, else to its file.
    """
    parts = [f"# {escaped(results.query) or 'All posts'}\n", f"{_count(results)}\n"]
    if results.hits:
        parts.append("\n".join(_item(number, hit, file_of(hit)) for number, hit in enumerate(results.hits, 1)) + "\n")
    for field, counts in results.facets.items():
        rows = [f"| {escaped(count.value)} | {count.count} |" for count in counts]
        parts.append("\n".join([f"| {field} | posts |", "|-|-:|", *rows]) + "\n")
    if results.timeline:
        rows = [f"| {bucket.start.isoformat()} | {bucket.count} |" for bucket in results.timeline]
        parts.append("\n".join(["| from | posts |", "|-|-:|", *rows]) + "\n")
    return "\n".join(parts)


def post_markdown(post: Post) -> str:
    """A post as a heading, a line about it, and its plain text."""
    about = [post.date.isoformat()[:10] if post.date else "", ", ".join(post.authors)]
    facts = " · ".join(escaped(fact) for fact in about if fact)
    address = link(post.url, post.url if on_the_web(post.url) else None)
    parts = [f"# {escaped(post.title)}", facts, address, clean_data(post.text).strip()]
    return "\n\n".join(part for part in parts if part) + "\n"


def _count(results: SearchResults) -> str:
    return ": ".join(part for part in (counted(results.total, "post"), relaxed_told(results)) if part)


def _item(number: int, hit: Hit, file: str | None) -> str:
    address = hit.url if on_the_web(hit.url) else file
    about = [hit.date.isoformat()[:10] if hit.date else "", ", ".join(hit.authors), ", ".join(hit.categories)]
    facts = " · ".join(escaped(fact) for fact in about if fact)
    line = f"{number}. {link(hit.title, address)}" + (f" — {facts}" if facts else "")
    snippet = "".join(
        f"**{_signs(text)}**" if matched else _signs(text) for text, matched in snippets.parts(hit.snippet)
    )
    lacked = f"lacks {', '.join(map(escaped, hit.missing))}" if hit.missing else ""
    return "\n   ".join(part for part in (line, snippet, lacked) if part)


def on_the_web(address: str | None) -> bool:
    """Whether an address leads to the web."""
    return bool(address and _WEB.match(address))


def link(text: str | None, address: str | None) -> str:
    """A link in Markdown; the text alone where there is no address."""
    if not text:
        return ""
    if not address:
        return escaped(text)
    return f"[{escaped(text)}]({quote(address, safe='/:?#@!$&+,;=%~*')})"


def escaped(text: str) -> str:
    """A text on one line in which nothing is Markdown."""
    return _signs(clean(text))


def _signs(text: str) -> str:
    """Text in which nothing is Markdown any more."""
    return _SIGNS.sub(r"\\\1", text)
