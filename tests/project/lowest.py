"""Constraints that pin every dependency to its declared lower bound: ``python -m tests.project.lowest``.

pip takes the newest versions that fit; this makes it take the oldest that pyproject.toml admits.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
EXTRAS = ("dev",)
"""What the tests need besides the package itself."""


def lowest(requirement: str) -> str:
    """``click>=8.2,<9`` becomes ``click==8.2``. Raises ValueError unless there is exactly one lower bound."""
    declared = Requirement(requirement)
    [bound] = [specifier.version for specifier in declared.specifier if specifier.operator == ">="]
    return f"{declared.name}=={bound}"


def constraints(pyproject: Path = PYPROJECT) -> list[str]:
    """A line for each dependency of the package and of its tests."""
    project = tomllib.loads(pyproject.read_text("utf-8"))["project"]
    extras = [name for extra in EXTRAS for name in project["optional-dependencies"][extra]]
    return [lowest(requirement) for requirement in (*project["dependencies"], *extras)]


if __name__ == "__main__":
    sys.stdout.write("".join(f"{line}\n" for line in constraints()))
