"""Forms for programs, on posts that mean harm."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from civicsearch.formats.markdown import post_markdown, search_markdown
from civicsearch.formats.paths import file_of, search_paths
from civicsearch.formats.structured import search_json, search_lines
from civicsearch.formats.tables import search_csv, search_tsv
from civicsearch.models import Hit, ListedPost, Post, SearchResults

any_text = st.text(max_size=30) | st.text(alphabet='a\t\r\n",;\\\x1b\x9b\u2028\ud800', max_size=12)


def hit(text: str = "x", snippet: str | None = None, **changes: object) -> Hit:
    values: dict[str, object] = {
        "id": f"town/{text}", "title": text, "date": None, "authors": (text,), "categories": (), "tags": (),
        "source": "town", "path": text, "url": None, "language": None, "summary": None,
    }  # fmt: skip
    return Hit(ListedPost(**{**values, **changes}), 2.5, text if snippet is None else snippet)  # type: ignore[arg-type]


@given(any_text)
def test_json_gives_back_the_text_and_carries_no_control(text: str) -> None:
    results = SearchResults(text, 1, (hit(text),))
    for written in (search_json(results), search_lines(results)):
        assert not set(written) & set("\x1b\x7f\x9b\u2028\u2029\u202e")
        sent = written.encode("utf-8", "backslashreplace")
        found = json.loads(sent)
        assert found.get("query", text) == text
        assert (found["hits"][0] if "hits" in found else found)["title"] == text
    assert len(search_lines(results).splitlines()) == 1


@given(any_text)
def test_csv_rows_are_whole_and_carry_no_control(text: str) -> None:
    written = search_csv(SearchResults("", 2, (hit(text), hit("next"))))
    assert not set(written) & set("\x1b\x9b\ud800")
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    assert [row["title"] for row in rows][1:] == ["next"]
    assert len(rows) == 2


@given(any_text)
def test_tsv_has_a_line_for_each_hit_whatever_is_in_it(text: str) -> None:
    lines = search_tsv(SearchResults("", 2, (hit(text), hit("next")))).splitlines()
    assert len(lines) == 3
    assert {line.count("\t") for line in lines} == {12}


def test_tsv_escapes_what_would_part_values() -> None:
    row = search_tsv(SearchResults("", 1, (hit("a\tb\nc\\d"),))).splitlines()[1]
    assert row.split("\t")[2] == "a\\tb\\nc\\\\d"


def test_nothing_in_a_post_is_markdown_in_the_list() -> None:
    title = "[x](javascript:a) *b* <script> `c` | #1"
    text = search_markdown(SearchResults("_q_", 1, (hit(title, snippet="a * b <mark>c_d</mark>"),)), lambda _: None)
    assert text.startswith("# \\_q\\_\n")
    assert "1. \\[x\\](javascript:a) \\*b\\* \\<script\\> \\`c\\` \\| \\#1" in text
    assert "   a \\* b **c\\_d**\n" in text


def test_only_addresses_on_the_web_are_linked_as_such() -> None:
    def link(url: str | None) -> str:
        return search_markdown(SearchResults("", 1, (hit("T", url=url, snippet=""),)), lambda _: "/posts/a (1).md")

    assert "[T](https://example.org/a%28b%29)" in link("https://example.org/a(b)")
    for url in (None, "/2014/03/", "javascript:alert(1)", "file:///etc/passwd"):
        assert "[T](/posts/a%20%281%29.md)" in link(url)


def test_a_post_as_markdown_is_its_text_below_its_title() -> None:
    post = Post("town/a.md", "A *title*", "First.\n\nSecond.", authors=("Ann Lee",), url="javascript:alert(1)")
    assert post_markdown(post) == "# A \\*title\\*\n\nAnn Lee\n\njavascript:alert(1)\n\nFirst.\n\nSecond.\n"


def test_paths_lead_to_the_files_and_posts_from_no_file_have_none() -> None:
    folders = {"town": "/srv/town", "added": ""}
    hits = (hit("2014/a.md"), hit("", source="added"), hit("a.md", source="unknown"))
    assert [file_of(one, folders) for one in hits] == ["/srv/town/2014/a.md", None, None]
    assert search_paths(hits, folders, null=False, for_reading=False) == "/srv/town/2014/a.md\n"


def test_a_path_that_a_terminal_would_obey_is_harmless_there_and_exact_in_a_pipe() -> None:
    hits = (hit("a\x1b[31m\n\udcff.md"),)
    folders = {"town": "/srv"}
    assert search_paths(hits, folders, null=False, for_reading=True) == "/srv/a?[31m??.md\n"
    assert search_paths(hits, folders, null=True, for_reading=False) == "/srv/a\x1b[31m\n\udcff.md\0"
