"""Splits a file into its front matter and its body: YAML, TOML, JSON, or header lines without a fence.

The front matter is a stranger's: it is read by safe loaders within bounds of size, depth and number of values, and
whatever is wrong with it becomes a `Problem`, never an exception. Splitting and loading go through python-frontmatter's
``parse`` with handlers of our own; its ``load`` raises TypeError for a key named ``content``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from ..config import parse_toml
from .normalise import one_line, quoted
from .yaml_values import Duplicate, Plain, TooLargeError, load_yaml

MAX_SIZE = 256 * 1024
"""Characters of front matter that are read at most; the largest in 5,600 real posts has some 6,000."""


class Problem(NamedTuple):
    """Something odd that was read all the same; `PostWarning` without the path."""

    problem: str
    action: str
    line: int | None = None


class FrontMatter(NamedTuple):
    """A file, split."""

    values: dict[str, Any]
    """Folded key → value. Plain YAML scalars and header lines are `Plain`, spelt as in the file."""
    lines: dict[str, int]
    """Folded key → line of the file, where known."""
    body: str
    problems: list[Problem]


_KEY = re.compile(r"[\w-]+")
_OPENER = re.compile(r"(?:(?P<yaml>-{3,})|(?P<toml>\+{3})|(?P<typo>[^\s-]{1,3}-{3,}|--|[—–]-*))[ \t]*(?:\n|\Z)")
_YAML_CLOSER = re.compile(r"^(?:-{3,}|\.{3})[ \t]*$", re.MULTILINE)
_TOML_CLOSER = re.compile(r"^\+{3}[ \t]*$", re.MULTILINE)
_JSON_OPENER = re.compile(r'\{\s*(?:"|\}\s*\n)')
_HEADER_LINE = re.compile(r"([A-Za-z][\w-]*+):(?:[ \t]++(.*)|)")
_BLANK_LINE = re.compile(r"\n[ \t]*(?:\n|\Z)")
_LOOKS_LIKE_YAML = re.compile(r"\s*+(?:#[^\n]*+\n\s*+)*+[\w-]++[ \t]*+:(?:\s|\Z)")
_YAML_LINE = re.compile(r"[\w-]+[ \t]*:(?:\s|\Z)|[ \t]+\S|-[ \t]|#")
_HEADER_KEYS = frozenset(
    {"author", "authors", "category", "date", "lang", "slug", "status", "summary", "tags", "title"}
)
_BODY_INDEXED = "took date and title from the file name and the text"


class _Fenced(BaseHandler):
    """python-frontmatter's view of a file whose fences have been found already."""

    FM_BOUNDARY = _YAML_CLOSER

    def __init__(self, block: str, body: str) -> None:
        super().__init__()
        self.block = block
        self.body = body
        self.loaded: Any = None
        self.duplicates: list[Duplicate] = []
        self.lines: dict[str, int] = {}

    def split(self, text: str) -> tuple[str, str]:  # noqa: ARG002 (the interface's)
        return self.block, self.body


class _YamlHandler(_Fenced):
    def load(self, fm: str) -> Any:
        self.loaded, self.duplicates, self.lines = load_yaml(fm)
        return self.loaded


class _TomlHandler(_Fenced):
    def load(self, fm: str) -> Any:
        self.loaded = parse_toml(fm)
        return self.loaded


