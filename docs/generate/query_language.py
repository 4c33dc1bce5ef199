"""The reference of the query language, with what each example finds among the sample posts."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import datetime

import civicsearch
from civicsearch.query.dates import read_stretch
from civicsearch.sample import sources

from .markdown import assemble, table

_WORDS = {
    "budget": "the word in any form, so *budgets* too",
    "open data": "all the words, in any form",
    '"open data"': "these words as written, side by side, within one paragraph",
    '"budgets"': "exactly this word, never *budget*",
    "open-data": "a word with signs in it is a phrase of its parts",
    "orcamento": "accents may be left out: finds *orçamento* and *orçamentos*",
    "procur*": "words that begin so, as written",
    "b?dget": "`?` is one character, `*` any number",
    "budgte~2": "words within 2 changed letters; `~` alone is 1",
}
_NEAR = {
    "data NEAR/5 city": "at most five words apart, in any order; `NEAR/1` is adjacent",
    "data ADJ/5 city": "in this order",
    '"open data"~5': "a phrase whose words may lie so far apart",
}
_COMBINED = {
    "budget library": "both",
    "budget AND library": "the same",
    "budget OR library": "either; `|` is the same",
    "budget -library": "the first without the second",
    "NOT budget": "every post without it",
    "budget (library OR school)": "AND, written or not, binds tighter than OR; NOT binds tightest",
    "library or school": "operators are upper case: here *or* is a word",
    "budget library^3": "a word that counts three times in the ranking",
}
_FIELDS = {
    "title:data": "in the title; so `summary:` and `body:`",
    "title:(open data)": "all of the words in the title",
    "in:title open data": "the field for all words that follow",
    'author:"Maren Oduya"': "the whole name",
    "author:maren": "a part of a name",
    "category:data": "the facet value, in any spelling",
    "tag:open-data": 'the same as `tag:"Open Data"` and `tag:open_data`',
    "tag:maps,forms": "any of several values",
    "tag:(maps OR forms)": "the same",
    "tag:maps tag:volunteers": "both",
    "-tag:open-data": "without",
    "source:harbour-city": "posts of one source",
    "lang:es": "or `language:es`",
    "path:*/fr/*": "the path below the source; without a star, any part of it",
    "links:example": "addresses that the post links to; `url:` is its own",
    "has:summary": "posts that have one",
    "missing:date": "posts that have none; the same as `-date:*`",
}
_DATES = {
    "date:2014": "a year, from its first moment to its last",
    "date:2014-03": "a month; also a day, `2014-q2`, `2014-w12`",
    'date:"march 2014"': "a month by its name, in seven languages; also `march-2014`, `mar 2014`, `März 2014`",
    "date:2014-01..2015-06": "from the first moment of one to the last of the other",
    "date:..2013": "open at one end",
    "date:>=2015-06-01": "also `>`, `<`, `<=`",
    "since:2015": "2015 included; so is it in `until:2015`",
    "after:2015": "2015 not included; nor is it in `before:2015`",
    "year:2014": "the facet; so `month:2014-03`",
}
_SAVED = {
    "saved:money": "what the saved search finds",
    "saved:money author:kahale": "both",
    "map* -saved:money": "without what it finds",
}
_FORMS = (
    "2014",
    "2014-03",
    "2014/3",
    "march 2014",
    "2014-03-09",
    "9 march 2014",
    "March 9, 2014",
    "2014-03-09T10:05",
    "2014-03-09 10:05:07",
    "2014-q2",
    "Q2 2014",
    "2014-w05",
    "2014-01..2015-06",
    "..2013",
    "2015..",
    ">=2015-06-01",
    ">2015",
    "<=2015",
    "<2015",
)
_RELATIVE_FORMS = (
    "today",
    "yesterday",
    "tomorrow",
    "now",
    "this-week",
    "last-week",
    "past-week",
    "this-month",
    "last month",
    "this-quarter",
    "last-quarter",
    "this-year",
    "last-year",
    "30d",
    "2w",
    "6m",
    "2y",
    "last 3 months",
    "3 months ago",
    "2m..",
    "..1y",
    "last-year..today",
)
_NOW = datetime(2024, 2, 29, 15, 30)
_ORDER = {
    "budget sort:-date": "newest first; `sort:date` is oldest first",
    "sort:title": "or `-title`, `relevance`",
    "*": "every post, as does an empty query",
}


def page() -> str:
    """The text of ``query-language.md``."""
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.update(sources())
        index.save("money", "budget OR library")
        return assemble(
            "# The query language",
            f"One string is the whole query. The last column counts the hits among the {index.stats().posts} sample "
            "posts.",
            "## Words",
            _examples(index, _WORDS),
            "Words, quotes and patterns look into title, summary and body; not into tags, categories and authors, "
            "which have fields of their own ([why](../decisions/0006-plain-words-search-the-text.md)). Without quotes "
            "a word means all its forms in the language of each post "
            "([words and stems](../explanation/words-and-stems.md)).",
            "## Combined",
            _examples(index, _COMBINED),
            "## Near each other",
            _examples(index, _NEAR),
            "## Fields",
            _examples(index, _FIELDS),
            "Facet values are compared without case, accents, and `#`; space, `-` and `_` are alike.",
            "## Dates",
            _examples(index, _DATES),
            "What each form covers, behind `date:` and in quotes where it has a space in it. `since:`, `after:`, "
            "`until:` and `before:` take one period, `newer_than:` and `older_than:` a length such as `30d`.",
            table(["form", "from", "to"], map(_covered, _FORMS)),
            "Relative to now, and that is in this table Thursday 29 February 2024, 15:30 on the reader's clock. A "
            "month ago is the same day of that month, or its last day where it is shorter. Weeks begin on Monday.",
            table(["form", "from", "to"], map(_covered, _RELATIVE_FORMS)),
            "Days and times are those that posts are written with, on the author's clock; a zone in a post does not "
            "move it to another day. A date that cannot be read is an error that names the accepted forms.",
            "## Order",
            _examples(index, _ORDER),
            "Without `sort:` the best hits come first; where there are no words to rank by, the newest.",
            "## Saved searches",
            _examples(index, _SAVED),
            "`saved:money` stands for `budget OR library` here. A saved search is one clause whatever it holds; its "
            "own `sort:` counts where the query has none. An unknown name is an error, as are saved searches that "
            "name each other in a circle ([save a search](../how-to/save-a-search.md)).",
            "## Pasted text",
            "Any text has a reading. What was not read as it may have been meant is told in a note:",
            table(
                ["query", "note"],
                [
                    [f"`{query}`", "; ".join(index.search(query, limit=0).notes)]
                    for query in ("(budget", "budget AND", "colour:red", "autor:maren")
                ],
            ),
            "## Not yet",
            "Posts that lack some of the words are not found: `relaxed` is always false.",
        )


def _covered(form: str) -> list[str]:
    stretch = read_stretch(form, _NOW)
    return [f"`{form}`", *("" if end is None else end.isoformat(" ", "seconds") for end in stretch)]


def _examples(index: civicsearch.SearchIndex, examples: Mapping[str, str]) -> str:
    rows = [[f"`{query}`", meaning, str(index.search(query, limit=0).total)] for query, meaning in examples.items()]
    return table(["query", "finds", "hits"], rows)
