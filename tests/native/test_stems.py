"""The compiled stemmers give NLTK's stems, of every word."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.stem import snowball

from civicsearch import native
from civicsearch.language.folding import fold, folds
from civicsearch.language.stems import COMPILED, SNOWBALL, stem, stems

pytestmark = pytest.mark.skipif(native.kernels is None, reason="the kernels are not compiled here")

WORDS = 15_000
"""Words of each language that are made of its endings; a million were compared when the stemmers were written."""
_FEW = "aeiouygqlstnrc" + "áâãàäçéêèëíîïóôõöúûùüñß"
_MANY = "abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿœ0123456789@#+'’"


def _endings(language: str) -> list[str]:
    """The endings that NLTK's stemmer of a language knows."""
    known = vars(getattr(snowball, f"{SNOWBALL[language].capitalize()}Stemmer"))
    lists = [value for name, value in known.items() if "suffixes" in name]
    return [ending.replace("a~", "ã").replace("o~", "õ").lower() for listed in lists for ending in listed]


def _words(language: str) -> list[str]:
    """Beginnings of letters that rules ask for, and one or several endings, so that every rule meets every other."""
    random = Random(language)  # noqa: S311  # nothing here is a secret
    endings = _endings(language)
    words = set(
        getattr(getattr(snowball, f"{SNOWBALL[language].capitalize()}Stemmer"), "_EnglishStemmer__special_words", ())
    )
    while len(words) < WORDS:
        start = "".join(random.choices(random.choice((_FEW, _FEW, _MANY)), k=random.randrange(6)))
        words.add(start + "".join(random.choices(endings, k=random.randrange(4))))
    return sorted(words - {""})


@pytest.mark.parametrize("language", COMPILED)
def test_words_made_of_the_endings_of_a_language(language: str) -> None:
    words = _words(language)
    nltk_stem = snowball.SnowballStemmer(SNOWBALL[language]).stem
    assert stems(words, language) == [fold(nltk_stem(word)) or fold(word) for word in words]


@given(st.sampled_from(COMPILED), st.text(st.sampled_from(_MANY + _FEW + "AÉŒſİ中\u0301"), min_size=1, max_size=60))
def test_any_word(language: str, word: str) -> None:
    expected = fold(snowball.SnowballStemmer(SNOWBALL[language]).stem(word)) or fold(word)
    assert stem(word, language) == expected
    assert stems([word, word], language) == [expected, expected]


def test_without_kernels_the_stems_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    words = _words("en")[:500]
    compiled = stems(words, "en")
    monkeypatch.setattr(native, "kernels", None)
    assert stems(words, "en") == compiled


def test_odd_bytes_are_left_to_nltk_or_refused() -> None:
    assert native.kernels is not None
    assert native.kernels.stem("en", b"a\xc3\nb\x00\n\xff\n" + b"x" * 60) == b"\x01\n\x01\n\x01\n\x01"
    assert native.kernels.stem("fr", b"") == b""
    with pytest.raises(ValueError, match="no kernel"):
        native.kernels.stem("fi", b"talo")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), max_size=5))
def test_texts_are_folded_together_as_one_by_one(texts: list[str]) -> None:
    assert folds(texts) == list(map(fold, texts))
