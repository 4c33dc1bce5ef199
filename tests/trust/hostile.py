"""Posts that somebody wrote to hurt: each would once, or in a plain reader would, take all time or memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

MB = 1_000_000


class Hostile(NamedTuple):
    """A hostile post."""

    content: Callable[[], bytes]
    told: str = ""
    """Part of the warning or refusal that names its file; nothing where nothing of it is lost."""


def _matter(block: str, body: str = "a body to find") -> Callable[[], bytes]:
    return lambda: f"---\n{block}\n---\n{body}\n".encode()


def _body(text: str) -> Callable[[], bytes]:
    return lambda: f"---\ntitle: hostile\n---\n{text}\n".encode()


def _filled(unit: str, size: int = 4_200_000) -> Callable[[], bytes]:
    """A body of a unit again and again, longer than what is read of a file."""
    return lambda: f"---\ntitle: hostile\n---\n{unit * (size // len(unit))}\n".encode()


def _alias_bomb() -> bytes:
    lines = ["title: bomb", "a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    return ("---\n" + "\n".join(lines) + "\n---\na body to find\n").encode()


_TOO_LONG = "characters, more than the 4,000,000 that are read"

POSTS = {
    "alias-bomb": Hostile(_alias_bomb, "stands for more than 20,000 values"),
    "front-matter-100-mb": Hostile(lambda: b"---\ntitle: " + b"x" * (100 * MB) + b"\n---\n", "larger than 32 MiB"),
    "front-matter-30-mb": Hostile(_matter("key: " + "x" * 30 * MB), _TOO_LONG),
    "front-matter-3-mb": Hostile(_matter("key: " + "x" * 3 * MB), "more than the 262,144 that are read"),
    "a-million-tags": Hostile(_matter("tags: [" + "t, " * MB + "]"), "more than the 262,144 that are read"),
    "ten-thousand-tags": Hostile(_matter(f"tags: [{', '.join(f't{n}' for n in range(10_000))}]"), "500 tags or more"),
    "keys": Hostile(_matter("\n".join(f"k{n}: v" for n in range(25_000))), "more than 20,000 values"),
    "the-same-key": Hostile(_matter("\n".join(["k: v"] * 9_000)), "8,979 more like these"),
    "deep-flow": Hostile(_matter("a: " + "[" * 100_000), "the front matter is "),  # by libyaml or by us
    "deep-blocks": Hostile(_matter("- " * 100_000), "nested more than 40 levels"),
    "blanks-in-yaml": Hostile(_matter("a: b\t" + " \t" * 120_000 + "x"), "too large"),
    "yaml-object": Hostile(_matter("title: !!python/object/apply:os.system ['false']"), "the title is a list"),
    "toml-dots": Hostile(lambda: b"+++\n" + b"a." * 120_000 + b"b = 1\n+++\nbody\n", "a key has more than 40 parts"),
    "toml-depth": Hostile(lambda: b"+++\na = " + b"[" * 100_000 + b"\n+++\nbody\n", "cannot be read"),
    "json-depth": Hostile(lambda: b'{"a": ' + b"[" * 100_000 + b"\n", "JSON front matter cannot be read"),
    "json-twice": Hostile(
        lambda: b"{" + b",".join(b'"%d":1,"%d":2' % (n, n) for n in range(12_000)) + b"}\nbody\n", "is there twice"
    ),
    "no-front-matter": Hostile(lambda: b"x---\n" + b"# a\n" * (5 * MB // 4), _TOO_LONG),
    "title-10-mb": Hostile(lambda: b"---\ntitle: " + b"long " * (2 * MB) + b"\n---\n", _TOO_LONG),
    "title-200-kb": Hostile(_matter("title: " + "long " * 40_000), "the title has more than 500 characters"),
    "heading-3-mb": Hostile(lambda: b"# " + b"long " * 600_000 + b"\n\nbody\n"),
    "summary": Hostile(_matter("summary: '" + "<b>*_[" * 30_000 + "'"), "the summary has more than 5,000 characters"),
    "date": Hostile(_matter(f"date: '{'1' * 200_000}'"), "is in no known form"),
    "nul-bytes": Hostile(lambda: b"\0" * (8 * MB), "is not text"),
    "nul-bytes-later": Hostile(lambda: b"word " * 4_000 + b"\0" * (3 * MB), "stand in it (3,000,000)"),
    "utf-16-of-noise": Hostile(lambda: b"\xff\xfe\x81" * (4 * MB), _TOO_LONG),
    "not-utf-8-in-words": Hostile(lambda: b"a\xff" * (4 * MB), "is not all UTF-8"),
    "terminal-escapes": Hostile(_filled("\x1b]0;title\x07\x1b[31m"), "control characters"),
    "windows-controls": Hostile(_filled("\x9b31m"), _TOO_LONG),
    "direction": Hostile(_filled("\u202eabc\u2066"), "control characters"),
    "accents": Hostile(_filled("\u0301\u0316"), "hundreds of accents on one letter"),
    "joiners": Hostile(_filled("\u200d"), _TOO_LONG),
    "one-long-word-of-bengali": Hostile(_filled("\u0995", 100_000)),
    "words-of-bengali": Hostile(_filled("\u0995" * 40 + " ", 100_000)),
    "div-10⁵-deep": Hostile(_body("<div>" * 100_000 + "deep" + "</div>" * 100_000)),
    "quotes-10⁵-deep": Hostile(_body(">" * 100_000 + " deep")),
    "lists-10⁵-deep": Hostile(_body("- " * 100_000 + "deep")),
    "lists-by-indent": Hostile(_body("\n".join("  " * n + "- deep" for n in range(1_400)) + "\n" * MB)),
    "brackets": Hostile(_body("[" * 100_000)),
    "links-in-links": Hostile(_body("[a](" * 100_000)),
    "emphasis": Hostile(_body("*a **b " * 100_000)),
    "a-line-of-tildes": Hostile(_body("{{\n" + "~" * 3 * MB)),
    "tildes-before-html": Hostile(_body("    <p>\n" + "`" * 3 * MB)),
    "fences": Hostile(_body("{{\n" + "~~~\n```\n" * 100_000)),
    "open-tags": Hostile(_filled("<a "), _TOO_LONG),
    "open-quotes": Hostile(_body('<a b="' * 500_000)),
    "open-comments": Hostile(_filled("<!--"), _TOO_LONG),
    "open-scripts": Hostile(_body("<script><iframe>" * 200_000)),
    "open-templates": Hostile(_body("{% raw %}{% comment" * 150_000)),
    "ampersands": Hostile(_filled("&"), _TOO_LONG),
    "data-addresses": Hostile(_body("data:image/png;base64," + "A" * 20 * MB)),
    "links": Hostile(_body("".join(f"[a](http://x.org/{n}) " for n in range(50_000))), "1,000 links or more"),
    "footnotes": Hostile(_body("".join(f"[^{n}]: x[^{n + 1}]\n\n" for n in range(50_000)))),
    "references": Hostile(_body(f"[a]: http://x.org/{'y' * MB}\n\n" + "[a] " * 200_000)),
    "table": Hostile(_body("|a" * 20_000 + "\n" + "|-" * 20_000 + "\n" + "|b\n" * 1_000)),
    "one-paragraph-again": Hostile(
        _body("one two three four five six seven eight nine ten\n\n" * 70_000), "the same paragraphs come again"
    ),
    "one-word-again": Hostile(_filled("spam "), _TOO_LONG),
    "different-words": Hostile(_body(" ".join(f"{n:x}" for n in range(500_000)))),
    "paragraphs": Hostile(_body("a b\n\n" * 500_000)),
}
"""By the name of the file."""
