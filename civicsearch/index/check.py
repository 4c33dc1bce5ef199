"""Is an index whole? Every checksum, then everything that searching takes for granted.

Checksums find what a disk or a copy altered. The rest finds what was never right: offsets that fall, posts, words and
ordinals that there are not, records that cannot be read. Memory is bounded: postings are read some words at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..errors import DamagedIndexError
from ..models import CheckReport
from .arrays import MISREAD
from .manifest import Manifest, SegmentEntry, read_manifest
from .postings import Ints
from .segment import Segment
from .segmentcheck import segment_faults
from .snapshot import live_posts


def check_index(folder: Path) -> CheckReport:
    """Check the current generation; what is wrong is reported, not raised.

    Raises what `read_manifest` raises where there is no generation to check.
    """
    manifest = read_manifest(folder)
    while True:
        report = _check(folder, manifest)
        newer = read_manifest(folder) if report.faults else manifest
        if newer.generation == manifest.generation:
            return report
        manifest = newer


def tell_damage(folder: Path) -> None:
    """Raises `DamagedIndexError` with the first fault of the current generation, and nothing where it has none.

    For when reading failed: checksums tell what a disk altered, but a file that was made to hurt has some that fit.
    """
    for fault in check_index(folder).faults:
        raise DamagedIndexError(fault) from None


def _check(folder: Path, manifest: Manifest) -> CheckReport:
    faults: list[str] = []
    keys = [np.zeros(0, np.int64)]
    posts = 0
    for entry in manifest.segments:
        path = folder / entry.name
        try:
            segment = Segment(path)
            segment.file.verify()
            live = live_posts(folder, entry, segment)
            found = [*_entry_faults(entry, int((~live).sum())), *segment_faults(segment)]
            faults += [_fault(path, what) for what in found]
            if not found:
                keys.append(_id_keys(segment, np.flatnonzero(live)))
            posts += int(live.sum())
        except DamagedIndexError as error:
            faults.append(str(error))
        except MISREAD as error:
            faults.append(_fault(path, f"it cannot be read: {error}"))
    every = np.sort(np.concatenate(keys))
    twice = int((every[1:] == every[:-1]).sum())
    if twice:
        faults.append(_fault(folder, f"{twice:,} posts are there twice"))
    return CheckReport(posts, len(manifest.segments), tuple(faults))


def _entry_faults(entry: SegmentEntry, removed: int) -> Iterator[str]:
    if removed != entry.removed_posts:
        yield f"{removed:,} of its posts are removed, the manifest says {entry.removed_posts:,}"


def _id_keys(segment: Segment, numbers: Ints) -> Ints:
    """A hash of 8 bytes of each id: a million of them fit into 8 MB, and are all different but by a chance of 1 in
    thirty million."""
    digests = b"".join(hashlib.blake2b(segment.ids[number], digest_size=8).digest() for number in numbers.tolist())
    return np.frombuffer(digests, "<i8")


def _fault(path: Path, what: str) -> str:
    return f"{path}: this file of the index is damaged ({what}); run: civicsearch index --rebuild"
