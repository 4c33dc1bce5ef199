"""Caches stay within their bytes, and keep what was asked for last."""

from __future__ import annotations

from civicsearch.index.sizedcache import SizedCache


def test_what_was_used_longest_ago_makes_room() -> None:
    cache: SizedCache[str, int] = SizedCache(10)
    cache.put("a", 1, 4)
    cache.put("b", 2, 4)
    assert cache.get("a") == 1
    cache.put("c", 3, 4)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]
    cache.put("d", 4, 10)
    assert [cache.get(key) for key in "abcd"] == [None, None, None, 4]


def test_what_fits_exactly_is_kept_and_what_is_larger_drops_nothing() -> None:
    cache: SizedCache[str, int] = SizedCache(10)
    cache.put("a", 1, 10)
    cache.put("b", 2, 11)
    assert [cache.get(key) for key in "ab"] == [1, None]


def test_a_value_that_is_put_again_counts_once() -> None:
    cache: SizedCache[str, int] = SizedCache(10)
    for _ in range(3):
        cache.put("a", 1, 5)
    cache.put("b", 2, 5)
    assert [cache.get(key) for key in "ab"] == [1, 2]
