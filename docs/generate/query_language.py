"""The reference of the query language, with what each example finds among the sample posts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from unittest.mock import patch

import civicsearch
from civicsearch import clock
from civicsearch.formats.snippets import parts
from civicsearch.models import SearchResults
from civicsearch.query import parse, to_string
from civicsearch.query.clauses import MOST_PATTERNS, MOST_WORDS
from civicsearch.query.dates import read_stretch
from civicsearch.query.mending import MOST_NESTED
from civicsearch.sample import sources
from civicsearch.search.terms import MAX_EXPANSION

from .markdown import assemble, fenced, table

_WORDS = {
    "budget": "the word in any form, so *budgets* too",
    "open data": "all the words, in any form",
    '"open data"': "these words as written, side by side, within one paragraph",
    '"budget"': "exactly this word, never *budgets* or *budgeting*",
    "open-data": "a word with signs in it is a phrase of its parts",
    "orcamento": "accents may be left out: finds *orçamento* and *orçamentos*",
    "procur*": "words that begin so, as written",
    "*ment": "words that end so",
    "b?dget": "`?` is one character, `*` any number",
    "librry~": "words within 1 changed letter",
    "budgte~2": "within 2",
}
_NEAR = {
    "data NEAR/5 city": "at most five words apart, in any order; `NEAR/1` is adjacent",
    "data ADJ/5 city": "in this order",
    '"open data"~5': "a phrase whose words may lie so far apart",
}
_COMBINED = {
    "budget library": "both words; where few posts have both, posts with one of them follow",
    "budget AND library": "both, and no others",
    "budget OR library": "either",
    "budget | library": "the same",
    "budget -library": "the first without the second",
    "NOT budget": "every post without it; the same as `-budget`",
    "budget (library OR school)": "the first, and one of the others",
    "budget OR (map bus)": "the first, or both of the others; the same without parentheses: AND, written or not, binds "
    "tighter than OR, and NOT tightest",
    "library or school": "operators are upper case: here *or* is a word",
    "budget library^3": "a word that counts three times in the ranking",
    "title:map^2 OR bus": "the same with a field",
}
_FIELDS = {
    "title:data": "in the title",
    "summary:bus": "in the summary",
    "body:data": "in the body",
    "title:(open data)": "all of the words in the title",
    "in:title open data": "the field for all words that follow; behind all words, for those before",
    "open data in:title": "the same",
    'author:"Maren Oduya"': "the whole name",
    "author:maren": "a part of a name",
    "category:data": "the facet value, in any spelling",
    "tag:open-data": "in any spelling: `tag:open_data` is the same",
    'tag:"Open Data"': "the same",
    "tag:maps,forms": "any of several values",
    "tag:(maps OR forms)": "the same",
    "tag:maps tag:volunteers": "both",
    "-tag:open-data": "without",
    "source:harbour-city": "posts of one source",
    "lang:es": "posts in a language",
    "language:es": "the same",
    "path:content/posts/**": "the path below the source, whole",
    "path:2014": "without a star, any part of it",
    "url:harbourcity": "the address of the post",
    "links:example": "addresses that the post links to",
    "has:summary": "posts that have one; the same as `summary:*`",
    "tag:*": "the same for any field",
    "-tag:*": "posts that have none; the same as `missing:tag`",
    "missing:date": "the same as `-date:*`",
}
_DATES = {
    "date:2014": "a year, from its first moment to its last",
    "date:2014-03": "a month; also a day, `2014-q2`, `2014-w12`",
    'date:"march 2014"': "a month by its name, in seven languages; also `march-2014`, `mar 2014`, `März 2014`",
    "date:2014-01..2015-06": "from the first moment of one to the last of the other",
    "date:..2013": "open at one end",
    "date:2015..": "open at the other",
    "date:>=2015-06-01": "also `>`, `<`, `<=`",
    "since:2015": "2015 included",
    "until:2015": "2015 included",
    "after:2015": "2015 not included",
    "before:2015": "2015 not included",
    "year:2014": "a value of the facet",
    "month:2014-03": "a value of the facet",
}
_RELATIVE = {
    'date:"last month"': "also `date:last-month`",
    "date:6m..": "since the day six months ago",
    "newer_than:90d": "the last ninety days",
    "older_than:2y": "more than two years old",
    "date:this-year": "this year",
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
    "budget sort:-date": "newest first",
    "budget sort:date": "oldest first",
    "budget sort:title": "by title; `sort:-title` the other way",
    "budget sort:relevance": "the best first, as without it",
    "*": "every post, newest first",
    "": "an empty query: the same",
}
_SIGNS = (
    "C++, C#, M-13-13, U.S.C., cloud.gov, @codeforamerica, #opendata, O*NET, CM/ECF, 311, don’t, l’État, Bürger, "
    "開放データ"
)
_IDENTIFYING = (
    *("C++", "c#", "C", "M-13-13", "U.S.C.", "cloud.gov", "gov", "@codeforamerica", "codeforamerica", "#opendata"),
    *("opendata", "O*NET", "CM/ECF", "311", "don't", "l'etat", "État", "burger", "開放"),
)
_PASTED = (
    *('(36/2005): Explanatory "notes', "AND", "((budget", "budget OR", "“open data”", "colour:red", "autor:maren"),
    *("https://harbourcity.example/open", "in:title", "data near/5 city", "budget &", "category:sport"),
)
_REFUSED = (
    *(
        "date:yesterdayy",
        "date:last month",
        "date:2015-02-29",
        "date:2016..2014",
        "newer_than:soon",
        "year:14",
        "month:2014-13",
    ),
    *("sort:newest", "saved:monney"),
)
_ROUND = (
    *(
        "budget AND library",
        "(budget | library) NOT map",
        "TAG:Maps tag:forms",
        "tag:(maps OR Forms)",
        'author:"MAREN oduya"',
    ),
    *("in:title open data", "since:2015 until:2016-02", "(data NEAR/5 city)^2", "“Open Data”~3", "-tag:*", "C++ don’t"),
)
_UNFINISHED = ("librar", "budget libr", "title:op", "budget -libr")


def page() -> str:
    """The text of ``query-language.md``."""
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.update(sources())
        index.save("money", "budget OR library")
        return assemble(
            "# The query language",
            f"One string is the whole query. The last column counts the hits among the {index.stats().posts} sample "
            "posts; it is counted anew whenever this page is made, and a test holds it to that.",
            "## Words",
            _examples(index, _WORDS),
            "Words, quotes and patterns look into title, summary and body; not into tags, categories and authors, "
            "which have fields of their own ([why](../decisions/0006-plain-words-search-the-text.md)). Without quotes "
            "a word means all its forms in the language of each post "
            "([words and stems](../explanation/words-and-stems.md)).",
            "## Words with signs in them",
            "What identifies something is found as it is written, and its parts are found too. A snippet marks exactly "
            "what matched. These queries all find the post that says",
            fenced(_SIGNS, "text"),
            "and mark in it:",
            table(["query", "marks"], _marked()),
            "## Combined",
            _examples(index, _COMBINED),
            "### Posts that lack some of the words",
            "Words that stand side by side without an operator, quotes, field or pattern are plain words. Posts that "
            "have all of them come first. Where fewer than ten do, posts with at least half of them follow, and each "
            "says which it lacks. Of four words and more a query is read as a description: posts with at least half of "
            "the words are listed always, and their order is that of their scores alone. The counts here are written "
            "`2 + 6`: two posts have all words, six more have most.",
            "Everything else has to hold for these posts too: what stands in quotes, behind a field, in parentheses "
            "with `OR`, with `*`, `?` or `~`, or behind a dash. Words with `AND` written between them have all to be "
            "there. What a saved search finds never lacks a word. Whether words may be lacking is decided "
            "before facet values are selected, so selecting one only ever narrows "
            "([why](../decisions/0018-most-of-the-words.md)).",
            "## Near each other",
            _examples(index, _NEAR),
            "## Fields",
            _examples(index, _FIELDS),
            "Facet values are compared without case, accents, and `#`; space, `-` and `_` are alike.",
            "A value that no post has is told, with those that there are where they are few.",
            "## Dates",
            _examples(index, _DATES),
            "Relative to now, and that is on this page Thursday 29 February 2024, 15:30 on the reader's clock:",
            _examples(index, _RELATIVE),
            "What each form covers, behind `date:` and in quotes where it has a space in it. `since:`, `after:`, "
            "`until:` and `before:` take one period, `newer_than:` and `older_than:` a length such as `30d`.",
            table(["form", "from", "to"], map(_covered, _FORMS)),
            "Relative to now, again 29 February 2024. A month ago is the same day of that month, or its last day where "
            "it is shorter. Weeks begin on Monday.",
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
            table(["query", "read as", "hits", "note"], [_pasted(index, query) for query in _PASTED]),
            f"A query may look for {MOST_WORDS:,} words and hold {MOST_PATTERNS} patterns, a pattern may stand for "
            f"{MAX_EXPANSION:,} words, and parentheses may be {MOST_NESTED} deep. What is beyond is left aside or read "
            "as text, and that is told too.",
            "## What is refused",
            "A date, a period, an order or a saved search that there is not is an error with its place and what would "
            "be accepted. The command line ends with 2 then.",
            table(["query", "error"], [[_code(query), _refused(index, query)] for query in _REFUSED]),
            "## While it is being typed",
            "In the terminal UI the last word is also the beginning of longer ones; in scripts only with "
            "`--as-you-type`.",
            table(
                ["query", "hits", "hits while it is typed"],
                [[_code(query), *(_hits(index, query, typing) for typing in (False, True))] for query in _UNFINISHED],
            ),
            "## Backwards",
            "Every query has a canonical spelling that means the same: `--explain --format json` has it, and Python "
            "gets it from `civicsearch.query.to_string`.",
            table(["query", "canonical"], [[_code(query), _code(_printed(query))] for query in _ROUND]),
        )


def _covered(form: str) -> list[str]:
    stretch = read_stretch(form, _NOW)
    return [f"`{form}`", *("" if end is None else end.isoformat(" ", "seconds") for end in stretch)]


def _examples(index: civicsearch.SearchIndex, examples: Mapping[str, str]) -> str:
    rows = [[_code(query), meaning, _hits(index, query)] for query, meaning in examples.items()]
    return table(["query", "finds", "hits"], rows)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _hits(index: civicsearch.SearchIndex, query: str, as_you_type: bool = False) -> str:
    with patch.object(clock, "now", lambda: _NOW):
        tree = parse(query, as_you_type=as_you_type).tree
        return _counted(index.search(tree if as_you_type else query, limit=0))


def _counted(results: SearchResults) -> str:
    return f"{results.total - results.relaxed} + {results.relaxed}" if results.relaxed else str(results.total)


def _marked() -> Iterator[list[str]]:
    with tempfile.TemporaryDirectory() as folder, civicsearch.open(folder) as index:
        index.add([civicsearch.Post("post", "Words with signs", _SIGNS, language="en")])
        for query in _IDENTIFYING:
            (hit,) = index.search(query).hits
            marked = dict.fromkeys(part for part, matched in parts(hit.snippet) if matched)
            yield [_code(query), ", ".join(map(_code, marked))]


def _pasted(index: civicsearch.SearchIndex, query: str) -> list[str]:
    found = index.search(query, limit=0)
    return [_code(query), _code(_printed(query)), _counted(found), "; ".join(found.notes)]


def _printed(query: str) -> str:
    parsed = parse(query, now=_NOW)
    return to_string(parsed.tree, parsed.sort)


def _refused(index: civicsearch.SearchIndex, query: str) -> str:
    try:
        index.search(query, limit=0)
    except civicsearch.QueryError as error:
        return str(error)
    raise ValueError(f"{query}: this is not refused any more")
