"""Compiling where a compiler is, and where none is."""

from __future__ import annotations

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
