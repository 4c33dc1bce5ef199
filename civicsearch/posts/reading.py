"""One file's bytes → a `Post`, or the reason why there is none, with everything odd that was met on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .. import clock
from ..language import detect
from ..language.folding import fold
from ..models import Post, PostWarning, SkippedFile, Source, SourceSettings
from .addresses import address_of, outbound_address
from .codes import language_code, language_of_path
from .dates import DatedName, date_of_path, parse_date
from .discovery import is_generic
from .extra import json_values
from .fields import FIELD_KEYS, keys_of
from .frontmatter import FrontMatter, Problem, split
from .markdown import MAX_LINKS, Body, plain, read_markdown
from .names import MAX_VALUES, authors_of, joined, values_of
from .normalise import is_cut, one_line, quoted
from .repeats import without_repeats
from .templates import strip_mdx
from .texts import read_text
from .titles import MAX_TITLE, plain_line, title_of_slug
from .walk import path_problem, printable

MAX_SUMMARY = 5000
"""Characters; a longer summary is cut."""
MOST_PROBLEMS = 20
"""Warnings about one post that are told; of the rest their number."""

_UNPUBLISHED = frozenset({"draft", "hidden", "pending", "private"})
_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})
_USUAL_KEYS = frozenset(key for keys in FIELD_KEYS.values() for key in keys)
_BUNDLE_NAMES = frozenset({"index", "post"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file: a post or the reason for none."""

    post: Post | None
    warnings: tuple[PostWarning, ...] = ()
    skipped: SkippedFile | None = None


def parse_post(source: Source, relative: str, data: bytes) -> Reading:
    """Reads one file of a source.

    ``relative`` is the path below the source, with ``/``. Any bytes have an answer. The same arguments give the same
    reading, but for a source without future posts, whose answer depends on today's date.
    """
    path = f"{source.name}/{printable(relative)}"
    if problem := path_problem(relative):
        return Reading(None, (), SkippedFile(path, problem, True))
    if _is_binary(data):
        return Reading(None, (), SkippedFile(path, "is not text", True))
    text, problems = read_text(data)
    matter = split(text)
    reader = _PostReader(source, relative, matter)
    reader.problems[:0] = problems
    reason = None if source.settings.drafts else reader.draft_reason()
    if reason:
        return Reading(None, (), SkippedFile(path, reason, False))
    post = reader.post()
    if not source.settings.future and post.date is not None and day_of(post.date) > clock.today():
        return Reading(None, (), SkippedFile(path, f"dated in the future ({day_of(post.date)})", False))
    return Reading(post, tuple(PostWarning(path, *problem) for problem in _bounded(reader.problems)))


def day_of(moment: date | datetime) -> date:
    """The day as it was written, whatever the offset."""
    return moment.date() if isinstance(moment, datetime) else moment


def _is_binary(data: bytes) -> bool:
    """Whether bytes are an image or an archive by another name: NULs where no UTF-16 mark explains them."""
    head = data[:8192]
    return b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and head.count(b"\0") * 50 > len(head)


def _bounded(problems: list[Problem]) -> list[Problem]:
    more = len(problems) - MOST_PROBLEMS
    return [*problems[:MOST_PROBLEMS], Problem(f"{more:,} more like these", "not listed")] if more > 0 else problems


