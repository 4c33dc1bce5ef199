"""The contract of the query language, row by row, from the command line to the posts that it finds."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

import civicsearch
from civicsearch import clock

from .conftest import Run, write_posts

NOW = datetime(2016, 3, 10, 12, 0)

POSTS = {
    "2013-02-03-parking.md": """\
---
title: Open data about parking
author: Jane Doe
categories: [News, Data]
tags: [Open Data, parking]
summary: Where every car stands.
---
The city opened its data. Read it at [the portal](https://github.com/example/parking).
""",
    "2014-03-09-boston.md": """\
---
title: An agile budget for Boston
author: Jane Smith
categories: [News]
tags: [procurement]
---
Buying small things is agile. Their expenses are public, and procurement is quick.
""",
    "2015-07-16-kanban.md": """\
---
title: Scrum beside kanban
author: Bo Chan
categories: [Events]
tags: [events, open_data]
---
An expensive board. Data of all kinds is open to the kanban team, and cloud.gov hosts it.
""",
    "2016-02-20-forms.md": """\
---
title: Forms from M-13-13
author: [Bo Chan, José Núñez]
categories: [Policy]
lang: es
permalink: https://example.org/forms
---
Los formularios del municipio.

U.S.C. rules, O*NET codes, CM/ECF files and 311 calls. The city's C++ code, don’t ask. The open, mostly old data.
""",
    "notes/undated.md": """\
---
title: Nobody signed this
---
A note by @codeforamerica about #opendata, l'État and 市は開放データ. The word nor means neither.
""",
}
PARKING, BOSTON, KANBAN, FORMS, NOTE = (name.removesuffix(".md").rpartition("-")[2] for name in POSTS)
NOTE = "notes/undated"
ALL = {PARKING, BOSTON, KANBAN, FORMS, NOTE}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of these posts."""
    home = tmp_path_factory.mktemp("contract")
    (home / "blog" / "notes").mkdir(parents=True)
    write_posts(home / "blog", POSTS.items())
    with civicsearch.open(home / "index") as opened:
        opened.update([f"blog={home / 'blog'}"])
    return home / "index"


ROWS = [
    # Words
    ("open data", {PARKING, KANBAN, FORMS}),
    ("opening", {PARKING, KANBAN}),
    ('"open data"', {PARKING}),
    ('"expenses"', {BOSTON}),
    ('"expense"', set()),
    # Without
    ("data -kanban", {PARKING, FORMS}),
    ("NOT agile", ALL - {BOSTON}),
    ("-tag:events", ALL - {KANBAN}),
    # Either
    ("agile OR (scrum kanban)", {BOSTON, KANBAN}),
    ("agile | kanban", {BOSTON, KANBAN}),
    ("agile OR scrum data", {BOSTON, KANBAN}),
    ("word nor means", {NOTE}),
    # Facets
    ('author:"jane doe"', {PARKING}),
    ("author:jane", {PARKING, BOSTON}),
    ("author:nunez", {FORMS}),
    ("category:news", {PARKING, BOSTON}),
    ('tag:"open data"', {PARKING, KANBAN}),
    ("tag:open-data", {PARKING, KANBAN}),
    ("tag:(open-data OR procurement)", {PARKING, BOSTON, KANBAN}),
    ("tag:open-data,procurement", {PARKING, BOSTON, KANBAN}),
    ("tag:open-data tag:events", {KANBAN}),
    # One field
    ("title:budget", {BOSTON}),
    ("title:(open data)", {PARKING}),
    ("in:title open", {PARKING}),
    ("open in:title", {PARKING}),
    ("summary:car", {PARKING}),
    ("body:parking", set()),
    # Presence
    ("has:author", ALL - {NOTE}),
    ("missing:date", {NOTE}),
    ("-tag:*", {FORMS, NOTE}),
    ("tag:*", {PARKING, BOSTON, KANBAN}),
    # Dates
    ("date:2014", {BOSTON}),
    ("date:2014-03", {BOSTON}),
    ("date:2014-03-09", {BOSTON}),
    ('date:"9 march 2014"', {BOSTON}),
    ("date:2014-01..2015-07", {BOSTON, KANBAN}),
    ("date:..2013", {PARKING}),
    ("date:2015..", {KANBAN, FORMS}),
    ("date:>=2015-07-16", {KANBAN, FORMS}),
    ("since:2015", {KANBAN, FORMS}),
    ("after:2015", {FORMS}),
    ("until:2014", {PARKING, BOSTON}),
    ("before:2014", {PARKING}),
    ('date:"last month"', {FORMS}),
    ("date:2m..", {FORMS}),
    ("newer_than:30d", {FORMS}),
    ("older_than:2y", {PARKING, BOSTON}),
    ("date:this-year", {FORMS}),
    ("date:2014-q1", {BOSTON}),
    ("date:2014-w10", {BOSTON}),
    ("year:2014", {BOSTON}),
    # Near
    ("data NEAR/5 open", {PARKING, KANBAN, FORMS}),
    ("data ADJ/5 open", {KANBAN}),
    ('"open data"~3', {PARKING, FORMS}),
    # Patterns
    ("procur*", {BOSTON}),
    ("b?ston", {BOSTON}),
    ("*ment", {BOSTON}),
    ("bostn~", {BOSTON}),
    ("bstn~", set()),
    ("bstn~2", {BOSTON}),
    # Weight
    ("agile^3 OR kanban", {BOSTON, KANBAN}),
    ("title:agile^2", {BOSTON}),
    # Places
    ("path:notes/**", {NOTE}),
    ("source:blog", ALL),
    ("lang:es", {FORMS}),
    ("url:example.org", {FORMS}),
    ("links:github.com", {PARKING}),
    # Everything
    ("*", ALL),
    ("", ALL),
    # Words that identify
    ("M-13-13", {FORMS}),
    ("U.S.C.", {FORMS}),
    ("cloud.gov", {KANBAN}),
    ("gov", {KANBAN}),
    ("C++", {FORMS}),
    ("@codeforamerica", {NOTE}),
    ("#opendata", {NOTE}),
    ("opendata", {NOTE}),
    ("O*NET", {FORMS}),
    ("CM/ECF", {FORMS}),
    ("311", {FORMS}),
    ("don't", {FORMS}),
    ("l’etat", {NOTE}),
    ("開放", {NOTE}),
]


def _found(run: Run, index: Path, *arguments: str) -> tuple[list[str], str, int]:
    result = run("search", "--index", index, "--format", "jsonl", "--", *arguments)
    paths = [json.loads(line)["path"] for line in result.stdout.splitlines()]
    known = {name: name.removesuffix(".md").rpartition("-")[2] for name in POSTS}
    return [known[path] for path in paths], result.stderr, result.exit_code


@pytest.mark.parametrize(("query", "found"), ROWS, ids=[query for query, _ in ROWS])
def test_row_of_the_contract(
    run: Run, index: Path, monkeypatch: pytest.MonkeyPatch, query: str, found: set[str]
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    hits, talked, code = _found(run, index, query)
    assert (set(hits), talked, code) == (found, "", 0 if found else 1)


@pytest.mark.parametrize(
    ("order", "first"),
    [("sort:date", PARKING), ("sort:-date", FORMS), ("sort:title", BOSTON), ("sort:-title", KANBAN), ("", FORMS)],
)
def test_order(run: Run, index: Path, order: str, first: str) -> None:
    assert _found(run, index, order)[0][0] == first


def test_words_are_ranked_unless_an_order_is_asked_for(run: Run, index: Path) -> None:
    assert _found(run, index, "open data")[0][0] == PARKING
    assert _found(run, index, "open data sort:-date")[0] == [FORMS, KANBAN, PARKING]
    assert _found(run, index, "kanban^9 OR agile")[0] == [KANBAN, BOSTON]
    assert _found(run, index, "kanban OR agile^9")[0] == [BOSTON, KANBAN]


@pytest.mark.parametrize(
    ("query", "found", "noted"),
    [
        ('(policy/2005): Agile "procurement', {BOSTON}, "the quote at character 22 is never closed"),
        ("AND", ALL - {PARKING}, "‘AND’ has nothing to join"),
        ("((kanban", {KANBAN}, "never closed"),
        ("foo:bar", set(), "‘foo:’ is not a field"),
        ("autor:jane", set(), "did you mean ‘author:’"),
        ("kanban &", {KANBAN}, "‘&’ holds no word"),
        ("data near/5 open", {PARKING, KANBAN, FORMS}, "‘near/5’ was read as text; the operator is written ‘NEAR/5’"),
        ("https://github.com/example/", set(), "‘links:github.com/example’ finds posts that link there"),
        ("category:sport", set(), "no post has the category ‘sport’; there are ‘Data’, ‘Events’, ‘News’, ‘Policy’"),
        ("kanban -tag:sport", {KANBAN}, "no post has the tag ‘sport’"),
        ('author:"Jim Doe"', set(), "no post has the author ‘jim doe’"),
        ("author:jim", set(), "no author's name has ‘jim’"),
    ],
)
def test_pasted_text_is_read_and_noted(run: Run, index: Path, query: str, found: set[str], noted: str) -> None:
    hits, talked, code = _found(run, index, query)
    assert (set(hits), code) == (found, 0 if found else 1)
    assert noted in talked


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("kanban date:yesterdayy", "accepted are 2014, 2014-03,"),
        ("since:2015-02-30", "there is no such day"),
        ("date:2015-13", "there is no such month"),
        ("date:2015-w54", "there is no such week"),
        ("kanban date:last month", 'it stands in quotes: date:"last month"; accepted are 2014'),
        ("until:9 march 2014 kanban", 'it stands in quotes: until:"9 march 2014"'),
        ("date:> 2015", 'it stands in quotes: date:"> 2015"'),
        ("newer_than:soon", "accepted are 30d, 6w, 6m, 2y"),
        ("year:14", "write year:2014"),
        ("sort:newest", "sort by relevance, date"),
    ],
)
def test_a_value_that_cannot_be_is_an_error_with_its_place(run: Run, index: Path, query: str, told: str) -> None:
    hits, talked, code = _found(run, index, query)
    assert (hits, code) == ([], 2)
    assert told in talked
    assert "at character" in talked
    assert talked.count("\n") == 1
