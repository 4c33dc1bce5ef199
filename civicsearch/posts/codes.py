"""Language names and locales → two-letter codes (ISO 639-1)."""

from __future__ import annotations

import re

from ..language.folding import fold

_CODES = frozenset(
    "ar bg bn ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka ko lt lv mk mt ms nl no pl pt "
    "ro ru sk sl sq sr sv sw ta th tl tr uk ur vi zh".split()
)
_OTHER_SPELLINGS = {
    "nb": "no", "nn": "no", "iw": "he",
    "eng": "en", "english": "en", "deu": "de", "ger": "de", "deutsch": "de", "german": "de",
    "fra": "fr", "fre": "fr", "francais": "fr", "french": "fr", "spa": "es", "espanol": "es", "spanish": "es",
    "castellano": "es", "por": "pt", "portugues": "pt", "portuguese": "pt", "ita": "it", "italiano": "it",
    "italian": "it", "nld": "nl", "dut": "nl", "nederlands": "nl", "dutch": "nl", "swe": "sv", "svenska": "sv",
    "swedish": "sv", "dan": "da", "dansk": "da", "danish": "da", "nor": "no", "norsk": "no", "norwegian": "no",
    "fin": "fi", "suomi": "fi", "finnish": "fi", "ron": "ro", "rum": "ro", "romana": "ro", "romanian": "ro",
    "rus": "ru", "russian": "ru", "русскии": "ru", "hun": "hu", "magyar": "hu", "hungarian": "hu",
    "ces": "cs", "cze": "cs", "cestina": "cs", "czech": "cs", "pol": "pl", "polski": "pl", "polish": "pl",
    "jpn": "ja", "japanese": "ja", "zho": "zh", "chi": "zh", "chinese": "zh", "cat": "ca", "catala": "ca",
    "ukr": "uk", "tur": "tr",
}  # fmt: skip
_FOLDER = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?", re.IGNORECASE)
_LOCALE = re.compile(r"([a-z]{2,3})(?:[-_][a-z]{4})?(?:[-_](?:[a-z]{2}|\d{3}))?(?:[.@].*)?")


def language_code(text: str) -> str | None:
    """The code of a language name or locale, or None where it names no language known here.

    >>> language_code("es-PR"), language_code("pt_BR.UTF-8"), language_code("Français"), language_code("blog")
    ('es', 'pt', 'fr', None)
    """
    folded = fold(text.strip())
    match = _LOCALE.fullmatch(folded)
    code = match[1] if match else folded
    return code if code in _CODES else _OTHER_SPELLINGS.get(code)


def language_of_folder(name: str) -> str | None:
    """The code that a folder (``fr``, ``pt-BR``) is named after, or None; ``dan`` and ``cat`` are names, not codes."""
    return language_code(name) if _FOLDER.fullmatch(name) else None


def language_of_path(relative: str) -> str | None:
    """The language that a path tells, by its nearest folder (``fr/blog/a.md``) or by the file's name (``a.fr.md``)."""
    *folders, name = relative.split("/")
    stem = name.rpartition(".")[0]
    telling = [stem.rpartition(".")[2]] if "." in stem else []
    return next(filter(None, map(language_of_folder, (*telling, *reversed(folders)))), None)
