"""The smaller commands: facets, show, stats, sources, forget, config, tui, demo, completion."""

from __future__ import annotations

import csv
import io
import json
import shlex
import sys
from pathlib import Path
from types import ModuleType

import pytest

from civicsearch import SearchIndex, sample
from civicsearch.cli.formats.facts_text import size
from civicsearch.cli.main import COMMANDS
from civicsearch.config import Config

from .conftest import Run


def test_facets_counts_values_of_the_posts_that_match(run: Run, town: Path) -> None:
    result = run("facets", "category:1", "author", "--query", "budget", "--format", "json", "--index", town / "index")
    found = json.loads(result.stdout)
    assert (found["total"], found["query"]) == (2, "budget")
    assert found["facets"] == {
        "category": [{"value": "News", "count": 1, "selected": False}],
        "author": [
            {"value": "Ann Lee", "count": 1, "selected": False},
            {"value": "Bo Chan", "count": 1, "selected": False},
        ],
    }


def test_facets_without_a_field_shows_all_but_month(run: Run, town: Path) -> None:
    text = run("facets", "--index", town / "index").stdout
    headings = {"Category", "Tag", "Author", "Year", "Source", "Language"}
    assert headings <= set(text.split())
    assert "Month" not in text


def test_facets_as_a_table(run: Run, town: Path) -> None:
    text = run("facets", "year", "--filter", "year=2016", "--format", "csv", "--index", town / "index").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {"field": "year", "value": "2016", "count": "2", "selected": "true"} in rows
    assert {"field": "year", "value": "2014", "count": "1", "selected": "false"} in rows
    tsv = run("facets", "year", "--format", "tsv", "--index", town / "index").stdout
    assert tsv.startswith("field\tvalue\tcount\tselected\nyear\t2016\t2\tfalse\n")


def test_facets_of_nothing_ends_with_1(run: Run, town: Path) -> None:
    assert run("facets", "--query", "zzzz", "--index", town / "index").exit_code == 1


def test_show_is_the_whole_post(run: Run, town: Path) -> None:
    result = run("show", "town/2014-03-01-open-data.md", "--index", town / "index")
    assert result.stdout.splitlines() == [
        "Opening the parking data",
        "date        2014-03-01",
        "authors     Ann Lee",
        "categories  News, Data",
        "tags        parking",
        "language    en",
        "address     https://example.org/parking",
        "post        town/2014-03-01-open-data.md",
        "",
        "The city put its open data about parking on the web. Nobody had asked for",
        "parking.",
    ]


def test_show_as_json_and_markdown(run: Run, town: Path) -> None:
    post = json.loads(run("show", "town/2016-02-06-tabellen.md", "--format", "json", "--index", town / "index").stdout)
    assert post["authors"] == ["Cy Roe", "José Núñez"]
    assert post["text"].startswith("Die Stadt")
    text = run("show", "town/2016-02-06-tabellen.md", "--format", "md", "--index", town / "index").stdout
    assert text.startswith("# Tabellen, Grün & 開放\n\n2016-02-06 · Cy Roe, José Núñez\n\n")


def test_show_of_an_unknown_post_names_the_nearest(run: Run, town: Path) -> None:
    result = run("show", "town/2014-03-01-open-date.md", "--index", town / "index")
    assert result.exit_code == 2
    assert "town/2014-03-01-open-data.md" in result.stderr


def test_stats_tell_size_age_and_sources(run: Run, town: Path) -> None:
    found = json.loads(run("stats", "--format", "json", "--index", town / "index").stdout)
    assert (found["posts"], found["generation"]) == (4, 1)
    assert found["sources"] == [{"name": "town", "path": str(town / "town"), "posts": 4}]
    assert found["words"] > 20
    assert found["bytes"] > 0
    assert found["updated"].endswith("+00:00")
    lines = run("stats", "--index", town / "index").stdout.splitlines()
    assert lines[:2] == [f"index       {town / 'index'}", "posts       4"]


def test_sources_say_where_they_are_and_whether_they_are_there(run: Run, archive: Path, tmp_path: Path) -> None:
    run("index", archive)
    assert run("sources").stdout == f"town  4 posts  {archive}\n"
    archive.rename(tmp_path / "moved")
    assert run("sources").stdout == f"town  4 posts  {archive} (not there now)\n"
    assert json.loads(run("sources", "--format", "json").stdout)["sources"][0]["path"] == str(archive)


def test_forget_takes_a_source_out_of_the_index_only(run: Run, archive: Path) -> None:
    run("index", archive)
    unknown = run("forget", "twn")
    assert unknown.exit_code == 2
    assert "town" in unknown.stderr
    assert run("forget", "town").stdout == "4 posts of town removed from the index\n"
    assert run("search").exit_code == 1
    assert len(list(archive.iterdir())) == 4


