"""Each row of the query language's table, and each of its rules, as trees."""

from __future__ import annotations

from datetime import datetime

import pytest
from whoosh.query import (
    And,
    DateRange,
    Every,
    FuzzyTerm,
    Not,
    NullQuery,
    Or,
    Phrase,
    Prefix,
    Query,
    SpanNear,
    Term,
    Wildcard,
)

from civicsearch.query import parse, to_string

NOW = datetime(2026, 11, 23, 15, 30)

OPEN, DATA, AGILE = Term("text", "open"), Term("text", "data"), Term("text", "agile")
OPEN_DATA = Phrase("text_words", ["open", "data"])


def tag(value: str) -> Term:
    return Term("tag", value)


def dates(start: str | None, end: str | None) -> DateRange:
    first = datetime.fromisoformat(start) if start else None
    last = datetime.fromisoformat(f"{end}T23:59:59.999999") if end else None
    return DateRange("date", first, last)


ROWS: list[tuple[str, Query]] = [
    # Words
    ("open data", And([OPEN, DATA])),
    ("Open  DATA", And([OPEN, DATA])),
    ("Être", Term("text", "être")),
    ('"open data"', OPEN_DATA),
    ("“open data”", OPEN_DATA),
    ("„open data“", OPEN_DATA),
    ("«open data»", OPEN_DATA),
    ('"expenses"', Term("text_words", "expenses")),
    # Without
    ("data -agile", And([DATA, Not(AGILE)])),
    ("NOT agile", Not(AGILE)),
    ("-agile", Not(AGILE)),
    ("-tag:events", Not(tag("events"))),
    ("-agile open", And([Not(AGILE), OPEN])),
    ('-"open data"', Not(OPEN_DATA)),
    ("-(open data)", Not(And([OPEN, DATA]))),
    ("NOT NOT agile", AGILE),
    ("-agile -open", And([Not(AGILE), Not(OPEN)])),
    # Either
    ("agile OR (open data)", Or([AGILE, And([OPEN, DATA])])),
    ("agile OR open data", Or([AGILE, And([OPEN, DATA])])),
    ("agile | open", Or([AGILE, OPEN])),
    ("agile|open", Or([AGILE, OPEN])),
    ("(agile OR open) data", And([Or([AGILE, OPEN]), DATA])),
    ("open AND data OR NOT agile", Or([And([OPEN, DATA]), Not(AGILE)])),
    ("open or data", And([OPEN, Term("text", "or"), DATA])),
    ("(open (data agile))", And([OPEN, DATA, AGILE])),
    # Facets
    ('author:"Jane Doe"', Term("author", "jane-doe")),
    ("author:jane", Term("author_name", "jane")),
    ("author:Jane-Doe", Phrase("author_name", ["jane", "doe"])),
    ("author:jan*", Prefix("author_name", "jan")),
    ("authors:(jane OR joe)", Or([Term("author_name", "jane"), Term("author_name", "joe")])),
    ('author:"Jane Doe",joe', Or([Term("author", "jane-doe"), Term("author_name", "joe")])),
    ("category:News", Term("category", "news")),
    ("categories:news", Term("category", "news")),
    ("CATEGORY:news", Term("category", "news")),
    ('tag:"open data"', tag("open-data")),
    ("tag:Open_Data", tag("open-data")),
    ("tag:#opendata", tag("opendata")),
    ("tag:economic/development", tag("economic/development")),
    ("tags:(open-data OR procurement)", Or([tag("open-data"), tag("procurement")])),
    ("tag:a,b", Or([tag("a"), tag("b")])),
    ('tag:"a, b",c', Or([tag("a,-b"), tag("c")])),
    ("tag:a tag:b", And([tag("a"), tag("b")])),
    ("tag:open*", Prefix("tag", "open")),
    ("tag:*data", Wildcard("tag", "*data")),
    ('tag:"o*net"', tag("o*net")),
    ("source:cfa", Term("source", "cfa")),
    ("sources:cfa", Term("source", "cfa")),
    ("lang:ES", Term("language", "es")),
    ("language:es", Term("language", "es")),
    ("languages:es", Term("language", "es")),
    ("year:2014", Term("year", "2014")),
    ("years:2014", Term("year", "2014")),
    ("year:2013,2014", Or([Term("year", "2013"), Term("year", "2014")])),
    ("month:2014-03", Term("month", "2014-03")),
    ("month:2014-3", Term("month", "2014-03")),
    ("months:2014-03", Term("month", "2014-03")),
    # One field
    ("title:budget", Term("title", "budget")),
    ("titles:budget", Term("title", "budget")),
    ("title:(open data)", And([Term("title", "open"), Term("title", "data")])),
    ('title:"open data"', Phrase("title_words", ["open", "data"])),
    ("title:open-data", Phrase("title_words", ["open", "data"])),
    ("title:(open tag:a)", And([Term("title", "open"), tag("a")])),
    ("body:data", Term("body", "data")),
    ("summary:data", Term("summary", "data")),
    ("summaries:data", Term("summary", "data")),
    ("in:title open", Term("title", "open")),
    ('open in:title data "agile"', And([OPEN, Term("title", "data"), Term("title_words", "agile")])),
    ("(in:title open) data", And([Term("title", "open"), DATA])),
    ("in:url github", Wildcard("url", "*github*")),
    # Presence
    ("has:author", Every("author")),
    ("tag:*", Every("tag")),
    ("missing:date", Not(Every("date"))),
    ("-tag:*", Not(Every("tag"))),
    ("-missing:date", Every("date")),
    # Dates
    ("date:2014", dates("2014-01-01", "2014-12-31")),
    ("dates:2014", dates("2014-01-01", "2014-12-31")),
    ("date:2014-03", dates("2014-03-01", "2014-03-31")),
    ("date:2014-03-09", dates("2014-03-09", "2014-03-09")),
    ("date:2014-01..2015-06", dates("2014-01-01", "2015-06-30")),
    ("date:..2013", dates(None, "2013-12-31")),
    ("date:2015..", dates("2015-01-01", None)),
    ("date:>=2015-06-01", dates("2015-06-01", None)),
    ("date:>2015", dates("2016-01-01", None)),
    ("date:<=2015", dates(None, "2015-12-31")),
    ("date:<2015", dates(None, "2014-12-31")),
    ("date:=2015", dates("2015-01-01", "2015-12-31")),
    ("since:2015", dates("2015-01-01", None)),
    ("after:2015", dates("2016-01-01", None)),
    ("until:2015", dates(None, "2015-12-31")),
    ("before:2015", dates(None, "2014-12-31")),
    ('date:"last month"', dates("2026-10-01", "2026-10-31")),
    ("date:6m..", dates("2026-05-23", None)),
    ("newer_than:30d", dates("2026-10-24", None)),
    ("older_than:2y", dates(None, "2024-11-22")),
    ("newer:30d", dates("2026-10-24", None)),
    ("older:2y", dates(None, "2024-11-22")),
    ("date:this-year", dates("2026-01-01", "2026-12-31")),
    ("date:(2014 OR 2016)", Or([dates("2014-01-01", "2014-12-31"), dates("2016-01-01", "2016-12-31")])),
    # Near
    ("data NEAR/5 open", SpanNear(DATA, OPEN, slop=5, ordered=False)),
    ("data ADJ/5 open", SpanNear(DATA, OPEN, slop=5, ordered=True)),
    ("data NEAR/5 (open OR agile)", SpanNear(DATA, Or([OPEN, AGILE]), slop=5, ordered=False)),
    ("data NEAR/2 open ADJ/3 agile", SpanNear(SpanNear(DATA, OPEN, 2, ordered=False), AGILE, 3, ordered=True)),
    ('"open data"~5', Phrase("text_words", ["open", "data"], slop=5)),
    # Patterns
    ("procur*", Prefix("text_words", "procur")),
    ("Procur*", Prefix("text_words", "procur")),
    ("b?ston", Wildcard("text_words", "b?ston")),
    ("*gov", Wildcard("text_words", "*gov")),
    ("title:procur*", Prefix("title_words", "procur")),
    ("open-dat*", SpanNear(Term("text_words", "open"), Prefix("text_words", "dat"), slop=1, ordered=True)),
    ("bostn~", FuzzyTerm("text_words", "bostn", maxdist=1)),
    ("bostn~2", FuzzyTerm("text_words", "bostn", maxdist=2)),
    ("title:bostn~", FuzzyTerm("title_words", "bostn", maxdist=1)),
    # Weights
    ("agile^3", Term("text", "agile", boost=3.0)),
    ("title:agile^2", Term("title", "agile", boost=2.0)),
    ("(open data)^2", And([Term("text", "open", boost=2.0), Term("text", "data", boost=2.0)])),
    ('"open data"^0.5', Phrase("text_words", ["open", "data"], boost=0.5)),
    ("tag:a^2", Term("tag", "a", boost=2.0)),
    # Places
    ("path:2014/**", Wildcard("path", "2014/**")),
    ("url:GitHub.com", Wildcard("url", "*github.com*")),
    ("links:github.com", Wildcard("links", "*github.com*")),
    ("link:github.com", Wildcard("links", "*github.com*")),
    ("url:https://x.org/?p=3", Wildcard("url", "*https://x.org/?p=3*")),
    ("path:a[1]*", Wildcard("path", "a[[]1]*")),
    ('path:"a*b"', Wildcard("path", "*a[*]b*")),
    # Everything
    ("*", Every()),
    ("", Every()),
    ("  ", Every()),
    ("* open", OPEN),
    ("* -open", Not(OPEN)),
    # Words that identify something
    ("C++", Term("text_words", "c++")),
    ("c#", Term("text_words", "c#")),
    ('"C++ code"', Phrase("text_words", ["c++", "code"])),
    ("title:C++", Term("title_words", "c++")),
    ("c++~", FuzzyTerm("text_words", "c++", maxdist=1)),
    ("author:@jane", Term("author_name", "jane")),
    ("me@example.org", Phrase("text_words", ["me", "example", "org"])),
    ("M-13-13", Phrase("text_words", ["m", "13", "13"])),
    ("U.S.C.", Phrase("text_words", ["u", "s", "c"])),
    ("cloud.gov", Phrase("text_words", ["cloud", "gov"])),
    ("don't", Phrase("text_words", ["don", "t"])),
    ("don’t", Phrase("text_words", ["don", "t"])),
    ("city's", Term("text", "city")),
    ("@codeforamerica", Term("text_words", "@codeforamerica")),
    ("#opendata", Term("text_words", "#opendata")),
    ("O*NET", Or([Wildcard("text_words", "o*net"), Phrase("text_words", ["o", "net"])])),
    ("CM/ECF", Phrase("text_words", ["cm", "ecf"])),
    ("311", Term("text", "311")),
    ("why?", Term("text", "why")),
]


