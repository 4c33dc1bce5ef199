"""Synonyms and acronyms from a file of a reader's own, looked for beside the words of a query.

    RFP = request for proposals         # either finds the other
    CfA => Code for America             # the left finds the right, not the other way round

A line is one rule; ``#`` begins a comment. Rules are applied to a query's tree, so any engine that executes trees has
them. Only plain words are widened, never quoted ones, patterns, or what is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from whoosh.query import And, Or, Query, Term

from ..config import read_text
from ..errors import ConfigError
from ..language.folding import fold
from ..language.schema import TEXT_FIELDS
from ..language.stems import stem
from ..language.tokens import words
from . import trees

SYNONYM_WEIGHT = 0.001
"""What a score is multiplied by that only synonyms give: small enough that one post with the words typed, however long
it is, stands above another in which the synonyms fill the title."""

_LONGEST_SIDE = 8
"""Words of one side: each is a level of the tree."""

_Key = tuple[str, ...]


class Widened(NamedTuple):
    """A query with its synonyms."""

    tree: Query
    """The query, with the synonyms as alternatives of what they stand for."""
    also: Mapping[str, Query]
    """The synonyms, as the file has them, each with its tree, in the order of the query; none where no rule applies."""


class Synonyms:
    """The rules of a file, or none."""

    def __init__(self, rules: Iterable[tuple[str, str]] = ()) -> None:
        """Each rule is what is typed and what is looked for as well, with one word in each at least."""
        self._by_words: dict[_Key, list[str]] = {}
        self._stemmed: dict[_Key, list[str]] = {}
        """The rules that apply to any form of their words: an acronym is no word, and *its* no form of IT."""
        for typed, meant in rules:
            key = tuple(map(fold, words(typed)))
            self._by_words.setdefault(key, []).append(meant)
            if not typed.isupper():
                self._stemmed.setdefault(key, []).append(meant)
        self._by_stems: dict[str, dict[_Key, list[str]]] = {}
        self._longest = max(map(len, self._by_words), default=0)

    def __bool__(self) -> bool:
        return bool(self._by_words)

    def widen(self, tree: Query, languages: Sequence[str] = ()) -> Widened:
        """The tree with the synonyms of its words; words match in any form that they have in these languages."""
        if not self._by_words:
            return Widened(tree, {})
        also: dict[str, Query] = {}
        return Widened(self._widened(tree, languages, also), also)

    def _widened(self, tree: Query, languages: Sequence[str], also: dict[str, Query]) -> Query:
        match tree:
            case And():
                return And(list(self._runs(tree.subqueries, languages, also)), boost=tree.boost)
            case Or():
                return Or([self._widened(clause, languages, also) for clause in tree.subqueries], boost=tree.boost)
            case Term():
                return next(self._runs([tree], languages, also))
        return tree

    def _runs(self, clauses: Sequence[Query], languages: Sequence[str], also: dict[str, Query]) -> Iterator[Query]:
        """The clauses of an And; where neighbours are one side of a rule, the longest there is, they are widened."""
        place = 0
        while place < len(clauses):
            run = _plain_run(clauses[place : place + self._longest])
            while run and not (meant := self._meant([str(term.text) for term in run], languages)):
                run.pop()
            if not run:
                clause = clauses[place]
                yield clause if isinstance(clause, Term) else self._widened(clause, languages, also)
                place += 1
                continue
            first = run[0]
            typed = first if len(run) == 1 else And(run)
            synonyms = {text: _in_any_form(text, first) for text in meant}
            also.update(synonyms)
            yield Or([typed, *synonyms.values()])
            place += len(run)

    def _meant(self, typed: list[str], languages: Sequence[str]) -> list[str]:
        """What the rules have for some words in a row."""
        found = list(self._by_words.get(tuple(map(fold, typed)), ()))
        for language in languages:
            if language not in self._by_stems:
                self._by_stems[language] = {
                    tuple(stem(word, language) for word in key): meant for key, meant in self._stemmed.items()
                }
            found += self._by_stems[language].get(tuple(stem(word, language) for word in typed), ())
        return list(dict.fromkeys(found))


NO_SYNONYMS = Synonyms()


def below(widened: Query) -> Query:
    """The query with its synonyms, its scores so small that posts which only the synonyms find rank below others."""
    return Or([widened], boost=SYNONYM_WEIGHT)


def read_synonyms(path: Path) -> Synonyms:
    """The rules of a file. Raises `ConfigError`, with the line, for one that is no rule or a file that is none."""
    lines = read_text(path, remedy="; see the setting synonyms").splitlines()
    return Synonyms(rule for number, line in enumerate(lines, 1) for rule in _rules(line, f"{path}:{number}"))


def _rules(line: str, place: str) -> Iterator[tuple[str, str]]:
    rule = line.partition("#")[0].strip()
    if not rule:
        return
    one_way = "=>" in rule
    sides = [" ".join(side.split()) for side in rule.split("=>" if one_way else "=")]
    if len(sides) < 2:
        raise ConfigError(f"{place}: a rule is RFP = request for proposals, or CfA => Code for America; = is missing")
    if one_way and (len(sides) > 2 or any("=" in side for side in sides)):
        raise ConfigError(f"{place}: => has one left and one right side; write a line for each")
    for side in sides:
        if not words(side):
            raise ConfigError(f"{place}: there is no word on one side; write one, or begin the line with #")
        if len(words(side)) > _LONGEST_SIDE:
            raise ConfigError(f"{place}: a side has at most {_LONGEST_SIDE} words; shorten it")
    pairs = [(sides[0], sides[1])] if one_way else [(a, b) for a in sides for b in sides if a != b]
    yield from pairs


def _plain_run(clauses: Sequence[Query]) -> list[Term]:
    """The plain words in one field with which some clauses begin."""
    run: list[Term] = []
    for clause in clauses:
        if not (isinstance(clause, Term) and clause.fieldname in TEXT_FIELDS and isinstance(clause.text, str)):
            break
        if run and clause.fieldname != run[0].fieldname:
            break
        run.append(clause)
    return run


def _in_any_form(text: str, typed: Term) -> Query:
    """Words side by side, each in any form, in the field and with the weight of a word that was typed."""
    return trees.in_row(Term(typed.fieldname, word, boost=typed.boost) for word in words(text))