def test_config_shows_values_and_origins(run: Run, tmp_path: Path) -> None:
    (tmp_path / "civicsearch.toml").write_text(
        '[defaults]\ndrafts = true\n[sources.cfa]\npath = "posts"\nlanguage = "en"\n'
    )
    settings = {
        item["name"]: (item["value"], item["from"])
        for item in json.loads(run("config", "--format", "json").stdout)["settings"]
    }
    assert settings["index"] == (str(tmp_path / "index"), "default")
    assert settings["defaults.drafts"] == (True, "[defaults]")
    assert settings["sources.cfa.path"] == (str(tmp_path / "posts"), "[sources.cfa]")
    assert settings["sources.cfa.drafts"] == (True, "[defaults]")
    assert settings["sources.cfa.language"] == ("en", "[sources.cfa]")
    assert settings["sources.cfa.future"] == (True, "default")
    text = run("config", "--index", "elsewhere").stdout
    assert str(tmp_path / "elsewhere") in text
    assert "--index" in text
    assert "[sources.cfa]" in text


def test_config_checks_the_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "civicsearch.toml").write_text("[sources.cfa]\nday_frist = true\n")
    result = run("config")
    assert result.exit_code == 2
    assert 'sources.cfa.day_frist: there is no such setting; did you mean "day_first"?' in result.stderr


def test_tui_says_so_where_there_is_no_terminal(run: Run) -> None:
    result = run("tui", "open", "data")
    assert result.exit_code == 2
    assert result.stderr == "civicsearch: the terminal UI needs a terminal; search with: civicsearch search QUERY\n"


def test_tui_starts_with_the_settings_and_the_query(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[Config, str]] = []
    app = ModuleType("civicsearch.tui.app")
    app.run = lambda config, query: started.append((config, query))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "civicsearch.tui.app", app)
    assert run("tui", "--index", "there", "open", "-data").exit_code == 0
    assert [(config.index, query) for config, query in started] == [(tmp_path / "there", "open -data")]


def test_demo_runs_the_commands_that_it_shows(run: Run) -> None:
    result = run("demo")
    assert result.exit_code == 0
    commands = [line[2:] for line in result.stdout.splitlines() if line.startswith("$ ")]
    assert commands[0].startswith("civicsearch index harbour-city=")
    for command in commands[1:]:
        again = run(*shlex.split(command)[1:])
        assert again.exit_code == 0
        assert again.stdout.splitlines()[1:] == [
            line for line in again.stdout.splitlines()[1:] if line in result.stdout
        ]
    assert run("demo").exit_code == 0


def test_demo_leaves_an_index_of_other_posts_alone(run: Run, archive: Path) -> None:
    run("index", archive)
    result = run("demo")
    assert result.exit_code == 2
    assert "holds other posts (town)" in result.stderr
    assert run("demo", "--index", "demo-index").exit_code == 0
    assert "--index demo-index" in run("demo", "--index", "demo-index").stdout.splitlines()[0]
    names = {source.name for source in sample.sources()}
    with SearchIndex(Path("demo-index")) as index:
        assert {source.name for source in index.sources} == names


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(run: Run, shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_CIVICSEARCH_COMPLETE" in result.stdout
    assert result.stderr == ""
    assert run("completion", env={"SHELL": f"/usr/bin/{shell}"}).stdout == result.stdout


def test_completion_for_an_unknown_shell_names_the_known(run: Run) -> None:
    result = run("completion", "ksh")
    assert result.exit_code == 2
    assert '"ksh" is not one of bash, zsh, fish' in result.stderr


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("civicsearch ", set(COMMANDS)),
        ("civicsearch search --fa", {"--facet"}),
        ("civicsearch search --facet ca", {"category"}),
        ("civicsearch search open --sort d", {"date"}),
        ("civicsearch search --filter la", {"language="}),
        ("civicsearch search --index INDEX --filter author=a", {"author=Ann Lee"}),
        ("civicsearch search --index /nowhere --filter author=a", set()),
        ("civicsearch facets so", {"source"}),
        ("civicsearch completion z", {"zsh"}),
    ],
)
def test_a_shell_completes(run: Run, town: Path, line: str, offered: set[str]) -> None:
    words = line.replace("INDEX", str(town / "index"))
    environment = {
        "_CIVICSEARCH_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    lines = run(env=environment).stdout.splitlines()
    assert {item.partition(",")[2] for item in lines if item} == offered


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (999_960, "1.0 MB"), (2.5e12, "2.5 TB")]
)
def test_sizes_are_in_decimal_units(number: int, shown: str) -> None:
    assert size(int(number)) == shown
