"""Words → stems, by NLTK's Snowball stemmers.

A stem belongs to a language: it is only ever compared with stems of the same language. Stems are folded, so a form
written without its accents meets the form written with them.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any

from .folding import fold

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

_PARTS = ("nltk", "nltk.stem", "nltk.corpus")
_import_lock = threading.Lock()


def stem(word: str, language: str) -> str:
    """The stem under which the forms of a word meet.

    >>> stem("policies", "en"), stem("informações", "pt"), stem("informação", "pt"), stem("policies", "ja")
    ('polici', 'inform', 'inform', 'policies')
    """
    return stemmer(language)(word)


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """The function that gives the stems of words of one language."""
    name = SNOWBALL.get(language)
    if name is None:
        return fold
    snowball_stem: Callable[[str], str] = _snowball().SnowballStemmer(name).stem

    @lru_cache(maxsize=1 << 18)
    def stem_word(word: str) -> str:
        return fold(snowball_stem(word)) or fold(word)

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
