"""JSON and JSON lines, for programs. The keys and their order are schema 1, a promise to scripts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..models import (
        CheckReport,
        ClauseExplanation,
        Explanation,
        FacetCount,
        Hit,
        IndexStats,
        Post,
        SavedSearch,
        SearchResults,
        SourceStats,
        Suggestion,
        UpdateReport,
    )

SCHEMA = 1

_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F))}
"""Characters that JSON allows as they are, but that terminals obey or line readers break at."""


def search_json(results: SearchResults) -> str:
    """A whole search as one JSON object."""
    return document(
        {
            "schema": SCHEMA,
            "query": results.query,
            "total": results.total,
            "relaxed": results.relaxed,
            "took_ms": round(results.took_ms, 3),
            "notes": list(results.notes),
            "did_you_mean": results.did_you_mean,
            "also_searched": list(results.also_searched),
            "hits": [hit_object(hit) for hit in results.hits],
            "facets": facet_table(results.facets),
            "timeline": [{"start": bucket.start.isoformat(), "count": bucket.count} for bucket in results.timeline],
            **({} if results.explanation is None else {"explanation": _explanation(results.explanation)}),
        }
    )


def search_lines(results: SearchResults) -> str:
    """One hit a line, each the same object as in ``hits`` of `search_json`."""
    return "".join(line(hit_object(hit)) for hit in results.hits)


def facets_json(results: SearchResults) -> str:
    """Facet counts without hits."""
    return document(
        {
            "schema": SCHEMA,
            "query": results.query,
            "total": results.total,
            "relaxed": results.relaxed,
            "notes": list(results.notes),
            "facets": facet_table(results.facets),
        }
    )


def suggestions_json(query: str, suggestions: Iterable[Suggestion]) -> str:
    """Ways to complete a query."""
    return document(
        {
            "schema": SCHEMA,
            "query": query,
            "suggestions": [{"query": item.applied(query), **asdict(item)} for item in suggestions],
        }
    )


def post_json(post: Post) -> str:
    """One post, whole."""
    return document(
        {
            "schema": SCHEMA,
            "id": post.id,
            "title": post.title,
            "date": _date(post.date),
            "authors": list(post.authors),
            "categories": list(post.categories),
            "tags": list(post.tags),
            "source": post.source,
            "path": post.path,
            "url": post.url,
            "language": post.language,
            "summary": post.summary,
            "text": post.text,
            "links": list(post.links),
            "extra": dict(post.extra),
        }
    )


def report_json(report: UpdateReport) -> str:
    """What a refresh did, on one line: ``watch`` writes one for each refresh."""
    return line(
        {
            "schema": SCHEMA,
            "new": report.new,
            "changed": report.changed,
            "renamed": report.renamed,
            "removed": report.removed,
            "unchanged": report.unchanged,
            "skipped": len(report.skipped),
            "skips": [asdict(file) for file in report.skipped],
            "warnings": [
                {"path": item.path, "line": item.line, "problem": item.problem, "action": item.action}
                for item in report.warnings
            ],
            "seconds": round(report.seconds, 3),
        }
    )


def stats_json(stats: IndexStats, index: str) -> str:
    """Size and age of an index."""
    return document(
        {
            "schema": SCHEMA,
            "index": index,
            "posts": stats.posts,
            "sources": source_table(stats.sources),
            "words": stats.words,
            "bytes": stats.bytes,
            "generation": stats.generation,
            "updated": stats.updated.isoformat(),
        }
    )


def check_json(report: CheckReport) -> str:
    """What a check of the index found."""
    return document(
        {"schema": SCHEMA, "posts": report.posts, "segments": report.segments, "faults": list(report.faults)}
    )


def saved_json(searches: Iterable[SavedSearch]) -> str:
    """The saved searches."""
    return document(
        {
            "schema": SCHEMA,
            "saved": [
                {
                    "name": search.name,
                    "query": search.query,
                    "saved": _date(search.saved),
                    "looked": _date(search.looked),
                    "posts": search.posts,
                    "new": search.new,
                    "problem": search.problem,
                }
                for search in searches
            ],
        }
    )


def source_table(sources: Iterable[SourceStats]) -> list[dict[str, Any]]:
    """Sources as JSON values."""
    return [{"name": source.name, "path": source.path, "posts": source.posts} for source in sources]


def facet_table(facets: Mapping[str, Iterable[FacetCount]]) -> dict[str, list[dict[str, Any]]]:
    """Facet counts as JSON values."""
    return {
        field: [{"value": count.value, "count": count.count, "selected": count.selected} for count in counts]
        for field, counts in facets.items()
    }


def document(value: Mapping[str, Any]) -> str:
    """One JSON object, indented for a reader."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str).translate(_ESCAPED) + "\n"


def line(value: Mapping[str, Any]) -> str:
    """One JSON object on a line."""
    return json.dumps(value, ensure_ascii=False, default=str).translate(_ESCAPED) + "\n"


def hit_object(hit: Hit) -> dict[str, Any]:
    """A hit as a JSON value."""
    return {
        "id": hit.id,
        "score": round(float(hit.score), 4),
        "title": hit.title,
        "date": _date(hit.date),
        "authors": list(hit.authors),
        "categories": list(hit.categories),
        "tags": list(hit.tags),
        "source": hit.source,
        "path": hit.path,
        "url": hit.url,
        "language": hit.language,
        "summary": hit.summary,
        "snippet": hit.snippet,
        "missing": list(hit.missing),
    }


def _explanation(explanation: Explanation) -> dict[str, Any]:
    return {
        "query": explanation.query,
        "tree": _clause(explanation.tree),
        "synonyms": [_clause(clause) for clause in explanation.synonyms],
        "remedies": [
            {"without": list(remedy.without), "query": remedy.query, "posts": remedy.posts}
            for remedy in explanation.remedies
        ],
        "relaxed": explanation.relaxed,
    }


def _clause(clause: ClauseExplanation) -> dict[str, Any]:
    return {
        "meaning": clause.meaning,
        "query": clause.query,
        "posts": clause.posts,
        "terms": [{"term": count.term, "posts": count.posts} for count in clause.terms],
        "more_terms": clause.more_terms,
        "start": _date(clause.start),
        "end": _date(clause.end),
        "clauses": [_clause(part) for part in clause.clauses],
    }


def _date(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
