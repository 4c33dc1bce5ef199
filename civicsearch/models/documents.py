"""A post as it is read: its body as blocks, for whoever lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of text in one style."""

    text: str
    style: str = ""
    """Any of ``strong``, ``emphasis``, ``code``, ``strike``, ``image``, ``embed`` and ``note``, with spaces between.
    The text of an image is its alternative text, that of an embed what it shows, that of a note its number."""
    address: str | None = None
    """Where a link leads, or where an image or an embed lies, as written."""


class Block(NamedTuple):
    """A heading, a paragraph, an item of a list, a block of code, a table or a rule."""

    kind: str
    """``heading``, ``paragraph``, ``item``, ``code``, ``table`` or ``rule``."""
    spans: tuple[Span, ...] = ()
    """The text; that of code has line breaks."""
    level: int = 0
    """Of a heading from 1 to 6; of whatever stands in a list how deep it does."""
    marker: str = ""
    """What stands before an item or a footnote: ``•``, ``3.``, ``[1]``."""
    quotes: int = 0
    """How deep it is quoted."""
    rows: tuple[tuple[tuple[Span, ...], ...], ...] = ()
    """Of a table: its rows, each with its cells. The first row is its head."""

    @property
    def text(self) -> str:
        """The text without its styles."""
        if self.rows:
            return " ".join(span.text for row in self.rows for cell in row for span in cell)
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Document:
    """The body of a post with its structure."""

    blocks: tuple[Block, ...]
    copies: int = 0
    """Blocks that came again and were left out, as in the index."""
    from_file: bool = True
    """False where the file could not be read, and the blocks are the plain text that the index has."""
