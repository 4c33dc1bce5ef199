"""What was measured, as text for the terminal and as the tables of ``docs/explanation/ranking.md``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.pages import put, table

from .measures import MEASURES, SHUFFLES, Quality, chance
from .peers.registry import PEERS, peer_version
from .sets import JudgedSet

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "ranking.md"
BEGIN = "<!-- measured: make relevance -->"
PRODUCT = "civicsearch"
CLEAR = 0.05
"""A smaller p is told as a difference."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The engines on one set."""

    name: str
    posts: int
    queries: int
    qualities: Mapping[str, Quality]
    """Engine → how well it did."""

    @classmethod
    def of(cls, judged: JudgedSet, qualities: Mapping[str, Quality]) -> Judged:
        """What is told of a set."""
        return cls(judged.name, len(judged.posts), len(judged.queries), qualities)


def report(results: Sequence[Judged]) -> str:
    """All tables, in Markdown that reads well as it is."""
    engines = list(results[0].qualities)
    versions = ", ".join(f"{name} {peer_version(name)}" for name in engines)
    setups = "\n".join(f"- {name}: {PEERS[name].setup}" for name in engines)
    return "\n".join(
        [
            f"{date.today().isoformat()}; {versions}.\n",
            table(["nDCG@10", *engines], [_overview(found) for found in results]),
            f"`*`: differs from civicsearch with p < {CLEAR}, by a paired randomisation test ({SHUFFLES:,} runs).\n",
            *(_details(found) for found in results),
            setups,
        ]
    )


def ablation_tables(
    sets: Sequence[str], ablations: Sequence[Sequence[str]], crossed: Sequence[Sequence[str]]
) -> list[str]:
    """What each number of the ranking is worth, and what numbers chosen on one archive reach on all sets."""
    return [
        "\nWithout one part of the ranking at a time:\n",
        table(["nDCG@10", *sets], ablations),
        f"`*`: differs from the ranking as it is with p < {CLEAR}.\n",
        "Shares chosen on the sets of one archive, one after the other, and what they reach on every set:\n",
        table(["nDCG@10, chosen on", *sets], crossed),
    ]


def language_table(results: Sequence[Judged]) -> str:
    """Known items in other languages, with stems and without."""
    rows = []
    for found in results:
        stemmed, plain = found.qualities.values()
        rows.append(
            [
                found.name,
                f"{found.posts:,}",
                str(found.queries),
                *(
                    f"{found_.means[measure]:.3f}"
                    for measure in ("nDCG@10", "recall@100")
                    for found_ in (stemmed, plain)
                ),
                told_chance(chance(stemmed, plain)),
            ]
        )
    head = ["known items", "posts", "queries", "nDCG@10", "no stems", "recall@100", "no stems", "p"]
    return "Words of titles in other languages, with stems and without:\n\n" + table(head, rows)


def write(text: str) -> None:
    """Put the tables into the page on the ranking."""
    put(text, PAGE, BEGIN)


def _overview(found: Judged) -> list[str]:
    cells = [found.name]
    for name, quality in found.qualities.items():
        star = "\\*" if (p := _chance(found, name)) is not None and p < CLEAR else ""
        cells.append(f"{quality.means['nDCG@10']:.3f}{star}")
    return cells


def _details(found: Judged) -> str:
    rows = []
    for name, quality in found.qualities.items():
        p = _chance(found, name)
        rows.append(
            [
                name,
                *(f"{mean:.3f}" for mean in quality.means.values()),
                told_chance(p),
            ]
        )
    head = [f"{found.name}: {found.posts:,} posts, {found.queries} queries", *MEASURES.values(), "p"]
    return table(head, rows)


def _chance(found: Judged, name: str) -> float | None:
    """How likely the difference from civicsearch is chance; None where there is nothing to compare."""
    if name == PRODUCT or PRODUCT not in found.qualities:
        return None
    return chance(found.qualities[PRODUCT], found.qualities[name])


def told_chance(p: float | None) -> str:
    """A p as it is told; nothing for what was not compared."""
    return "" if p is None else "< .0001" if p < 0.0001 else f"{p:.4f}"
