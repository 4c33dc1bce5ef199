"""The query language: strings ⇄ `whoosh.query` trees."""

from __future__ import annotations

from ..language import whoosh_trees  # noqa: F401  # before anything else loads Whoosh
from .explanation import describe
from .parser import ParsedQuery, parse
from .printer import to_string
from .saved import names_saved, resolve
from .selection import filter_query, select
from .trees import parts

__all__ = ["ParsedQuery", "describe", "filter_query", "names_saved", "parse", "parts", "resolve", "select", "to_string"]
