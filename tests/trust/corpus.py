"""Files that were hard to read once, and such as lead to every corner of the readers."""

from __future__ import annotations

import json
from pathlib import Path

CORPUS = Path(__file__).with_name("corpus.jsonl")
"""A JSON string a line; each character is a byte."""


def corpus() -> list[bytes]:
    """The content of each file."""
    return [json.loads(line).encode("latin-1") for line in CORPUS.read_text("ascii").splitlines()]
