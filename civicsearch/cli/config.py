"""``civicsearch config``: the effective settings, and where each comes from."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from . import output
from .context import Invocation
from .options import config_option, example, format_option, index_option

if TYPE_CHECKING:
    from ..config import Config

_UNSET = {"language": "detected post by post", "author_names": "none", "fields": "the usual ones", "synonyms": "none"}
"""What an empty setting means."""


@click.command("config", epilog=example("config --format json"))
@format_option("text", "json")
@index_option
@config_option
@click.pass_obj
def command(invocation: Invocation, format_name: str) -> None:
    """Show the settings and where each comes from.

    A flag wins over the environment, that over civicsearch.toml, that over the default. The file is the nearest one in
    this folder or a parent. It is checked: an unknown key or an impossible value ends with 2.
    """
    config = invocation.config()
    settings = list(_settings(config))
    if format_name == "json":
        from ..formats.structured import document

        output.data(
            document(
                {
                    "schema": 1,
                    "file": None if config.file is None else str(config.file),
                    "settings": [{"name": name, "value": value, "from": origin} for name, value, origin in settings],
                }
            )
        )
        return
    from .formats.settings_text import settings_lines

    file = str(config.file) if config.file else "none found"
    shown = [(name, _shown(name, value), origin) for name, value, origin in settings]
    output.page(settings_lines(file, shown), output.screen())


def _settings(config: Config) -> Any:
    """Name, value and origin of each setting, as JSON values."""
    yield "index", str(config.index), config.origins["index"]
    yield "synonyms", None if config.synonyms is None else str(config.synonyms), config.origins["synonyms"]
    for name, value in asdict(config.defaults).items():
        yield f"defaults.{name}", value, config.origins[f"defaults.{name}"]
    for source, entry in config.sources.items():
        if entry.path is not None:
            yield f"sources.{source}.path", str(entry.path), config.origins[f"sources.{source}.path"]
        for name, value in asdict(entry.settings).items():
            yield f"sources.{source}.{name}", value, config.origins[f"sources.{source}.{name}"]


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not value:
        return _UNSET[name.rpartition(".")[2]]
    if isinstance(value, dict):
        return ", ".join(f"{key} = {shown}" for key, shown in value.items())
    return str(value)