class _PostReader:
    """Fills the fields of one post from its front matter, its path and its body."""

    def __init__(self, source: Source, relative: str, matter: FrontMatter) -> None:
        self.source = source
        self.settings: SourceSettings = source.settings
        self.relative = relative
        self.matter = matter
        self.left = dict(matter.values)
        """Front matter that no field has taken yet."""
        self.problems: list[Problem] = list(matter.problems)

    def draft_reason(self) -> str | None:
        """Why the post is not to be published, or None."""
        values = self.matter.values
        for key, words in (("draft", _TRUE), ("published", _FALSE), ("private", _TRUE)):
            if _word(values.get(key)) in words:
                return f"draft ({key}: {_word(values.get(key))})"
        if (status := _word(values.get("status"))) in _UNPUBLISHED:
            return f"draft (status: {status})"
        if "_drafts" in self.relative.split("/")[:-1]:
            return "draft (in _drafts)"
        return None

    def post(self) -> Post:
        named = date_of_path(self.relative)
        mdx = self.relative.lower().endswith(".mdx")
        body = read_markdown(strip_mdx(self.matter.body) if mdx else self.matter.body)
        title = self.title(body, named)
        published = self.date(named)
        paragraphs, heading = body.paragraphs, body.heading
        if heading is not None and _same_words(paragraphs[heading], title):
            paragraphs = paragraphs[:heading] + paragraphs[heading + 1 :]
        paragraphs, copies = without_repeats(paragraphs)
        if copies:
            self.problems.append(Problem(f"the same paragraphs come again ({copies} copies)", "indexed them once"))
        text = "\n\n".join(paragraphs)
        summary = self.summary()
        language = self.language(title, summary, text)
        authors = self.authors(language)
        categories = self.values("categories")
        tags = self.values("tags")
        url, outbound = self.addresses(empty=not text)
        if len(body.links) == MAX_LINKS:
            self.problems.append(Problem(f"there are {MAX_LINKS:,} links or more", f"kept the first {MAX_LINKS:,}"))
        links = body.links if outbound is None or outbound in body.links else (outbound, *body.links)
        extra, left_out = json_values(
            {k: v for k, v in self.left.items() if k not in _USUAL_KEYS or v not in (None, "")}
        )
        self.problems += [
            Problem(f"the value of {quoted(key)} is too large", "left it out", self.matter.lines.get(key))
            for key in left_out
        ]
        return Post(
            id=f"{self.source.name}/{self.relative}",
            title=title,
            text=text,
            date=published,
            authors=authors,
            categories=categories,
            tags=tags,
            url=url,
            language=language,
            summary=summary,
            source=self.source.name,
            path=self.relative,
            extra=extra,
            links=links,
        )

    def title(self, body: Body, named: DatedName) -> str:
        for key in self.keys("title"):
            value = self.left.get(key)
            if isinstance(value, list | dict):
                self.warn("the title is a list or a mapping", "made one from the text or the file name", key)
            elif value is not None:
                self.left.pop(key)
                written = str(value).lower() if isinstance(value, bool) else str(value)
                if title := plain_line(written):
                    if is_cut(title, MAX_TITLE):
                        self.warn(f"the title has more than {MAX_TITLE} characters", "cut it", key)
                    return title
        if body.heading is not None:
            return one_line(body.paragraphs[body.heading], MAX_TITLE)
        slug = self.matter.values.get("slug")
        return (title_of_slug(str(slug)) if isinstance(slug, str) else "") or self.title_of_name(named)

    def title_of_name(self, named: DatedName) -> str:
        folders, _, name = self.relative.rpartition("/")
        slug = named.slug or name.rpartition(".")[0]
        if slug.partition(".")[0].lower() in _BUNDLE_NAMES and folders:
            slug = date_of_path(f"{folders}.md").slug or folders.rpartition("/")[2]
        stem, dot, ending = slug.rpartition(".")
        if dot and language_code(ending):
            slug = stem
        return title_of_slug(slug) or name

    def date(self, named: DatedName) -> date | datetime | None:
        problem: tuple[str, str] | None = None
        for key in self.keys("date"):
            value = self.left.get(key)
            # “published: true” is no date, and no mistake.
            if value is None or isinstance(value, bool | list | dict) or _word(value) in _TRUE | _FALSE or value == "":
                continue
            try:
                found = parse_date(value, self.settings.day_first)
            except ValueError as error:
                problem = problem or (str(error), key)
                continue
            del self.left[key]
            if problem:
                self.warn(problem[0], f"used “{key}”", problem[1])
            return found
        if problem:
            self.warn(problem[0], "used the date in the path" if named.date else "used no date", problem[1])
        elif named.problem:
            self.problems.append(Problem(named.problem, "used no date"))
        return named.date

    def summary(self) -> str | None:
        for key in self.keys("summary"):
            value = self.left.get(key)
            if isinstance(value, str) and (summary := one_line(plain(value), MAX_SUMMARY)):
                del self.left[key]
                if is_cut(summary, MAX_SUMMARY):
                    self.warn(f"the summary has more than {MAX_SUMMARY:,} characters", "cut it", key)
                return summary
        return None

    def language(self, title: str, summary: str | None, text: str) -> str | None:
        for key in self.keys("language"):
            value = self.left.get(key)
            if isinstance(value, list) and len(value) == 1:
                value = value[0]
            if not isinstance(value, str) or not value:
                continue
            if code := language_code(value):
                del self.left[key]
                return code
            self.warn(f"{quoted(value)} is no language known here", "looked at path and text instead", key)
        return (
            language_of_path(self.relative)
            or _language_of_root(self.source.path)
            or self.settings.language
            or detect.detect("\n".join(filter(None, (title, summary, text))))
        )

    def authors(self, language: str | None) -> tuple[str, ...]:
        names = self.settings.author_names or None
        groups = [
            authors_of(value, split=self.settings.split_authors, language=language, names=names)
            for value in self.take_all("authors")
        ]
        return self.joined("authors", groups)

    def values(self, field: str) -> tuple[str, ...]:
        groups = [values_of(value) for value in self.take_all(field)]
        taxonomy = self.left.get("taxonomy")
        if isinstance(taxonomy, dict):
            groups += [values_of(taxonomy[key]) for key in self.keys(field) if key in taxonomy]
        return self.joined(field, groups)

    def joined(self, field: str, groups: list[tuple[str, ...]]) -> tuple[str, ...]:
        found = joined(groups)
        if len(found) == MAX_VALUES:
            self.problems.append(Problem(f"there are {MAX_VALUES} {field} or more", f"used the first {MAX_VALUES}"))
        return found

    def addresses(self, *, empty: bool) -> tuple[str | None, str | None]:
        """The post's own address, and the one that a link post points to."""
        values = self.matter.values
        outbound = outbound_address(values)
        url = address_of(values, self.keys("url"), outbound, empty=empty)
        for key in (*self.keys("url"), *values):
            if url is not None and isinstance(self.left.get(key), str) and one_line(self.left[key], 5000) == url:
                del self.left[key]
                break
        return url, outbound

    def keys(self, field: str) -> tuple[str, ...]:
        return keys_of(field, self.settings.fields)

    def take_all(self, field: str) -> Iterable[Any]:
        return [self.left.pop(key) for key in self.keys(field) if key in self.left]

    def warn(self, problem: str, action: str, key: str) -> None:
        self.problems.append(Problem(problem, action, self.matter.lines.get(key)))


def _word(value: Any) -> str | None:
    return str(value).strip().lower() if isinstance(value, str | bool | int) else None


_NO_WORDS = re.compile(r"[\W_]+")


def _same_words(heading: str, title: str) -> bool:
    return _NO_WORDS.sub(" ", fold(heading)).strip() == _NO_WORDS.sub(" ", fold(title)).strip()


def _language_of_root(root: str) -> str | None:
    """The language in the end of a source's path, as far as that is generic: ``site/content/fr/blog`` is French."""
    for folder in reversed(re.split(r"[\\/]", root.rstrip("/\\"))):
        if code := language_of_path(f"{folder}/-"):
            return code
        if not is_generic(folder):
            break
    return None
