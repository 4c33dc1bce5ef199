"""What the package offers, and what it costs to load."""

from __future__ import annotations

import subprocess
import sys

import pytest
from whoosh.query import And, NumericRange, Query, Term, Variations

import civicsearch.query
from civicsearch.errors import UsageError
from civicsearch.query import parse, to_string


def test_public_names() -> None:
    assert civicsearch.query.__all__ == [
        "ParsedQuery", "describe", "filter_query", "names_saved", "parse", "parts", "resolve", "select", "to_string",
    ]  # fmt: skip


def test_loads_neither_arrays_nor_stemmers() -> None:
    code = "import sys, civicsearch.query; print(sorted({'numpy', 'nltk', 'textual'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


@pytest.mark.parametrize("tree", [Variations("text", "open"), NumericRange("size", 1, 2), Term("unheard", "of")])
def test_tree_without_words_for_it_is_an_error(tree: Query) -> None:
    with pytest.raises(UsageError, match="no words for"):
        to_string(And([Term("text", "open"), tree]))


def test_weight_of_a_group_moves_to_its_words() -> None:
    tree = And([Term("text", "open"), Term("text", "data")], boost=2.0)
    assert to_string(tree) == "(open data)^2"
    assert parse(to_string(tree)).tree == And([Term("text", "open", boost=2.0), Term("text", "data", boost=2.0)])
