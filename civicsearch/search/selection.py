"""Which part of a query selects facet values.

``open data tag:events`` is the words *open data* and the selection *events* in the facet tag. Taking selections out of
the tree lets each facet be counted without its own, whether they were typed or clicked.
"""

from __future__ import annotations

from typing import NamedTuple

from whoosh import query as wq

from ..language.folding import facet_key
from ..models import FACETS


class Selection(NamedTuple):
    """A query tree in two parts."""

    rest: wq.Query
    """What ranks and filters beside the selected facet values."""
    clauses: dict[str, list[wq.Query]]
    """Facet → the clauses that select its values. All have to match."""

    def keys(self, facet: str) -> set[str]:
        """The selected values of a facet, folded."""
        leaves = (leaf for clause in self.clauses.get(facet, ()) for leaf in clause.leaves())
        return {facet_key(str(leaf.text)) for leaf in leaves if isinstance(leaf, wq.Term)}


def split_selection(tree: wq.Query) -> Selection:
    """Take the clauses that select facet values out of a tree.

    Only clauses that every hit has to fulfil are selections: a term of a facet, or an OR of terms of one facet, at the
    top of the tree or directly below an AND there.
    """
    rest: list[wq.Query] = []
    clauses: dict[str, list[wq.Query]] = {}
    for clause in tree.subqueries if type(tree) is wq.And and tree.boost == 1.0 else [tree]:
        facet = _selected_facet(clause)
        if facet is None:
            rest.append(clause)
        else:
            clauses.setdefault(facet, []).append(clause)
    if not clauses:
        return Selection(tree, {})
    if not rest:
        return Selection(wq.Every(), clauses)
    return Selection(rest[0] if len(rest) == 1 else wq.And(rest), clauses)


def _selected_facet(clause: wq.Query) -> str | None:
    terms = clause.subqueries if type(clause) is wq.Or else [clause]
    fields = {term.fieldname if type(term) is wq.Term else None for term in terms}
    name = fields.pop() if len(fields) == 1 else None
    return name if name in FACETS else None
