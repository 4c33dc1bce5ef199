"""Text that was not written as a query: it has a best reading, and what was read as text is told."""

from __future__ import annotations

from itertools import product
from string import ascii_lowercase

import pytest
from whoosh.query import And, Every, Not, NullQuery, Or, Phrase, Query, Term, Wildcard

from civicsearch.errors import QueryError
from civicsearch.query import parse, to_string
from civicsearch.query.clauses import MOST_PATTERNS, MOST_WORDS


def text(*words: str) -> list[Term]:
    return [Term("text", word) for word in words]


def title(*words: str) -> list[Term]:
    return [Term("title", word) for word in words]


@pytest.mark.parametrize(
    ("query", "tree", "noted"),
    [
        (
            '(36/2005): Explanatory "notes',
            And([Phrase("text_words", ["36", "2005"]), *text("explanatory", "notes")]),
            "the quote at character 24",
        ),
        ("AND", Term("text", "and"), "‘AND’ has nothing to join"),
        ("NOT", Term("text", "not"), "‘NOT’ has nothing to join"),
        ("open AND", And(text("open", "and")), "‘AND’ has nothing to join"),
        ("OR open", And(text("or", "open")), "‘OR’ has nothing to join"),
        ("open |", Term("text", "open"), "‘|’ has nothing to join"),
        ("a | | b", Or([Term("text", "a"), Term("text", "b")]), "‘|’ has nothing to join"),
        ("a OR OR b", Or([Term("text", "a"), And(text("or", "b"))]), "‘OR’ has nothing to join"),
        ("((x", Term("text", "x"), "the parenthesis at character 2 is never closed"),
        ("x)) y", And(text("x", "y")), "the parenthesis at character 2 closes nothing"),
        ("open (data OR x", And([Term("text", "open"), Or(text("data", "x"))]), "closed at the end"),
        ("open & data", And(text("open", "data")), "‘&’ holds no word"),
        ("open -- data", And(text("open", "data")), "‘--’ holds no word"),
        ('open "" data', And(text("open", "data")), '‘""’ holds no word'),
        ("foo:bar", Phrase("text_words", ["foo", "bar"]), "‘foo:’ is not a field"),
        ("in:(title) x", And(text("in", "title", "x")), "‘in:’ has nothing to look for behind it"),
        ("sort:(date) x", And(text("sort", "date", "x")), "‘sort:’ has nothing to look for behind it"),
        ("saved:(x)", And(text("saved", "x")), "‘saved:’ has nothing to look for behind it"),
        ("titel:x", Phrase("text_words", ["titel", "x"]), "did you mean ‘title:’"),
        (
            "http://example.org/a?b=c*",
            Phrase("text_words", ["http", "example", "org", "a", "b", "c"]),
            "‘http:’ is not a field",
        ),
        ("title: budget", And(text("title", "budget")), "nothing to look for behind it"),
        ("tag:,", Term("text", "tag"), "nothing to look for behind it"),
        ("has:foo", Phrase("text_words", ["has", "foo"]), "not a field that a post can lack"),
        ("in:tag x", And([Phrase("text_words", ["in", "tag"]), Term("text", "x")]), "names no field that words are in"),
        ("in:titel x", And([Phrase("text_words", ["in", "titel"]), Term("text", "x")]), "did you mean ‘in:title’"),
        ("a NEAR/3 tag:b", And([Term("text", "a"), Term("tag", "b")]), "‘NEAR/3’ joins a few words"),
        ("don't~", Phrase("text_words", ["don", "t"]), "‘~’ needs one whole word"),
        ('"open"~3', Term("text_words", "open"), "‘~3’ needs two words"),
        ("x^5000", Term("text", "x", boost=1000.0), "a weight is between 0.01 and 1000"),
        ("-in:title x", Term("title", "x"), "nothing to leave out"),
        ("open\x00data", Phrase("text_words", ["open", "data"]), None),
        ("Note: open", And(text("note", "open")), None),
        ("std::vector<int>", Phrase("text_words", ["std", "vector", "int"]), "‘std:’ is not a field"),
        ("10:30", Phrase("text_words", ["10", "30"]), None),
        ("foo(bar)", Phrase("text_words", ["foo", "bar"]), None),
        ("5'10\" tall", And([Phrase("text_words", ["5", "10"]), Term("text", "tall")]), None),
        ("--verbose", Term("text", "verbose"), None),
        ("near or adj", And(text("near", "or", "adj")), None),
        ("a NEAR b", And(text("a", "near", "b")), "‘NEAR’ was read as text; the operator is written ‘NEAR/5’"),
        ("a adj/3 b", And([Term("text", "a"), Phrase("text_words", ["adj", "3"]), Term("text", "b")]), "‘ADJ/5’"),
        (
            "https://github.com/18F/docs/?x",
            Phrase("text_words", ["https", "github", "com", "18f", "docs", "x"]),
            "‘links:github.com/18F/docs’ finds posts that link there",
        ),
        ("open in:title", Term("title", "open"), None),
        ("a (b c in:title) d", And([Term("text", "a"), *title("b", "c"), Term("text", "d")]), None),
        ("open tag:x in:title", And([Term("title", "open"), Term("tag", "x")]), None),
        ("title:(a in:body) b", And([Term("body", "a"), Term("text", "b")]), None),
        ("in:body a in:title", Term("body", "a"), "‘in:title’ has no words to look for, and was left aside"),
        ("a in:title in:body", Term("title", "a"), "‘in:body’ has no words to look for"),
        ("tag:x in:title", Term("tag", "x"), "‘in:title’ has no words to look for"),
        ("tag:(x) in:title", Term("tag", "x"), "‘in:title’ has no words to look for"),
    ],
)
def test_best_reading_is_noted(query: str, tree: Query, noted: str | None) -> None:
    parsed = parse(query)
    assert parsed.tree == tree
    if noted is None:
        assert parsed.notes == ()
    else:
        assert any(noted in note for note in parsed.notes), parsed.notes


