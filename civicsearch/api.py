"""The Python face of civicsearch: one object for one index.

What only searching or only writing needs is imported by the calls that do it: a cold search does not wait for readers
of front matter, nor a refresh for the query language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from . import models
from .config import Config, load
from .errors import NoIndexError, UsageError
from .exploring import Exploring, facet_request, known_post, selected
from .index.manifest import read_manifest
from .saving import Saving
from .stopping import stop_of

if TYPE_CHECKING:
    from whoosh.query import Query
    from whoosh.reading import IndexReader

    from .engine import Engine
    from .models import (
        CheckReport,
        Document,
        FacetCount,
        FacetRequest,
        IndexStats,
        Post,
        PostMatches,
        Progress,
        SearchRequest,
        SearchResults,
        Source,
        Suggestion,
        UpdateReport,
    )
    from .query.synonyms import Synonyms


def open(location: str | Path | None = None, *, config: Config | None = None) -> SearchIndex:
    """Open the index in a folder; it is created by the first write.

    Without a location it is the one that the settings name: ``CIVICSEARCH_INDEX``, then ``civicsearch.toml``, then
    ``./index``. A ``config`` gives the settings of sources; without one, and with a location, no settings file is read
    and sources keep the settings that they were indexed with.
    """
    if location is None:
        config = config or load()
        location = config.index
    return SearchIndex(Path(location), config)


class SearchIndex(Exploring, Saving):
    """An index: search it, add to it, refresh it. Also a context manager.

    Searches may run in several threads, and while this or another process writes; each sees one complete generation.
    """

    def __init__(self, location: Path, config: Config | None = None) -> None:
        self.location = location
        """The folder that holds the index."""
        self._config = config
        self._opened: Engine | None = None

    def __enter__(self) -> SearchIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of files and memory; a later call opens them again."""
        if self._opened is not None:
            self._opened.close()

    @property
    def _engine(self) -> Engine:
        if self._opened is None:
            from .search.embedded import EmbeddedEngine

            self._opened = EmbeddedEngine(self.location, self._synonyms())
        return self._opened

    def _synonyms(self) -> Synonyms | None:
        if self._config is None or self._config.synonyms is None:
            return None
        from .query.synonyms import read_synonyms

        return read_synonyms(self._config.synonyms)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The folders that are indexed here; none where there is no index yet."""
        try:
            return read_manifest(self.location).sources
        except NoIndexError:
            return ()

    def update(
        self,
        sources: Iterable[str | Source] | None = None,
        *,
        rebuild: bool = False,
        jobs: int = 1,
        progress: Callable[[Progress], None] | None = None,
    ) -> UpdateReport:
        """Add sources, or bring known ones up to date, in one commit.

        A source is ``"PATH"``, ``"NAME=PATH"`` or a `Source`; None refreshes all known ones: those of the index and
        those of the settings. With ``rebuild`` every known source is read anew into a fresh index. ``progress`` is
        called for each post that is read. With ``jobs`` above 1 that many processes read and index a large source; a
        script that asks for it needs the usual ``if __name__ == "__main__":``.

        Raises `SourceError` for a folder that is missing or holds no posts, `IndexVersionError` where settings changed
        since a source was indexed, `IndexLockedError`, `IndexWriteError`. Nothing has changed then.
        """
        from .index.update import update_index

        return update_index(self.location, sources, self._config, rebuild=rebuild, jobs=jobs, progress=progress)

    def forget(self, name: str) -> int:
        """Remove a source and its posts; returns how many. Raises `UsageError` where there is no such source."""
        from .index.update import forget_source

        return forget_source(self.location, name)

    def add(self, posts: Iterable[Post], *, jobs: int = 1) -> None:
        """Add posts that come from no file, each in the place of the one with its id, in one commit.

        With ``jobs`` above 1 that many copies of the process build the index of many posts, where the system is Linux
        and no other thread runs; elsewhere it is done by one.
        """
        from .index.writer import IndexWriter

        with IndexWriter(self.location, jobs=jobs) as writer:
            for post in posts:
                writer.add(post)
            writer.commit()

    def remove(self, ids: Iterable[str]) -> int:
        """Remove posts by their ids, in one commit; returns how many there were. The next `update` brings back posts
        whose files are still there."""
        from .index.writer import IndexWriter

        with IndexWriter(self.location) as writer:
            removed = sum(writer.remove(post_id) for post_id in ids)
            if removed:
                writer.commit()
        return removed

    def search(
        self,
        query: str | Query = "",
        *,
        filters: Mapping[str, str | Iterable[str]] | None = None,
        facets: Iterable[str | FacetRequest] = (),
        sort: str | None = None,
        limit: int = 20,
        offset: int = 0,
        timeline: str | None = None,
        snippets: bool = True,
        explain: bool = False,
        spelling: bool = True,
        synonyms: bool = True,
        as_you_type: bool = False,
        timeout: float | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> SearchResults:
        """Search; the arguments are the fields of `SearchRequest`.

        The query is a string in the query language, or a tree of `whoosh.query` objects over the fields of the index.
        A filter's value may be one string; a facet may be written ``"tag"`` or, for the first ten, ``"tag:10"``.
        Raises `QueryError` for a query that has no honest reading, `SearchStoppedError` after ``timeout`` seconds or
        once ``cancelled`` says so, `ConfigError` for a file of synonyms that cannot be read, and `UsageError` for any
        other impossible wish.
        """
        return self.run(
            models.SearchRequest(
                query,
                selected(filters),
                tuple(map(facet_request, facets)),
                sort,
                limit,
                offset,
                timeline,
                snippets,
                explain,
                spelling=spelling,
                synonyms=synonyms,
                as_you_type=as_you_type,
                timeout=timeout,
                cancelled=cancelled,
            )
        )

    def run(self, request: SearchRequest) -> SearchResults:
        """Answer a search request."""
        return self._engine.search(request)

    def facets(
        self,
        *fields: str | FacetRequest,
        query: str | Query = "",
        filters: Mapping[str, str | Iterable[str]] | None = None,
        limit: int | None = None,
        timeout: float | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Mapping[str, Sequence[FacetCount]]:
        """Count facets without fetching hits; ``limit`` is for those that bring none of their own. Raises what `search`
        raises."""
        wanted = [facet_request(field) for field in fields]
        wanted = [facet if facet.limit is not None else models.FacetRequest(facet.field, limit) for facet in wanted]
        found = self.search(
            query, filters=filters, facets=wanted, limit=0, spelling=False, timeout=timeout, cancelled=cancelled
        )
        return found.facets

    def suggest(
        self,
        query: str,
        cursor: int | None = None,
        limit: int = 10,
        *,
        timeout: float | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> tuple[Suggestion, ...]:
        """Ways to complete a query that is being typed, the best first; none where nothing can be told.

        What stands before the cursor, an offset of the query (None is its end), is completed: field names and words of
        the index, or behind a field its values; behind ``saved:`` the names of saved searches. Words and values come
        with how many posts have them, the most frequent first. Raises `UsageError` for a limit below 0, and
        `SearchStoppedError` as `search` does.
        """
        if limit < 0:
            raise UsageError(f"limit {limit}: it cannot be negative; give 0 or more")
        return self._engine.suggest(query, cursor, limit, stop=stop_of(timeout, cancelled))

    def post(self, post_id: str) -> Post:
        """A post, whole. Raises `UsageError`, with ids that are near, where there is none of this id."""
        return known_post(self._engine, post_id)

    def document(self, post_id: str) -> Document:
        """The body of a post with its structure, read from its file: headings, lists, links, code, tables, images.

        Where the file cannot be read it is the plain text that the index has. Raises `UsageError` as `post` does.
        """
        from .posts.document import document_of

        return document_of(self.post(post_id), self.sources)

    def matches(
        self,
        post_id: str,
        query: str,
        *,
        as_you_type: bool = False,
        timeout: float | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> PostMatches:
        """Where a query matches within a post: in its title, its summary and its text. Raises `QueryError`, and
        `SearchStoppedError` as `search` does."""
        return self._engine.matches(post_id, query, as_you_type=as_you_type, stop=stop_of(timeout, cancelled))

    def version(self) -> object:
        """A value that changes with each commit, and with an index that goes or comes: for looking often."""
        return self._engine.version()

    def check(self) -> CheckReport:
        """Compare the index with its checksums, and see that everything in it can be what it says.

        It reads every file whole, and reports all that is wrong; nothing is changed. Raises `NoIndexError` where there
        is no index, and `DamagedIndexError` where its manifest cannot be read.
        """
        from .index.check import check_index

        return check_index(self.location)

    def whoosh_reader(self) -> IndexReader:
        """A reader of the newest generation for Whoosh's own `whoosh.searching.Searcher`.

        Raises `IndexUnavailableError` where there is no index to read.
        """
        from .search.whoosh_reader import open_whoosh_reader

        return open_whoosh_reader(self.location)

    def stats(self) -> IndexStats:
        """Size and age of the index."""
        return self._engine.stats()
