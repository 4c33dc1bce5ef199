"""Damages the files of an index, by chance and on purpose, and asks it everything: ``python -m tests.index.damage``.

What is damaged by chance has checksums that tell; what a stranger made has checksums that fit. It runs in a process of
its own, for what must not happen would end it; each round is told beforehand by its seed.
"""

from __future__ import annotations

import json
import random
import shutil
import struct
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import civicsearch
from civicsearch import FACETS, CivicsearchError, Post, UsageError
from civicsearch.index.manifest import _checksum
from civicsearch.index.mergepolicy import MERGE_FEW_AT

Damage = Callable[[Path, random.Random, Path], None]
"""What changes a file, by chance; the last is a folder of files of other generations and indexes."""

QUERIES = (
    "text",
    '"title 1"',
    "te*",
    "t?xt",
    "texd~",
    "text NEAR/5 more",
    "-text",
    "tag:x",
    "path:*a*",
    "text author:ann more",
    "language:en OR sum",
)


def make(location: Path) -> None:
    """An index with all kinds of files."""
    with civicsearch.open(location) as index:
        index.add(
            Post(
                str(number),
                f"title {number}",
                f"text {number}\n\n" + "more Café cafe C++ " * 20 * number,
                tags=("x", "y", f"t{number}"),
                authors=("Ann",),
                summary="sum of more",
                language=("en", "fr")[number % 2],
            )
            for number in range(12)
        )
        index.add([Post("a", "t", "text of more")])
        index.remove(["3"])
        index.save("name", "text")
        with suppress(CivicsearchError):
            index.new_in("name")


def ask_everything(location: Path) -> None:
    """Searches that together read all that searches read."""
    with civicsearch.open(location) as index:
        for query in QUERIES:
            index.search(query, facets=FACETS, timeline="month", sort="title")
            index.search(query, sort="date", limit=0)
        with suppress(UsageError):  # of a damaged id there is no post
            index.post("1")
            index.matches("1", "text more")
            index.similar("1")
            index.trends("text", "more", by="month")
            index.concordance("more")
        index.suggest("te")
        index.saved()
        index.stats()


def write_to(location: Path) -> None:
    """Changes until what is there has been merged."""
    with civicsearch.open(location) as index:
        index.remove(["5"])
        for number in range(MERGE_FEW_AT):
            index.add([Post(f"added {number}", "t", f"text of more {number}", language="en")])
        index.search("text more", facets=FACETS)


# By chance.


def flip(path: Path, chance: random.Random, _: Path) -> None:
    content = bytearray(path.read_bytes())
    for _round in range(chance.choice((1, 1, 1, 8, 64))):
        if content:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def truncate(path: Path, chance: random.Random, _: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: chance.randint(0, max(0, len(content) - 1))])


def empty(path: Path, _: random.Random, __: Path) -> None:
    path.write_bytes(b"")


def blank(path: Path, chance: random.Random, _: Path) -> None:
    """A block of zeros, as file systems leave it."""
    content = bytearray(path.read_bytes())
    start = chance.randrange(len(content)) // 512 * 512
    content[start : start + 512] = bytes(len(content[start : start + 512]))
    path.write_bytes(content)


def swap(path: Path, chance: random.Random, others: Path) -> None:
    path.write_bytes(chance.choice(sorted(others.glob(f"*{path.suffix}"))).read_bytes())


# On purpose.


def forge_arrays(path: Path, chance: random.Random, _: Path) -> None:
    """Arrays of other numbers, with checksums that fit."""
    header, body = taken_apart(path)
    for name in chance.sample(sorted(header), min(len(header), chance.choice((1, 1, 2, 5)))):
        dtype, count, offset, _old = header[name]
        size = count * int(dtype[2:])
        data = bytearray(body[offset : offset + size])
        match chance.randrange(5):
            case 0:
                data[:] = bytes([chance.choice((0, 1, 9, 0x7F, 0x80, 0xFF))]) * size
            case 1:
                data[:] = chance.randbytes(size)
            case 2:
                data[:] = data[::-1]
            case 3:
                for _round in range(chance.randint(1, 4)):
                    if size:
                        data[chance.randrange(size)] = chance.choice((0, 1, 0x7F, 0xFF, chance.randrange(256)))
            case _:
                data[:] = data[1:] + data[:1]
        body[offset : offset + size] = data
        header[name][3] = zlib.crc32(data)
    put_together(path, header, body)


ODD_ENTRIES: tuple[Any, ...] = ([], None, {}, [1, 2, 3, 4], "x", ["|u1", 1, 0, 0, 1])


def forge_header(path: Path, chance: random.Random, _: Path) -> None:
    """Lengths, places and types of arrays that are not so, with checksums that fit."""
    header, body = taken_apart(path)
    name = chance.choice(sorted(header))
    entry = header[name]
    match chance.randrange(6):
        case 0:
            del header[name]
        case 1:
            entry[0] = chance.choice(("|u1", "<u2", "<u4", "<u8", "<i8", "<f4", "|O8", "", "<u0", None, []))
        case 2:
            entry[1] = _odd_number(chance, entry[1])
        case 3:
            entry[2] = _odd_number(chance, entry[2])
        case 4:
            header[name] = list(header[chance.choice(sorted(header))])
        case _:
            header[name] = chance.choice(ODD_ENTRIES)
    entry = header.get(name) or entry
    with suppress(Exception):
        entry[3] = zlib.crc32(body[entry[2] : entry[2] + entry[1] * int(entry[0][2:])])
    put_together(path, header, body)


