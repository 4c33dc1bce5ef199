"""Posts are shared out so that jobs take as long as each other."""

from __future__ import annotations

import pytest

from civicsearch import Post
from civicsearch.index.workload import first_share


def _posts(*lengths: int, language: str | None = "en") -> list[Post]:
    return [Post(str(number), "", "x" * length, language=language) for number, length in enumerate(lengths)]


@pytest.mark.parametrize(("jobs", "share"), [(2, 50), (4, 25), (1, 100)])
def test_posts_alike_are_parted_evenly(jobs: int, share: int) -> None:
    assert first_share(_posts(*[1_000] * 100), jobs) == pytest.approx(share, abs=3)


def test_a_long_post_is_worth_many_short_ones() -> None:
    assert first_share(_posts(100_000, *[10] * 20), 2) == 1
    assert first_share(_posts(*[10] * 20, 100_000), 2) == 21


def test_text_in_more_languages_is_more_work() -> None:
    """Its words are new."""
    english = _posts(*[10_000] * 100)
    several = [post for language in ("de", "fr", "es", "pt") for post in _posts(*[10_000] * 25, language=language)]
    assert first_share(english + several, 2) > 105
    assert first_share(several + english, 2) < 95


def test_one_post_is_one_share() -> None:
    assert first_share(_posts(5), 2) == 1
