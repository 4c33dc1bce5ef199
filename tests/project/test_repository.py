"""Rules that every file of the repository keeps."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# The patterns hold brackets that change nothing but keep this file from matching itself.
_MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:wor[k]|tm[p]|hom[e]|roo[t]|User[s])/\w")
_REGISTRY = re.compile(
    r"p[y]pi\.org|p[y]thonhosted\.org|registr[y]\.(?:npmjs|yarnpkg)\.|cr[a]tes\.io|d[e]b\.debian\.org|pr[o]xy\.golang\.org"
)


def _git(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, encoding="utf-8")


@pytest.fixture(autouse=True)
def _checkout() -> None:
    if shutil.which("git") is None or _git("rev-parse", "--is-inside-work-tree").returncode != 0:
        pytest.skip("not a git checkout")


def _files() -> list[Path]:
    """The files that are in the repository, or would be with the next commit."""
    listed = _git("ls-files", "-z", "--cached", "--others", "--exclude-standard").stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize(
    ("pattern", "what"),
    [(_MACHINE_PATH, "a path that exists on one machine only"), (_REGISTRY, "the address of a package registry")],
    ids=["machine paths", "registries"],
)
def test_nothing_depends_on_one_machine(pattern: re.Pattern[str], what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {what}: {line.strip()}"
        for path in _files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), start=1)
        if pattern.search(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("see " + "/".join(["", "home", "ann", "blog"]), _MACHINE_PATH),
        ("https://" + ".".join(["files", "pythonhosted", "org"]), _REGISTRY),
    ],
)
def test_what_the_patterns_are_for_is_recognised(text: str, pattern: re.Pattern[str]) -> None:
    assert pattern.search(text)


def test_a_built_index_is_never_committed() -> None:
    assert _git("check-ignore", "index/manifest.json").returncode == 0
    assert _git("check-ignore", "index/1.seg").returncode == 0
    assert _git("check-ignore", "index/README.md").returncode == 1


def test_modules_hold_one_concept() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {length} lines"
        for path in (ROOT / "civicsearch").rglob("*.py")
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > 350
    ]
    assert not long, "\n".join(long)


def test_changelog_has_a_place_for_the_next_change() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", changelog, re.MULTILINE)[0] == "Unreleased"