@pytest.mark.parametrize(("text", "tree"), ROWS, ids=[text for text, _ in ROWS])
def test_string_means_tree(text: str, tree: Query) -> None:
    parsed = parse(text, now=NOW)
    assert parsed.tree == tree
    assert parsed.notes == ()


@pytest.mark.parametrize("text", [text for text, _ in ROWS])
def test_tree_prints_as_string_that_means_it(text: str) -> None:
    tree = parse(text, now=NOW).tree
    printed = to_string(tree)
    assert parse(printed, now=NOW).tree == tree
    assert to_string(parse(printed, now=NOW).tree) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("open AND (data)", "open AND data"),
        ("agile OR (open data)", "agile OR open data"),
        ("(agile | open) data", "(agile OR open) data"),
        ("NOT agile", "-agile"),
        ("tags:(a OR b)", "tag:a,b"),
        ('author:"Jane Doe"', 'author:"jane doe"'),
        ("in:title open data", "title:open title:data"),
        ("date:>=2015-06-01", "date:2015-06.."),
        ("before:2015", "date:..2014"),
        ("-tag:*", "missing:tag"),
        ("O*NET open", "o*net open"),
        ("url:*github.com*", "url:github.com"),
    ],
)
def test_printed_form_is_canonical(text: str, printed: str) -> None:
    assert to_string(parse(text, now=NOW).tree) == printed


