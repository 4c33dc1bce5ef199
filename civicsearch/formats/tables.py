"""CSV and TSV, for spreadsheets and ``cut``. The header is always there, and a row is one hit or one facet value."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from ..models import FacetCount, Hit, SearchResults
from ..terminal import clean, clean_data

HIT_COLUMNS = (
    "id", "score", "title", "date", "authors", "categories", "tags", "source", "path", "url", "language", "summary",
    "snippet",
)  # fmt: skip
FACET_COLUMNS = ("field", "value", "count", "selected")
LIST_SEPARATOR = "; "
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def search_csv(results: SearchResults) -> str:
    """One hit a row, quoted as RFC 4180 says; lines end with a newline alone. No value is a formula (`_harmless`)."""
    return csv_text(HIT_COLUMNS, map(hit_row, results.hits))


def search_tsv(results: SearchResults) -> str:
    """One hit a line; a tab, newline or backslash in a value becomes ``\\t``, ``\\n``, ``\\\\``."""
    return tsv_text(HIT_COLUMNS, map(hit_row, results.hits))


def facets_csv(facets: Mapping[str, Iterable[FacetCount]]) -> str:
    """One facet value a row."""
    return csv_text(FACET_COLUMNS, _counts(facets))


def facets_tsv(facets: Mapping[str, Iterable[FacetCount]]) -> str:
    """One facet value a line."""
    return tsv_text(FACET_COLUMNS, _counts(facets))


def hit_row(hit: Hit) -> Sequence[str]:
    """The values of `HIT_COLUMNS`."""
    return (
        hit.id,
        f"{hit.score:.4f}",
        hit.title,
        "" if hit.date is None else hit.date.isoformat(),
        LIST_SEPARATOR.join(hit.authors),
        LIST_SEPARATOR.join(hit.categories),
        LIST_SEPARATOR.join(hit.tags),
        hit.source,
        hit.path,
        hit.url or "",
        hit.language or "",
        hit.summary or "",
        hit.snippet,
    )


def _counts(facets: Mapping[str, Iterable[FacetCount]]) -> Iterable[Sequence[str]]:
    for field, counts in facets.items():
        for count in counts:
            yield field, count.value, str(count.count), "true" if count.selected else "false"


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV; what a terminal would obey is left out."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_harmless(clean_data(value).replace("\r", "\n")) for value in row] for row in rows)
    return sheet.getvalue()


def _harmless(value: str) -> str:
    """A value that no spreadsheet takes for a formula: behind an apostrophe where it begins like one.

    A stranger's title may be ``=HYPERLINK(…)``. The first characters are those that OWASP's "CSV Injection" lists.
    """
    formula = value.startswith(("=", "+", "-", "@", "\t")) and not _NUMBER.fullmatch(value)
    return f"'{value}" if formula else value


def tsv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as TSV, likewise."""
    lines = ["\t".join(header)]
    lines.extend("\t".join(map(_tsv_value, row)) for row in rows)
    return "\n".join(lines) + "\n"


def _tsv_value(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("\t", "\\t").replace("\r", "\n").replace("\n", "\\n")
    return clean(escaped)
