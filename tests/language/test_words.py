"""Words, foldings and stems."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch.language import tokens
from civicsearch.language.analyzers import WordAnalyzer
from civicsearch.language.folding import facet_key, fold
from civicsearch.language.stems import SNOWBALL, stem
from civicsearch.language.tokens import located_words, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cloud.gov and U.S.C.", ["cloud", "gov", "and", "u", "s", "c"]),
        ("M-13-13, 36/2005", ["m", "13", "13", "36", "2005"]),
        ("the city's — the city’s", ["the", "city", "the", "city"]),
        ("don't don’t", ["don", "t", "don", "t"]),
        ("l'État d’Orsay", ["l", "état", "d", "orsay"]),
        ("@codeforamerica #opendata O*NET", ["codeforamerica", "opendata", "o", "net"]),
        ("snake_case", ["snake", "case"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("東京都は", ["東", "京", "都", "は"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text())
def test_located_words_are_the_words_in_their_places(text: str) -> None:
    found = list(located_words(text))
    assert [word.word for word in found] == words(text)
    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


@given(st.text())
def test_the_words_of_words_are_themselves(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found


@given(st.text())
def test_composed_and_decomposed_text_have_the_same_folded_words(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    if unicodedata.normalize("NFC", decomposed) == composed:
        assert fold(composed) == fold(decomposed)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert facet_key(facet_key(text)) == facet_key(text)


@pytest.mark.parametrize("spelling", ["Open Data", "open-data", "open_data", "#open-data", " OPEN  data ", "Opén Data"])
def test_spellings_of_one_facet_value_meet(spelling: str) -> None:
    assert facet_key(spelling) == "open-data"


@pytest.mark.parametrize("value", ["economic/development", "cm/ecf", "c++", "311", "-", "#", "c#"])
def test_what_tells_facet_values_apart_stays(value: str) -> None:
    assert facet_key(value) == value


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ("policies", "policy")),
        ("de", ("häuser", "haus")),
        ("fr", ("publiques", "publique")),
        ("pt", ("informações", "informação")),
        ("es", ("libros", "libro")),
        ("it", ("dati", "dato")),
        ("nl", ("steden", "sted")),
        ("sv", ("städer", "städerna")),
        ("da", ("husene", "huset")),
        ("no", ("husene", "huset")),
        ("fi", ("talot", "talo")),
        ("ro", ("oraşe", "oraşul")),
        ("ru", ("города", "городов")),
        ("hu", ("házak", "ház")),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, forms: tuple[str, str]) -> None:
    assert stem(forms[0], language) == stem(forms[1], language)


def test_words_of_other_languages_are_their_own_stems() -> None:
    assert stem("políticas", "ja") == "politicas"


@given(st.sampled_from(sorted(SNOWBALL)), st.text(st.characters(categories=["L", "M"]), min_size=1, max_size=12))
def test_no_word_is_stemmed_to_nothing(language: str, word: str) -> None:
    assert stem(word, language) or not fold(word)


def test_stems_are_those_of_nltk_and_nltk_itself_stays_whole() -> None:
    script = (
        "import sys\n"
        "from civicsearch.language.folding import fold\n"
        "from civicsearch.language.stems import stem\n"
        "ours = [stem(w, 'en') for w in ('policies', 'generously', 'skies', 'cities')]\n"
        "assert not [name for name in sys.modules if name.partition('.')[0] == 'nltk'], 'something of NLTK is left'\n"
        "from nltk.stem.snowball import SnowballStemmer\n"
        "import nltk.tokenize\n"
        "theirs = [SnowballStemmer('english').stem(w) for w in ('policies', 'generously', 'skies', 'cities')]\n"
        "assert ours == theirs, (ours, theirs)\n"
        "arabic = 'والمدارس الكتابُ أخبارهم مستشفـى يكتبون بالمعلومات،'.split()\n"
        "snowball = SnowballStemmer('arabic').stem\n"
        "assert [stem(w, 'ar') for w in arabic] == [fold(snowball(w)) or fold(w) for w in arabic]\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_analyzer_leaves_room_between_paragraphs() -> None:
    tokens = [
        (t.text, t.pos, t.startchar, t.endchar) for t in WordAnalyzer()("One two\n\nThree", positions=True, chars=True)
    ]
    assert tokens == [("one", 0, 0, 3), ("two", 1, 4, 7), ("three", 66, 9, 14)]


def test_heaps_of_accents_are_read_in_time_with_their_length() -> None:
    heaped = "e" + "\u0301\u0316" * 500_000
    assert fold(heaped) == fold("e")
    assert words(heaped) == words("e" + "\u0301\u0316" * 15)
    assert fold("Ê\u0323" * 100) == "e" * 100


@given(st.text(st.characters(max_codepoint=0x3100, exclude_categories=["Cs"])))
def test_a_text_without_marks_is_cut_by_a_simpler_pattern_into_the_same_words(text: str) -> None:
    assert tokens._pattern_for(text).findall(text) == tokens.word_pattern().findall(text)


@pytest.mark.parametrize("text", ["a\u0301b", "क\u094d\u200dष", "語語", "ไทย", "café", "“data” — naïve…"])
def test_what_takes_marks_and_scripts_without_spaces_is_told_from_what_does_not(text: str) -> None:
    assert tokens._pattern_for(text).findall(text) == tokens.word_pattern().findall(text)
