"""The query language: strings ⇄ `whoosh.query` trees."""

from __future__ import annotations

from .explanation import describe, parts
from .parser import ParsedQuery, parse
from .printer import to_string
from .selection import filter_query, select

__all__ = ["ParsedQuery", "describe", "filter_query", "parse", "parts", "select", "to_string"]
