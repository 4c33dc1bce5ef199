"""Files of synonyms, and what they make of a query's tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from whoosh.query import Or

from civicsearch import ConfigError, sample
from civicsearch.query import parse
from civicsearch.query.synonyms import NO_SYNONYMS, Synonyms, read_synonyms
from civicsearch.query.trees import weight_of


@pytest.fixture
def synonyms(tmp_path: Path) -> Synonyms:
    file = tmp_path / "synonyms.txt"
    file.write_text(
        "# acronyms\n"
        "RFP = request for proposals  # two ways\n"
        "CfA => Code for America\n"
        "IT => information technology\n"
        "bus = coach = autocarro\n"
        "open data = FOI\n\n",
        encoding="utf-8",
    )
    return read_synonyms(file)


@pytest.mark.parametrize(
    ("query", "also"),
    [
        ("rfp", ["request for proposals"]),
        ("open RFP data", ["request for proposals"]),
        ("title:rfp", ["request for proposals"]),
        ("request for proposals", ["RFP"]),
        ("requests for proposal", ["RFP"]),
        ("rfp OR cfa", ["request for proposals", "Code for America"]),
        ("coaches", ["bus", "autocarro"]),
        ("autocarro", ["bus", "coach"]),
        ("code for america", []),
        ("its", []),
        ("request proposals", []),
        ("request title:for proposals", []),
        ('"rfp"', []),
        ('"request for proposals"', []),
        ("-rfp", []),
        ("rfp*", []),
        ("rfp~", []),
        ("tag:rfp", []),
        ("", []),
    ],
)
def test_plain_words_are_widened(synonyms: Synonyms, query: str, also: list[str]) -> None:
    tree = parse(query).tree
    widened = synonyms.widen(tree, ["en"])
    assert list(widened.also) == also
    assert (widened.tree == tree) == (not also)


@pytest.mark.parametrize("query", ["rfp", "open data", "request for proposals"])
def test_what_was_typed_stays_one_of_the_ways_as_a_whole(synonyms: Synonyms, query: str) -> None:
    tree = parse(query).tree
    widened = synonyms.widen(tree).tree
    ways = widened if isinstance(widened, Or) else next(iter(widened.children()))
    assert tree in ways.children()


def test_without_a_language_words_match_as_they_stand(synonyms: Synonyms) -> None:
    assert not synonyms.widen(parse("coaches").tree).also
    assert list(synonyms.widen(parse("BUS").tree).also) == ["coach", "autocarro"]


def test_a_weight_holds_for_the_synonym_too(synonyms: Synonyms) -> None:
    widened = synonyms.widen(parse("cfa^3").tree)
    assert {weight_of(leaf) for leaf in widened.tree.leaves()} == {3.0}


def test_no_rules_change_nothing() -> None:
    tree = parse("rfp OR (open data)").tree
    assert NO_SYNONYMS.widen(tree).tree is tree


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("RFP request for proposals", "= is missing"),
        ("RFP =", "there is no word on one side"),
        ("=> Code for America", "there is no word on one side"),
        ("a => b => c", "one left and one right side"),
        ("a => b = c", "one left and one right side"),
        ("a = " + "b " * 9, "at most 8 words"),
    ],
)
def test_a_broken_rule_names_file_and_line(tmp_path: Path, line: str, problem: str) -> None:
    file = tmp_path / "synonyms.txt"
    file.write_text(f"a = b\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=problem) as raised:
        read_synonyms(file)
    assert str(raised.value).startswith(f"{file}:2: ")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.txt: cannot be read"):
        read_synonyms(tmp_path / "none.txt")
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9 = coffee")
    with pytest.raises(ConfigError, match="not UTF-8"):
        read_synonyms(tmp_path / "latin.txt")


def test_the_file_of_the_sample_can_be_read() -> None:
    assert read_synonyms(sample.synonyms()).widen(parse("gis").tree).also.keys() == {"geographic information system"}
