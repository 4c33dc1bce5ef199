"""Types of option values: each checks what needs no index, names what is accepted, and completes in a shell."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ..config import nearest
from ..models import FACETS
from .context import Invocation

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    Type = click.ParamType[Any]
else:
    Type = click.ParamType


class Value(Type):
    """A type that completes from a list of words."""

    @abstractmethod
    def completions(self, ctx: click.Context, beginning: str) -> Iterable[str]:
        """Values that begin so."""

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - the signature is click's
        incomplete: str,
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in self.completions(ctx, incomplete)]

    def reject(
        self, word: str, known: Sequence[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> NoReturn:
        """Fail, naming what is known and what is nearest."""
        self.fail(f'"{word}" is not one of {", ".join(known)}{nearest(word, known)}', param, ctx)


class OneOf(Value):
    """One of a few words; ``name`` stands for it in the help."""

    def __init__(self, name: str, words: Sequence[str]) -> None:
        self.name = name
        self.words = tuple(words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.words:
            self.reject(str(value), self.words, param, ctx)
        return str(value)

    def completions(self, ctx: click.Context, beginning: str) -> Iterable[str]:  # noqa: ARG002
        return (word for word in self.words if word.startswith(beginning))


class Count(Type):
    """A whole number, not negative."""

    name = "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if not _is_number(text):
            self.fail(f'"{value}" is not a whole number from 0 to 999999999', param, ctx)
        return int(text)


class Facet(Value):
    """``category`` or ``category:10``."""

    name = "FIELD[:N]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        field, colon, limit = str(value).partition(":")
        if field not in FACETS:
            self.reject(field, FACETS, param, ctx)
        if colon and not (_is_number(limit) and int(limit)):
            self.fail(f'"{value}": after the colon stands how many values, from 1 up, as in {field}:10', param, ctx)
        return str(value)

    def completions(self, ctx: click.Context, beginning: str) -> Iterable[str]:  # noqa: ARG002
        return (field for field in FACETS if field.startswith(beginning))


class Filter(Value):
    """``category=News``."""

    name = "FIELD=VALUE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        field, equals, chosen = str(value).partition("=")
        if not equals or not chosen.strip():
            self.fail(f'"{value}" is not of the form FIELD=VALUE, as in category=News', param, ctx)
        if field not in FACETS:
            self.reject(field, FACETS, param, ctx)
        return field, chosen

    def completions(self, ctx: click.Context, beginning: str) -> Iterable[str]:
        field, equals, start = beginning.partition("=")
        if not equals:
            return (f"{name}=" for name in FACETS if name.startswith(field))
        return (f"{field}={value}" for value in _indexed_values(ctx, field, start))


def _indexed_values(ctx: click.Context, field: str, beginning: str) -> Iterable[str]:
    """A facet's values in the index. Nothing where there is no index: a completing shell has nowhere to say why."""
    from ..errors import CivicsearchError

    if field not in FACETS:
        return ()
    try:
        with (ctx.find_object(Invocation) or Invocation()).open() as index:
            counts = index.facets(field)[field]
    except (CivicsearchError, OSError):
        return ()
    return (count.value for count in counts if count.value.casefold().startswith(beginning.casefold()))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9
