"""Whatever the disk does while a search is saved, what is saved and seen is as before or as after."""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

import civicsearch
from civicsearch import Post, UsageError
from civicsearch.index.saved import read_seen
from civicsearch.index.storage import writing_to
from tests.index.faults import FAULTS, FaultyStorage, PowerCut, every_forgetful, every_step
from tests.index.test_crashes import Act, run
from tests.torture import rounds, tell

Saved = dict[str, tuple[str, int | None, int | None]]
ACTS: dict[str, Act] = {
    "save": lambda index: index.save("second", "budget"),
    "give the name to another query": lambda index: index.save("weekly", "number OR letter"),
    "save once more": lambda index: index.save("weekly", "text"),
    "forget": lambda index: index.unsave("weekly"),
    "see some": lambda index: index.mark_seen("weekly", ["p/3"]),
    "see all": lambda index: index.mark_seen("weekly"),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with two saved searches, in each of which two posts are new."""
    location = tmp_path_factory.mktemp("saved") / "index"
    with civicsearch.open(location) as index:
        index.add(Post(f"p/{number}", "A title", f"text number {number}") for number in range(3))
        index.save("weekly", "text")
        index.save("other", "title")
        index.add([Post("p/3", "A title", "text"), Post("p/4", "A title", "text letter")])
    return location


def saved(location: Path) -> Saved:
    """Each name with its query, how many posts it finds, and how many of them are new."""
    with civicsearch.open(location) as index:
        return {entry.name: (entry.query, entry.posts, entry.new) for entry in index.saved()}


@pytest.fixture(scope="module")
def after(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Saved]:
    """What is saved after each act that nothing disturbed."""
    found = {}
    for name, act in ACTS.items():
        location = tmp_path_factory.mktemp("after") / "index"
        shutil.copytree(template, location)
        act(civicsearch.open(location))
        found[name] = saved(location)
    return found


def check(name: str, location: Path, done: bool, before: Saved, after: Saved) -> None:
    """What is saved is as before or as after, and the same act again puts all right."""
    found = saved(location)
    assert found in (before, after)
    assert found == after or not done
    with writing_to(FaultyStorage(0, PowerCut)), civicsearch.open(location) as index:
        with suppress(UsageError):  # what is forgotten cannot be forgotten again
            ACTS[name](index)
        assert saved(location) == after
        index.save("later", "text")
        index.unsave("later")
    assert saved(location) == after
    assert not list(location.glob("*.writing"))
    assert set(read_seen(location)) == set(after)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ACTS)
def test_every_operation_on_the_disk_may_fail(
    name: str, fault: str, template: Path, after: dict[str, Saved], tmp_path: Path
) -> None:
    before = saved(template)
    assert after[name] != before or name == "save once more"
    location = tmp_path / "index"
    steps = 0
    for storage in every_step(lambda step: FaultyStorage(step, **FAULTS[fault])):
        steps += 1
        shutil.copytree(template, location)
        done = run(ACTS[name], location, storage)
        check(name, location, done, before, after[name])
        shutil.rmtree(location)
    assert steps > 6  # two files are created, written, flushed and put in their place
    tell(f"{name}, a disk that {fault}: {steps} operations")


@pytest.mark.parametrize("name", ACTS)
def test_what_was_not_flushed_may_be_lost_in_any_order(
    name: str, template: Path, after: dict[str, Saved], tmp_path: Path
) -> None:
    chance = random.Random(20261129)  # noqa: S311  # what a power cut leaves, no secret
    before, states = saved(template), 0
    location, place = tmp_path / "index", tmp_path / "left"

    for storage in every_forgetful(template, location):
        done = run(ACTS[name], location, storage)
        for lost in (True, False, *[None] * rounds(3, 25)):
            storage.after_power_cut(place, chance, lost=lost)
            check(name, place, done, before, after[name])
            shutil.rmtree(place)
            states += 1
    assert states > 15
    tell(f"{name}, a disk that forgets: {states} states after a power cut")
