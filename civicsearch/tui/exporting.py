"""A whole result as a file; the name's ending says in which form."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from ..formats import structured, tables
from ..formats.atom import search_atom
from ..formats.citations import bibtex
from ..formats.markdown import search_markdown
from ..formats.paths import file_of
from ..models import Post, SearchResults

ENDINGS = ".csv .tsv .json .jsonl .md .bib .atom"


def export(
    results: SearchResults,
    path: Path,
    folders: Mapping[str, str],
    read: Callable[[str], Post],
    updated: datetime,
) -> None:
    """Write the hits to a file that is not there yet: all of them, or none.

    ``folders`` is the folder of each source, ``read`` gives a post by its id. Raises `OSError`.
    """
    match path.suffix.lower():
        case ".csv":
            text = tables.search_csv(results)
        case ".tsv":
            text = tables.search_tsv(results)
        case ".json":
            text = structured.search_json(results)
        case ".jsonl":
            text = structured.search_lines(results)
        case ".bib":
            text = "\n".join(bibtex(read(hit.id)) for hit in results.hits)
        case ".atom":
            text = search_atom(results, updated)
        case _:
            text = search_markdown(results, lambda hit: file_of(hit, folders))
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, "utf-8", "backslashreplace")
        os.link(beside, path)  # unlike renaming it never replaces a file
    finally:
        beside.unlink(missing_ok=True)
