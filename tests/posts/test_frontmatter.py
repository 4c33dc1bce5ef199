"""Splitting a file into front matter and body."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch.posts.frontmatter import MAX_SIZE, FrontMatter, split
from civicsearch.posts.yaml_values import Plain


def problems(matter: FrontMatter) -> list[tuple[str, int | None]]:
    return [(problem.problem, problem.line) for problem in matter.problems]


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Budget\n---\nBody\n",
        "\n\n---\ntitle: Budget\n---\nBody\n",
        "---  \ntitle: Budget\n--- \t\nBody\n",
        "---\ntitle: Budget\n...\nBody\n",
        '---\ntitle: "Budget"\t\n---\nBody\n',
        "---\ntitle: Budget\t\ntags:\t\n---\nBody\n",
        "Title: Budget\nDate: 2014-03-05\n\nBody\n",
        '+++\ntitle = "Budget"\n+++\nBody\n',
        '{"title": "Budget"}\nBody\n',
        '{\n  "title": "Budget"\n}\n\nBody\n',
    ],
)
def test_forms(text: str) -> None:
    matter = split(text)
    assert matter.values["title"] == "Budget"
    assert matter.body.strip() == "Body"
    assert matter.problems == []


@pytest.mark.parametrize("text", ["", "Just text.\n", "# Heading\n\nText: with a colon\n", "{{ toc }}\ntext", "---"])
def test_texts_without_front_matter(text: str) -> None:
    matter = split(text)
    assert matter.values == {}
    assert matter.body.strip() == (text.strip() if text != "---" else "")


@pytest.mark.parametrize(
    "text", ["Note: this is a draft of the plan.\n\nText", "Date: Thursday\nPlace: Town hall\n\nText"]
)
def test_a_text_that_starts_with_a_colon_is_text(text: str) -> None:
    assert split(text) == FrontMatter({}, {}, text, [])


def test_the_first_closing_fence_ends_the_front_matter() -> None:
    assert split("---\ntitle: a\n---\none\n\n---\n\ntwo: three\n---\n").body == "\none\n\n---\n\ntwo: three\n---\n"


def test_the_indent_of_the_first_line_stays() -> None:
    assert split("---\ntitle: a\n---\n\n    code\n").body == "\n\n    code\n"


def test_a_key_named_content_is_a_key_like_others() -> None:
    assert split("---\ncontent: page\nhandler: x\n---\nBody").values == {"content": "page", "handler": "x"}


def test_keys_are_folded() -> None:
    matter = split("---\nSlug: a\nOG-Image: b\n---\n")
    assert matter.values == {"slug": "a", "og_image": "b"}
    assert matter.lines == {"slug": 2, "og_image": 3}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: a\ntags: [x]\ntitle: b\n---\n", 4),
        ("\n---\nLab: a\nlab: b\n---\n", 4),
        ('{"title": "a", "title": "b"}\n', None),
        ("Title: a\nTitle: b\n\ntext", 2),
    ],
)
def test_of_duplicate_keys_the_last_wins(text: str, line: int | None) -> None:
    matter = split(text)
    assert "b" in matter.values.values()
    assert "a" not in matter.values.values()
    [(problem, found)] = problems(matter)
    assert "twice" in problem
    assert found == line


def test_stray_text_is_no_key() -> None:
    matter = split("---\ntitle: a\n<p>In short: nothing</p>\n---\nBody")
    assert matter.values == {"title": "a"}
    assert [line for _, line in problems(matter)] == [3]


def test_scalars_are_spelt_as_written() -> None:
    values = split("---\na: 2013\nb: Yes\nc: 12:30\nd: 2021-09-31\ne: 010\nf: '1'\ng:\nh: ~\n---\n").values
    assert values == {
        "a": "2013",
        "b": "Yes",
        "c": "12:30",
        "d": "2021-09-31",
        "e": "010",
        "f": "1",
        "g": None,
        "h": None,
    }
    assert [key for key, value in values.items() if isinstance(value, Plain)] == ["a", "b", "c", "d", "e"]


def test_header_lines_may_go_on_and_are_lower_cased() -> None:
    matter = split("Title: A budget\n    for all\nTags: a, b\nsummary:\n\nBody")
    assert matter.values == {"title": "A budget for all", "tags": "a, b", "summary": None}
    assert matter.lines["tags"] == 3


def test_aliases_are_followed_within_bounds() -> None:
    assert split("---\na: &x [1, 2]\nb: *x\n---\n").values["b"] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x---\ntitle: a\n---\nBody", "opens with “x---”"),
        ("---\ntitle: a\n\nBody", "never closes"),
        ("---\ntitle: [a\n---\nBody", "is not YAML"),
        ("---\ntitle: a: b\n---\nBody", "is not YAML"),
        ("---\ntitle: *nobody\n---\nBody", "is not YAML"),
        ("---\na: &a [*a]\n---\nBody", "is not YAML"),
        ("+++\ntitle = \n+++\nBody", "is not TOML"),
        ("---\na: " + "[" * 60 + "]" * 60 + "\n---\nBody", "nested"),
        ("---\n" + "x: y\n" * (MAX_SIZE // 5 + 1) + "---\nBody", "characters"),
    ],
)
def test_front_matter_that_cannot_be_read_leaves_the_body(text: str, problem: str) -> None:
    matter = split(text)
    assert matter.values == {}
    assert matter.body.strip() == "Body"
    assert problem in problems(matter)[0][0]


def test_json_that_cannot_be_read_is_text() -> None:
    matter = split('{"title": \n\nBody')
    assert matter.body == '{"title": \n\nBody'
    assert problems(matter) == [("the JSON front matter cannot be read", 1)]


def test_an_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    matter = split("\n".join(["---", *lines, "---", "Body"]))
    assert matter.values == {}
    assert matter.body.strip() == "Body"
    assert "more than 20,000 values" in problems(matter)[0][0]


def test_tags_of_yaml_make_no_objects() -> None:
    assert split("---\na: !!python/object/apply:os.getcwd []\n---\n").values == {"a": []}


def test_the_line_of_an_error_is_the_files() -> None:
    assert problems(split("\n---\ntitle: a\nx: [\n---\n"))[0][1] in (4, 5)


def test_rules_around_a_first_paragraph_are_text() -> None:
    matter = split("---\n\nOnce there was: a rule, and [more\n\n---\n\nEnd")
    assert re.search(r"Once.*\bEnd", matter.body, re.DOTALL)
    assert len(matter.problems) == 1


@given(st.text(st.sampled_from("-+{}[]:&*!'\"a1 \n\t#|>~%,?=."), max_size=80))
def test_any_text_splits(text: str) -> None:
    for form in (text, f"---\n{text}\n---\nBody", f"+++\n{text}\n+++\nBody", f"Title: a\n{text}"):
        matter = split(form)
        assert all(re.fullmatch(r"[\w-]+", key) for key in matter.values)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,9}", fullmatch=True),
        st.text(st.characters(exclude_categories=["Cs", "Cc"])),
        min_size=1,
    )
)
def test_quoted_values_read_back(values: dict[str, str]) -> None:
    block = "\n".join(f"{key}: '" + value.replace("'", "''") + "'" for key, value in values.items())
    clean = {k: v for k, v in values.items() if not set(v) & set("\ufeff\u2028\u2029\ufffe\uffff")}
    matter = split(f"---\n{block}\n---\n")
    if clean == values:
        assert matter.values == values
