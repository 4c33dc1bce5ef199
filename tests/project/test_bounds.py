"""Dependencies are declared with the bounds that `make test-lowest` and an upgrade rely on."""

from __future__ import annotations

import tomllib
from importlib.metadata import version
from itertools import chain

import pytest
from packaging.requirements import Requirement

from tests.project.lowest import PYPROJECT, constraints, lowest

PROJECT = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


@pytest.mark.parametrize("requirement", sorted({*PROJECT["dependencies"], *chain(*EXTRAS.values())}))
def test_each_has_one_lower_bound(requirement: str) -> None:
    assert lowest(requirement)


@pytest.mark.parametrize("requirement", PROJECT["dependencies"])
def test_what_people_install_stays_below_the_next_major_version(requirement: str) -> None:
    assert sorted(bound.operator for bound in Requirement(requirement).specifier) == ["<", ">="]


def test_the_constraints_are_the_declared_lower_bounds() -> None:
    found = {Requirement(line).name: line for line in constraints()}
    assert found["click"] == "click==8.2"
    assert found.keys() == {Requirement(line).name for line in (*PROJECT["dependencies"], *EXTRAS["dev"])}


def test_a_dependency_without_a_lower_bound_is_not_passed_over() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        lowest("click<9")


@pytest.mark.parametrize("requirement", PROJECT["dependencies"])
def test_what_is_installed_is_what_is_declared(requirement: str) -> None:
    declared = Requirement(requirement)
    assert version(declared.name) in declared.specifier
