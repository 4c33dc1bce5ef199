"""One file's bytes → a post, its warnings, or the reason for none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch import clock
from civicsearch.models import Post, Source, SourceSettings
from civicsearch.posts import Reading, parse_post
from civicsearch.posts.extra import MAX_SIZE


def read(
    text: str | bytes, path: str = "2014-03-05-open-budget.md", root: str = "/srv/blog", **settings: Any
) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    return parse_post(Source("demo", root, SourceSettings(**settings)), path, data)


def post(text: str | bytes, path: str = "2014-03-05-open-budget.md", root: str = "/srv/blog", **settings: Any) -> Post:
    found = read(text, path, root, **settings).post
    assert found is not None
    return found


def warnings(text: str | bytes, path: str = "2014-03-05-open-budget.md", **settings: Any) -> list[str]:
    return [str(warning) for warning in read(text, path, **settings).warnings]


def test_a_whole_post() -> None:
    found = read(
        "---\n"
        "layout: post\n"
        "title: The budget, <em>opened</em>\n"
        "date: 2014-03-06 10:30:00 +0100\n"
        "author: Ann Lee\n"
        "categories: [News]\n"
        "tags: budgets, open data\n"
        "lang: en-GB\n"
        "description: What we *did*.\n"
        "permalink: /2014/budget/\n"
        "weight: 3\n"
        "---\n"
        "# The Budget, opened\n\nWe published [it](https://example.org/b).\n\nAll of it.\n"
    )
    assert found == Reading(
        Post(
            id="demo/2014-03-05-open-budget.md",
            title="The budget, opened",
            text="We published it.\n\nAll of it.",
            date=datetime(2014, 3, 6, 10, 30, tzinfo=timezone(timedelta(hours=1))),
            authors=("Ann Lee",),
            categories=("News",),
            tags=("budgets", "open data"),
            url="/2014/budget/",
            language="en",
            summary="What we did.",
            source="demo",
            path="2014-03-05-open-budget.md",
            extra={"layout": "post", "weight": 3},
            links=("https://example.org/b",),
        )
    )


@pytest.mark.parametrize(
    ("text", "path", "title"),
    [
        ("---\ntitle: 2013\n---\n", "a.md", "2013"),
        ("---\ntitle: Yes\n---\n", "a.md", "Yes"),
        ("---\ntitle: 1.10\n---\n", "a.md", "1.10"),
        ("+++\ntitle = true\n+++\n", "a.md", "true"),
        ("---\ntitle:\n---\nIntro\n\n## First *heading*", "a.md", "First heading"),
        ("---\ntitle: ''\nslug: my-slug\n---\nText", "2014-01-01-a.md", "My slug"),
        ("Text", "_posts/2014-03-05-open-budget.md", "Open budget"),
        ("Text", "2014-03-05-it%e2%80%99s-open.markdown", "It’s open"),
        ("Text", "open-budget/index.md", "Open budget"),
        ("Text", "2014-03-05-open-budget/index.fr.md", "Open budget"),
        ("Text", "open-budget.fr.md", "Open budget"),
        ("Text", "2014-03-05.md", "2014 03 05"),
        ("Text", "---.md", "---.md"),
    ],
)
def test_titles(text: str, path: str, title: str) -> None:
    assert post(text, path).title == title


def test_a_title_that_is_a_list_is_told() -> None:
    text = "---\ntitle: [a, b]\n---\n# Heading"
    assert post(text).title == "Heading"
    assert warnings(text) == [
        "demo/2014-03-05-open-budget.md:2: the title is a list or a mapping; made one from the text or the file name"
    ]


def test_only_a_heading_that_repeats_the_title_goes() -> None:
    assert post("---\ntitle: Open “Budget”\n---\n## Open budget\n\nText").text == "Text"
    assert post("---\ntitle: Open Budget\n---\n## Why\n\nText").text == "Why\n\nText"


def test_front_matter_dates_win_over_the_path() -> None:
    assert post("---\ndate: 2014-04-01\n---\n").date == date(2014, 4, 1)
    assert post("---\ntitle: a\n---\n").date == date(2014, 3, 5)
    assert post("text", "about.md").date is None
    assert post("---\npublished: 2014-04-01\n---\n").date == date(2014, 4, 1)
    assert post("---\npublished: true\n---\n") == post("---\npublished: True\n---\n")
    assert post("+++\ndate = 2014-04-01T09:00:00-08:00\n+++\n").date == datetime(
        2014, 4, 1, 9, tzinfo=timezone(timedelta(hours=-8))
    )


def test_day_first_is_a_setting() -> None:
    assert post("---\ndate: 07/10/2019\n---\n").date == date(2019, 10, 7)
    assert post("---\ndate: 07/10/2019\n---\n", day_first=False).date == date(2019, 7, 10)


def test_dates_that_cannot_be_read_are_told() -> None:
    text = "---\ntitle: a\ndate: 2021-09-31\n---\n"
    place = "demo/2014-03-05-open-budget.md:3"
    assert warnings(text) == [f"{place}: the date 2021-09-31 does not exist; used the date in the path"]
    assert warnings(text, "a.md") == ["demo/a.md:3: the date 2021-09-31 does not exist; used no date"]
    assert post(text, "a.md").date is None
    assert warnings("text", "2021-09-31-a.md") == [
        "demo/2021-09-31-a.md: the date 2021-09-31 in the path does not exist; used no date"
    ]
    assert post("---\ndate: soon\npubdate: 2014-04-01\n---\n").date == date(2014, 4, 1)


def test_authors() -> None:
    assert post("---\nauthor: Ann Lee, Bo Chan\n---\n").authors == ("Ann Lee, Bo Chan",)
    assert post("---\nby: ann and bo\nlang: en\n---\n", split_authors=True, author_names={"bo": "Bo Chan"}).authors == (
        "ann",
        "Bo Chan",
    )
    assert post("---\nauthors:\n- name: Ann Lee\n- Bo Chan\n---\n").authors == ("Ann Lee", "Bo Chan")


def test_categories_and_tags_from_all_their_keys() -> None:
    found = post(
        "---\ncategories: News, Data\ncategory: news\ntopic: Maps\ntags: [Hello, 311]\nkeywords: a\n"
        "taxonomy:\n  category: [Grants]\n  tag: b\n---\n"
    )
    assert found.categories == ("News", "Data", "Maps", "Grants")
    assert found.tags == ("Hello", "311", "a", "b")


def test_fields_can_be_mapped() -> None:
    fields = {"Rubrik": "categories", "über-titel": "title", "tags": "categories", "am": "date"}
    found = post("---\nrubrik: Netz\nÜber_Titel: Neu\ntitle: Alt\ntags: x\nam: 1.2.2014\n---\n", fields=fields)
    assert (found.title, found.categories, found.tags, found.date) == ("Neu", ("Netz", "x"), (), date(2014, 2, 1))


@pytest.mark.parametrize(
    ("keys", "body", "url"),
    [
        ("permalink: /a/", "text", "/a/"),
        ("permalink: /:year/:title/", "text", None),
        ("permalink: //evil.org/", "text", None),
        ("url: javascript:alert(1)", "text", None),
        ("permalink: /a/\ncanonical_url: https://x.org/a", "text", "https://x.org/a"),
        ("permalink: /a/\nguid: http://x.org/?p=1", "text", "/a/"),
        ("guid: http://x.org/?p=1", "text", "http://x.org/?p=1"),
        ("guid: 3f2b", "text", None),
        ("permalink: /a/\nsource_url: https://x.org/b", "", "https://x.org/b"),
        ("permalink: /a/\nsource_url: https://x.org/b", "text", "/a/"),
        ("link: https://x.org/b", "text", "https://x.org/b"),
        ("redirect_to: [https://x.org/b]", "", "https://x.org/b"),
        ("external-url: https://x.org/a b", "", "https://x.org/a%20b"),
        ("url: https://x.org/" + "a" * 3000, "text", None),
    ],
)
def test_urls(keys: str, body: str, url: str | None) -> None:
    assert post(f"---\n{keys}\n---\n{body}").url == url


def test_a_link_post_is_indexed_with_where_it_points() -> None:
    found = post("---\ntitle: Elsewhere\nexcerpt: Worth reading.\nlink: https://x.org/b\n---\n")
    assert (found.text, found.summary, found.links) == ("", "Worth reading.", ("https://x.org/b",))


@pytest.mark.parametrize("text", ["", "\n\n", "---\n---\n", "---\ntitle: Open budget\n---\n"])
def test_empty_bodies_are_indexed(text: str) -> None:
    found = post(text)
    assert (found.title, found.text, found.date) == ("Open budget", "", date(2014, 3, 5))


def test_the_rest_of_the_front_matter_is_kept_for_json() -> None:
    found = post(
        "---\nlayout: post\nid: 12\nratio: 0.5\nhero: false\nquoted: '12'\nnothing:\nlong: 123456789012345678901\n"
        'updated: 2014-04-01 10:00:00 -5\nphotos:\n- src: a.png\n  sub: "\\e[31mred"\ndraft: false\n---\ntext'
    )
    assert found.extra == {
        "layout": "post",
        "id": 12,
        "ratio": 0.5,
        "hero": False,
        "quoted": "12",
        "nothing": None,
        "long": "123456789012345678901",
        "updated": "2014-04-01T10:00:00-05:00",
        "photos": [{"src": "a.png", "sub": "[31mred"}],
        "draft": False,
    }
    toml = post("+++\nat = 2014-04-01T10:00:00Z\nday = 2014-04-01\nodd = nan\n+++\n").extra
    assert toml == {"at": "2014-04-01T10:00:00+00:00", "day": "2014-04-01", "odd": "nan"}


def test_empty_fields_are_not_kept() -> None:
    assert post("---\nexcerpt:\ndescription: ''\ntags:\ncustom:\n---\ntext").extra == {"custom": None}


def test_extra_values_are_bounded() -> None:
    text = f"---\nsmall: a\nbig: {'x' * (MAX_SIZE + 1)}\nlast: b\n---\n"
    assert post(text).extra == {"small": "a", "last": "b"}
    assert warnings(text) == ["demo/2014-03-05-open-budget.md:3: the value of “big” is too large; left it out"]
    many = "a: &a " + "x" * 1000 + "\nb: [" + ", ".join(["*a"] * 1000) + "]"
    assert set(post(f"---\n{many}\n---\n").extra) == {"a"}


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ("draft: true", "draft (draft: true)"),
        ("draft: 'yes'", "draft (draft: yes)"),
        ("published: false", "draft (published: false)"),
        ("private: true", "draft (private: true)"),
        ("status: Draft", "draft (status: draft)"),
    ],
)
def test_drafts_are_skipped_unless_asked_for(keys: str, reason: str) -> None:
    text = f"---\ntitle: a\n{keys}\n---\ntext"
    skipped = read(text).skipped
    assert skipped is not None
    assert (skipped.path, skipped.reason, skipped.failed) == ("demo/2014-03-05-open-budget.md", reason, False)
    assert post(text, drafts=True).title == "a"


def test_drafts_by_folder() -> None:
    assert read("text", "_drafts/a.md").post is None
    assert read("text", "_drafts/a.md", drafts=True).post is not None
    assert read("---\npublished: true\nstatus: publish\ndraft: false\n---\n").post is not None


def test_future_posts_are_skipped_where_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2014, 3, 4, 12))
    assert read("text").post is not None
    skipped = read("text", future=False).skipped
    assert skipped is not None
    assert (skipped.reason, skipped.failed) == ("dated in the future (2014-03-05)", False)
    monkeypatch.setattr(clock, "now", lambda: datetime(2014, 3, 5, 12))
    assert read("text", future=False).post is not None


ENGLISH = "The budget of the city is open to all who want to read it, and that is what we have worked for."


@pytest.mark.parametrize(
    ("keys", "path", "root", "setting", "language"),
    [
        ("lang: es-PR", "fr/a.md", "/srv/blog", "de", "es"),
        ("locale: pt_BR", "a.md", "/srv/blog", None, "pt"),
        ("language: Français", "a.md", "/srv/blog", None, "fr"),
        ("lang: [de]", "a.md", "/srv/blog", None, "de"),
        ("", "content/fr/blog/a.md", "/srv/blog", "de", "fr"),
        ("", "a.fr.md", "/srv/blog", "de", "fr"),
        ("", "a.md", "/srv/site/content/fr/blog", "de", "fr"),
        ("", "a.md", "/srv/fr/site/blog-of-ours", "de", "de"),
        ("", "a.md", "/srv/blog", "de", "de"),
        ("", "a.md", "/srv/blog", None, "en"),
        ("lang: klingon", "a.md", "/srv/blog", None, "en"),
    ],
)
def test_languages(keys: str, path: str, root: str, setting: str | None, language: str) -> None:
    assert post(f"---\ntitle: a\n{keys}\n---\n{ENGLISH}", path, root, language=setting).language == language


def test_an_unknown_language_is_told() -> None:
    assert warnings("---\nlang: klingon\n---\n") == [
        "demo/2014-03-05-open-budget.md:2: “klingon” is no language known here; looked at path and text instead"
    ]


def test_repeated_paragraphs_are_told() -> None:
    text = "\n\n".join([ENGLISH] * 5)
    assert post(text).text == ENGLISH
    assert warnings(text) == [
        "demo/2014-03-05-open-budget.md: the same paragraphs come again (4 copies); indexed them once"
    ]


def test_other_encodings_are_told() -> None:
    assert post("---\ntitle: Résumé\n---\n".encode("cp1252")).title == "Résumé"
    assert warnings("---\ntitle: Résumé\n---\n".encode("cp1252")) == [
        "demo/2014-03-05-open-budget.md:2: is not all UTF-8; read the other bytes as cp1252"
    ]


def test_newlines_of_all_kinds() -> None:
    assert post(b"---\r\ntitle: a\r\n---\r\none\r\n\r\ntwo\rthree\n").text == "one\n\ntwo three"


def test_what_is_not_text_is_a_failure() -> None:
    skipped = read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1").skipped
    assert skipped is not None
    assert (skipped.reason, skipped.failed) == ("is not text", True)


@pytest.mark.parametrize("path", ["a\x1b[31m.md", "a\nb.md", "caf\udce9.md", "a\u202eb.md"])
def test_a_path_that_no_terminal_should_print_is_a_failure(path: str) -> None:
    skipped = read("text", path).skipped
    assert skipped is not None
    assert skipped.failed
    assert skipped.path.isprintable()


@pytest.mark.parametrize("path", ["a: b?.md", "-rf.md", "it’s.md", "50%e2%80%99.md", "a b/c.md"])
def test_odd_paths_are_kept_as_they_are(path: str) -> None:
    assert post("text", path).id == f"demo/{path}"


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


def check(found: Reading) -> None:
    """What holds for every reading."""
    if found.post is None:
        assert found.skipped is not None
        return
    kept = found.post
    assert kept.title
    json.dumps(dict(kept.extra), allow_nan=False).encode()
    fields = (kept.title, kept.text, kept.authors, kept.categories, kept.tags, kept.url, kept.language, kept.summary)
    warned = tuple(str(warning) for warning in found.warnings)
    for text in strings([*fields, dict(kept.extra), kept.links, warned]):
        text.encode()
        assert all(char in "\n\t" or (ord(char) >= 0x20 and not 0x7F <= ord(char) < 0xA0) for char in text)
        assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


EVIL = "\x1b[2J \x07 \x9b1m \u202e \u2066 &#27; &#x9b; &#x202e; &#8238;"


@pytest.mark.parametrize("fence", ["---\n{}\n---\n", "{}\n\n"])
def test_no_escape_survives_in_any_field(fence: str) -> None:
    keys = "\n".join(
        f"{key}: a {EVIL} b"
        for key in ("Title", "author", "categories", "tags", "summary", "lang", "date", "odd", "permalink")
    )
    check(read(fence.format(keys) + f"# {EVIL}\n\ntext {EVIL} [a](http://x.org/{EVIL}) `{EVIL}`\n\n    {EVIL}\n"))
    escaped = r'"\e[31m \x9b \u202e \ud800"'
    check(read(f"---\ntitle: {escaped}\ntags: [{escaped}]\nodd: {{{escaped}: {escaped}}}\n---\n"))
    check(read('{"title": "\\u001b[31m \\ud800", "\\ud800": "\\udfff", "odd": {"\\u001b": ["\\ud800"]}}\ntext'))


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_read(data: bytes, split: bool) -> None:
    for form in (data, b"---\n" + data + b"\n---\n" + data, b"---\ntitle: a\n---\n" + data):
        found = read(form, split_authors=split)
        check(found)
        assert read(form, split_authors=split) == found


KEYS = "title date author categories tags lang summary permalink url link taxonomy draft odd content slug".split()


@given(
    st.lists(
        st.tuples(st.sampled_from(KEYS), st.text(st.sampled_from("ab1-[]{},:'\"&*!|> \n\\x/%<#_.é"), max_size=25))
    ),
    st.text(max_size=60),
)
def test_any_front_matter_is_read(pairs: list[tuple[str, str]], body: str) -> None:
    check(read("---\n" + "\n".join(f"{key}: {value}" for key, value in pairs) + f"\n---\n{body}"))
