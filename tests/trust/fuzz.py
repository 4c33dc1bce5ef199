"""Texts drawn at random for the readers of strangers' files: what any of them has to give back.

A text is made of pieces that mean something to a reader (fences, tags, marks, dates), cut, doubled and put together;
what a reader may not do with it is in `CHECKS`.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date

from civicsearch.models import Source
from civicsearch.posts import parse_post
from civicsearch.posts.dates import parse_date
from civicsearch.posts.document import read_document
from civicsearch.posts.frontmatter import split
from civicsearch.posts.markdown import read_markdown
from civicsearch.posts.normalise import normalise
from civicsearch.terminal import clean, clean_data
from tests.garbling import garbled

PIECES = [
    *("---\n", "+++\n", "...\n", "x---\n", "{", "}", '{"title": "a"}\n', "title: ", "date: ", "tags: [", "]"),
    *("&a ", "*a", "- ", "? ", "|\n", ">-\n", "!!python/object ", "<<: *a\n", "'", '"', '"""', "\\u0041"),
    *("a.b.c = ", "[[a]]\n", "Title: a\n", ": ", "# ", "2014-07-16", "16 July 2014", "10:30", " +0100", "T", "Z"),
    *("31/02/2019", "9999", "-", "/", ".", "mardi ", " de ", "<div>", "</div>", "<p ", "<!--", "-->", "<script>"),
    *("</script>", "<a href='", '<img alt="', "<![CDATA[", "<?", "&amp;", "&#x1b;", "[", "](", ")", "![", "**", "_"),
    *("`", "```\n", "~~~\n", "> ", "1. ", "|a|b|\n|-|-|\n", "[^1]", "[a]: b\n", "    ", "\t", "{% raw %}"),
    *("{% endraw %}", "{{", "}}", "{{< x >}}", "{: .a}", "data:image/png;base64,AAAA", "\n", "\n\n", "\r\n"),
    *("\x00", "\x1b[31m", "\x9b", "\u202e", "\u200d", "\u0301\u0316", "\ufeff", "\u2028", "\ud800", "é"),
    *("開放", "\u0995\u09be", "word ", "a" * 50),
]


def drawn(chance: random.Random) -> str:
    """A text of some pieces."""
    text = "".join(chance.choices(PIECES, k=chance.randint(1, 30)))
    return garbled(text, chance, (PIECES,), chance.randint(0, 3), 60)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape")


def _front_matter(data: bytes) -> None:
    text = normalise(_text(data))
    matter = split(text)
    assert all(isinstance(key, str) for key in matter.values)
    assert len(matter.body) <= len(text) + 2


def _date(data: bytes) -> None:
    try:
        found = parse_date(_text(data))
    except ValueError:
        return
    assert isinstance(found, date)
    assert 1900 <= found.year <= 2101


def _markdown(data: bytes) -> None:
    body = read_markdown(normalise(_text(data)))
    for paragraph in body.paragraphs:
        assert paragraph.strip()
        assert clean_data(paragraph) == paragraph
    assert body.heading is None or body.heading < len(body.paragraphs)


def _post(data: bytes) -> None:
    reading = parse_post(Source("s", "/posts"), "2014-07-16-a.md", data)
    assert (reading.post is None) != (reading.skipped is None)
    assert reading == parse_post(Source("s", "/posts"), "2014-07-16-a.md", data)
    for warning in reading.warnings:
        assert clean(str(warning)) == str(warning)
    if reading.post is not None:
        shown = (reading.post.title, *reading.post.authors, *reading.post.tags, reading.post.summary or "")
        assert all(clean(one) == one for one in shown)


def _document(data: bytes) -> None:
    assert read_document("a.md", data, "a") is not None


CHECKS: dict[str, Callable[[bytes], None]] = {
    "front matter": _front_matter,
    "dates": _date,
    "Markdown": _markdown,
    "posts": _post,
    "documents": _document,
}


def run(seed: int, goes_on: Callable[[int], bool]) -> int:
    """Check texts from a seed as long as ``goes_on`` says so, given their number; returns how many were checked."""
    chance = random.Random(seed)  # noqa: S311  # nothing secret
    count = 0
    while goes_on(count):
        data = drawn(chance).encode("utf-8", "surrogatepass")
        for name, check in CHECKS.items():
            try:
                check(data)
            except BaseException as error:
                error.add_note(f"{name}, seed {seed}, text {count}: {data!r}")
                raise
        count += 1
    return count


def main(minutes: float) -> None:
    """Check texts until the time is over; what fails ends it."""
    seed = time.time_ns() % 2**32
    over = time.monotonic() + minutes * 60
    count = run(seed, lambda _: time.monotonic() < over)
    sys.stdout.write(f"{count:,} files read by {len(CHECKS)} readers from seed {seed}: no failure\n")
