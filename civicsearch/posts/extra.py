"""The rest of the front matter, with values that JSON can hold."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from .dates import parse_date
from .normalise import normalise
from .yaml_values import Plain

MAX_SIZE = 64 * 1024
"""Characters of one post's extra keys and values together."""

_INTEGER = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})\.\d{1,17}")
_TIMESTAMP = re.compile(r"\d{4}-\d\d?-\d\d?(?:[Tt ].*)?")
_WORDS = {"true": True, "false": False}


class _Budget:
    """Counts down while a value is copied, so that a value of aliases is never written out to its full size."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise OverflowError


def json_values(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values as JSON can hold them, and the keys left out because the values are too large together.

    Dates become ISO strings; unquoted YAML numbers and booleans get their type.
    """
    kept: dict[str, Any] = {}
    left_out: list[str] = []
    left = MAX_SIZE
    for key, value in values.items():
        budget = _Budget(left - len(key))
        try:
            kept[key] = _json_value(value, budget)
        except (OverflowError, RecursionError):
            left_out.append(key)
        else:
            left = budget.left
    return kept, left_out


def _json_value(value: Any, budget: _Budget) -> Any:
    budget.spend(1)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Plain):
        budget.spend(len(value))
        return _typed(value)
    if isinstance(value, str):
        budget.spend(len(value))
        return normalise(value)
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else normalise(hex(value))
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, list):
        return [_json_value(item, budget) for item in value]
    if isinstance(value, dict):
        found = {}
        for key, item in value.items():
            budget.spend(len(key))
            found[normalise(key)] = _json_value(item, budget)
        return found
    return normalise(str(value))


def _typed(value: Plain) -> Any:
    if _INTEGER.fullmatch(value):
        return int(value)
    if _DECIMAL.fullmatch(value):
        return float(value)
    if _TIMESTAMP.fullmatch(value):
        try:
            return parse_date(value).isoformat()
        except ValueError:
            return normalise(value)
    word = value.lower()
    return _WORDS[word] if word in _WORDS else normalise(str(value))
