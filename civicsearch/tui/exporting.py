"""What is shown as a file: hits, trends, a concordance. The name's ending says in which form."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from ..formats import concordance_data, structured, tables, trends_data
from ..formats.atom import search_atom
from ..formats.citations import bibtex
from ..formats.markdown import search_markdown
from ..formats.paths import file_of
from ..formats.trends_svg import trends_svg
from ..models import Concordance, Post, SearchResults, Trends

HITS = ".csv .tsv .json .jsonl .md .bib .atom"
TRENDS = ".csv .tsv .json .jsonl .md .svg"
CONCORDANCE = ".csv .tsv .json .jsonl"


def hits_text(
    results: SearchResults, ending: str, folders: Mapping[str, str], read: Callable[[str], Post], updated: datetime
) -> str:
    """All hits in the form of one of `HITS`; ``folders`` is that of each source, ``read`` gives a post by its id."""
    match ending:
        case ".csv":
            return tables.search_csv(results)
        case ".tsv":
            return tables.search_tsv(results)
        case ".json":
            return structured.search_json(results)
        case ".jsonl":
            return structured.search_lines(results)
        case ".bib":
            return "\n".join(bibtex(read(hit.id)) for hit in results.hits)
        case ".atom":
            return search_atom(results, updated)
        case _:
            return search_markdown(results, lambda hit: file_of(hit, folders))


def trends_text(found: Trends, ending: str, *, share: bool) -> str:
    """Trends in the form of one of `TRENDS`; the picture is of shares or of counts."""
    match ending:
        case ".csv":
            return trends_data.trends_csv(found)
        case ".tsv":
            return trends_data.trends_tsv(found)
        case ".json":
            return trends_data.trends_json(found)
        case ".jsonl":
            return trends_data.trends_lines(found)
        case ".md":
            return trends_data.trends_markdown(found)
        case _:
            return trends_svg(found, share=share)


def concordance_text(found: Concordance, ending: str) -> str:
    """The matches in the form of one of `CONCORDANCE`."""
    if ending == ".json":
        return concordance_data.concordance_json(found)
    return concordance_data.lines_data(found, ending[1:])


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet: all of it, or none. Raises `OSError`."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, "utf-8", "backslashreplace")
        os.link(beside, path)  # unlike renaming it never replaces a file
    finally:
        beside.unlink(missing_ok=True)


def wrong_name(given: str, endings: str) -> str | None:
    """What is wrong with a name for such a file."""
    path = Path(os.path.expanduser(given.strip()))
    if not given.strip():
        return "a name is needed"
    if path.suffix.lower() not in endings.split():
        return f"the ending says the format; known are {endings}"
    if path.exists():
        return "there is such a file already; choose another name"
    if not path.absolute().parent.is_dir():
        return f"{path.absolute().parent}: there is no such folder"
    return None
