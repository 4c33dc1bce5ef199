"""The project's own pages: where they are, their fenced blocks, their headings and links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "index" / "README.md"])

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})\s*([\w-]*)\s*(.*?)\s*$")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_LINK = re.compile(r"\]\(<?([^()\s<>]+)>?(?:\s+\"[^\"]*\")?\)|^ {0,3}\[[^\]]+\]:\s*<?([^\s<>]+)>?")
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


class Block(NamedTuple):
    """A fenced block of a page."""

    language: str
    options: str
    """What follows the language on the opening fence."""
    line: int
    """Line of the page on which the block's text begins, from 1."""
    text: str


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order.

    >>> list(blocks("Text\\n```console\\n$ ls\\n```\\n"))
    [Block(language='console', options='', line=3, text='$ ls\\n')]
    """
    opening: re.Match[str] | None = None
    begin, text = 0, ""
    for number, line in enumerate(page.splitlines(keepends=True), start=1):
        fence = _FENCE.match(line)
        if opening is None:
            if fence:
                opening, begin, text = fence, number + 1, ""
        elif fence and fence[1].startswith(opening[1]) and not fence[2]:
            yield Block(opening[2], opening[3], begin, text)
            opening = None
        else:
            text += line
    if opening is not None:
        raise ValueError(f"the block that opens on line {begin - 1} is never closed")


def prose(page: str) -> Iterator[tuple[int, str]]:
    """The lines outside fenced blocks with their numbers, code spans blanked."""
    fenced: set[int] = set()
    for block in blocks(page):
        fenced.update(range(block.line - 1, block.line + block.text.count("\n") + 1))
    for number, line in enumerate(page.splitlines(), start=1):
        if number not in fenced:
            yield number, line


def links(page: str) -> Iterator[tuple[int, str]]:
    """Line and target of every link and picture, also those given by reference.

    >>> list(links('See [a](b.md#c) and\\n[d]: e.md\\n`[not](one)`'))
    [(1, 'b.md#c'), (2, 'e.md')]
    """
    for number, line in prose(page):
        for match in _LINK.finditer(_CODE_SPAN.sub("", line)):
            yield number, match[1] or match[2]


def anchors(page: str) -> set[str]:
    """The fragments that GitHub gives to the headings of a page.

    >>> sorted(anchors("# The `sort` flag, in full\\n## Words\\n## Words\\n"))
    ['the-sort-flag-in-full', 'words', 'words-1']
    """
    seen: Counter[str] = Counter()
    found: set[str] = set()
    for _, line in prose(page):
        heading = _HEADING.match(line)
        if heading:
            slug = re.sub(r"[^\w\- ]", "", heading[1].lower()).replace(" ", "-")
            found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
            seen[slug] += 1
    return found
