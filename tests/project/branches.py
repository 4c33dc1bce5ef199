"""What the tests reach, package by package: ``python -m tests.project.branches FILE``, or ``make coverage``.

The file is coverage.py's report in JSON. Processes that tests start are not measured.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path


def table(files: Mapping[str, Mapping[str, Mapping[str, int]]]) -> str:
    """A row for each package, in Markdown: lines and branches, and how many of them are reached."""
    packages: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, file in files.items():
        parts = Path(name).parts
        for package in (parts[1] if len(parts) > 2 else "the package itself", "all"):
            packages[package].update(file["summary"])
    rows = ["| package | lines | reached | branches | reached |", "|-|-|-|-|-|"]
    for package, counts in sorted(packages.items(), key=lambda item: (item[0] == "all", item[0])):
        lines = f"{counts['num_statements']:,} | {counts['covered_lines'] / counts['num_statements']:.1%}"
        share = counts["covered_branches"] / counts["num_branches"] if counts["num_branches"] else 1
        rows.append(f"| {package} | {lines} | {counts['num_branches']:,} | {share:.1%} |")
    return "\n".join(rows)


if __name__ == "__main__":
    report = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    sys.stdout.write(f"{table(report['files'])}\n")
