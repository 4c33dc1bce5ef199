"""`whoosh.query` tree + index → results: matching, scoring, facets, timeline, snippets."""

from ..language import whoosh_trees  # noqa: F401  # before anything else loads Whoosh
from .searcher import search

__all__ = ["search"]
