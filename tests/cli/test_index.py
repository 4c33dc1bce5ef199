"""``civicsearch index``: what it does, what it reports and where."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from civicsearch.cli import diagnostics
from civicsearch.cli.formats.report_text import report_lines
from civicsearch.cli.progress import ProgressBar
from civicsearch.lines import render
from civicsearch.models import PostWarning, Progress, SkippedFile, UpdateReport

from .conftest import Run, write_posts


def test_the_report_is_one_line_that_counts(run: Run, archive: Path) -> None:
    first = run("index", archive)
    assert first.exit_code == 0
    assert re.fullmatch(r"4 new, 0 changed, 0 renamed, 0 removed, 0 unchanged in \d+\.\d s\n", first.stdout)
    assert first.stderr == ""
    (archive / "2015-07-16-budget.md").write_text("---\ntitle: Changed\n---\nText.\n")
    (archive / "2016-01-05-agile.md").unlink()
    (archive / "2014-03-01-open-data.md").rename(archive / "2014-03-01-renamed.md")
    write_posts(archive, [("2020-01-01-new.md", "---\ntitle: New\n---\nNew.\n")])
    assert run("index").stdout.startswith("1 new, 1 changed, 1 renamed, 1 removed, 1 unchanged in ")


def test_json_tells_the_same_to_a_program(run: Run, archive: Path) -> None:
    write_posts(archive, [("2021-01-01-draft.md", "---\ndraft: true\n---\nSoon.\n")])
    report = json.loads(run("index", archive, "--format", "json").stdout)
    assert list(report) == [
        "schema", "new", "changed", "renamed", "removed", "unchanged", "skipped", "skips", "warnings", "seconds",
    ]  # fmt: skip
    assert (report["new"], report["skipped"], report["warnings"]) == (4, 1, [])
    assert report["skips"][0]["path"] == "town/2021-01-01-draft.md"
    assert report["skips"][0]["failed"] is False


def test_a_post_that_cannot_be_read_is_told_and_the_others_are_indexed(run: Run, archive: Path) -> None:
    (archive / "2022-01-01-loop.md").symlink_to("2022-01-01-loop.md")
    (archive / "huge.md").write_bytes(b"x" * (32 * 1024 * 1024 + 1))
    result = run("index", archive)
    assert result.exit_code == 1
    assert "civicsearch: town/huge.md: " in result.stderr
    assert result.stdout.startswith("4 new")


def test_quiet_writes_nothing_when_all_is_well(run: Run, archive: Path) -> None:
    result = run("index", archive, "--quiet")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_the_index_may_be_named_before_or_after_the_command(run: Run, archive: Path, tmp_path: Path) -> None:
    run("--index", tmp_path / "one", "index", archive)
    run("index", archive, "--index", tmp_path / "two")
    run("index", archive, env={"CIVICSEARCH_INDEX": str(tmp_path / "three")})
    for name in ("one", "two", "three"):
        assert run("search", "budget", "--index", name).exit_code == 0
    assert not (tmp_path / "index").exists()


def test_sources_of_the_settings_are_indexed_by_name(run: Run, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "civicsearch.toml").write_text(f'index = "there"\n[sources.village]\npath = "{archive.name}"\n')
    assert run("index").stdout.startswith("4 new")
    assert run("search", "--filter", "source=village", "--index", "there", "--limit", "0").stdout.startswith("4 posts")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("index", "gone"), 2, "gone: there is no such folder"),
        (("index", "empty"), 2, "empty"),
        (("index",), 3, "there is no index yet; run: civicsearch index PATH"),
        (("search", "x"), 3, "there is no index yet; run: civicsearch index PATH"),
        (("stats",), 3, "there is no index yet"),
        (("forget", "x"), 3, "there is no index yet"),
        (("search", "x", "--index", "empty/file"), 3, "empty/file"),
        (("search", "x", "--index", "other"), 3, "other"),
        (("search", "x", "--index="), 2, "--index: the path is empty"),
        (("search", "x", "--config", "gone.toml"), 2, "gone.toml: there is no such settings file"),
    ],
)
def test_what_cannot_be_done_is_one_line_with_the_remedy(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "file").write_text("x")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "manifest.json").write_text("[]")
    result = run(*arguments)
    assert result.exit_code == code
    assert result.stdout == ""
    assert message in result.stderr
    assert result.stderr.startswith("civicsearch: ")
    assert result.stderr.count("\n") == 1


def test_settings_that_changed_are_told_with_the_command_that_mends_it(run: Run, archive: Path, tmp_path: Path) -> None:
    run("index", archive)
    (tmp_path / "civicsearch.toml").write_text("[sources.town]\nsplit_authors = true\n")
    told = run("index")
    assert told.exit_code == 3
    assert "--rebuild" in told.stderr
    assert run("index", "--rebuild").stdout.startswith("4 new")


REPORT = UpdateReport(
    new=2232,
    skipped=(SkippedFile("town/a.md", "draft", False), SkippedFile("town/b.md", "draft", False)),
    warnings=(
        PostWarning("town/c.md", 'key "tags" is there twice', "the last one counts", 3),
        PostWarning("town/d.md", 'key "date" is there twice', "the last one counts", 12),
        PostWarning("town/e.md", "the date 2021-09-31 does not exist", "left out"),
    ),
    seconds=0.34,
)


def test_what_was_odd_is_counted_by_kind() -> None:
    lines = [render(line, colour=False) for line in report_lines(REPORT, verbose=False, screen_width=80)]
    assert lines == [
        "2,232 new, 0 changed, 0 renamed, 0 removed, 0 unchanged in 0.3 s",
        "2 left out",
        "  2  draft",
        "3 warnings",
        "  2  key … is there twice; the last one counts",
        "  1  the date … does not exist; left out",
        "--verbose lists each of them",
    ]


def test_verbose_lists_each() -> None:
    lines = [render(line, colour=False) for line in report_lines(REPORT, verbose=True, screen_width=80)]
    assert '  town/c.md:3: key "tags" is there twice; the last one counts' in lines
    assert "  town/b.md: draft" in lines
    assert "--verbose lists each of them" not in lines


def test_no_progress_is_drawn_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar() as progress:
        progress(Progress(1, 100))
    assert capsys.readouterr().err == ""


def test_a_long_run_shows_posts_a_second_to_a_person(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnostics, "is_terminal", lambda: True)
    monkeypatch.setattr("civicsearch.cli.progress.PATIENCE", 0)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with ProgressBar() as progress:
        for done in (10, 50, 100):
            progress(Progress(done, 100))
    told = capsys.readouterr()
    assert "100/100" in told.err
    assert told.out == ""


def test_short_work_shows_no_progress(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnostics, "is_terminal", lambda: True)
    with ProgressBar() as progress:
        progress(Progress(100, 100))
    assert capsys.readouterr().err == ""
