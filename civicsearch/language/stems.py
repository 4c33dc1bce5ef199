"""Words → stems, by NLTK's Snowball stemmers.

A stem belongs to a language: it is only ever compared with stems of the same language. Stems are folded, so a form
written without its accents meets the form written with them.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib import import_module
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any

from .. import native
from .folding import fold, folds

SNOWBALL = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "nb": "norwegian",
    "nn": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
}
"""Language code → name of NLTK's stemmer. Words of other languages are their own stems."""

COMPILED = ("de", "en", "es", "fr", "pt")
"""Languages whose stemmers are also kernels, which give NLTK's stems. They leave a word of other letters to NLTK."""
_ASK = "\x01"
"""What a kernel gives for a word that it leaves to NLTK."""

_PARTS = ("nltk", "nltk.stem", "nltk.corpus")
_import_lock = threading.Lock()


def stem(word: str, language: str) -> str:
    """The stem under which the forms of a word meet.

    >>> stem("policies", "en"), stem("informações", "pt"), stem("informação", "pt"), stem("policies", "ja")
    ('polici', 'inform', 'inform', 'policies')
    """
    return stemmer(language)(word)


def stems(words: Sequence[str], language: str) -> list[str]:
    """The stems of many words, which have no line breaks in them."""
    found = folds(_snowball_stems(words, language))
    return found if all(found) else [own or fold(word) for own, word in zip(found, words, strict=True)]


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """The function that gives the stems of words of one language."""
    if language not in SNOWBALL:
        return fold

    @lru_cache(maxsize=1 << 18)
    def stem_word(word: str) -> str:
        [found] = _snowball_stems([word], language)
        return fold(found) or fold(word)

    return stem_word


def _snowball_stems(words: Sequence[str], language: str) -> Sequence[str]:
    """The stems before they are folded."""
    if language not in SNOWBALL:
        return words
    if native.kernels is None or language not in COMPILED:
        return list(map(_nltk_stemmer(language), words))
    lines = "\n".join(words).encode("utf-8", "surrogatepass")
    found: list[str] = native.kernels.stem(language, lines).decode().split("\n") if words else []
    if len(found) != len(words):
        return list(map(_nltk_stemmer(language), words))
    if _ASK in found:
        found = [_nltk_stemmer(language)(word) if own == _ASK else own for own, word in zip(found, words, strict=True)]
    return found


@cache
def _nltk_stemmer(language: str) -> Callable[[str], str]:
    stem_word: Callable[[str], str] = _snowball().SnowballStemmer(SNOWBALL[language]).stem
    return stem_word


@lru_cache(maxsize=1)
def _snowball() -> Any:
    """The module ``nltk.stem.snowball``, loaded without the rest of NLTK.

    NLTK's packages import everything they hold when they are imported: 0.26 s against 0.03 s for the stemmers alone.
    While the stemmers load, bare packages stand in for their parents, and two bare modules for NLTK's guard around
    patterns and its printing: 10 ms of a cold search, most of it for the package ``regex``. The guard is for the
    patterns of callers; those of the stemmers are sets of letters. Afterwards nothing of all that is left, so a program
    that imports NLTK itself gets all of it.
    """
    with _import_lock:
        if "nltk" in sys.modules:
            return import_module("nltk.stem.snowball")
        found = PathFinder.find_spec("nltk")
        if found is None or not found.submodule_search_locations:
            raise ModuleNotFoundError("No module named 'nltk'", name="nltk")
        root = found.submodule_search_locations[0]
        try:
            for name in _PARTS:
                package = ModuleType(name)
                package.__path__ = [root + name.removeprefix("nltk").replace(".", "/")]
                sys.modules[name] = package
            sys.modules["nltk.corpus"].__dict__["stopwords"] = None
            _stand_in("nltk.redos", compile=re.compile)
            _stand_in("nltk.termsec", safe_print=print)
            return import_module("nltk.stem.snowball")
        finally:
            for name in [name for name in sys.modules if name == "nltk" or name.startswith("nltk.")]:
                del sys.modules[name]


def _stand_in(name: str, **parts: object) -> None:
    parent, _, own = name.rpartition(".")
    module = ModuleType(name)
    module.__dict__.update(parts)
    sys.modules[name] = sys.modules[parent].__dict__[own] = module
