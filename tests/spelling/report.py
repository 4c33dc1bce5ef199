"""What was answered, as tables in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from civicsearch.language.folding import facet_key

from .cases import BANDS, LANGUAGES, Case
from .typos import TYPOS


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers of one corrector."""

    offers: Mapping[Case, str | None]
    seconds: float
    """Mean for one query."""


def tables(answered: Mapping[str, Answered]) -> str:
    """Precision and recall by what is wrong, by frequency and by language; offers for right words; times."""
    kinds = [*TYPOS, "beside another word", "space left out", "space too many", "facet value"]
    rows = [*((kind, _of_kinds(kind)) for kind in kinds), ("**all misspelt words**", _of_kinds(*TYPOS))]
    parts = [
        "Precision and recall, in percent, by what is wrong:\n",
        _table("what is wrong", answered, rows),
        "\nMisspelt words by how many posts have the right one, and by language:\n",
        _table(
            "the right word",
            answered,
            [*((_band(*band), _of_band(*band)) for band in BANDS), *((code, _of_language(code)) for code in LANGUAGES)],
        ),
        "\nRight words for which something else is offered, in percent, and the mean time of a query:\n",
        _offers(answered),
    ]
    return "\n".join(parts)


_Wanted = Callable[[Case], bool]


def _of_kinds(*kinds: str) -> _Wanted:
    return lambda case: case.kind in kinds


def _of_band(low: int, high: int) -> _Wanted:
    return lambda case: case.kind in TYPOS and low <= case.posts <= high


def _of_language(code: str) -> _Wanted:
    return lambda case: case.kind in TYPOS and case.language == code


def _table(title: str, answered: Mapping[str, Answered], rows: Iterable[tuple[str, _Wanted]]) -> str:
    lines = [f"| {title} | queries | {' | '.join(answered)} |", "|-|-:|" + "-:|" * len(answered)]
    for name, wanted in rows:
        cells = []
        asked = 0
        for one in answered.values():
            offers = [(case, offer) for case, offer in one.offers.items() if wanted(case)]
            asked = max(asked, len(offers))
            right = sum(offer is not None and _same(offer, case.meant) for case, offer in offers)
            made = sum(offer is not None for _, offer in offers)
            cells.append(f"{_percent(right, made)} / {_percent(right, len(offers))}")
        lines.append(f"| {name} | {asked:,} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _offers(answered: Mapping[str, Answered]) -> str:
    lines = [f"| | queries | {' | '.join(answered)} |", "|-|-:|" + "-:|" * len(answered)]
    for name, kind in (("words of the index", "known"), ("words of an archive that is not in it", "unknown")):
        offers = [[offer for case, offer in one.offers.items() if case.kind == kind] for one in answered.values()]
        cells = [_percent(sum(offer is not None for offer in each), len(each)) for each in offers]
        lines.append(f"| {name} | {len(offers[0]):,} | {' | '.join(cells)} |")
    times = " | ".join(f"{one.seconds * 1000:.2g} ms" for one in answered.values())
    total = len(next(iter(answered.values())).offers)
    return "\n".join([*lines, f"| time of a query | {total:,} | {times} |"]) + "\n"


def _same(offer: str, meant: str | None) -> bool:
    return meant is not None and _normal(offer) == _normal(meant)


def _normal(query: str) -> str:
    field, colon, value = query.partition(":")
    value = value.strip('"')
    return f"{field}:{facet_key(value)}" if colon else facet_key(query)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}" if whole else "–"


def _band(low: int, high: int) -> str:
    return f"{low} to {high} posts" if high < 10**6 else f"{low} posts or more"
