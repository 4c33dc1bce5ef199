"""Names of months, in the languages that posts are dated in.

A date that is read wrong is worse than one that is refused, so a name has to be one of these or the beginning of one:
*march*, *Mar.*, *März*, *sept*, but never *marsh*.
"""

from __future__ import annotations

from functools import lru_cache

from ..language.folding import fold

_SHORTEST = 3
"""Letters of an abbreviation at least."""

_NAMES = (
    "january januar janvier enero janeiro gennaio januari",
    "february februar fevrier febrero fevereiro febbraio februari",
    "march marz mars marzo marco maart mrz mrt",
    "april avril abril aprile",
    "may mai mayo maio maggio mei",
    "june juni juin junio junho giugno",
    "july juli juillet julio julho luglio",
    "august aout agosto augustus",
    "september septembre septiembre setiembre setembro settembre",
    "october oktober octobre octubre outubro ottobre",
    "november novembre noviembre novembro",
    "december dezember decembre diciembre dezembro dicembre",
)
"""English, German, French, Spanish, Portuguese, Italian, Dutch; without accents."""


@lru_cache(maxsize=128)
def month_number(name: str) -> int | None:
    """The month that a name or its beginning means, from 1, or None: also where it could mean two.

    >>> month_number("Sept."), month_number("février"), month_number("jui"), month_number("marsh"), month_number("oc")
    (9, 2, None, None, None)
    """
    typed = fold(name.removesuffix("."))
    if len(typed) < _SHORTEST:
        return None
    meant = {number for number, names in enumerate(_NAMES, 1) for known in names.split() if known.startswith(typed)}
    return meant.pop() if len(meant) == 1 else None
