"""Markdown and the HTML inside of it → plain paragraphs, links and the first heading.

Markdown becomes HTML in one call (pyromark), and the HTML is read tag by tag, never into a tree: posts open tags in one
block and close them in another or not at all, and a tree parser's repairs take quadratic time on hostile nesting. Each
step here is a single pass, whatever the text.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

import pyromark

from .normalise import normalise, unescape
from .templates import FENCED_CODE, strip_templates

MAX_LINKS = 1000
MAX_LINK_SIZE = 2000
"""Characters; a longer address is left out."""

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
)

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre section "
    "select summary table tbody tfoot thead title tr ul".split()
)
# They change nothing about the text. Taking them out first, in C, leaves half as many tags to look at.
_SILENT_TAGS = ("</a>", "<strong>", "</strong>", "<em>", "</em>", "<code>", "</code>", "</li>")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})
_UNREAD = frozenset({"script", "style"})
"""Elements whose content is never text, closed or not."""
_UNSHOWN = frozenset({"iframe", "noscript", "object", "svg", "template"})
"""Elements whose content stands in for something else; left out where they are closed."""
_SKIPPED = _UNREAD | _UNSHOWN | {"sup"}
_UNREAD_MARKS = (("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>"), ("!", ">"))
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]*)")
_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_ALT = re.compile(r"""\salt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://|/")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_ADDRESS_SCHEMES = ("http:", "https:", "mailto:")
_MARKUP = re.compile(r"[<&*_`\[\]\\{]")
# Deep indentation before a tag makes it code in Markdown; in posts it is HTML that was indented to be readable.
_INDENTED_TAG = re.compile(
    rf"(?P<code>{FENCED_CODE})|^(?:[ ]{{4,}}|[ ]*\t[ \t]*)(?=</?(?:a|article|aside|blockquote|br|center|div|d[dlt]|em|"
    r"fig\w+|h[1-6]|hr|iframe|img|li|[ou]l|p|script|section|span|strong|table|tbody|td|tfoot|th|thead|tr|video)\b"
    r"[^\n]*>)",
    re.MULTILINE | re.DOTALL,
)
# Markdown would make one emphasis of the two stars in “Entwickler*in und Bürger*in”. The stand-in is a character that
# normalised text does not have.
_STAR_IN_WORD = re.compile(r"\*(?<=[^\W_]\*)(?=[^\W_])")
_STAR = "\ufdd0"
# What is left of Markdown where it stood inside of HTML, or was broken by a line that ended too early.
_LEFT_LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()]*)\)")
_LEFT_LINK_END = re.compile(r"\]\(([^()\s]*)\)")
_LEFT_STRONG = re.compile(r"\*\*([^*]+)\*\*|^\*\*|\*\*$")
# data:image/png;base64,… in plain sight; shorter ones are words someone wrote about.
_DATA_ADDRESS = re.compile(r"data:[\w/+.-]{0,60}(?:;[\w=-]{1,40}){0,4};base64,[A-Za-z0-9+/=%]{40,}")


class Body(NamedTuple):
    """The readable content of a post's body."""

    paragraphs: list[str]
    """On one line each, but for code, whose lines are kept."""
    links: tuple[str, ...]
    """Addresses in the order of their first appearance: http, https, mailto, and relative ones as written."""
    heading: int | None
    """Which of the paragraphs is the first heading."""


def read_markdown(text: str) -> Body:
    """The content of a normalised Markdown text, which may be HTML in part or whole."""
    return _Reader(rendered(text)).body()


def rendered(text: str) -> str:
    """A normalised Markdown text as HTML, without template tags and data addresses."""
    text = strip_templates(text)
    text = without_data(text)
    if "    <" in text or "\t<" in text:
        text = _INDENTED_TAG.sub(lambda match: match["code"] or "", text)
    text = _STAR_IN_WORD.sub(_STAR, text)
    made = pyromark.html(text, options=_OPTIONS).replace(_STAR, "*")
    return normalise(made) if "&" in text else made


def without_data(text: str) -> str:
    """A text without the images that stand in it as data."""
    return _DATA_ADDRESS.sub("", text) if "base64," in text else text


def plain(text: str) -> str:
    """A short text, a title's or a summary's Markdown and HTML, on one line without its marks."""
    if _MARKUP.search(text):
        return " ".join(read_markdown(text).paragraphs)
    return " ".join(text.split())


