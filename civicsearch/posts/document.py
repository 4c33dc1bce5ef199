"""A post's file → its body as blocks: headings, lists, code, tables, links, images, for showing it.

The words are those that the index has, in the same order, so that what matched there can be marked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ..language.folding import fold
from ..models import Block, Document, Post, Source, Span
from .blocks import BlockReader
from .discovery import read_file
from .frontmatter import split
from .markdown import rendered
from .repeats import copies
from .templates import strip_mdx
from .texts import read_text

_NO_WORDS = re.compile(r"[\W_]+")


def document_of(post: Post, sources: Iterable[Source]) -> Document:
    """The body of a post, read from the file of its source; its plain text where that cannot be read."""
    folder = next((source.path for source in sources if source.name == post.source), None)
    if folder and post.path:
        try:
            return read_document(post.path, read_file(Path(folder), post.path), post.title)
        except (OSError, ValueError):
            pass
    return plain_document(post.text)


def read_document(relative: str, data: bytes, title: str) -> Document:
    """The body of a file as blocks; a first heading that only repeats the title is left out.

    ``relative`` is the path below the source, ``data`` the file's bytes. Any bytes have an answer.
    """
    text, _ = read_text(data)
    body = split(text).body
    if relative.lower().endswith(".mdx"):
        body = strip_mdx(body)
    blocks = list(BlockReader(rendered(body)).blocks())
    for place, block in enumerate(blocks):
        if block.kind == "heading":
            if _words(block.text) == _words(title):
                del blocks[place]
            break
    again = copies([block.text for block in blocks])
    return Document(tuple(block for place, block in enumerate(blocks) if place not in again), len(again))


def plain_document(text: str) -> Document:
    """The plain text of a post as paragraphs, for one whose file is not there."""
    paragraphs = (paragraph for paragraph in text.split("\n\n") if paragraph)
    return Document(
        tuple(Block("code" if "\n" in part else "paragraph", (Span(part),)) for part in paragraphs), from_file=False
    )


def _words(text: str) -> str:
    return _NO_WORDS.sub(" ", fold(text)).strip()
