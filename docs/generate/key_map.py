"""The keys of the terminal UI, from the bindings of its screens and widgets."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from textual.binding import Binding

from civicsearch.tui.app import CivicsearchApp
from civicsearch.tui.screens.concordance import ConcordanceScreen
from civicsearch.tui.screens.first_run import FirstRun
from civicsearch.tui.screens.menu import Menu
from civicsearch.tui.screens.reader import Reader
from civicsearch.tui.screens.search import SearchScreen
from civicsearch.tui.screens.similar import Similar
from civicsearch.tui.screens.trends import TrendsScreen
from civicsearch.tui.widgets.concordance_list import ConcordanceList
from civicsearch.tui.widgets.facets import Facets
from civicsearch.tui.widgets.key_bar import key_name
from civicsearch.tui.widgets.no_hits import NoHits
from civicsearch.tui.widgets.plot import Plot
from civicsearch.tui.widgets.post_view import PostView
from civicsearch.tui.widgets.query_line import QueryLine
from civicsearch.tui.widgets.results import Results
from civicsearch.tui.widgets.timeline import Timeline

from .markdown import assemble, table

PARTS: tuple[tuple[str, type[Any]], ...] = (
    ("On the search screen", SearchScreen),
    ("In the query line", QueryLine),
    ("In the results", Results),
    ("In the facets", Facets),
    ("In the timeline", Timeline),
    ("In a post", PostView),
    ("Where nothing is found", NoHits),
    ("In the reader", Reader),
    ("Among similar posts", Similar),
    ("On the screen of words around matches", ConcordanceScreen),
    ("In the list of words around matches", ConcordanceList),
    ("On the screen of trends", TrendsScreen),
    ("In the plot", Plot),
    ("In a menu", Menu),
    ("On the first run", FirstRun),
    ("Everywhere", CivicsearchApp),
)
"""What has keys, and how it is called, in the order of a first reading."""


def page() -> str:
    """The text of ``keys.md``."""
    return assemble(
        "# Keys of the terminal UI",
        "`civicsearch tui` shows the keys of where you are in its last line, and all of them with `?` (`F1` while you "
        "type). `^s` is Ctrl and s. `^p` finds every command by what it does. What a key does, a click on its name in "
        "the last line does too.",
        *(part for title, kind in PARTS for part in _part(title, kind)),
    )


def _part(title: str, kind: type[Any]) -> Iterator[str]:
    keys: dict[str, list[str]] = {}
    for owner in reversed(inspect.getmro(kind)):
        if owner.__module__.startswith("civicsearch."):
            for binding in vars(owner).get("BINDINGS", ()):
                if isinstance(binding, Binding) and binding.description:
                    keys.setdefault(binding.description, []).extend(binding.key.split(","))
    if keys:
        yield f"## {title}"
        yield inspect.cleandoc(vars(kind).get("HELP", ""))
        yield table(["key", "does"], [[_keys(names), does] for does, names in keys.items()])


def _keys(names: list[str]) -> str:
    return " ".join(f"`{name}`" for name in dict.fromkeys(map(key_name, names)))
