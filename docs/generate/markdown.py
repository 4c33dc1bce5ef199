"""Pieces of Markdown, and docstrings turned into it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence

_LITERAL = re.compile(r"``(.+?)``")
_EXAMPLE = re.compile(r"(?:^>>> .*\n?(?:^(?!>>> |\s*$).*\n?)*)+", re.MULTILINE)


def assemble(*parts: str) -> str:
    """A whole page of these parts, with what a writer should know at its top."""
    note = "<!-- Made from the code by `make docs`: change the code, not this page. -->"
    return "\n\n".join([note, *(part.strip("\n") for part in parts if part)]) + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; line breaks and bars in a cell are taken care of."""
    lines = [f"| {' | '.join(map(_cell, cells))} |" for cells in (header, *rows)]
    return "\n".join([lines[0], "|-" * len(header) + "|", *lines[1:]])


def fenced(text: str, language: str) -> str:
    """A block of code."""
    return f"```{language}\n{text.rstrip()}\n```"


def prose(docstring: str | None) -> str:
    """A docstring as Markdown: literals in one backtick, lines joined to paragraphs, examples in blocks."""
    text = _LITERAL.sub(r"`\1`", inspect.cleandoc(docstring or ""))
    parts: list[str] = []
    place = 0
    for example in _EXAMPLE.finditer(text):
        parts += [_paragraphs(text[place : example.start()]), fenced(example[0], "python")]
        place = example.end()
    parts.append(_paragraphs(text[place:]))
    return "\n\n".join(part for part in parts if part)


def one_line(docstring: str | None) -> str:
    """A docstring as the text of a table's cell."""
    return " ".join(prose(docstring).split())


def _paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text.strip()))


def _cell(text: str) -> str:
    return text.replace("\n", " ").replace("|", "\\|")
