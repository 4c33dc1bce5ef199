"""``civicsearch search``: what it asks for, in every form it can be given."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from civicsearch.models import FACETS

from .conftest import Run


def test_text_shows_hits_and_facets(search: Run) -> None:
    result = search("data", "--facet", "category")
    assert result.exit_code == 0
    assert result.stdout.startswith("2 posts · ")
    assert " 1. Opening the parking data" in result.stdout
    assert "    town/2014-03-01-open-data.md\n" in result.stdout
    assert "  News 2 " in result.stdout
    assert result.stderr == ""
    assert "\x1b" not in result.stdout


def test_several_words_are_one_query_and_none_is_every_post(search: Run) -> None:
    assert json.loads(search("parking", "-open", "--format", "json").stdout)["query"] == "parking -open"
    assert json.loads(search("--format", "json").stdout)["total"] == 4


@pytest.mark.parametrize(
    "arguments",
    [("-agile", "budget"), ("budget", "-agile"), ("--", "budget", "-agile"), ("--limit", "5", "-agile", "budget")],
)
def test_a_word_may_begin_with_a_dash(search: Run, arguments: tuple[str, ...]) -> None:
    result = search("--format", "jsonl", *arguments)
    assert [json.loads(line)["title"] for line in result.stdout.splitlines()] == ["A budget, in one table"]


def test_after_two_dashes_everything_is_query(search: Run) -> None:
    assert json.loads(search("--format", "json", "--", "budget", "--limit").stdout)["query"] == "budget --limit"


def test_json_is_schema_1_with_its_keys_in_order(search: Run) -> None:
    result = search(
        "data", "--format", "json", "--facet", "category", "--timeline", "year", "--filter", "category=news"
    )
    found = json.loads(result.stdout)
    assert list(found) == [
        "schema", "query", "total", "relaxed", "took_ms", "notes", "did_you_mean", "also_searched",
        "hits", "facets", "timeline",
    ]  # fmt: skip
    assert (found["schema"], found["query"], found["total"], found["relaxed"]) == (1, "data", 2, False)
    assert isinstance(found["took_ms"], float)
    hit = next(hit for hit in found["hits"] if hit["source"] == "town" and "parking" in hit["url"])
    assert isinstance(hit.pop("score"), float)
    assert list(hit.items()) == [
        ("id", "town/2014-03-01-open-data.md"),
        ("title", "Opening the parking data"),
        ("date", "2014-03-01"),
        ("authors", ["Ann Lee"]),
        ("categories", ["News", "Data"]),
        ("tags", ["parking"]),
        ("source", "town"),
        ("path", "2014-03-01-open-data.md"),
        ("url", "https://example.org/parking"),
        ("language", "en"),
        ("summary", None),
        ("snippet", hit["snippet"]),
        ("missing", []),
    ]
    assert "<mark>data</mark>" in hit["snippet"]
    assert found["facets"] == {
        "category": [
            {"value": "News", "count": 2, "selected": True},
            {"value": "Data", "count": 1, "selected": False},
        ]
    }
    assert found["timeline"] == [{"start": "2014-01-01", "count": 1}, {"start": "2015-01-01", "count": 1}]


def test_json_lines_are_the_hits_of_json(search: Run) -> None:
    whole = json.loads(search("data", "--format", "json").stdout)["hits"]
    assert [json.loads(line) for line in search("data", "--format", "jsonl").stdout.splitlines()] == whole


def test_csv_has_a_header_and_lists_joined(search: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(search("Tabellen", "--format", "csv").stdout)))
    assert [(row["title"], row["authors"], row["date"]) for row in rows] == [
        ("Tabellen, Grün & 開放", "Cy Roe; José Núñez", "2016-02-06")
    ]


def test_tsv_has_a_line_for_each_hit(search: Run) -> None:
    header, *rows = search("data", "--format", "tsv").stdout.splitlines()
    assert header.split("\t")[:4] == ["id", "score", "title", "date"]
    assert {len(row.split("\t")) for row in rows} == {len(header.split("\t"))}
    assert len(rows) == 2


def test_markdown_is_a_list_of_links_with_bold_matches_and_facets(search: Run, town: Path) -> None:
    text = search("data", "--format", "md", "--sort", "date", "--facet", "category").stdout
    assert text.startswith("# data\n\n2 posts\n\n")
    assert "1. [Opening the parking data](https://example.org/parking) — 2014-03-01 · Ann Lee · News, Data\n" in text
    assert f"2. [A budget, in one table]({town}/town/2015-07-16-budget.md) — 2015-07-16 · Bo Chan · News\n" in text
    assert "**data**" in text
    assert "| News | 2 |\n" in text


def test_paths_can_be_opened(search: Run, town: Path) -> None:
    lines = search("data", "--format", "paths", "--sort", "date").stdout.splitlines()
    assert lines == [f"{town}/town/2014-03-01-open-data.md", f"{town}/town/2015-07-16-budget.md"]
    assert all(Path(line).is_file() for line in lines)


def test_null_ends_each_path_with_a_zero_byte(search: Run) -> None:
    result = search("data", "-0")
    assert result.stdout_bytes.count(b"\0") == 2
    assert b"\n" not in result.stdout_bytes


@pytest.mark.parametrize(
    ("form", "empty"),
    [
        ("jsonl", ""),
        ("paths", ""),
        ("md", "# zzzz\n\n0 posts\n"),
        ("csv", "id,score,title,"),
        ("tsv", "id\tscore\ttitle\t"),
    ],
)
def test_no_hits_is_still_the_form_and_ends_with_1(search: Run, form: str, empty: str) -> None:
    result = search("zzzz", "--format", form)
    assert result.exit_code == 1
    assert result.stdout.startswith(empty)
    assert result.stdout.count("\n") == empty.count("\n") + (form in {"csv", "tsv"})
    assert result.stderr == ""


def test_no_hits_in_json_is_an_empty_list(search: Run) -> None:
    result = search("zzzz", "--format", "json", "--facet", "tag")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert (found["total"], found["hits"], found["facets"]) == (0, [], {"tag": []})


def test_limit_and_offset_cut_the_hits_and_not_the_total(search: Run) -> None:
    pages = [
        json.loads(search("--sort", "-title", "--limit", "2", "--offset", offset, "--format", "json").stdout)
        for offset in ("0", "2", "4")
    ]
    assert [page["total"] for page in pages] == [4, 4, 4]
    titles = [hit["title"] for page in pages for hit in page["hits"]]
    assert titles == [
        "Tabellen, Grün & 開放", "Opening the parking data", "Agile procurement", "A budget, in one table",
    ]  # fmt: skip


def test_a_limit_of_0_counts_and_is_no_failure(search: Run) -> None:
    result = search("data", "--limit", "0")
    assert result.exit_code == 0
    assert result.stdout.startswith("2 posts")


def test_filters_of_one_field_are_alternatives_and_fields_narrow(search: Run) -> None:
    def total(*filters: str) -> int:
        given = [part for value in filters for part in ("--filter", value)]
        return int(json.loads(search(*given, "--format", "json").stdout)["total"])

    assert total("category=News", "category=Procurement") == 3
    assert total("category=News", "category=Procurement", "author=ann lee") == 2
    assert total("year=2014") == 1


def test_json_has_all_values_of_a_facet_unless_a_number_is_given(search: Run) -> None:
    facets = json.loads(search("--facet", "category:1", "--facet", "author", "--format", "json").stdout)["facets"]
    assert [count["value"] for count in facets["category"]] == ["News"]
    assert [count["value"] for count in facets["author"]] == ["Ann Lee", "Bo Chan", "Cy Roe", "José Núñez"]


@pytest.mark.parametrize("form", ["jsonl", "csv", "tsv", "paths"])
def test_facets_that_a_form_cannot_hold_are_told(search: Run, form: str) -> None:
    result = search("data", "--facet", "category", "--format", form)
    assert result.exit_code == 0
    assert (
        result.stderr == f"civicsearch: the format {form} has hits only; facets and timeline are in text, json and md\n"
    )


def test_explain_is_read_with_text_and_talk_beside_data(search: Run) -> None:
    assert "budget" in search("budget", "--explain", "--limit", "0").stdout.split("post")[0]
    result = search("budget", "--explain", "--format", "jsonl")
    assert "budget" in result.stderr
    assert all(json.loads(line) for line in result.stdout.splitlines())


def test_explanation_is_a_tree_with_posts_words_and_remedies(search: Run) -> None:
    told = search("budget date:2014 b?dg*", "--explain").stdout.partition("\n\n")[0]
    assert told.splitlines() == [
        "all of: no posts",
        "  any form of “budget” in the text: 2 posts",
        "      budget 2",
        "  date from 2014-01-01 00:00:00 to 2014-12-31 23:59:59: 1 post",
        "  words like “b?dg*” in the text: 2 posts",
        "      budget 2",
        "2 posts without date:2014: budget b?dg*",
    ]


def test_explanation_is_wrapped_on_a_narrow_screen(search: Run) -> None:
    told = search("budget date:2014", "--explain", env={"COLUMNS": "40"}).stdout
    assert "  date from 2014-01-01 00:00:00 to\n  2014-12-31 23:59:59: 1 post\n" in told


def test_explanation_in_json_is_part_of_the_object(search: Run) -> None:
    result = search("budget date:2014", "--explain", "--format", "json")
    explanation = json.loads(result.stdout)["explanation"]
    assert result.stderr == ""
    assert explanation["query"] == "budget date:2014"
    assert explanation["remedies"][0] == {"without": ["date:2014"], "query": "budget", "posts": 2}
    assert explanation["tree"]["posts"] == 0
    assert explanation["tree"]["clauses"] == [
        {
            "meaning": "any form of “budget” in the text",
            "query": "budget",
            "posts": 2,
            "terms": [{"term": "budget", "posts": 2}],
            "more_terms": 0,
            "start": None,
            "end": None,
            "clauses": [],
        },
        {
            "meaning": "date from 2014-01-01 00:00:00 to 2014-12-31 23:59:59",
            "query": "date:2014",
            "posts": 1,
            "terms": [],
            "more_terms": 0,
            "start": "2014-01-01T00:00:00",
            "end": "2014-12-31T23:59:59.999999",
            "clauses": [],
        },
    ]


def test_notes_are_talk_except_in_json(search: Run) -> None:
    talked = search("foo:budget", "--format", "jsonl").stderr
    notes = json.loads(search("foo:budget", "--format", "json").stdout)["notes"]
    assert notes
    assert talked == "".join(f"civicsearch: {note}\n" for note in notes)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--sort", "dat"), '--sort: "dat" is not one of relevance, date, -date, title, -title; did you mean "date"?'),
        (("--limit", "-1"), '--limit: "-1" is not a whole number from 0 to 999999999'),
        (("--limit", "many"), '--limit: "many" is not a whole number'),
        (("--limit", "1" + "0" * 30), "is not a whole number"),
        (("--offset", "1.5"), '--offset: "1.5" is not a whole number'),
        (("--facet", "catgory"), f'--facet: "catgory" is not one of {", ".join(FACETS)}; did you mean "category"?'),
        (("--facet", "category:0"), "after the colon stands how many values, from 1 up, as in category:10"),
        (("--facet", "category:"), "after the colon stands how many values"),
        (("--filter", "category"), '--filter: "category" is not of the form FIELD=VALUE, as in category=News'),
        (("--filter", "tags=a"), '--filter: "tags" is not one of'),
        (("--timeline", "week"), '--timeline: "week" is not one of auto, year, quarter, month'),
        (("--format", "xml"), '--format: "xml" is not one of text, json, jsonl, csv, tsv, md, paths, atom'),
        (("--fromat", "json"), 'there is no option --fromat; did you mean "--format"?'),
        (("--json",), "there is no option --json; did you mean --format json?"),
        (("--sort",), "Option '--sort' requires an argument"),
        (("date:yesterdayy",), "yesterdayy"),
    ],
)
def test_a_wrong_wish_is_one_line_that_names_it_and_ends_with_2(
    search: Run, arguments: tuple[str, ...], message: str
) -> None:
    result = search(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("civicsearch: ")
    assert result.stderr.count("\n") == 1
    assert message in result.stderr


def test_a_better_spelling_is_told_beside_the_data(search: Run) -> None:
    result = search("budgte", "--format", "paths")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == "civicsearch: did you mean: budget\n"
    assert json.loads(search("budgte", "--format", "json").stdout)["did_you_mean"] == "budget"


def test_synonyms_of_a_file_are_searched_and_told(search: Run, tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("ledger => budget\n", encoding="utf-8")
    assert search("ledger").exit_code == 1
    found = search("ledger", "--synonyms", file)
    assert found.exit_code == 0
    assert "also searched ‘budget’" in found.stderr
    assert search("ledger", "--synonyms", file, "--no-synonyms").exit_code == 1
    explained = search("ledger", "--synonyms", file, "--explain", "--limit", 0)
    assert "also searched, below what has the words typed\n  any form of “budget” in the text: " in explained.stdout
    document = json.loads(search("ledger", "--synonyms", file, "--explain", "--format", "json").stdout)
    (synonym,) = document["explanation"]["synonyms"]
    assert synonym["query"] == "budget"
    file.write_text("ledger\n", encoding="utf-8")
    broken = search("ledger", "--synonyms", file)
    assert broken.exit_code == 2
    assert "names.txt:1: " in broken.stderr
