"""Posts like another one."""

from __future__ import annotations

from datetime import date

import pytest

from civicsearch import Post, SearchIndex, UsageError

FILLER = "A note of the day about nothing much, written by somebody who had a little time."
POSTS = (
    Post("town/a.md", "Parking fines", "Every parking fine of the city is open data. Parking maps.", date(2014, 1, 1),
         language="en", source="town", path="a.md"),
    Post("town/b.md", "More on parking", "We mapped where the parking fines are given.", date(2014, 2, 1),
         tags=("cars",), language="en", source="town", path="b.md"),
    Post("town/c.md", "Budget", "The budget is open data.", date(2014, 3, 1), language="en", source="town",
         path="c.md"),
    Post("town/d.md", "Zebras", "Zebras only.", date(2014, 4, 1), language="en", source="town", path="d.md"),
    *(Post(f"town/n{n}.md", f"Note {n}", FILLER, language="en", source="town", path=f"n{n}.md") for n in range(3)),
)  # fmt: skip


@pytest.fixture
def filled(index: SearchIndex) -> SearchIndex:
    """The posts in as many segments."""
    for post in POSTS:
        index.add([post])
    return index


def test_what_has_most_of_the_telling_words_comes_first_without_the_post_itself(filled: SearchIndex) -> None:
    found = filled.similar("town/a.md")
    assert [post.hit.id for post in found.posts][:2] == ["town/b.md", "town/c.md"]
    first = found.posts[0]
    assert set(first.shared) >= {"parking", "fines"}
    assert "<mark>parking</mark>" in first.hit.snippet
    assert 0 < found.posts[1].hit.score < first.hit.score < 1
    assert "parking" in found.words
    assert "town/a.md" not in {post.hit.id for post in found.posts}


def test_words_of_the_title_tell_more_than_words_of_the_text(index: SearchIndex) -> None:
    index.add([Post("1", "Zebras", "parking parking"), Post("2", "Parking", "zebras"), Post("3", "", "trees")])
    assert index.similar("1").words == ("zebras", "parking")


def test_filters_and_limit(filled: SearchIndex) -> None:
    assert [post.hit.id for post in filled.similar("town/a.md", 1).posts] == ["town/b.md"]
    assert [post.hit.id for post in filled.similar("town/a.md", filters={"tag": "cars"}).posts] == ["town/b.md"]
    assert [post.hit.id for post in filled.similar("town/a.md", where="budget").posts] == ["town/c.md"]
    assert filled.similar("town/d.md").posts == ()
    assert filled.similar("town/a.md", 0).posts == ()
    filled.remove(["town/b.md"])
    assert [post.hit.id for post in filled.similar("town/a.md", 1).posts] == ["town/c.md"]


def test_unknown_posts_are_told(filled: SearchIndex) -> None:
    with pytest.raises(UsageError, match=r"did you mean town/a\.md"):
        filled.similar("town/aa.md")
    with pytest.raises(UsageError, match="limit -1"):
        filled.similar("town/a.md", -1)


def test_copies_stand_with_what_they_copy(filled: SearchIndex) -> None:
    a, b = POSTS[0], POSTS[1]
    filled.add([
        Post("old/a.md", a.title, a.text + " Edited.", a.date, language="en", source="old", path="a.md"),
        Post("old/b.md", b.title, b.text, b.date, language="en", source="old", path="b.md"),
    ])  # fmt: skip
    found = filled.similar("town/a.md", 1)
    assert [(version.kind, version.hit.id) for version in found.versions] == [("copy", "old/a.md")]
    (post,) = found.posts
    assert {post.hit.id, *(version.hit.id for version in post.versions)} == {"town/b.md", "old/b.md"}


def test_a_copy_may_have_lost_its_title(filled: SearchIndex) -> None:
    text = "The zebra of the city eats trees in the park every day of the week."
    filled.add([
        Post("town/z.md", "Seen again today", text, language="en", source="town", path="z.md"),
        Post("old/z.md", "", text, language="en", source="old", path="z.md"),
    ])  # fmt: skip
    (version,) = filled.similar("town/z.md").versions
    assert (version.kind, version.hit.id) == ("copy", "old/z.md")


def test_only_texts_that_score_alike_are_compared(filled: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    def compare(*_: object) -> float:
        raise AssertionError("two texts were compared")

    monkeypatch.setattr("civicsearch.search.versions.resemblance", compare)
    assert filled.similar("town/a.md").posts


@pytest.mark.parametrize(
    ("english", "german", "extra"),
    [
        ("en/posts/x.md", "de/posts/x.md", {}),
        ("posts/x.md", "de/posts/x.md", {}),
        ("posts/x.en.md", "posts/x.de.md", {}),
        ("posts/x.md", "posts/x.de.md", {}),
        ("posts/x.md", "beitraege/y.md", {"translationkey": "x"}),
        ("posts/x.md", "beitraege/y.md", {"translation_key": "x"}),
        ("posts/x.md", "beitraege/y.md", {"lang_ref": "x"}),
        ("posts/x.md", "beitraege/y.md", {"ref": "x"}),
    ],
)
def test_translations_are_those_that_say_so(
    index: SearchIndex, english: str, german: str, extra: dict[str, str]
) -> None:
    day = date(2014, 1, 1)
    index.add([
        Post("s/" + english, "One", "Open budget of Berlin", day, language="en", source="s", path=english, extra=extra),
        Post("s/" + german, "Eins", "Offener Haushalt", day, language="de", source="s", path=german, extra=extra),
        Post("s/other.md", "Zwei", "Haushalt Berlin", day, language="de", source="s", path="other.md"),
        Post("t/" + german, "Eins", "Berlin", day, language="de", source="t", path=german, extra=extra),
    ])  # fmt: skip
    for this, that in ((english, german), (german, english)):
        found = index.similar("s/" + this)
        assert [(version.kind, version.hit.id) for version in found.versions] == [("translation", "s/" + that)]
        assert not {"s/" + this, "s/" + that} & {post.hit.id for post in found.posts}