def test_a_phrase_beside_a_pattern_is_printed_where_words_are_no_readings_of_it() -> None:
    assert to_string(Or([Wildcard("tag", "o*net"), Phrase("tag", ["o", "net"])])) == "tag:o*net,o-net"


@pytest.mark.parametrize("order", ["relevance", "date", "-date", "title", "-title"])
def test_sort_is_taken_out_of_the_tree(order: str) -> None:
    parsed = parse(f"open sort:{order} data")
    assert parsed.tree == And([OPEN, DATA])
    assert parsed.sort == order
    assert parse(to_string(parsed.tree, parsed.sort)) == parsed


def test_sort_alone_is_every_post() -> None:
    assert parse("sort:date").tree == Every()
    assert to_string(Every(), "date") == "sort:date"


def test_sort_takes_no_part_in_an_alternative() -> None:
    assert parse("agile OR open sort:date").tree == Or([AGILE, OPEN])


def test_last_of_several_orders_counts_and_is_noted() -> None:
    parsed = parse("sort:date sort:title")
    assert parsed.sort == "title"
    assert "last one counts" in parsed.notes[0]


def test_every_leaf_knows_where_it_was_written() -> None:
    text = 'open (tag:a,b OR "open data")'
    parsed = parse(text)
    places = {text[leaf.startchar : leaf.endchar] for leaf in parsed.tree.leaves()}
    assert places == {"open", "tag:a,b", '"open data"'}


