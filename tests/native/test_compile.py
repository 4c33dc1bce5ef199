"""Compiling where a compiler is, and where none is."""

from __future__ import annotations

import shutil
import sysconfig
from pathlib import Path

import pytest

from civicsearch.native.compile import LIBRARY, compile_kernels


def test_without_a_compiler_nothing_is_made_and_nothing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("LDSHARED", "no-such-compiler -shared")
    assert not compile_kernels(tmp_path / LIBRARY.name)
    assert not list(tmp_path.iterdir())


def test_a_source_that_cannot_be_compiled_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("civicsearch.native.compile.OPTIONS", ("--no-such-option",))
    assert not compile_kernels(tmp_path / LIBRARY.name)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(
    not (shutil.which("cc") and Path(sysconfig.get_path("include"), "Python.h").is_file()),
    reason="there is no compiler, or no headers of Python",
)
def test_the_kernels_compile_where_there_is_a_compiler(tmp_path: Path) -> None:
    """A fault in them would go unseen: an installation does without, and the tests that compare both ways skip."""
    assert compile_kernels(tmp_path / LIBRARY.name)
