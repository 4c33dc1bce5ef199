"""Markdown and HTML → paragraphs, links, first heading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch.posts.markdown import MAX_LINKS, plain, read_markdown
from civicsearch.posts.repeats import without_repeats
from civicsearch.posts.templates import strip_mdx, strip_templates
from civicsearch.posts.titles import plain_line, title_of_slug


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One\nline.\n\nAnother **one**.", ["One line.", "Another one."]),
        ("# Head\ntext", ["Head", "text"]),
        ("- one\n- two\n  - three", ["one", "two", "three"]),
        ("> said\n\nafter", ["said", "after"]),
        ("| a | b |\n|---|---|\n| c | d |", ["a b", "c d"]),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", ["a b", "c"]),
        ("a [link](http://x.org) here", ["a link here"]),
        ("![A map](map.png) shows", ["A map shows"]),
        ('<img src="a.png" alt="A &lt;small&gt; map">', ["A <small> map"]),
        ("R&amp;D &#8217;14&nbsp;budget", ["R&D ’14 budget"]),
        ("one<br>two", ["one two"]),
        ("one<br/><br />two", ["one", "two"]),
        ("<div><p>in <b>HTML</b></p>\n\nand *Markdown*\n</div>", ["in HTML", "and Markdown"]),
        ("<p>one<p>two", ["one", "two"]),
        ("a < b and 5 <3", ["a < b and 5 <3"]),
        ("<p>if a <b then", ["if a <b then"]),
        ('<p title="a > b">text</p>', ["text"]),
        ('<p title="<i>a</i>">text</p>', ["text"]),
        ('<p title="never closed>text</p>', ["text"]),
        ("a<!-- b --> c", ["a c"]),
        ("<!-- <p>b</p> -->\n\nc", ["c"]),
        ("<script>var a = '<p>b</p>';</script>\n\nc", ["c"]),
        ("<style>\n\np { }\n\n</style>\n\nc", ["c"]),
        ("<svg><title>icon</title></svg>\n\nc", ["c"]),
        ("<svg>never closed, c", ["never closed, c"]),
        ('<iframe src="x">no frames</iframe>\n\nc', ["c"]),
        ("<?php echo 1 > 0 ?>c", ["c"]),
        ("a note[^1].\n\n[^1]: Below.", ["a note .", "Below."]),
        ("~~old~~ new", ["old new"]),
        ("Entwickler*innen und Bürger*innen", ["Entwickler*innen und Bürger*innen"]),
        ("    <p>indented HTML</p>", ["indented HTML"]),
        ("\t<blockquote>said</blockquote>", ["said"]),
        ("<p>**strong** and [a link](http://x.org) in HTML</p>", ["strong and a link in HTML"]),
        ("![chart](data:image/png;base64," + "iVBOR" * 20 + ")", ["chart"]),
        ("see data:image/png;base64," + "iVBOR" * 20 + " here", ["see here"]),
        ("", []),
        ("<div></div>", []),
    ],
)
def test_paragraphs(text: str, paragraphs: list[str]) -> None:
    assert read_markdown(text).paragraphs == paragraphs


def test_code_keeps_its_lines_in_one_paragraph() -> None:
    code = "before\n\n```python\ndef f():\n    return '{{ x }}' < 1  \n\n\nf()\n```\n\nafter"
    assert read_markdown(code).paragraphs == ["before", "def f():\n    return '{{ x }}' < 1\nf()", "after"]


def test_links_are_there_once_in_order() -> None:
    body = read_markdown(
        "[b](http://b.org) [a](/about) <a href='http://b.org'>b</a> <a class=x href=mailto:a@b.org>mail</a> "
        "[here](#here) [bad](javascript:alert(1)) <a href='java&#10;script:x'>bad</a> [c](https://c.org/?a=1&amp;b=2)"
    )
    assert body.links == ("http://b.org", "/about", "mailto:a@b.org", "https://c.org/?a=1&b=2")


def test_links_are_bounded() -> None:
    text = " ".join(f"[a](/{number})" for number in range(MAX_LINKS + 5))
    assert len(read_markdown(text).links) == MAX_LINKS
    assert read_markdown(f"[a](http://x.org/{'a' * 5000})").links == ()


def test_the_first_heading_is_known() -> None:
    body = read_markdown("Intro\n\n## The *plan*\n\ntext\n\n# More")
    assert body.heading is not None
    assert body.paragraphs[body.heading] == "The plan"
    assert read_markdown("no heading").heading is None
    assert read_markdown("<h1><img src=x></h1>\n\ntext").heading is None


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<b>",
        "> ",
        "[",
        "![",
        "*a ",
        '<a "',
        "<a href='",
        "<",
        "<!-- ",
        "<svg>",
        "`a ",
        "{{",
        "{% ",
        "- ",
        "```\n",
    ],
)
def test_any_depth_is_read(piece: str) -> None:
    read_markdown(piece * 20_000)


@given(st.text(st.sampled_from("<>/ab=\"'!-[]()*_`{}%#&;\n \t\\|~"), max_size=120))
def test_any_text_gives_single_paragraphs(text: str) -> None:
    body = read_markdown(text)
    for paragraph in body.paragraphs:
        assert paragraph.strip()
        assert "\n\n" not in paragraph


@given(st.lists(st.from_regex(r"[a-z]{1,8}( [a-z]{1,8}){0,5}", fullmatch=True), max_size=5))
def test_plain_paragraphs_stay(paragraphs: list[str]) -> None:
    assert read_markdown("\n\n".join(paragraphs)).paragraphs == paragraphs


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('{{< youtube id="x" >}}after', "after"),
        ("{{% notice tip %}}text{{% /notice %}}", "text"),
        ("{% if page.x %}text{% endif %} {{ site.title }}", "text "),
        ("[a]({{ site.baseurl }}/b)", "[a](/b)"),
        ("[a]({% post_url 2014-01-01-b %})", "[a](#)"),
        ("{% comment %}hidden{% endcomment %}text", "text"),
        ("{% raw %}{{ shown }}{% endraw %}", "{{ shown }}"),
        ("# Head\n{: .big #id}\ntext", "# Head\n\ntext"),
        ("`{{ code }}`", "`{{ code }}`"),
        ("```\n{{ code }}\n```\n{{ gone }}", "```\n{{ code }}\n```\n"),
        ("~~~ liquid\n{% code %}\n", "~~~ liquid\n{% code %}\n"),
        ("{{ never closed", "{{ never closed"),
        ("* TOC\n{:toc}\n\ntext", "\n\ntext"),
    ],
)
def test_template_tags(text: str, left: str) -> None:
    assert strip_templates(text) == left


def test_mdx() -> None:
    text = "import A from 'a'\nexport const b = 1\n\n# Head\n\n<A b={1}>text</A> {/* no */}\n\n```js\nimport C\n```\n"
    assert read_markdown(strip_mdx(text)).paragraphs == ["Head", "text", "import C"]


LONG = "This sentence has more than the eight words that are telling."


def test_repeated_paragraphs_are_there_once() -> None:
    assert without_repeats([LONG, "Read more", LONG, "Read more"]) == ([LONG, "Read more", "Read more"], 1)
    assert without_repeats(["Read more"] * 9) == (["Read more"] * 9, 0)


def test_in_a_loop_short_paragraphs_are_copies_too() -> None:
    loop = ["Ann Lee", LONG]
    assert without_repeats(loop + ["Ann Lee", f"[{LONG}"] * 4) == (loop, 8)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("R&amp;D &amp;amp; more", "R&D &amp; more"),
        ("<em>Why</em> we <3 data", "Why we <3 data"),
        ("a < b > c", "a < b > c"),
        ("**Bold** _and_ `code`", "Bold and code"),
        ("***both***", "both"),
        ("O*NET", "O*NET"),
        ("Entwickler*in und Bürger*in", "Entwickler*in und Bürger*in"),
        ("open_data_sets", "open_data_sets"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("no\u00a0break \n space", "no break space"),
        ("[Budget](/budget) [video]", "Budget [video]"),
        ("{{ page.x }}Budget", "Budget"),
        ("bell\x07 &#27;[0m \u202e", "bell [0m"),
    ],
)
def test_titles(written: str, title: str) -> None:
    assert plain_line(written) == title


def test_titles_of_slugs() -> None:
    assert title_of_slug("the-city_budget--2014") == "The city budget 2014"
    assert title_of_slug("it%e2%80%99s-open") == "It’s open"
    assert title_of_slug("---") == ""


def test_summaries_are_plain() -> None:
    assert plain("Some *Markdown*\nand <b>HTML</b>.\n\n- item") == "Some Markdown and HTML. item"
    assert plain("2 lines\nhere") == "2 lines here"