class _Reader:
    """One pass over the tags of an HTML text."""

    def __init__(self, text: str) -> None:
        for tag in _SILENT_TAGS:
            text = text.replace(tag, "")
        self._pieces = text.split("<")
        self._paragraphs: list[str] = []
        self._links: dict[str, None] = {}
        self._heading: int | None = None
        self._open: list[str] = []  # text of the paragraph at hand
        self._breaks = 0  # line breaks in a row
        self._code = 0  # depth of pre elements
        self._last_close: dict[str, int] | None = None

    def body(self) -> Body:
        pieces = self._pieces
        self._open.append(pieces[0])
        index = 1
        while index < len(pieces):
            piece = pieces[index]
            match = _NAME.match(piece)
            if match is None:
                index = self._read_other(index)
                continue
            tag, close, text = piece.partition(">")
            # A “>” or “<” between quotation marks belongs to the attribute's value.
            if "=" in tag and (tag.count('"') % 2 or tag.count("'") % 2):
                index, tag, close, text = self._whole_tag(index)
            name = match[1].lower()
            if not close:  # “<” and a word, with no tag: “if a <b”
                self._open.append("&lt;" + piece)
                index += 1
                continue
            if name in _SKIPPED:
                skipped = self._skip(index, name, tag)
                if skipped != index:
                    index = skipped
                    continue
            self._read_tag(name, tag)
            if text:
                self._breaks = self._breaks if text.isspace() else 0
                self._open.append(text)
            index += 1
        self._end_paragraph()
        return Body(self._paragraphs, tuple(self._links), self._heading)

    def _read_tag(self, name: str, tag: str) -> None:
        if name in _BLOCKS:
            before = len(self._paragraphs)
            self._end_paragraph()
            if name in _HEADINGS and tag[0] == "/" and self._heading is None and len(self._paragraphs) > before:
                self._heading = before
            if name == "pre":
                self._code = max(0, self._code - 1) if tag[0] == "/" else self._code + 1
        elif name == "br":
            self._breaks += 1
            if self._code:
                self._open.append("\n")
            elif self._breaks > 1:
                self._end_paragraph()
            else:
                self._open.append(" ")
        elif name in _CELLS:
            self._open.append(" ")
        elif name == "a":
            if tag[0] != "/" and (found := _HREF.search(tag)):
                self._add_link(found[1] or found[2] or found[3] or "")
        elif name == "img" and (found := _ALT.search(tag)):
            alt = found[1] or found[2] or found[3] or ""
            if alt and not alt.isspace():
                self._open += (" ", alt.replace("<", "&lt;"), " ")

    def _add_link(self, address: str) -> None:
        # As browsers read it: a line break inside is not there, so “java&#10;script:” is a scheme too.
        address = unescape(address).replace("\n", "").replace("\t", "").strip().replace(" ", "%20")
        if not address or address[0] == "#" or len(address) > MAX_LINK_SIZE or len(self._links) == MAX_LINKS:
            return
        if (scheme := _SCHEME.match(address)) and scheme[0].lower() not in _ADDRESS_SCHEMES:
            return
        self._links[address] = None

    def _take_link(self, match: re.Match[str]) -> str:
        *text, target = match.groups()
        address = target.split(maxsplit=1)[:1]
        if address and _WEB_ADDRESS.match(address[0]):
            self._add_link(address[0])
        return text[0] if text else ""

    def _read_other(self, index: int) -> int:
        """Reads a piece that is no tag: a comment, a declaration, or a “<” that is text."""
        piece = self._pieces[index]
        marks = next((marks for marks in _UNREAD_MARKS if piece.startswith(marks[0])), None)
        if marks is None:
            self._open.append("&lt;" + piece)
            return index + 1
        start, closer = len(marks[0]), marks[1]
        while index < len(self._pieces):
            _, found, rest = self._pieces[index][start:].partition(closer)
            index += 1
            if found:
                self._open.append(rest)
                break
            start = 0
        return index

    def _whole_tag(self, index: int) -> tuple[int, str, str, str]:
        """A tag with a bracket inside a quoted value: its last piece, the tag, “>”, the text after it."""
        whole = self._pieces[index]
        for last in range(index, min(index + 8, len(self._pieces))):
            whole = whole if last == index else f"{whole}<{self._pieces[last]}"
            if match := _TAG_WITH_QUOTES.match(whole):
                return last, match[0], ">", whole[match.end() + 1 :]
        # The quotation mark never closes: the tag ends at its first “>”.
        return (index, *self._pieces[index].partition(">"))

    def _skip(self, index: int, name: str, tag: str) -> int:
        """Where reading goes on after an element whose content is not text; ``index`` where it is to be read."""
        if tag[0] == "/" or tag.endswith("/") or (name == "sup" and "footnote" not in tag):
            return index
        if self._last_close is None:
            self._last_close = {
                match[1].lower(): place
                for place, piece in enumerate(self._pieces)
                if piece[:1] == "/" and (match := _NAME.match(piece))
            }
        if self._last_close.get(name, -1) < index:
            return len(self._pieces) if name in _UNREAD else index
        closing = f"/{name}"
        while not self._pieces[index].lower().startswith(closing):
            index += 1
        self._open.append(" " + self._pieces[index].partition(">")[2])
        return index + 1

    def _end_paragraph(self) -> None:
        text = "".join(self._open)
        self._open.clear()
        self._breaks = 0
        if not text or text.isspace():
            return
        if "&" in text:
            text = normalise(html.unescape(text))
        if self._code:
            lines = [line.rstrip() for line in text.split("\n")]
            text = "\n".join(line for line in lines if line)
        else:
            if "](" in text:
                text = _LEFT_LINK_END.sub(self._take_link, _LEFT_LINK.sub(self._take_link, text))
            if "**" in text:
                text = _LEFT_STRONG.sub(r"\1", text)
            text = " ".join(text.split())
        if text:
            self._paragraphs.append(text)


_TAG_WITH_QUOTES = re.compile(r"""(?:[^"'>]+|"[^"]*"|'[^']*')*+(?=>)""")
