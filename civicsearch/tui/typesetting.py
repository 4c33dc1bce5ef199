"""A post as lines of a width: blocks laid out, matches marked, links numbered. Nothing here knows a screen.

What finds words is loaded with the first match: the first frame of the UI does not wait for it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .. import models
from ..lines import Line, Piece, columns, counted, padded, wrap
from ..terminal import clean, clean_data, shorten, width

if TYPE_CHECKING:
    from ..models import Block, Document, Post, PostMatches, Span

WIDEST = 96
"""Columns of running text: longer lines are hard to read."""
_NARROWEST_CELL = 8
_LONGEST_ADDRESS = 56
"""Columns of the address of an image."""
_GAP = "  "
_SPACE = re.compile(r"\s")


@dataclass(slots=True)
class Typeset:
    """Lines, and where in them something is."""

    lines: list[Line] = field(default_factory=list)
    matches: list[int] = field(default_factory=list)
    """The line of each match, in their order; each has the style ``hit:NUMBER``."""
    links: list[str] = field(default_factory=list)
    """The addresses; link ``n`` has the style ``link:n``."""


def typeset(post: Post, document: Document, matches: PostMatches, room: int) -> Typeset:
    """The whole post in ``room`` columns."""
    return _Typesetter(post, document, matches, max(min(room, WIDEST), 10)).run()


def typeset_blocks(document: Document, room: int) -> list[Line]:
    """Blocks alone, without a post around them."""
    made = _Typesetter(models.Post("", "", ""), document, models.PostMatches(), max(room, 10))
    made.body()
    return made.made.lines


class _Typesetter:
    def __init__(self, post: Post, document: Document, matches: PostMatches, room: int) -> None:
        self._post = post
        self._document = document
        self._matches = matches
        self._room = room
        self.made = Typeset()
        self._numbers: dict[str, int] = {}
        self._hits = 0
        self._wanted = _numbered(post.text, matches.text)
        self._seen: Counter[str] = Counter()

    def run(self) -> Typeset:
        self._head()
        self.body()
        self._tail()
        return self.made

    def body(self) -> None:
        """The blocks, with an empty line between those that are not items of one list."""
        previous: str | None = "" if self.made.lines else None
        for block in self._document.blocks:
            if previous is not None and not (block.kind == previous == "item"):
                self._add([])
            previous = block.kind
            for line in self._block(block):
                self._add(line)

    def _add(self, line: Line) -> None:
        for piece in line:
            for name in piece.style.split():
                kind, _, number = name.partition(":")
                if kind == "hit" and int(number) == len(self.made.matches):
                    self.made.matches.append(len(self.made.lines))
        self.made.lines.append(line)

    def _head(self) -> None:
        post = self._post
        for line in wrap(self._marked(post.title or "(no title)", self._matches.title, "title"), self._room):
            self._add(line)
        about = (post.date.isoformat()[:10] if post.date else "no date", ", ".join(post.authors))
        for line in wrap([Piece(clean(" · ".join(filter(None, about))), "dim")], self._room):
            self._add(line)
        filed = [*post.categories, *(f"#{tag.lstrip('#')}" for tag in post.tags)]
        if filed:
            for line in wrap([Piece(clean(" · ".join(filed)), "dim")], self._room):
                self._add(line)
        if post.summary and post.summary not in post.text:
            self._add([])
            for line in wrap(self._marked(post.summary, self._matches.summary, "emphasis"), self._room):
                self._add(line)

    def _tail(self) -> None:
        post, document = self._post, self._document
        self._add([])
        told = []
        if document.copies:
            told.append(f"{counted(document.copies, 'repeated paragraph')} left out")
        if not document.blocks:
            told.append("this post has no text of its own")
        if not document.from_file and post.path:
            told.append("the file is not there; this is the text as it was indexed")
        for text in told:
            for line in wrap([Piece(text, "dim emphasis")], self._room):
                self._add(line)
        if not document.blocks:
            for address in (link for link in post.links if link != post.url):
                for line in wrap([Piece(f"→ {clean(address)}", f"link {self._link(address)}")], self._room):
                    self._add(line)
        place = [Piece(f"{clean(post.source)}/{clean(post.path)}" if post.path else clean(post.id), "faint")]
        if post.url:
            place = [Piece(clean(post.url), f"link {self._link(post.url)}")]
        for line in wrap(place, self._room):
            self._add(line)

    def _marked(self, text: str, stretches: Sequence[tuple[int, int]], style: str) -> list[Piece]:
        return [Piece(clean_data(part), names) for part, names in self._split(text, stretches, style)]

    def _split(self, text: str, stretches: Sequence[tuple[int, int]], style: str) -> Iterator[tuple[str, str]]:
        """A text in pieces; neighbouring words that match are one match, also where signs stand between them."""
        place = 0
        behind: int | None = None
        for start, end in stretches:
            if behind is not None and (text[behind:start].isspace() or not _SPACE.search(text, behind, start)):
                start = behind
            else:
                self._hits += 1
            if start > place:
                yield text[place:start], style
            yield text[start:end], f"{style} match hit:{self._hits - 1}".strip()
            place = behind = end
        if place < len(text):
            yield text[place:], style

    def _link(self, address: str) -> str:
        """The style that tells where a link leads."""
        if address not in self._numbers:
            self._numbers[address] = len(self.made.links)
            self.made.links.append(address)
        return f"link:{self._numbers[address]}"

    def _block(self, block: Block) -> Iterator[Line]:
        margin: Line = [Piece("▎ ", "faint")] * min(block.quotes, 4)
        room = max(self._room - columns(margin), 8)
        for line in self._lines(block, room):
            yield [*margin, *line]

    def _lines(self, block: Block, room: int) -> Iterator[Line]:
        if block.kind == "rule":
            yield [Piece("─" * min(room, 24), "faint")]
        elif block.rows:
            yield from self._table(block, room)
        elif block.kind == "code":
            for text in self._code(block):
                yield from ([Piece("│ ", "faint"), *line] for line in _folded(text, room - 2))
        elif block.kind == "heading":
            yield from wrap(self._pieces(block, "heading"), room)
        else:
            indent = 2 * max(block.level - (1 if block.marker else 0), 0)
            marker = f"{block.marker} " if block.marker else ""
            hanging = indent + width(marker)
            first = True
            for line in wrap(self._pieces(block), max(room - hanging, 8)):
                head = " " * indent + (marker if first else " " * width(marker))
                yield [Piece(head, "dim"), *line] if head else line
                first = False

    def _pieces(self, block: Block, style: str = "") -> list[Piece]:
        """The text of a block; what is shown beside the words (addresses) is dim."""
        pieces: list[Piece] = []
        for text, span in self._spans(block.spans, block.text):
            pieces += self._span(text, span, style)
        return pieces

    def _span(self, text: list[tuple[str, str]], span: Span, style: str) -> list[Piece]:
        names = f"{style} {span.style}".strip()
        kinds = span.style.split()
        link = f" link {self._link(span.address)}" if span.address and not span.address.startswith("#") else ""
        for kind, sign in (("image", "▣ "), ("embed", "▶ "), ("note", "")):
            if kind in kinds:
                names = names.replace(kind, "dim").strip()
                shown = [Piece(clean_data(part), f"{names} {match}".strip()) for part, match in text]
                if kind == "note":
                    return [Piece("[", "dim"), *shown, Piece("]", "dim")]
                shown_address = shorten(clean(span.address or ""), _LONGEST_ADDRESS)
                address = [Piece(f" {shown_address}", f"faint {link.removeprefix(' link')}")] if span.address else []
                return [Piece(sign, "dim"), *shown, *address, Piece(" ")]
        return [Piece(clean_data(part), f"{names}{link} {match}".strip()) for part, match in text]

    def _spans(self, spans: Sequence[Span], text: str) -> Iterator[tuple[list[tuple[str, str]], Span]]:
        """Each span with its text in pieces, those that match apart."""
        stretches = self._matched(text)
        if not stretches:
            yield from (([(span.text, "")], span) for span in spans)
            return
        runs = list(self._split(text, stretches, ""))
        for span in spans:
            taken: list[tuple[str, str]] = []
            missing = len(span.text)
            while missing and runs:
                part, style = runs.pop(0)
                if len(part) > missing:
                    runs.insert(0, (part[missing:], style))
                    part = part[:missing]
                taken.append((part, style))
                missing -= len(part)
            yield taken, span

    def _matched(self, text: str) -> list[tuple[int, int]]:
        """The words of a block that match: those that are as far along among their like as in the indexed text."""
        if not self._wanted:
            return []
        from ..language.tokens import located_words

        found = []
        for word, start, end in located_words(text):
            if (numbers := self._wanted.get(word)) is not None:
                if self._seen[word] in numbers:
                    found.append((start, end))
                self._seen[word] += 1
        return found

    def _code(self, block: Block) -> Iterator[list[Piece]]:
        line: list[Piece] = []
        for piece in self._pieces(block, "code"):
            first, *rest = piece.text.split("\n")
            line.append(Piece(first.replace("\t", "    "), piece.style))
            for text in rest:
                yield line
                line = [Piece(text.replace("\t", "    "), piece.style)]
        yield line

    def _table(self, block: Block, room: int) -> Iterator[Line]:
        rows = [[self._pieces(models.Block("paragraph", cell)) for cell in row] for row in block.rows]
        count = max(map(len, rows))
        natural = [max((columns(row[at]) for row in rows if at < len(row)), default=1) for at in range(count)]
        free = room - len(_GAP) * (count - 1)
        if free < count * _NARROWEST_CELL and sum(natural) > free:
            yield from self._stacked(rows, room)
            return
        widths = _shares(natural, free)
        for number, row in enumerate(rows):
            laid = [wrap(cell, widths[at]) or [[]] for at, cell in enumerate(row)]
            for height in range(max(map(len, laid))):
                line: Line = []
                for at, cell in enumerate(laid):
                    part = cell[height] if height < len(cell) else []
                    line += padded(list(part), widths[at])
                    line.append(Piece(_GAP))
                yield [Piece(piece.text, f"{piece.style} strong".strip()) for piece in line] if number == 0 else line
            if number == 0:
                yield [Piece("─" * min(sum(widths) + len(_GAP) * (count - 1), room), "faint")]

    def _stacked(self, rows: list[list[list[Piece]]], room: int) -> Iterator[Line]:
        """Too many columns to stand beside each other: each row as lines of head and cell."""
        head, *rest = rows
        for row in rest:
            for at, cell in enumerate(row):
                name = [Piece(piece.text, "dim") for piece in head[at]] if at < len(head) else []
                yield from wrap([*name, Piece(": " if name else ""), *cell], room, indent=0)
            yield []


def _numbered(text: str, stretches: Sequence[tuple[int, int]]) -> dict[str, set[int]]:
    """For each word that matches, which of its occurrences in the text do, counted from 0."""
    if not stretches:
        return {}
    from ..language.tokens import located_words

    places: dict[str, set[int]] = defaultdict(set)
    seen: Counter[str] = Counter()
    ascending = iter([*stretches, (len(text), len(text) + 1)])
    first, last = next(ascending)
    for word, start, _ in located_words(text):
        while last <= start:
            first, last = next(ascending)
        if first <= start:
            places[word].add(seen[word])
        seen[word] += 1
    return dict(places)


def _shares(natural: list[int], room: int) -> list[int]:
    """Widths of columns: as wide as they are where all fit, else the widest give way."""
    widths = list(natural)
    while sum(widths) > room and max(widths) > 1:
        over = sum(widths) - room
        widest = max(widths)
        places = [at for at, size in enumerate(widths) if size == widest]
        below = max((size for size in widths if size < widest), default=1)
        step = max(1, min(widest - below, -(-over // len(places))))
        for at in places:
            widths[at] -= step
    return [max(size, 1) for size in widths]


def _folded(line: list[Piece], room: int) -> Iterator[Line]:
    """A line of code, its spaces kept, broken where the room ends."""
    part: Line = []
    used = 0
    for text, style in line:
        begin = 0
        for place, character in enumerate(text):
            taken = width(character)
            if used + taken > room and used:
                part.append(Piece(text[begin:place], style))
                yield part
                part, begin, used = [], place, 0
            used += taken
        part.append(Piece(text[begin:], style))
    yield part
