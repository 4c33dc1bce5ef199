"""A refresh that has nothing to do is answered before the command is loaded: with the same words, and never wrongly."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import pytest

import civicsearch
from civicsearch.cli.refreshed import at_once
from civicsearch.config import load
from civicsearch.index.writer import IndexWriter

from .conftest import Run, write_posts
from .test_process import environment

pytestmark = [
    pytest.mark.usefixtures("settled"),
    pytest.mark.skipif(sys.platform == "win32", reason="what changed is told by times that Windows does not keep"),
]
ENTRY = "import sys; from civicsearch.__main__ import main; main()"
SAME_SECONDS = re.compile(rb'in \d+\.\d s|"seconds": [\d.]+')


@pytest.fixture
def indexed(run: Run, archive: Path) -> Path:
    """The folder with the archive ``town`` and its index, which is the current folder too."""
    (archive / "README.md").write_text("About this folder.\n")
    write_posts(archive, [("2021-01-01-draft.md", "---\ndraft: true\n---\nSoon.\n")])
    assert run("index", archive).exit_code == 0
    return archive.parent


def answer(*words: str) -> int | None:
    return at_once(list(words))


@pytest.mark.parametrize(
    "words",
    [
        ["index"],
        ["index", "--quiet"],
        ["index", "--verbose"],
        ["index", "--format", "json"],
        ["index", "--format=json", "--quiet"],
        ["index", "--format", "json", "--format", "text", "--jobs", "2", "--jobs=1"],
        ["--index", "nowhere", "index", "--index", "index"],
        ["--index=index", "index", "--verbose", "--verbose"],
    ],
)
def test_it_says_what_the_command_says(
    indexed: Path, run: Run, words: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert (indexed / "index").is_dir()
    code = answer(*words)
    told = capfdbinary.readouterr()
    command = run(*words)
    assert (code, told.err) == (command.exit_code, command.stderr_bytes)
    assert SAME_SECONDS.sub(b"", told.out) == SAME_SECONDS.sub(b"", command.stdout_bytes)


@pytest.mark.parametrize("colour", ["0", "1"])
def test_without_files_left_out_it_says_the_same_line(
    run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], colour: str
) -> None:
    run("index", archive)
    monkeypatch.setenv("FORCE_COLOR", colour)
    assert answer("index") == 0
    told = capfdbinary.readouterr().out
    assert (b"\x1b" in told) == (colour == "1")
    assert SAME_SECONDS.sub(b"", told) == SAME_SECONDS.sub(b"", run("index").stdout_bytes)


@pytest.mark.parametrize(
    "words",
    [
        ["index", "town"],
        ["index", "town=town"],
        ["index", "index"],
        ["index", "--", "--quiet"],
        ["index", "--rebuild"],
        ["index", "--help"],
        ["index", "-h"],
        ["index", "--quiet=yes"],
        ["index", "--quie"],
        ["index", "--nonsense"],
        ["index", "--index"],
        ["index", "--index", ""],
        ["index", "--index="],
        ["index", "--index", " "],
        ["index", "--index", "--quiet"],
        ["index", "--format", "csv"],
        ["index", "--format"],
        ["index", "--jobs", "0"],
        ["index", "--jobs", "257"],
        ["index", "--jobs", "-1"],
        ["index", "--jobs", "two"],
        ["index", "--jobs", "２"],
        ["--quiet", "index"],
        ["--format", "json", "index"],
        ["--version", "index"],
        ["search", "index"],
        ["forget", "index"],
        ["--index", "index"],
        ["--index", "index", "search"],
    ],
)
def test_it_is_silent_about_every_other_command_line(
    indexed: Path, words: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert indexed.is_dir()
    assert answer(*words) is None
    assert capfdbinary.readouterr() == (b"", b"")


def test_a_shell_that_completes_is_not_answered(indexed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer("index") == 0
    assert indexed.is_dir()
    monkeypatch.setenv("_CIVICSEARCH_COMPLETE", "bash_complete")
    assert answer("index") is None


def keeping_its_time(path: Path, change: Callable[[], object]) -> None:
    times = path.stat()
    change()
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _rewrite_in_place(town: Path) -> None:
    post = town / "2014-03-01-open-data.md"
    keeping_its_time(post, lambda: post.write_text(post.read_text().replace("parking", "walking")))


def _replace_by_a_like_file(town: Path) -> None:
    post, other = town / "2014-03-01-open-data.md", town / "other.txt"
    other.write_text(post.read_text().replace("parking", "walking"))
    os.utime(other, ns=(post.stat().st_atime_ns, post.stat().st_mtime_ns))
    other.replace(post)


def _move_below(town: Path) -> None:
    (town / "below").mkdir()
    (town / "2014-03-01-open-data.md").rename(town / "below" / "2014-03-01-open-data.md")


def _link_to_a_folder(town: Path) -> None:
    write_posts(town / ".hidden", [("x.md", "x")])
    (town / "shown").symlink_to(town / ".hidden")


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink()


CHANGES: dict[str, Callable[[Path], object]] = {
    "a longer text": lambda town: (town / "2014-03-01-open-data.md").write_text("Longer.\n" * 99),
    "a text of the same length and time": _rewrite_in_place,
    "another file of the same length and time": _replace_by_a_like_file,
    "another time": lambda town: os.utime(town / "2014-03-01-open-data.md", (1, 1)),
    "another name": lambda town: (town / "2014-03-01-open-data.md").rename(town / "2014-03-01-renamed.md"),
    "another folder": _move_below,
    "one post less": lambda town: (town / "2014-03-01-open-data.md").unlink(),
    "one post more": lambda town: write_posts(town, [("2022-01-01-new.md", "New.\n")]),
    "one post more, deep below": lambda town: write_posts(town / "a" / "b", [("2022-01-01-new.md", "New.\n")]),
    "a link to a folder with a post": _link_to_a_folder,
    "a draft that is none any more": lambda town: (town / "2021-01-01-draft.md").write_text("Now.\n"),
    "a file that should have been a post": lambda town: os.symlink("nowhere.md", town / "gone.md"),
    "no posts at all": lambda town: _remove(*town.glob("*.md")),
    "no folder": lambda town: town.rename(town.with_name("moved")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_silent_after_a_change(indexed: Path, change: str) -> None:
    assert answer("index", "--quiet") == 0
    CHANGES[change](indexed / "town")
    assert answer("index", "--quiet") is None


@pytest.mark.parametrize("change", ["a text of the same length and time", "another file of the same length and time"])
def test_what_only_the_time_of_change_tells_is_read(
    indexed: Path, run: Run, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setattr("civicsearch.index.refresh.RACY_NS", 0)
    CHANGES[change](indexed / "town")
    assert "1 changed" in run("index").stdout
    assert run("search", "walking", "--format", "paths").stdout.endswith("2014-03-01-open-data.md\n")
    assert answer("index", "--quiet") == 0


def test_what_is_passed_over_is_told_as_it_is_now(
    indexed: Path, run: Run, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (indexed / "town" / "LICENSE.md").write_text("Free.\n")
    assert answer("index", "--verbose") == 0
    told = capfdbinary.readouterr().out
    assert b"LICENSE.md is not a post" in told
    assert SAME_SECONDS.sub(b"", told) == SAME_SECONDS.sub(b"", run("index", "--verbose").stdout_bytes)


def _forget(folder: Path) -> None:
    with civicsearch.open(folder / "index") as index:
        index.forget("town")


def _remove_a_post(folder: Path) -> None:
    with civicsearch.open(folder / "index") as index:
        index.remove(["town/2015-07-16-budget.md"])


def _rebuild_elsewhere(folder: Path) -> None:
    write_posts(folder / "village", [("a.md", "A.\n")])
    with civicsearch.open(folder / "index") as index:
        index.update([f"village={folder / 'village'}"], rebuild=True)
    (folder / "village" / "b.md").write_text("B.\n")


def _spoil(folder: Path, name: str, content: bytes) -> None:
    [path] = folder.glob(f"index/{name}")
    path.write_bytes(content)


def _make_a_pipe(folder: Path) -> None:
    _remove(folder / "index" / "last-look")
    os.mkfifo(folder / "index" / "last-look")


INDEX_CHANGES: dict[str, Callable[[Path], object]] = {
    "a source was forgotten": _forget,
    "a post was removed": _remove_a_post,
    "another process made it anew": _rebuild_elsewhere,
    "it is gone": lambda folder: (folder / "index").rename(folder / "away"),
    "a writer is at work": lambda folder: (folder / "index" / "writer.json").write_text("{}"),
    "a writer left something": lambda folder: (folder / "index" / "00000009-1.seg").write_bytes(b""),
    "its manifest is damaged": lambda folder: _spoil(folder, "manifest.json", b"{"),
    "a segment is shorter": lambda folder: _spoil(folder, "*.seg", b"short"),
    "a segment is gone": lambda folder: _remove(*folder.glob("index/*.seg")),
    "the list is gone": lambda folder: _remove(folder / "index" / "last-look"),
    "the list is empty": lambda folder: _spoil(folder, "last-look", b""),
    "the list is noise": lambda folder: _spoil(folder, "last-look", b"\xff\0" * 1000),
    "the list is cut where a source ends": lambda folder: _spoil(
        folder, "last-look", (folder / "index" / "last-look").read_bytes().partition(b"\0town\0")[0]
    ),
    "the list is cut": lambda folder: _spoil(folder, "last-look", (folder / "index" / "last-look").read_bytes()[:-40]),
    "the list is a pipe": _make_a_pipe,
}


@pytest.mark.parametrize("change", INDEX_CHANGES)
def test_it_is_silent_where_the_index_is_not_as_it_was(indexed: Path, change: str) -> None:
    assert answer("index", "--quiet") == 0
    INDEX_CHANGES[change](indexed)
    assert answer("index", "--quiet") is None


def _forged(folder: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    """A list with other fields, and the checksum of those."""
    path = folder / "index" / "last-look"
    content = b"".join(field + b"\0" for field in change(path.read_bytes().split(b"\0")[1:-1]))
    path.write_bytes(b"%08x\0%s" % (crc32(content), content))


@pytest.mark.parametrize(
    "change",
    [
        lambda fields: fields[:0],
        lambda fields: fields[:4],
        lambda fields: [*fields[:5], b"99999999999999999999", *fields[6:]],
        lambda fields: [*fields[:5], b"one", *fields[6:]],
        lambda fields: [*fields[:3], b"much manifest.json\n", *fields[4:]],
        lambda fields: [*fields[:8], b"one", *fields[9:]],
        lambda fields: [*fields[:9], b"9" * 5000, *fields[10:]],
        lambda fields: [*fields[:9], b"1000001", *fields[10:]],
        lambda fields: [*fields[:9], b"0", *fields[10:]],
        lambda fields: [*fields[:9], b"0", b"0"],
        lambda fields: [*fields[:11], fields[11].replace(b"\n", b"\n\n", 1), *fields[12:]],
        lambda fields: [*fields[:11], fields[11][:-1], *fields[12:]],
        lambda fields: [*fields[:12], b"9" * 5000, *fields[13:]],
        lambda fields: [*fields[:12], b"1000001", *fields[13:]],
        lambda fields: [*fields, *([b"town"] * 1_100_000)],
    ],
)
def test_a_list_from_a_stranger_is_read_with_care(
    indexed: Path, run: Run, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    _forged(indexed, lambda fields: fields)
    assert answer("index", "--quiet") == 0
    _forged(indexed, change)
    assert answer("index", "--quiet") is None
    assert "4 unchanged" in run("index").stdout
    assert answer("index", "--quiet") == 0


def test_it_is_silent_while_another_writes(indexed: Path) -> None:
    assert answer("index", "--quiet") == 0
    with IndexWriter(indexed / "index"):
        assert answer("index", "--quiet") is None
    assert answer("index", "--quiet") == 0


def test_it_is_silent_about_what_another_version_saw(indexed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert indexed.is_dir()
    monkeypatch.setattr("civicsearch.index.lastlook.__version__", "0.0.1")
    assert answer("index") is None


def test_files_that_changed_a_moment_ago_are_looked_at_again(
    run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("civicsearch.index.lastlook.RACY_NS", 2_000_000_000)
    os.utime(archive / "2014-03-01-open-data.md", (1, 1))
    run("index", archive)
    assert answer("index") is None


SETTINGS = """\
# Where all is.
index = "kept" # beside this file
[sources.town]
path = "town"
author_names = "authors.toml"
"""


@pytest.fixture
def configured(run: Run, archive: Path) -> Path:
    """The folder with ``civicsearch.toml``, which names all that it needs; also the current folder."""
    folder = archive.parent
    (folder / "civicsearch.toml").write_text(SETTINGS)
    (folder / "authors.toml").write_text('ann = "Ann Lee"\n')
    assert run("index").exit_code == 0
    return folder


def test_settings_that_are_as_they_were_are_in_force(configured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer("index", "--quiet") == 0
    monkeypatch.chdir(configured / "town")
    assert answer("index", "--quiet") == 0
    monkeypatch.chdir("/")
    assert answer("index", "--quiet", "--config", str(configured / "civicsearch.toml")) == 0
    monkeypatch.setenv("CIVICSEARCH_CONFIG", str(configured / "civicsearch.toml"))
    assert answer("index", "--quiet") == 0
    monkeypatch.setenv("CIVICSEARCH_INDEX", str(configured / "kept"))
    assert answer("index", "--quiet") == 0
    monkeypatch.setenv("CIVICSEARCH_INDEX", str(configured / "other"))
    assert answer("index", "--quiet") is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("civicsearch.toml", SETTINGS + "drafts = true\n"),
        ("civicsearch.toml", SETTINGS + '[sources.village]\npath = "village"\n'),
        ("civicsearch.toml", SETTINGS.replace("kept", "another")),
        ("civicsearch.toml", SETTINGS + "nonsense = 1\n"),
        ("civicsearch.toml", None),
        ("authors.toml", 'ann = "Ann B. Lee"\n'),
        ("authors.toml", None),
        ("town/civicsearch.toml", SETTINGS),
    ],
)
def test_it_is_silent_where_settings_changed(
    configured: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str | None
) -> None:
    monkeypatch.chdir(configured / "town")
    assert answer("index", "--quiet") == 0
    if content is None:
        (configured / name).unlink()
    else:
        (configured / name).write_text(content)
    assert answer("index", "--quiet") is None


def test_settings_that_appear_and_settings_that_are_named_are_seen(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answer("index", "--quiet") == 0
    (indexed / "other.toml").write_text('[sources.village]\npath = "village"\n')
    assert answer("index", "--quiet", "--config", "other.toml") is None
    monkeypatch.setenv("CIVICSEARCH_CONFIG", "other.toml")
    assert answer("index", "--quiet") is None
    monkeypatch.delenv("CIVICSEARCH_CONFIG")
    (indexed / "civicsearch.toml").write_text("")
    assert answer("index", "--quiet") is None


def test_a_source_that_settings_name_and_no_refresh_has_seen_yet_is_not_forgotten(run: Run, archive: Path) -> None:
    write_posts(archive.parent / "village", [("a.md", "A.\n")])
    (archive.parent / "civicsearch.toml").write_text('[sources.village]\npath = "village"\n')
    run("index", archive)
    assert answer("index", "--quiet") is None
    assert run("index").stdout.startswith("1 new")
    assert answer("index", "--quiet") == 0


def test_another_home_is_another_folder(run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(archive.parent))
    (archive.parent / "civicsearch.toml").write_text('[sources.town]\npath = "~/town"\n')
    run("index")
    assert answer("index", "--quiet") == 0
    monkeypatch.setenv("HOME", str(archive.parent / "elsewhere"))
    assert answer("index", "--quiet") is None


@pytest.mark.parametrize(
    "text",
    [
        '\nsynonyms = "s.txt"\nindex = "kept"\n',
        '"index" = "kept"\n',
        '"\\u0069ndex" = "kept"\n',
        'index = """kept"""\n',
        'index = "k\\u0065pt"\n',
        "[sources.index]\n",
    ],
)
def test_it_is_silent_where_settings_have_to_be_understood(
    run: Run, archive: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (archive.parent / "civicsearch.toml").write_text(text)
    assert run("index", archive).exit_code == 0
    assert answer("index", "--quiet") is None
    monkeypatch.setenv("CIVICSEARCH_INDEX", str(load(environ={}).index))
    assert answer("index", "--quiet") == 0


def test_a_program_with_settings_of_its_own_does_not_speak_for_those_of_the_file(configured: Path) -> None:
    config = load()
    assert list(config.texts) == [str(configured / "civicsearch.toml"), str(configured / "authors.toml")]
    changed = replace(config, sources={**config.sources})
    assert changed.texts == {}
    with civicsearch.open(config=changed) as index:
        (configured / "town" / "new.md").write_text("New.\n")
        index.update()
    assert answer("index", "--quiet") is None


def test_the_process_loads_next_to_nothing(run: Run, archive: Path) -> None:
    run("index", archive)
    script = (
        "import sys; from civicsearch import __main__\n"
        "print(__main__._refreshed_at_once(), *sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-S", "-c", script, "index"]
    done = subprocess.run(command, cwd=archive.parent, env=environment(), capture_output=True, text=True, check=True)
    code, *loaded = done.stderr.split()
    assert code == "0"
    assert done.stdout.startswith("0 new, 0 changed, 0 renamed, 0 removed, 4 unchanged in ")
    assert not {"click", "numpy", "json", "re", "typing", "types", "dataclasses", "pathlib", "threading"} & set(loaded)


@pytest.mark.parametrize("words", [["index"], ["index", "--verbose"], ["index", "--format", "json"]])
def test_the_process_ends_as_the_command_does(indexed: Path, words: list[str]) -> None:
    results = [
        subprocess.run(
            [sys.executable, "-c", entry, *words], cwd=indexed, env=environment(), capture_output=True, check=False
        )
        for entry in (ENTRY, "from civicsearch.cli.main import main; main()")
    ]
    quick, whole = ((done.returncode, SAME_SECONDS.sub(b"", done.stdout), done.stderr) for done in results)
    assert quick == whole
    assert quick[1]


def test_a_closed_pipe_is_success_here_too(indexed: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-c", ENTRY, "index"]
    done = subprocess.run(
        command, cwd=indexed, env=environment(), stdout=write, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")
