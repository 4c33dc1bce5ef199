"""A civicsearch index as Whoosh sees one: a genuine `whoosh.searching.Searcher` runs on it.

This is the road for what is written for Whoosh: its collectors, scoring models, sorting, spelling, highlighting. It
walks posting by posting in Python; `civicsearch.search` answers the same trees by whole arrays.
"""

from .reader import WhooshReader, open_whoosh_reader

__all__ = ["WhooshReader", "open_whoosh_reader"]
