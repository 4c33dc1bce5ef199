"""The index on disk: immutable segments of plain arrays, named by a manifest.

`writer` and `refresh` change an index, `snapshot` reads one generation of it. Nothing here knows about queries.
"""