@pytest.mark.parametrize("query", ["(", ")", '"', "()", '("', "in:title"])
def test_structure_alone_is_every_post(query: str) -> None:
    assert parse(query).tree == Every()
    assert query == "()" or parse(query).notes


@pytest.mark.parametrize("query", ["&", "-", "…", "??", '""', "& (+)", "\x00"])
def test_signs_alone_find_nothing(query: str) -> None:
    assert parse(query).tree == NullQuery
    assert parse(query).notes


@pytest.mark.parametrize(
    ("query", "position", "told"),
    [
        ("open sort:newest", 5, "relevance, date, -date, title, -title"),
        ("year:14", 0, "year:2014"),
        ("open -year:201x", 6, "date:2013..2015"),
        ("(month:2014-13)", 1, "month:2014-03"),
        ("month:2014", 0, "month:2014-03"),
    ],
)
def test_value_that_there_is_not_is_an_error_with_its_place(query: str, position: int, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.position == position
    assert caught.value.query == query
    assert told in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "(" * 5000 + "x" + ")" * 5000,
        "(" * 5000 + "x",
        "x" + ")" * 5000,
        "title:(" * 5000 + "x" + ")" * 5000,
        "(x OR y (" * 2000,
        "NOT " * 5000 + "x",
        "-(" * 5000 + "x",
        "x NEAR/3 " * 5000 + "y",
        "a* OR " * 5000 + "b",
        "(a NEAR/2 (b ADJ/2 " * 500 + "c",
        "-" * 5000,
        '"' * 5001,
        '\\"' * 5000,
        '" \\' * 5000,
        "a-*b*-" * 5000,
        "a*b-" * 5000,
        "tag:" + "a," * 5000,
        "*" * 5000,
        "?" * 5000,
        "((((x) " * 1000,
        "foo:" * 5000,
        "x^" * 5000 + "2",
        "x~" * 5000,
    ],
    ids=lambda query: query[:12],
)
def test_heaps_of_syntax_are_read_and_print_back(query: str) -> None:
    parsed = parse(query)
    printed = to_string(parsed.tree)
    assert parse(printed).tree == parsed.tree
    assert hash(parsed.tree) == hash(parse(printed).tree)
    assert repr(parsed.tree)
    assert len(parsed.notes) <= 10


def test_deepest_tree_can_be_walked() -> None:
    query = "x"
    for _ in range(30):
        query = f"-(a OR b -(c {query}))"
    tree = parse(query).tree
    assert isinstance(tree, Not)
    assert parse(to_string(tree)).tree == tree
    assert tree.copy() == tree
    assert tree.normalize() is not None


def test_long_text_is_cut_short_and_told() -> None:
    parsed = parse("several different words " * 5000)
    assert isinstance(parsed.tree, And)
    assert len(parsed.tree.subqueries) == MOST_WORDS
    assert parsed.notes == (f"a query may look for {MOST_WORDS:,} words; those beyond were left aside",)
    assert parse(to_string(parsed.tree)).notes == ()


