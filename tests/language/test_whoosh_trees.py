"""Query trees load without the rest of Whoosh, and whoever needs the rest gets it whole."""

from __future__ import annotations

import subprocess
import sys


def run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def test_trees_load_without_what_they_seldom_need() -> None:
    run(
        "import sys, civicsearch.query\n"
        "from civicsearch.language.whoosh_trees import PARTS\n"
        "assert 'whoosh.query' in sys.modules\n"
        "assert not {*PARTS, 'whoosh.fields', 'whoosh.index'} & set(sys.modules)\n"
    )


def test_what_stood_in_fetches_the_real_thing() -> None:
    run(
        "import civicsearch.query\n"
        "from whoosh import columns, query\n"
        "from whoosh.analysis import Token\n"
        "from whoosh.lang.morph_en import variations\n"
        "assert columns.__file__ and Token.__module__ == 'whoosh.analysis.acore'\n"
        "assert [type(token) for token in query.Term('text', 'open').tokens()] == [Token]\n"
        "assert [type(token) for token in query.Phrase('text', ['open']).tokens()] == [Token]\n"
        "assert query.terms.variations('render') == variations('render') != {'render'}\n"
    )


def test_whooshs_own_index_and_searcher_work_beside_it() -> None:
    run(
        "import civicsearch.query\n"
        "from whoosh.fields import NUMERIC, TEXT, Schema\n"
        "from whoosh.filedb.filestore import RamStorage\n"
        "from whoosh.query import Or, Term, Variations\n"
        "index = RamStorage().create_index(Schema(text=TEXT(sortable=True), year=NUMERIC(sortable=True)))\n"
        "writer = index.writer()\n"
        "writer.add_document(text='rendering maps', year=2014)\n"
        "writer.commit()\n"
        "with index.searcher() as searcher:\n"
        "    assert len(searcher.search(Variations('text', 'render'))) == 1\n"
        "    assert len(searcher.search(Or([Term('text', 'maps'), Term('nowhere', 'x')]), sortedby='year')) == 1\n"
    )


def test_a_program_that_has_loaded_whoosh_keeps_what_it_has() -> None:
    run(
        "import whoosh.analysis, whoosh.query\n"
        "before = whoosh.analysis\n"
        "import civicsearch.query\n"
        "assert whoosh.analysis is before and whoosh.query.terms.Token is before.Token\n"
    )