class TestAsYouType:
    """The last word is a prefix too, while it is being typed."""

    def test_last_word_is_also_a_prefix(self) -> None:
        last = Or([Term("text", "da"), Prefix("text_words", "da")])
        assert parse("open da", as_you_type=True).tree == And([OPEN, last])

    def test_word_followed_by_a_space_is_complete(self) -> None:
        assert parse("open data ", as_you_type=True).tree == And([OPEN, DATA])

    def test_last_word_of_a_field(self) -> None:
        assert parse("title:da", as_you_type=True).tree == Or([Term("title", "da"), Prefix("title_words", "da")])

    def test_last_part_of_a_chunk(self) -> None:
        adjacent = SpanNear(Term("text_words", "open"), Prefix("text_words", "da"), slop=1, ordered=True)
        assert parse("open-da", as_you_type=True).tree == adjacent

    @pytest.mark.parametrize("text", ['"open data"', "-agile", "tag:a", "agile*", "agile~", "agile^2", "(agile)"])
    def test_anything_else_stays_as_it_is(self, text: str) -> None:
        assert parse(text, as_you_type=True).tree == parse(text).tree

    @pytest.mark.parametrize(
        "text", ["open AND", "open OR", "open NOT", "open -", "open tag:", "open NEAR/3", "open |"]
    )
    def test_operator_at_the_end_waits(self, text: str) -> None:
        parsed = parse(text, as_you_type=True)
        assert parsed.tree == OPEN
        assert "waits" in parsed.notes[0]

    def test_prefix_prints_back(self) -> None:
        tree = parse("open da", as_you_type=True).tree
        assert parse(to_string(tree)).tree == tree


def test_query_that_holds_no_word_finds_nothing() -> None:
    parsed = parse("&")
    assert parsed.tree == NullQuery
    assert parsed.notes == ("‘&’ holds no word, and was left aside",)
    assert parse(to_string(parsed.tree)).tree == NullQuery
