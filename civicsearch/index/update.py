"""Whole updates of an index: which sources, how their posts are read, and the one commit at the end."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..config import Config
from ..errors import DamagedIndexError, IndexVersionError, NoIndexError, SourceError, UsageError
from ..models import SkippedFile, Source, SourceSettings, UpdateReport
from ..posts import default_name
from .lastlook import Look, unchanged
from .manifest import read_manifest

if TYPE_CHECKING:
    from ..models import Post, PostWarning, Progress


def update_index(
    folder: Path,
    given: Iterable[str | Source] | None,
    config: Config | None,
    *,
    rebuild: bool,
    jobs: int,
    progress: Callable[[Progress], None] | None,
) -> UpdateReport:
    """Add or refresh sources in one commit; see `api.SearchIndex.update`."""
    started = time.perf_counter()
    wanted = _Sources(config)
    for source in given or ():
        wanted.add(source)
    if not rebuild:
        report = _unchanged(folder, wanted, everything=given is None)
        if report is not None:
            return replace(report, seconds=time.perf_counter() - started)
    from .refresh import refresh
    from .writer import IndexWriter

    look = Look()
    kept, warnings = _posts_without_files(folder) if rebuild else ([], ())
    with IndexWriter(folder, rebuild=rebuild) as writer:
        known = {source.name: source for source in writer.sources}
        chosen = wanted.resolve(known, everything=given is None or rebuild, rebuild=rebuild)
        if not chosen and not kept:
            raise SourceError(f"{folder}: no folder of posts is known here yet; run: civicsearch index PATH")
        for post in kept:
            writer.add(post)
        report = refresh(writer, chosen, None if rebuild else writer.updated, look, jobs, progress)
        before, sources = writer.manifest, _together(known, chosen)
        if rebuild or report.new or report.changed or report.renamed or report.removed or sources != writer.sources:
            writer.commit(sources)
        look.keep(folder, before, writer.manifest, _texts_behind(writer.sources, config))
    return replace(report, warnings=(*warnings, *report.warnings), seconds=time.perf_counter() - started)


def _unchanged(folder: Path, wanted: _Sources, *, everything: bool) -> UpdateReport | None:
    """The report of a refresh that has nothing to do; None where there is something, or it takes longer to tell."""
    try:
        manifest = read_manifest(folder)
    except NoIndexError:
        if everything and not wanted.configured():
            raise
        return None
    known = {source.name: source for source in manifest.sources}
    chosen = wanted.resolve(known, everything=everything, rebuild=False)
    if not chosen or _together(known, chosen) != manifest.sources:
        return None
    found = unchanged(folder, manifest, chosen)
    if found is None:
        return None
    posts, left_out = found
    return UpdateReport(unchanged=posts, skipped=tuple(SkippedFile(*file) for file in left_out))


def _texts_behind(sources: tuple[Source, ...], config: Config | None) -> Mapping[str, str] | None:
    """The settings files that make a refresh of everything one of just these sources, read as they are; None where
    something else takes part in it."""
    known = {source.name: source for source in sources}
    try:
        chosen = _Sources(config).resolve(known, everything=True, rebuild=False)
    except IndexVersionError:
        return None
    if _together(known, chosen) != sources:
        return None
    return {} if config is None else config.texts


def _together(known: dict[str, Source], chosen: list[Source]) -> tuple[Source, ...]:
    """All sources of the index once these are refreshed."""
    return tuple({**known, **{source.name: source for source in chosen}}.values())


def forget_source(folder: Path, name: str) -> int:
    """Remove a source with its posts in one commit; see `api.SearchIndex.forget`."""
    from difflib import get_close_matches

    from .writer import IndexWriter

    read_manifest(folder)
    with IndexWriter(folder) as writer:
        ids = writer.ids_of_source(name)
        kept = tuple(source for source in writer.sources if source.name != name)
        if not ids and len(kept) == len(writer.sources):
            known = sorted(source.name for source in writer.sources)
            close = get_close_matches(name, known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"the index has {', '.join(known) or 'none'}"
            raise UsageError(f"{name}: there is no such source; {hint}")
        for post_id in ids:
            writer.remove(post_id)
        writer.commit(kept)
    return len(ids)


class _Sources:
    """The sources that were asked for, and what is known of them."""

    def __init__(self, config: Config | None) -> None:
        self._config = config
        self._given: dict[str, Source] = {}
        self._named: set[str] = set()
        self._explicit: set[str] = set()
        """Names of those that were given with their settings."""

    def configured(self) -> dict[str, Source]:
        """The sources for which the settings name a folder."""
        entries = self._config.sources.items() if self._config else ()
        return {name: Source(name, str(entry.path), entry.settings) for name, entry in entries if entry.path}

    def add(self, given: str | Source) -> None:
        """Take in a source as the caller wrote it."""
        if isinstance(given, Source):
            source, named = replace(given, path=_absolute(given.path)), True
            self._explicit.add(given.name)
        else:
            given_name, path = _split(given)
            named = given_name is not None
            name = given_name or self._name_of(_absolute(path))
            source = Source(name, _absolute(path))
        _check_name(source.name)
        if not os.path.exists(source.path):
            raise SourceError(f"{source.path}: there is no such folder; check the path")
        before = self._given.get(source.name)
        if before is not None and before.path != source.path:
            raise SourceError(
                f"{before.path} and {source.path}: both would be called {source.name}; name one: NAME={source.path}"
            )
        self._given[source.name] = source
        if named:
            self._named.add(source.name)

    def resolve(self, known: dict[str, Source], *, everything: bool, rebuild: bool) -> list[Source]:
        """The sources to refresh, with their settings.

        Raises `SourceError` where a name that was not asked for stands for another folder already, and
        `IndexVersionError` where posts were indexed with other settings.
        """
        chosen = {**known, **self.configured(), **self._given} if everything else dict(self._given)
        for name, source in self._given.items():
            before = known.get(name)
            if before and before.path != source.path and name not in self._named:
                raise SourceError(
                    f"{source.path}: the name {name} stands for {before.path} already; give another: NAME={source.path}"
                )
        resolved = []
        for name, source in chosen.items():
            before = known.get(name)
            if self._config is not None and self._config.file is not None and name not in self._explicit:
                source = replace(source, settings=self._config.settings_for(name))
            elif before is not None and name not in self._explicit:
                source = replace(source, settings=before.settings)
            if before is not None and not rebuild and before.settings != source.settings:
                raise IndexVersionError(_changed_settings(before, source))
            resolved.append(source)
        return resolved

    def _name_of(self, path: str) -> str:
        """The name the settings give a folder, else its default name."""
        configured = (source.name for source in self.configured().values() if source.path == path)
        return next(configured, None) or default_name(Path(path))


def _split(given: str) -> tuple[str | None, str]:
    """``NAME=PATH`` or ``PATH``; a path that exists is taken whole, whatever it holds."""
    name, separator, path = given.partition("=")
    if separator and name and "/" not in name and os.sep not in name and not os.path.exists(given):
        return name, path
    return None, given


def _check_name(name: str) -> None:
    if not name or "/" in name or "=" in name or not name.isprintable():
        raise SourceError(f"{name!r}: the name of a source is not empty and holds neither / nor =")


def _absolute(path: str) -> str:
    return os.path.abspath(os.path.expanduser(path))


def _changed_settings(before: Source, now: Source) -> str:
    changes = ", ".join(
        f"{item.name}: {getattr(before.settings, item.name)!r} → {getattr(now.settings, item.name)!r}"
        for item in fields(SourceSettings)
        if getattr(before.settings, item.name) != getattr(now.settings, item.name)
    )
    return f"{now.name}: its posts were indexed with other settings ({changes}); run: civicsearch index --rebuild"


def _posts_without_files(folder: Path) -> tuple[list[Post], tuple[PostWarning, ...]]:
    """The posts of the old index that only it has, to be carried over into a fresh one."""
    from ..models import PostWarning
    from .snapshot import open_snapshot

    try:
        snapshot = open_snapshot(folder)
        snapshot.verify()
    except NoIndexError:
        return [], ()
    except (IndexVersionError, DamagedIndexError) as error:
        problem = f"the old index cannot be read ({str(error).partition(';')[0]})"
        return [], (PostWarning(str(folder), problem, "posts that came from no file are not carried over"),)
    return snapshot.posts_without_files(), ()
