"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from ..models import SORTS, TIMELINES
from .context import Invocation
from .values import Filter, OneOf

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

SORT = OneOf("ORDER", SORTS)
TIMELINE = OneOf("WIDTH", TIMELINES)


def _remember(name: str) -> Callable[[click.Context, click.Parameter, str | None], None]:
    def callback(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
        if value is not None:
            setattr(ctx.ensure_object(Invocation), name, value)

    return callback


def _location_option(name: str, metavar: str, about: str, attribute: str) -> Callable[[Decorated], Decorated]:
    """An option of the whole invocation, accepted before and after the command's name."""
    return click.option(
        name,
        metavar=metavar,
        type=click.Path(readable=False),
        expose_value=False,
        callback=_remember(attribute),
        help=about,
    )


index_option = _location_option("--index", "PATH", "Folder of the index.", "index")
config_option = _location_option("--config", "FILE", "Settings file.", "file")
filter_option = click.option(
    "--filter",
    "filters",
    type=Filter(),
    multiple=True,
    help="Only posts with this facet value. Several values of one field: any of them.",
)


def where_option(about: str) -> Callable[[Decorated], Decorated]:
    """``--where`` with what it narrows."""
    return click.option("--where", default="", metavar="QUERY", help=about)


timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Give up a search that takes longer, and end with 2.",
)


def format_option(*formats: str) -> Callable[[Decorated], Decorated]:
    """``--format`` with the formats that a command has; the first is the default."""
    return click.option(
        "--format",
        "format_name",
        type=OneOf("FORMAT", formats),
        default=formats[0],
        help=f"{', '.join(formats[:-1])} or {formats[-1]}.  [default: {formats[0]}]",
    )


def example(arguments: str) -> str:
    """The end of a command's help; ``\\b`` keeps the example on a line of its own."""
    return f"\b\nExample:\n  civicsearch {arguments}"


def grouped(filters: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Filters as the API takes them: field → its values, in the order given."""
    by_field: dict[str, tuple[str, ...]] = {}
    for field, value in filters:
        by_field[field] = (*by_field.get(field, ()), value)
    return by_field