class _JsonHandler(_Fenced):
    def load(self, fm: str) -> Any:
        self.loaded = json.loads(fm, object_pairs_hook=self._note_duplicates)
        return self.loaded

    def _note_duplicates(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(pairs)
        if len(values) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            self.duplicates += [Duplicate(key, None) for key, count in counts.items() if count > 1]
        return values


def split(text: str) -> FrontMatter:
    """The front matter and the body of a normalised text; any text has an answer."""
    start = len(text) - len(text.lstrip())
    first_line = text.count("\n", 0, start) + 1
    opener = _OPENER.match(text, start)
    if opener and opener["typo"] is None:
        return _split_fenced(text, opener, first_line)
    if opener and _LOOKS_LIKE_YAML.match(text, opener.end()):
        return _split_typo(text, opener, first_line)
    if _JSON_OPENER.match(text, start):
        return _split_json(text, start, first_line)
    return _split_header_lines(text, start, first_line) or FrontMatter({}, {}, text, [])


def _split_fenced(text: str, opener: re.Match[str], first_line: int) -> FrontMatter:
    closer = (_YAML_CLOSER if opener["yaml"] else _TOML_CLOSER).search(text, opener.end())
    if closer is None:
        body = _without_leading_keys(text[opener.end() :])
        return _unread(body, f"the front matter opens with {opener[0].strip()} and never closes", first_line)
    block, body = text[opener.end() : closer.start()], text[closer.end() :]
    if len(block) > MAX_SIZE:
        return _unread(body, _too_large(len(block)), first_line)
    if opener["yaml"]:
        return _parse(text, _YamlHandler(block, body), first_line)
    return _parse(text, _TomlHandler(block, body), first_line)


def _split_typo(text: str, opener: re.Match[str], first_line: int) -> FrontMatter:
    closer = _YAML_CLOSER.search(text, opener.end())
    body = text[closer.end() :] if closer else _without_leading_keys(text[opener.end() :])
    return _unread(body, f"the front matter opens with {quoted(opener[0].strip())} in place of “---”", first_line)


def _split_json(text: str, start: int, first_line: int) -> FrontMatter:
    try:
        _, end = json.JSONDecoder().raw_decode(text[start : start + MAX_SIZE])
    except (ValueError, RecursionError):
        if len(text) - start > MAX_SIZE:
            return _unread(text, "the JSON front matter cannot be read, or is too large", first_line)
        return _unread(text, "the JSON front matter cannot be read", first_line)
    end += start
    return _parse(text, _JsonHandler(text[start:end], text[end:]), first_line - 1)


def _parse(text: str, handler: _Fenced, first_line: int) -> FrontMatter:
    # Body and values are taken from the handler: parse() strips the indent of a code block on the first line, and
    # cannot tell front matter without keys from none.
    try:
        frontmatter.parse(text, handler=handler)
    except TooLargeError as error:
        return _unread(handler.body, f"the front matter {error}", first_line)
    except yaml.MarkedYAMLError as error:
        if not _LOOKS_LIKE_YAML.match(handler.block):
            return _as_text(handler, first_line)
        line = first_line + 1 + error.problem_mark.line if error.problem_mark else first_line
        return _unread(handler.body, f"the front matter is not YAML ({one_line(error.problem or '', 80)})", line)
    except tomllib.TOMLDecodeError as error:
        return _unread(handler.body, f"the front matter is not TOML ({one_line(str(error), 80)})", first_line)
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        return _unread(handler.body, f"the front matter cannot be read ({one_line(str(error), 80)})", first_line)
    if handler.loaded is None:
        return FrontMatter({}, {}, handler.body, [])
    if not isinstance(handler.loaded, dict) or (handler.loaded and not any(map(_KEY.fullmatch, handler.loaded))):
        return _as_text(handler, first_line)
    lines = {key: line + first_line for key, line in handler.lines.items()}
    repeated = [
        Problem(f"the key {quoted(key)} is there twice", "used the last", line + first_line if line else None)
        for key, line in handler.duplicates
    ]
    return _with_folded_keys(handler.loaded.items(), lines, handler.body, repeated)


def _as_text(handler: _Fenced, first_line: int) -> FrontMatter:
    """Two rules around a first paragraph: text, not front matter."""
    problem = Problem("the text between the first two fences has no keys", "indexed it as text", first_line)
    return FrontMatter({}, {}, f"{handler.block}\n\n{handler.body}", [problem])


def _split_header_lines(text: str, start: int, first_line: int) -> FrontMatter | None:
    """Pelican's header: ``Key: value`` lines up to the first blank line, or None where the text starts otherwise."""
    if not _HEADER_LINE.match(text, start):
        return None
    end = _BLANK_LINE.search(text, start)
    stop, body_start = (end.start(), end.end()) if end else (len(text), len(text))
    if stop - start > MAX_SIZE:
        return None
    pairs: list[tuple[str, str]] = []
    lines: dict[str, int] = {}
    for number, line in enumerate(text[start:stop].split("\n"), first_line):
        if match := _HEADER_LINE.fullmatch(line):
            pairs.append((match[1], (match[2] or "").strip()))
            lines[match[1]] = number
        elif line[:1] in (" ", "\t"):
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {line.strip()}")
        else:
            return None
    known = _HEADER_KEYS & {key.lower() for key, _ in pairs}
    # “Note: …” and “Date: Thursday” open ordinary texts too; a header names its post.
    if not known & {"title", "slug"} and len(known) < 2:
        return None
    return _with_folded_keys(((key, Plain(value) if value else None) for key, value in pairs), lines, text[body_start:])


def _with_folded_keys(
    items: Iterable[tuple[str, Any]], lines: dict[str, int], body: str, problems: Iterable[Problem] = ()
) -> FrontMatter:
    values: dict[str, Any] = {}
    folded_lines: dict[str, int] = {}
    found = list(problems)
    for key, value in items:
        line = lines.get(key)
        if not _KEY.fullmatch(key):
            found.append(Problem(f"{quoted(key)} is not a key", "left it out", line))
            continue
        folded = key.casefold().replace("-", "_")
        if folded in values:
            found.append(Problem(f"the key {quoted(folded)} is there twice", "used the last", line))
        values[folded] = value
        if line is not None:
            folded_lines[folded] = line
    return FrontMatter(values, folded_lines, body, found)


def _without_leading_keys(text: str) -> str:
    """Text without the broken front matter that it starts with: up to a blank line, where all lines look like it."""
    head, _, rest = text.partition("\n\n")
    return rest if all(_YAML_LINE.match(line) for line in head.split("\n")) else text


def _unread(body: str, problem: str, line: int) -> FrontMatter:
    return FrontMatter({}, {}, body, [Problem(problem, _BODY_INDEXED, line)])


def _too_large(size: int) -> str:
    return f"the front matter has {size:,} characters, more than the {MAX_SIZE:,} that are read"
