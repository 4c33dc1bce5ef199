"""The generated pages are what the code says today, and leave nothing out."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import click
import pytest

import civicsearch
from civicsearch.cli.main import COMMANDS, cli
from civicsearch.config import load
from civicsearch.models import SORTS, SourceSettings
from civicsearch.query.fields import FIELD_NAMES, find_field
from docs.generate.pages import PAGES, REFERENCE
from docs.generate.pictures import PICTURES, Picture, path_of, shown
from docs.generate.screens import Screen
from tests.docs.pages import blocks


def _page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_up_to_date(name: str) -> None:
    assert _page(name) == PAGES[name](), f"docs/reference/{name} is out of date; run: make docs"


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_shows_what_there_is(picture: Picture | Screen) -> None:
    drawn = path_of(picture).read_text(encoding="utf-8")
    # Versions of Rich differ in the blank lines at the end.
    assert shown(drawn).rstrip() == shown(picture.render()).rstrip(), (
        f"{picture.name}.svg is out of date; run: make docs"
    )


def test_no_picture_loads_anything_from_the_web() -> None:
    for picture in PICTURES:
        drawn = path_of(picture).read_text(encoding="utf-8")
        assert not re.search(r"(?:href|src)\s*=|url\((?!#)|@import|<script", drawn)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_documented_with_all_its_options(name: str) -> None:
    context = cli.make_context("civicsearch", [], resilient_parsing=True)
    command = cli.get_command(context, name)
    assert command is not None
    page = _page("cli.md")
    section = page.partition(f"\n## civicsearch {name}\n")[2].partition("\n## ")[0]
    everywhere = page.partition("\n## Options of all commands\n")[2].partition("\n## ")[0]
    for option in command.get_params(context):
        if isinstance(option, click.Option):
            assert option.help, f"{option.opts[0]} of {name} has no help"
            for written in option.opts:
                assert f"`{written}" in section or f"`{written}" in everywhere


@pytest.mark.parametrize("name", civicsearch.__all__)
def test_a_public_name_is_documented(name: str) -> None:
    value = getattr(civicsearch, name)
    if not isinstance(value, tuple):
        assert value.__doc__
    page = _page("errors.md" if isinstance(value, type) and issubclass(value, Exception) else "python-api.md")
    assert f"`{name}`" in page or f"`civicsearch.{name}`" in page


_CANONICAL_FIELDS = sorted({field.name for name in FIELD_NAMES if (field := find_field(name))} - {"text"})
_EXAMPLE = re.compile(r"^\| `((?:[^`|]|\\\|)+)` \|.*\| (\d+) \|$", re.MULTILINE)


@pytest.mark.parametrize(
    "form",
    [
        *(rf"(^|[ (-]){name}:" for name in _CANONICAL_FIELDS),
        *(rf"sort:{order}$" for order in SORTS if order != "-title"),
        *(r"\bAND\b", r"\bOR\b", r" \\\| ", r"^NOT ", r"^-", r" -", r"NEAR/\d", r"ADJ/\d", r'"~\d', r"\^\d"),
        *(r'^"\w+ \w+"$', r'^"\w+"$', r"^\w+\*$", r"^\*\w+$", r"^\w+\?\w+$", r"\w~$", r"\w~\d$", r"^\*$"),
        *(r":\(\w+ OR \w+\)", r":\w+,\w+", r"tag:\w+ tag:\w+", r"-tag:\*", r":\*$", r":\w+\^\d", r" \(\w+ \w+\)$"),
        *(r"date:\d{4}$", r"date:\d{4}-\d\d$", r"date:\.\.\d", r"date:\d+\.\.$", r"date:\S+\.\.\d", r"date:>="),
        *(r'date:"last month"', r"date:\d+m\.\.", r"date:this-year"),
    ],
)
def test_a_form_of_the_query_language_has_an_example_with_its_count(form: str) -> None:
    examples = dict(_EXAMPLE.findall(_page("query-language.md")))
    assert [query for query in examples if re.search(form, query)], form


def test_every_method_of_an_index_is_documented() -> None:
    page = _page("python-api.md")
    for name, member in vars(civicsearch.SearchIndex).items():
        if not name.startswith("_"):
            assert member.__doc__
            assert f"### `.{name}" in page


def test_every_setting_is_documented_and_the_example_is_accepted(tmp_path: Path) -> None:
    page = _page("configuration.md")
    assert all(f"\n| `{setting.name}` |" in page for setting in fields(SourceSettings))
    example = next(block.text for block in blocks(page) if block.language == "toml")
    file = tmp_path / "civicsearch.toml"
    file.write_text(example, encoding="utf-8")
    assert list(load(file=file, directory=tmp_path, environ={}).sources) == list(tomllib.loads(example)["sources"])
