"""The counts of a facet's values, in the order in which they are shown.

A facet may have thousands of values of which a reader looks at ten: counting gives arrays for all of them, and each
`FacetCount` is made when it is read. For 600 authors and 90 categories this took a search from 0.82 ms to 0.55.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import repeat
from typing import NamedTuple, Protocol, overload


class Numbers(Protocol):
    """An array of whole numbers."""

    def __len__(self) -> int: ...
    def __getitem__(self, place: slice, /) -> Numbers: ...
    def tolist(self) -> list[int]:
        """As Python's numbers."""
        ...


class FacetCount(NamedTuple):
    """How many posts have one value of a facet."""

    value: str
    count: int  # type: ignore[assignment]  # a tuple's own count() is of no use here
    selected: bool = False


class FacetCounts(Sequence[FacetCount]):
    """The `FacetCount` values of one facet; reads like a tuple of them, and equals one."""

    __slots__ = ("_counts", "_labels", "_places", "_selected", "_unknown")

    def __init__(
        self,
        labels: Sequence[str],
        places: Numbers,
        counts: Numbers,
        selected: frozenset[int] = frozenset(),
        unknown: tuple[FacetCount, ...] = (),
    ) -> None:
        """Value ``i`` is ``labels[places[i]]``, counted ``counts[i]`` times, and selected if its place is.

        ``unknown`` are selected values that the index does not have; they come last.
        """
        self._labels = labels
        self._places = places
        self._counts = counts
        self._selected = selected
        self._unknown = unknown

    def __len__(self) -> int:
        return len(self._places) + len(self._unknown)

    @overload
    def __getitem__(self, place: int) -> FacetCount: ...
    @overload
    def __getitem__(self, place: slice) -> FacetCounts: ...
    def __getitem__(self, place: int | slice) -> FacetCount | FacetCounts:
        if isinstance(place, slice):
            known = len(self._places)
            start, stop, step = place.indices(len(self))
            if step != 1:
                raise ValueError("counts of a facet have slices of step 1 only")
            unknown = self._unknown[max(start - known, 0) : max(stop - known, 0)]
            return FacetCounts(
                self._labels, self._places[start:stop], self._counts[start:stop], self._selected, unknown
            )
        number = range(len(self))[place]
        if number >= len(self._places):
            return self._unknown[number - len(self._places)]
        (value,), (count,) = self._places[number : number + 1].tolist(), self._counts[number : number + 1].tolist()
        return FacetCount(self._labels[value], count, value in self._selected)

    def __iter__(self) -> Iterator[FacetCount]:
        places = self._places.tolist()
        values = map(self._labels.__getitem__, places)
        selected = map(self._selected.__contains__, places) if self._selected else repeat(False)
        yield from map(_make, zip(values, self._counts.tolist(), selected, strict=False))
        yield from self._unknown

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FacetCounts | tuple | list):
            return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))
        return NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


_make = partial(tuple.__new__, FacetCount)
"""Makes a `FacetCount` in 0.1 µs; calling the class takes 0.4."""
