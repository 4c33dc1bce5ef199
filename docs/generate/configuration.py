"""The reference of the settings, from their definition."""

from __future__ import annotations

from civicsearch import native, places
from civicsearch.models import SourceSettings
from civicsearch.posts.fields import FIELD_KEYS, OUTBOUND_KEYS

from .markdown import assemble, fenced, one_line, table
from .source import Attribute, attributes

_EXAMPLE = """\
index = "index"                     # beside this file, unless the path is absolute
synonyms = "synonyms.txt"           # names and acronyms that are searched too

[defaults]                          # for sources that do not set their own
future = false

[sources.city]
path = "archives/city/_posts"
language = "en"

[sources.verein]
path = "archives/verein/content"
language = "de"
split_authors = true
fields = { rubrik = "categories", autorin = "authors" }
author_names = { mk = "Maria Kern" }
"""


def page() -> str:
    """The text of ``configuration.md``."""
    return assemble(
        f"# `{places.FILE_NAME}`",
        f"Each setting comes from the strongest of four places: a flag, the environment, the nearest "
        f"`{places.FILE_NAME}` in the current folder or a parent of it, the default. `civicsearch config` shows every "
        "setting with the place it comes from, and checks the file: an unknown key or an impossible value is an error "
        "that names the nearest known one.",
        "No file is needed for a first index: `civicsearch index PATH` remembers its sources.",
        fenced(_EXAMPLE, "toml"),
        "Relative paths are relative to the file. `~` is the home folder.",
        "## Where the index and other files are",
        table(
            ["what", "flag", "environment", "file", "default"],
            [
                ["folder of the index", "`--index`", f"`{places.INDEX_VARIABLE}`", "`index`",
                 f"`{places.DEFAULT_INDEX}`, {_lower(_constant('DEFAULT_INDEX'))}"],
                ["file of synonyms", "`--synonyms`", "", "`synonyms`", "none"],
                ["this file", "`--config`", f"`{places.FILE_VARIABLE}`", "", "the nearest one"],
            ],
        ),
        "## Compiled kernels",
        "Where a C compiler is found at installation, words are cut out of text and put in order by compiled code; "
        f"without one NumPy does it, more slowly, with the same index. `{native.PURE}=1` in the environment chooses "
        "the way without; `civicsearch --version` tells which is used.",
        "## Sources",
        "`[sources.NAME]` describes the source called NAME. With a `path` it is indexed by every "
        "`civicsearch index` that names no source; without one, its settings hold for a source that the command line "
        "names. `[defaults]` takes the same keys but `path`.",
        table(["key", "value", "default", "meaning"], [_row(item) for item in attributes(SourceSettings)]),
        "After a change of settings the posts have to be read again: `civicsearch index` says so, and "
        "`civicsearch index --rebuild` does it.",
        "`author_names` may also be the path of a `.yml`, `.yaml` or `.toml` file, such as Jekyll's "
        "`_data/authors.yml`. An entry there is a name, or a table with `name`, `full_name`, `display_name` or "
        "`title`.",
        "## Front-matter keys",
        "Keys are read in any case, with `-` and `_` alike. Of authors, categories and tags all keys count; of the "
        "others, the first with a value that can be read. `fields` adds keys to these, and they come first.",
        table(
            ["field", "keys"],
            [
                *([f"`{field}`", ", ".join(f"`{key}`" for key in keys)] for field, keys in FIELD_KEYS.items()),
                ["link of a post without text", ", ".join(f"`{key}`" for key in OUTBOUND_KEYS)],
            ],
        ),
        "Other keys are kept with the post, under `extra`.",
    )  # fmt: skip


_VALUES = {"bool": "`true` or `false`", "str | None": "two-letter code", "Mapping[str, str]": "table of strings"}
_DEFAULTS = {"None": "none", "True": "`true`", "False": "`false`", "{}": "empty"}


def _row(setting: Attribute) -> list[str]:
    return [f"`{setting.name}`", _VALUES[setting.type], _DEFAULTS[setting.default], one_line(setting.doc)]


def _constant(name: str) -> str:
    return next(one_line(item.doc) for item in attributes(places) if item.name == name)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")
