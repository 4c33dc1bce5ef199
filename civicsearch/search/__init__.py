"""`whoosh.query` tree + index → results: matching, scoring, facets, timeline, snippets."""

from .searcher import search

__all__ = ["search"]
