"""A post as one cites it: a quote in Markdown, an entry of BibTeX."""

from __future__ import annotations

import re
import unicodedata

from ..models import Post
from ..terminal import clean, clean_data
from .markdown import escaped, link, on_the_web

_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
# BibTeX counts braces whether or not a backslash stands before them: ``\}`` would end the field, and the rest of a
# title would be fields of its own.
_TEX |= {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_TEX |= {sign: f"\\{sign}" for sign in "#$%&_"}
_NOT_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def markdown_quote(post: Post, paragraph: str) -> str:
    """A paragraph of a post as a quote, with who wrote it, what it is called, where it is and when it was written."""
    lines = [f"> {line}".rstrip() for line in clean_data(paragraph).strip().split("\n")]
    title = link(post.title, post.url if on_the_web(post.url) else None)
    about = [escaped(", ".join(post.authors)), title, post.date.isoformat()[:10] if post.date else ""]
    return "\n".join([*lines, ">", f"> — {', '.join(filter(None, about))}"]) + "\n"


def bibtex(post: Post) -> str:
    """A post as an entry of type ``misc``, with the key ``AUTHORyearWORD``."""
    fields = {
        "author": " and ".join(f"{{{_tex(author)}}}" for author in post.authors),
        "title": f"{{{_tex(post.title)}}}",
        "year": str(post.date.year) if post.date else "",
        "date": post.date.isoformat()[:10] if post.date else "",
        "url": clean(post.url or "").translate(_NOT_IN_ADDRESS),
        "keywords": _tex(", ".join((*post.categories, *post.tags))),
        "langid": post.language or "",
    }
    written = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(post)},", *written, "}"]) + "\n"


def _key(post: Post) -> str:
    name = _plain(post.authors[0]).split()[-1:] if post.authors else []
    year = str(post.date.year) if post.date else ""
    word = next((word for word in _plain(post.title).split() if len(word) > 3), "post")
    return "".join([*name, year, word])


def _plain(text: str) -> str:
    """Small Latin letters and digits only, as keys may have them."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", folded)


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in clean(text))