def test_long_quotation_is_cut_short_and_told() -> None:
    parsed = parse('"' + "word " * 30_000 + '"')
    assert isinstance(parsed.tree, Phrase)
    assert len(parsed.tree.words) == MOST_WORDS
    assert parsed.notes


@pytest.mark.parametrize(
    ("patterns", "words"), [(MOST_PATTERNS, 0), (MOST_PATTERNS - 1, 1), (MOST_PATTERNS + 1, 1), (0, 3)]
)
def test_as_many_patterns_as_a_query_may_hold_are_patterns(patterns: int, words: int) -> None:
    query = " OR ".join([f"{letter}{other}*x" for letter, other in product(ascii_lowercase, repeat=2)][:patterns])
    parsed = parse(f"{query} {' '.join(['word'] * words)}")
    assert sum(isinstance(leaf, Wildcard) for leaf in parsed.tree.leaves()) == min(patterns, MOST_PATTERNS)
    assert len(parsed.notes) == (patterns > MOST_PATTERNS)


@pytest.mark.parametrize(("count", "told"), [(MOST_WORDS, 0), (MOST_WORDS + 1, 1)])
def test_as_many_words_as_a_query_may_look_for_are_looked_for(count: int, told: int) -> None:
    parsed = parse(" OR ".join(f"word{number}" for number in range(count)))
    assert len(list(parsed.tree.leaves())) == MOST_WORDS
    assert len(parsed.notes) == told


def test_the_word_that_is_being_typed_counts_once_more_for_what_it_may_become() -> None:
    words = [f"word{number}" for number in range(MOST_WORDS - 3)]
    assert parse(" ".join([*words, "open-da"]), as_you_type=True).notes == ()
    assert len(parse(" ".join([*words, "more", "open-da"]), as_you_type=True).notes) == 1


def test_names_of_saved_searches_count_as_words_that_are_looked_for() -> None:
    parsed = parse(" OR ".join(f"saved:name{number}" for number in range(MOST_WORDS + 1)))
    assert len(list(parsed.tree.leaves())) == MOST_WORDS
    assert any("words; those beyond were left aside" in note for note in parsed.notes)


@pytest.mark.parametrize(("parts", "noted"), [(8, False), (9, True)])
def test_a_chunk_of_many_patterns_is_text_and_that_is_told(parts: int, noted: bool) -> None:
    parsed = parse(".".join(f"{letter}*x" for letter in ascii_lowercase[:parts]))
    assert any("were read as text" in note for note in parsed.notes) == noted
    assert isinstance(parsed.tree, Phrase) == noted


def test_values_in_parentheses_are_parted_at_commas_unless_they_are_quoted() -> None:
    tree = parse('tag:(a,b OR "c,d")').tree
    assert set(tree.leaves()) == {Term("tag", "a"), Term("tag", "b"), Term("tag", "c,d")}


@pytest.mark.parametrize("sign", '"“”„‟«»^~')
def test_a_sign_that_the_language_uses_is_any_sign_in_a_pattern_for_a_value(sign: str) -> None:
    tree = parse(f"tag:open{sign}da*").tree
    assert tree == Wildcard("tag", "open?da*")
    assert parse(to_string(tree)).tree == tree


@pytest.mark.parametrize("field", ["", "title:", "tag:", "url:", "author:"])
def test_pattern_with_heaps_of_wildcards_is_text(field: str) -> None:
    query = field + "a*" * 17 + "a"
    parsed = parse(query)
    assert any("were read as text" in note for note in parsed.notes)
    assert not any(isinstance(leaf, Wildcard) and "a*a" in leaf.text for leaf in parsed.tree.leaves())
    assert parse(to_string(parsed.tree)).tree == parsed.tree


def test_a_pattern_may_have_sixteen_wildcards() -> None:
    parsed = parse("a*" * 15 + "a?a")
    assert parsed.notes == ()
    assert isinstance(parsed.tree, Wildcard)


def test_only_fields_that_a_post_can_lack_are_proposed_for_has() -> None:
    told = "is not a field that a post can lack, and was searched as text"
    assert parse("has:sotr").notes == (f"‘sotr’ {told}",)
    assert parse("has:autor").notes == (f"‘autor’ {told}; did you mean ‘author’?",)


def test_notes_are_safe_to_show() -> None:
    (note,) = parse("\x1b[31m\x07:-) open").notes or ("",)
    assert note.isprintable()


def test_many_notes_are_summed_up() -> None:
    notes = parse(" ".join(f"field{letter}:x" for letter in "abcdefghijklmnop")).notes
    assert len(notes) == 10
    assert notes[-1] == "and 7 more such notes"