def forge_json(path: Path, chance: random.Random, _: Path) -> None:
    """A value that cannot be somewhere in a file of JSON; the checksum of a manifest fits."""
    whole = json.loads(path.read_text("utf-8"))
    places = list(_places(whole))
    parent, key = chance.choice(places)
    value = parent[key]
    parent[key] = chance.choice(
        (
            _odd_number(chance, value if isinstance(value, int) else 1),
            "../" * 3 + "etc/passwd",
            "/dev/zero",
            "",
            "\x1b[2J\ud800",
            None,
            [],
            {},
            [[]] * 3,
            True,
            1e308,
        )
    )
    if path.name == "manifest.json" and isinstance(whole.get("index"), dict):
        with suppress(UnicodeEncodeError):
            whole["checksum"] = _checksum(whole["index"])
    path.write_text(json.dumps(whole), "utf-8")


BY_CHANCE: tuple[Damage, ...] = (flip, truncate, empty, blank, swap)
ON_PURPOSE: tuple[Damage, ...] = (forge_arrays, forge_arrays, forge_header, forge_json)


def _odd_number(chance: random.Random, number: int) -> int:
    return chance.choice((0, -1, 1, number + 1, number - 1, number * 2, 2**31, 2**32, 2**62, 2**63, 2**64, 10**30))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield value, key
        yield from _places(inner)


_PREFIX = struct.Struct("<8sII")


def taken_apart(path: Path) -> tuple[dict[str, Any], bytearray]:
    """The header of a file of arrays, and what follows it."""
    content = path.read_bytes()
    _, length, _ = _PREFIX.unpack_from(content)
    start = -(-(_PREFIX.size + length) // 64) * 64
    return json.loads(content[_PREFIX.size : _PREFIX.size + length]), bytearray(content[start:])


def put_together(path: Path, header: dict[str, Any], body: bytearray) -> None:
    """Write such a file, with checksums that fit; the manifest vouches for it."""
    written = json.dumps(header, separators=(",", ":")).encode()
    magic = path.read_bytes()[:8]
    start = -(-(_PREFIX.size + len(written)) // 64) * 64
    content = _PREFIX.pack(magic, len(written), zlib.crc32(written)) + written
    path.write_bytes(content.ljust(start, b"\0") + body)
    vouch(path.parent)


def vouch(location: Path) -> None:
    """Let the manifest name the files as they are now."""
    manifest = location / "manifest.json"
    whole = json.loads(manifest.read_text("utf-8"))
    for entry in whole["index"]["segments"]:
        entry.update(bytes=(location / entry["name"]).stat().st_size, checksum=0, removed_checksum=0)
    whole["checksum"] = _checksum(whole["index"])
    manifest.write_text(json.dumps(whole), "utf-8")


def run(template: Path, others: Path, place: Path, seed: int) -> str | None:
    """One round; returns what went wrong."""
    chance = random.Random(seed)  # noqa: S311  # damage, no secret
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(template, place)
    files = sorted(path for path in place.iterdir() if path.suffix in (".seg", ".removed", ".json"))
    path = chance.choice(files)
    damages = BY_CHANCE if chance.random() < 0.4 else ON_PURPOSE
    fitting = {".json": (forge_json,)}.get(path.suffix, (forge_arrays, forge_header))
    damage = chance.choice([damage for damage in damages if damage in BY_CHANCE or damage in fitting])
    before = path.read_bytes()
    damage(path, chance, others)
    altered = path.read_bytes()
    what = f"seed {seed}: {damage.__name__} of {path.name}"
    asked = _asked(lambda: ask_everything(place))
    checked: list[str] = []
    failed = _asked(lambda: checked.extend(_faults(place)))
    written = _asked(lambda: write_to(place))
    for fault in (asked, failed, written):
        if fault is not None and not isinstance(fault, CivicsearchError):
            return f"{what}: {type(fault).__name__}: {fault}"
    told = " ".join([*checked, str(failed or "")])
    if path.suffix == ".seg" and damage in BY_CHANCE and told and written is None and not _faults(place):
        return f"{what}: it was written on until no check names it any more"
    if damage in BY_CHANCE and altered != before:
        part = path.suffix in (".seg", ".removed") or path.name == "manifest.json"
        # The manifest of another index is right in itself: what it names is not there.
        named = path.name if damage is not swap or path.suffix != ".json" else "damaged"
        if part and named not in told:
            return f"{what}: the check does not name it, but says: {told!r}"
    return None


def _faults(location: Path) -> list[str]:
    return list(civicsearch.open(location).check().faults)


def _asked(ask: Callable[[], None]) -> Exception | None:
    try:
        ask()
    except Exception as error:
        return error
    return None


def main(work: Path, seed: int, rounds: int, seconds: float) -> None:
    """Rounds from a seed on, until all are done or the time is over."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    make(work / "template")
    make(work / "other")
    with civicsearch.open(work / "other") as index:
        index.remove(["5", "6"])
        index.add([Post("z", "z", "text")])
    over, done, failures = time.monotonic() + seconds, 0, 0
    for number in range(seed, seed + rounds):
        if time.monotonic() > over:
            break
        (work / "seed").write_text(str(number), "utf-8")
        started = time.process_time()
        fault = run(work / "template", work / "other", work / "place", number)
        if fault is None and (taken := time.process_time() - started) > 20:
            fault = f"seed {number}: it took {taken:.0f} seconds of the processor"
        if fault is not None:
            failures += 1
            sys.stdout.write(f"{fault}\n")
        done += 1
    sys.stdout.write(f"{done} rounds, {failures} failures\n")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
