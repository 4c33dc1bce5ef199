"""The query language: strings ⇄ `whoosh.query` trees."""

from __future__ import annotations

from ..language import whoosh_trees  # noqa: F401  # before anything else loads Whoosh
from .explanation import explain
from .parser import ParsedQuery, parse
from .printer import to_string
from .selection import filter_query, select

__all__ = ["ParsedQuery", "explain", "filter_query", "parse", "select", "to_string"]
