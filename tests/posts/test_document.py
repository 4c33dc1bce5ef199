"""A post's file as blocks: what each kind of markup becomes."""

from __future__ import annotations

import pytest

from civicsearch.models import Block, Document, Source, Span
from civicsearch.posts import parse_post
from civicsearch.posts.document import plain_document, read_document


def _read(body: str, title: str = "Title") -> Document:
    return read_document("a.md", f"---\ntitle: {title}\n---\n{body}".encode(), title)


def _blocks(body: str) -> list[tuple[str, str, str]]:
    return [(block.kind, block.marker, block.text) for block in _read(body).blocks]


def test_blocks_of_markdown() -> None:
    body = "## Head\n\nOne\ntwo\n\n- a\n  - b\n\n3. c\n\n> said\n\n```py\nx\n\n  y\n```\n\n---\n\n- [x] done"
    assert _blocks(body) == [
        ("heading", "", "Head"),
        ("paragraph", "", "One two"),
        ("item", "•", "a"),
        ("item", "•", "b"),
        ("item", "3.", "c"),
        ("paragraph", "", "said"),
        ("code", "", "x\n\n  y"),
        ("rule", "", ""),
        ("item", "☑", "done"),
    ]
    blocks = _read(body).blocks
    assert [block.level for block in blocks if block.kind == "item"] == [1, 2, 1, 1]
    assert blocks[5].quotes == 1


def test_spans_carry_style_and_address() -> None:
    (block,) = _read("A **bold [link](http://a.b/c)**, `code`, ~~old~~ ![a cat](/cat.png)").blocks
    assert block.spans == (
        Span("A "),
        Span("bold ", "strong"),
        Span("link", "strong", "http://a.b/c"),
        Span(", "),
        Span("code", "code"),
        Span(", "),
        Span("old", "strike"),
        Span(" "),
        Span("a cat", "image", "/cat.png"),
    )


def test_a_table_has_rows_of_cells() -> None:
    (block,) = _read("| a | b |\n|-|-|\n| 1 | *2* |").blocks
    assert block.rows == (((Span("a"),), (Span("b"),)), ((Span("1"),), (Span("2", "emphasis"),)))


def test_a_table_of_one_column_is_paragraphs() -> None:
    assert _blocks("<table><tr><td>One</td></tr><tr><td>Two</td></tr></table>") == [
        ("paragraph", "", "One"),
        ("paragraph", "", "Two"),
    ]


def test_footnotes_keep_their_numbers() -> None:
    reference, note = _read("Said[^1].\n\n[^1]: By whom.").blocks
    assert Span("1", "note", "#1") in reference.spans
    assert (note.marker, note.text) == ("[1]", "By whom.")


def test_html_and_templates_are_readable() -> None:
    body = (
        '<div class="x"><script>alert(1)</script><p>One &amp; <b>two</b></p>{% include x.html %}'
        '<iframe src="https://v.example/1" title="Talk"></iframe></div>\n\n{{< youtube abc >}}\n\nThree'
    )
    blocks = _read(body).blocks
    assert [block.text for block in blocks] == ["One & two", "Talk", "Three"]
    assert blocks[1].spans == (Span("Talk", "embed", "https://v.example/1"),)


def test_the_title_is_not_said_again_and_copies_are_left_out() -> None:
    paragraph = "one two three four five six seven eight nine"
    document = _read("# Title!\n\n" + f"{paragraph}\n\n" * 4)
    assert [block.text for block in document.blocks] == [paragraph]
    assert document.copies == 3


@pytest.mark.parametrize(
    "body",
    ["<a " * 2000, '<a href="' * 500, "<ul><li>" * 3000, "</p></ul></a></table>", "<table><td>a", "<pre>x", "<!--"],
)
def test_broken_markup_is_read_all_the_same(body: str) -> None:
    assert isinstance(_read(body), Document)


def test_no_escape_sequence_comes_through() -> None:
    text = "".join(block.text for block in _read("a\x1b[2J b &#27;[31m c\x9bd \u202eback").blocks)
    assert text.isprintable()


@pytest.mark.parametrize("body", ["- a *b*\n- c ![d](e)\n\n<p>f <i>g</i>\n\n> h\n\n| i | j |\n|-|-|\n| k | l |\n\n`m`"])
def test_the_words_are_those_of_the_index(body: str) -> None:
    post = parse_post(Source("s", "/s"), "a.md", body.encode()).post
    assert post
    shown = " ".join(block.text for block in _read(body).blocks)
    assert shown.split() == post.text.split()


def test_plain_text_becomes_paragraphs() -> None:
    document = plain_document("one\n\ncode\nlines")
    assert document == Document(
        (Block("paragraph", (Span("one"),)), Block("code", (Span("code\nlines"),))), from_file=False
    )
