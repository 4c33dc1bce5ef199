"""Settings: where the index lies, which folders are sources, and how their posts are read.

Each setting comes from the strongest of four places: a flag, the environment, the nearest ``civicsearch.toml`` (in the
current folder or a parent of it), the default. Loading reads and checks, and never writes. A key or value that cannot
be meant is an error with a remedy, never a setting silently left out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from .errors import ConfigError
from .models import SourceSettings
from .places import FILE_NAME, FILE_VARIABLE, absolute, index_folder, settings_file

POST_FIELDS = ("title", "date", "authors", "categories", "tags", "url", "language", "summary")
"""What a front-matter key can be mapped to by ``fields``."""

_SETTINGS = tuple(item.name for item in fields(SourceSettings))
_MOST_KEY_PARTS = 40
_LONG_KEY = rf"""(?<![\w"'-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{_MOST_KEY_PARTS}}}"""
_LARGEST_FILE = 1_000_000
"""Bytes; a settings file beyond this is a mistake, and its parser would hold it several times over."""


class SourceConfig(NamedTuple):
    """A source that ``civicsearch.toml`` describes."""

    path: Path | None
    """Absolute path of the folder; None where only settings are given and the command line names the folder."""
    settings: SourceSettings


@dataclass(frozen=True, slots=True)
class Config:
    """The effective settings."""

    index: Path
    """Absolute path of the folder that holds the index."""
    file: Path | None = None
    """The ``civicsearch.toml`` that was read, or None."""
    defaults: SourceSettings = field(default_factory=SourceSettings)
    """Settings of sources that do not set their own."""
    sources: Mapping[str, SourceConfig] = field(default_factory=dict)
    synonyms: Path | None = None
    """Absolute path of a file of synonyms, or None."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """Dotted name of each setting (``sources.cfa.language``) → where its value comes from."""
    texts: dict[str, str] = field(default_factory=dict, init=False)
    """Path of each file they were read from, the ``civicsearch.toml`` first → its text. A changed copy has none."""

    def settings_for(self, name: str) -> SourceSettings:
        """How the posts of the source called ``name`` are read."""
        source = self.sources.get(name)
        return self.defaults if source is None else source.settings


def load(
    *,
    index: str | Path | None = None,
    directory: Path | None = None,
    environ: Mapping[str, str] | None = None,
    file: Path | None = None,
    synonyms: str | Path | None = None,
) -> Config:
    """Find, read and check the settings.

    ``index``, ``file`` and ``synonyms`` are flags, and win over the environment and the file. ``directory`` is where
    the search for ``civicsearch.toml`` begins and what relative flags are relative to (default: the current folder).

    Raises `ConfigError` where the file is missing though named, cannot be read, or holds something that has no meaning.
    """
    directory = Path.cwd() if directory is None else directory.absolute()
    environ = os.environ if environ is None else environ
    path = _settings_file(directory, environ, file)
    origins: dict[str, str] = {}
    place = _Place(path, {})
    table = {} if path is None else _read_toml(place, path)
    place.reject_unknown(table, ("index", "synonyms", "defaults", "sources"), "")
    location = _index_location(index, environ, table, place, directory, origins)
    defaults = _settings(place.table(table, "defaults"), SourceSettings(), place, "defaults", origins)
    sources = {}
    for name, entry in place.table(table, "sources").items():
        if not name or "/" in name or "=" in name:
            raise place.error(f"sources.{name}", "the name of a source is not empty and holds neither / nor =")
        if not isinstance(entry, dict):
            raise place.error(f"sources.{name}", f"a table is needed: [sources.{name}], then path = …")
        sources[name] = _source(name, entry, defaults, place, origins)
    names = place.resolve("synonyms", table["synonyms"]) if "synonyms" in table else None
    origins["synonyms"] = "default" if names is None else FILE_NAME
    if synonyms is not None:
        names, origins["synonyms"] = Path(absolute(str(directory), str(synonyms))), "--synonyms"
    config = Config(location, path, defaults, sources, names, origins)
    config.texts.update(place.texts)
    return config


def nearest(word: str, known: Iterable[str]) -> str:
    """The end of a message: ``; did you mean "…"?`` where one of ``known`` is close to ``word``, else nothing."""
    from difflib import get_close_matches

    by_fold = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_fold, n=1)
    return f'; did you mean "{by_fold[close[0]]}"?' if close else ""


class _Place(NamedTuple):
    """The file that is being checked, for messages that name it."""

    file: Path | None
    texts: dict[str, str]
    """Path of each file that was read so far → its text."""

    def read(self, file: Path) -> str:
        """The text of this file, or of one that it names."""
        self.texts[str(file)] = text = read_text(file)
        return text

    def error(self, key: str, problem: str) -> ConfigError:
        return ConfigError(f"{self.file}: {key}: {problem}")

    def reject_unknown(self, table: Mapping[str, Any], known: tuple[str, ...], prefix: str) -> None:
        for key in table:
            if key not in known:
                remedy = nearest(key, known) or f"; known here: {', '.join(known)}"
                raise self.error(f"{prefix}.{key}" if prefix else key, f"there is no such setting{remedy}")

    def table(self, table: Mapping[str, Any], key: str) -> dict[str, Any]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, f"a table is needed: [{key}]")
        return value

    def resolve(self, key: str, value: Any) -> Path:
        """A path of the file, which is relative to the file's own folder."""
        if not isinstance(value, str) or not value.strip() or "\0" in value:
            raise self.error(key, f'a path in quotes is needed, such as "posts", not {_shown(value)}')
        base = self.file.parent if self.file else Path.cwd()
        return Path(absolute(str(base), value))


_Check = Callable[[_Place, str, Any], Any]
"""The value that a setting of the file stands for, or a `ConfigError`."""


def _settings_file(directory: Path, environ: Mapping[str, str], flag: Path | None) -> Path | None:
    path = settings_file(str(directory), environ, None if flag is None else str(flag))
    if path is not None and not os.path.isfile(path):
        setter = "--config" if flag else FILE_VARIABLE
        raise ConfigError(f"{path}: there is no such settings file; change {setter}, or create the file")
    return None if path is None else Path(path)


def _read_toml(place: _Place, path: Path) -> dict[str, Any]:
    text = place.read(path)
    try:
        return parse_toml(text)
    except ValueError as error:
        raise ConfigError(f"{path}: this is not TOML: {error}") from error
    except RecursionError as error:
        raise ConfigError(f"{path}: tables or lists are nested too deeply") from error


def parse_toml(text: str) -> dict[str, Any]:
    """The values of a TOML text from anybody. Raises ValueError, and RecursionError for lists within lists."""
    # Imported here: it costs a cold search several milliseconds, and most folders have no such file.
    import tomllib

    # The parser keeps every beginning of a key a.b.c…: for one of 100,000 parts that is 40 GB.
    if re.search(_LONG_KEY, text):
        raise ValueError(f"a key has more than {_MOST_KEY_PARTS} parts")
    return tomllib.loads(text)


def read_text(path: Path, remedy: str = "") -> str:
    """The text of a file that settings name. Raises `ConfigError`, with the remedy where it cannot be opened."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}{remedy}") from error
    if len(content) > _LARGEST_FILE:
        raise ConfigError(f"{path}: larger than {_LARGEST_FILE:,} bytes; is this the right file?")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: this is not UTF-8; save it in that encoding") from error


def _index_location(
    flag: str | Path | None,
    environ: Mapping[str, str],
    table: Mapping[str, Any],
    place: _Place,
    directory: Path,
    origins: dict[str, str],
) -> Path:
    # The file's value is checked even where something stronger wins: a broken file should not work by chance.
    from_file = place.resolve("index", table["index"]) if "index" in table else None
    if flag is not None and not str(flag).strip():
        raise ConfigError("--index: the path is empty; name a folder")
    folder, origins["index"] = index_folder(
        str(directory),
        environ,
        None if flag is None else str(flag),
        None if place.file is None else str(place.file),
        None if from_file is None else str(from_file),
    )
    return Path(folder)


def _source(
    name: str, entry: dict[str, Any], defaults: SourceSettings, place: _Place, origins: dict[str, str]
) -> SourceConfig:
    key = f"sources.{name}"
    place.reject_unknown(entry, ("path", *_SETTINGS), key)
    path = None
    if "path" in entry:
        path = place.resolve(f"{key}.path", entry["path"])
        origins[f"{key}.path"] = f"[{key}]"
    given = {setting: value for setting, value in entry.items() if setting != "path"}
    return SourceConfig(path, _settings(given, defaults, place, key, origins))


def _settings(
    given: dict[str, Any], base: SourceSettings, place: _Place, key: str, origins: dict[str, str]
) -> SourceSettings:
    place.reject_unknown(given, _SETTINGS, key)
    changed = {}
    for name in _SETTINGS:
        inherited = origins.get(f"defaults.{name}", "default")
        if name not in given:
            origins[f"{key}.{name}"] = inherited
            continue
        origins[f"{key}.{name}"] = f"[{key}]"
        check: _Check = _CHECKS.get(name, _flag)
        value = check(place, f"{key}.{name}", given[name])
        if isinstance(value, dict):
            value = {**getattr(base, name), **value}
        changed[name] = value
    return replace(base, **changed)


def _flag(place: _Place, key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise place.error(key, f"true or false is needed, not {_shown(value)}")
    return value


def _language(place: _Place, key: str, value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z]{2}", value):
        raise place.error(key, f'a two-letter code is needed, such as "en" or "pt", not {_shown(value)}')
    return value.lower()


def _field_map(place: _Place, key: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise place.error(key, f'a table is needed, such as {{ rubrik = "categories" }}, not {_shown(value)}')
    for name, target in value.items():
        if target not in POST_FIELDS:
            remedy = nearest(target, POST_FIELDS) if isinstance(target, str) else ""
            accepted = ", ".join(POST_FIELDS)
            raise place.error(f"{key}.{name}", f"one of {accepted} is needed, not {_shown(target)}{remedy}")
    return value


def _author_names(place: _Place, key: str, value: Any) -> dict[str, str]:
    """A table of id → name, or the path of a file that holds one (Jekyll's ``_data/authors.yml``, say)."""
    if isinstance(value, str):
        path = place.resolve(key, value)
        return _registry(_Place(path, place.texts), _read_registry(place, path))
    if not isinstance(value, dict):
        raise place.error(key, f"a table of id = name or the path of a file is needed, not {_shown(value)}")
    for name, shown in value.items():
        if not isinstance(shown, str) or not shown.strip():
            raise place.error(f"{key}.{name}", f"a name in quotes is needed, not {_shown(shown)}")
    return value


def _read_registry(place: _Place, path: Path) -> Any:
    if path.suffix == ".toml":
        return _read_toml(place, path)
    if path.suffix not in {".yml", ".yaml"}:
        raise ConfigError(f"{path}: a registry of authors is a .toml, .yml or .yaml file")
    import yaml

    text = place.read(path)
    # The loader in C is safe as well, and its time stays in step with the text's length.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # A few lines of aliases can stand for more names than fit in memory.
        aliased = any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=loader))
        entries = None if aliased else yaml.load(text, Loader=loader)  # noqa: S506  # a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: this is not YAML: {' '.join(str(error).split())}") from error
    if aliased:
        raise ConfigError(f"{path}: an alias (*name) is not accepted in a registry; write it out")
    return entries


def _registry(place: _Place, entries: Any) -> dict[str, str]:
    """Names by id. An entry is the name itself, or a table with one of the usual keys; others are no person's."""
    if not isinstance(entries, dict):
        raise ConfigError(f"{place.file}: a table of id and name is needed")
    names = {}
    for identity, entry in entries.items():
        if isinstance(entry, dict):
            entry = next((entry[key] for key in ("name", "full_name", "display_name", "title") if key in entry), None)
        if isinstance(entry, str) and entry.strip():
            names[str(identity)] = " ".join(entry.split())
    return names


_CHECKS: Mapping[str, _Check] = {
    "language": _language,
    "author_names": _author_names,
    "fields": _field_map,
}


def _shown(value: Any) -> str:
    """A value of the file as its author wrote it, more or less, for a message of one line."""
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value) if not isinstance(value, str) else f'"{value}"'
    return text if len(text) <= 60 else f"{text[:57]}…"
