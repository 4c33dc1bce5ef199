"""HTML → blocks: headings, lists, code, tables, links, images.

Like the reader of plain text this is one pass over the tags, whatever they are nested in.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from ..models import Block, Span
from .normalise import normalise

MAX_DEPTH = 8
"""Levels of lists and quotes that are told apart."""
MAX_ADDRESS = 2000
"""Characters of an address that is kept."""

_TAG = re.compile(
    r"<(?:!--.*?(?:-->|\Z)|!\[CDATA\[|[?!][^<>]*>"
    r"|(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*+)(?P<attributes>(?:[^<>\"']|\"[^\"]{0,4000}\"|'[^']{0,4000}')*+)>)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""(?<![a-zA-Z-])([a-zA-Z-]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_STYLES = {
    "b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "cite": "emphasis", "code": "code",
    "kbd": "code", "tt": "code", "samp": "code", "del": "strike", "s": "strike", "strike": "strike",
}  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset(
    "address article aside body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form head header hgroup html legend main menu nav optgroup option p section select summary "
    "tbody thead tfoot title".split()
)
_UNREAD = frozenset({"script", "style", "noscript", "object", "svg", "template"})
_EMBEDS = frozenset({"iframe", "embed", "video", "audio"})
_SPACES = re.compile(r"\s+")


class BlockReader:
    """One pass over the tags of an HTML text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans: list[Span] = []
        self._styles: dict[str, int] = {}
        self._style = ""
        self._links: list[str] = []
        self._lists: list[int | None] = []
        """For each open list the number of its next item; None for one without numbers."""
        self._marker = ""
        self._quotes = 0
        self._code = 0
        self._heading = 0
        self._rows: list[list[tuple[Span, ...]]] | None = None
        self._ready: list[Block] = []
        self._unclosed: set[str] = set()
        """Elements that no further tag closes."""

    def blocks(self) -> Iterator[Block]:
        """The blocks in their order."""
        text, place = self._text, 0
        while match := _TAG.search(text, place):
            self._add(text[place : match.start()])
            place = match.end()
            name = (match["name"] or "").lower()
            if not name:
                continue
            if name in _UNREAD and not match["close"]:
                place = self._behind(name, place)
            elif match["close"]:
                self._close(name)
            else:
                self._open(name, match["attributes"])
                if name == "iframe":
                    place = self._behind(name, place)
            yield from self._ready
            self._ready.clear()
        self._add(text[place:])
        self._end_table()
        self._end()
        yield from self._ready

    def _behind(self, name: str, place: int) -> int:
        if name not in self._unclosed:
            end = re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE).search(self._text, place)
            if end:
                return end.end()
            self._unclosed.add(name)
        return len(self._text) if name in ("script", "style") else place

    def _add(self, text: str, style: str = "", address: str | None = None) -> None:
        if not text:
            return
        if "&" in text:
            text = normalise(html.unescape(text))
        if not self._code:
            text = _SPACES.sub(" ", text)
        style = f"{self._style} {style}".strip() if style else self._style
        address = address or (self._links[-1] if self._links else None)
        if self._spans and self._spans[-1][1:] == (style, address):
            text = self._spans.pop().text + text
        self._spans.append(Span(text, style, address))

    def _open(self, name: str, attributes: str) -> None:
        if style := _STYLES.get(name):
            if not (self._code and style == "code"):
                self._styled(style, 1)
        elif name == "a":
            self._links.append(_value(attributes, "href"))
        elif name == "br":
            self._add("\n" if self._code else " ")
        elif name == "img":
            self._add(_value(attributes, "alt") or "image", "image", _value(attributes, "src"))
        elif name in _EMBEDS:
            self._add(_value(attributes, "title") or name, "embed", _value(attributes, "src"))
        elif name == "sup" and "footnote-reference" in attributes:
            self._styled("note", 1)
        elif name == "sup" and "footnote-definition" in attributes:
            self._styled("note", 1)
            self._marker = "["
        elif name == "input" and "checkbox" in attributes:
            self._marker = "☑" if "checked" in attributes else "☐"
        elif name in ("td", "th", "tr", "table"):
            self._table(name)
        else:
            self._open_block(name, attributes)

    def _open_block(self, name: str, attributes: str) -> None:
        if name in _HEADINGS:
            self._end()
            self._heading = int(name[1])
        elif name in ("ul", "ol"):
            self._end()
            start = _value(attributes, "start")
            self._lists.append(None if name == "ul" else int(start) if re.fullmatch(r"\d{1,6}", start) else 1)
        elif name == "li":
            self._end()
            self._marker = self._next_marker()
        elif name == "blockquote":
            self._end()
            self._quotes += 1
        elif name == "pre":
            self._end()
            self._code += 1
        elif name == "hr":
            self._end()
            self._ready.append(Block("rule"))
        elif name in _BLOCKS:
            self._end()

    def _close(self, name: str) -> None:
        if style := _STYLES.get(name):
            if not (self._code and style == "code"):
                self._styled(style, -1)
        elif name == "a":
            if self._links:
                self._links.pop()
        elif name == "sup":
            if self._marker == "[":
                number = "".join(span.text for span in self._spans).strip()
                self._spans.clear()
                self._marker = f"[{number}]"
            self._styled("note", -1)
        elif name in ("td", "th", "tr", "table"):
            self._close_table(name)
        elif name in _HEADINGS or name in ("li", "blockquote", "pre", "ul", "ol") or name in _BLOCKS:
            self._end()
            self._heading = 0
            if name == "blockquote":
                self._quotes = max(0, self._quotes - 1)
            elif name == "pre":
                self._code = max(0, self._code - 1)
            elif name in ("ul", "ol") and self._lists:
                self._lists.pop()

    def _styled(self, style: str, change: int) -> None:
        self._styles[style] = max(0, self._styles.get(style, 0) + change)
        self._style = " ".join(name for name, count in self._styles.items() if count)

    def _next_marker(self) -> str:
        if not self._lists or (number := self._lists[-1]) is None:
            return "•"
        self._lists[-1] = number + 1
        return f"{number}."

    def _table(self, name: str) -> None:
        if name == "table":
            self._end()
            self._end_table()
            self._rows = []
        elif self._rows is None:  # cells without a table are paragraphs
            self._end()
        elif name == "tr":
            self._take_cell()
            self._rows.append([])
        else:
            self._take_cell()

    def _close_table(self, name: str) -> None:
        if self._rows is None:
            self._end()
        elif name == "table":
            self._take_cell()
            self._end_table()
        else:
            self._take_cell()

    def _take_cell(self) -> None:
        if self._rows is None:
            return
        if not self._rows:
            self._rows.append([])
        cell = _stripped(self._spans)
        self._spans.clear()
        if cell:
            self._rows[-1].append(cell)

    def _end_table(self) -> None:
        rows = tuple(tuple(row) for row in self._rows or () if row)
        self._rows = None
        if rows and max(map(len, rows)) > 1:
            self._ready.append(Block("table", rows=rows, quotes=min(self._quotes, MAX_DEPTH)))
        else:  # a table that only lays out a page
            self._ready += [Block("paragraph", cell) for row in rows for cell in row if cell]

    def _end(self) -> None:
        """What was gathered is a block."""
        if self._rows is not None:
            self._spans.append(Span(" "))
            return
        spans = _stripped(self._spans, code=bool(self._code))
        self._spans.clear()
        if not spans:
            return
        level, quotes = min(len(self._lists), MAX_DEPTH), min(self._quotes, MAX_DEPTH)
        if self._code:
            self._ready.append(Block("code", spans, level, quotes=quotes))
        elif self._heading:
            self._ready.append(Block("heading", spans, self._heading, quotes=quotes))
        elif self._marker:
            self._ready.append(Block("item", spans, max(level, 1), self._marker, quotes))
            self._marker = ""
        else:
            self._ready.append(Block("paragraph", spans, level, quotes=quotes))


def _value(attributes: str, name: str) -> str:
    """The value of an attribute; empty where it has none, or holds the data itself."""
    for match in _ATTRIBUTE.finditer(attributes):
        if match[1].lower() == name:
            value = normalise(html.unescape(match[2] or match[3] or match[4] or "")).strip()
            return "" if value.startswith("data:") else value[:MAX_ADDRESS]
    return ""


def _stripped(spans: list[Span], *, code: bool = False) -> tuple[Span, ...]:
    """The spans without white space at their ends; none where there is nothing else."""
    kept = list(spans)
    strip = "\n" if code else None
    while kept and not kept[0].text.strip():
        del kept[0]
    while kept and not kept[-1].text.strip():
        del kept[-1]
    if kept:
        kept[0] = kept[0]._replace(text=kept[0].text.lstrip(strip))
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip())
    return tuple(kept)
