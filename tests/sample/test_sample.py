"""The sample is what a first run, the documentation and other tests lean on: its promises are pinned here."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from civicsearch.language.folding import facet_key
from civicsearch.language.tokens import words
from civicsearch.models import Post, PostWarning, SkippedFile, Source
from civicsearch.posts import discover, parse_post, read_file
from civicsearch.sample import sources

LINK_POST = "harbour-city/_posts/2013-08-06-open-data-policy-in-one-page.md"
DRAFT = "open-region/content/posts/2024-06-18-notes-on-voting-by-post.md"
UNDATED = "civic-notes/content/words-we-try-not-to-use.md"
WRONG_DATE = "harbour-city/_posts/2017-02-28-the-day-that-was-not-there.md"
ENTITY = "civic-notes/content/forms-and-function.md"

_ADDRESS = re.compile(r"\b([a-z][a-z0-9+.-]*)://[^\s)\]\"'<>]+", re.IGNORECASE)
_BARE_HOST = re.compile(r"\bwww\.|[\w.]+@[\w-]+\.\w+|\b(?:mailto|javascript):|\bdata:\w+/", re.IGNORECASE)
_RESERVED = re.compile(r"(?:.+\.)?example(?:\.(?:com|net|org))?")
"""Host names that RFC 2606 keeps free for examples."""
_SENTENCE_END = re.compile(r"[.!?:…]+[\"'»”’)]*\s+|\n+|\s[|]\s")


class Archive:
    """All that reading the sample gives."""

    def __init__(self) -> None:
        self.posts: dict[str, Post] = {}
        self.warnings: list[PostWarning] = []
        self.skipped: list[SkippedFile] = []
        self.raw: dict[str, str] = {}
        for source in sources():
            self._read(source)

    def _read(self, source: Source) -> None:
        root = Path(source.path)
        for found in discover(root, self.skipped, name=source.name):
            data = read_file(root, found.relative)
            self.raw[f"{source.name}/{found.relative}"] = data.decode("utf-8")
            reading = parse_post(source, found.relative, data)
            self.warnings += reading.warnings
            if reading.skipped:
                self.skipped.append(reading.skipped)
            if reading.post:
                self.posts[reading.post.id] = reading.post


@pytest.fixture(scope="module")
def archive() -> Archive:
    return Archive()


def test_three_sources_lie_within_the_package() -> None:
    assert [source.name for source in sources()] == ["harbour-city", "open-region", "civic-notes"]
    for source in sources():
        assert Path(source.path).is_absolute()
        assert Path(source.path).is_dir()


def test_about_sixty_posts_spread_over_the_sources(archive: Archive) -> None:
    assert 55 <= len(archive.posts) <= 70
    for count in Counter(post.source for post in archive.posts.values()).values():
        assert count >= 15


def test_every_post_is_read_but_the_draft(archive: Archive) -> None:
    assert [(file.path, file.failed) for file in archive.skipped] == [(DRAFT, False)]
    assert archive.posts.keys() | {DRAFT} == archive.raw.keys()


def test_the_only_warning_is_the_impossible_date(archive: Archive) -> None:
    [warning] = archive.warnings
    assert warning.path == WRONG_DATE
    assert "2017-02-29" in warning.problem
    assert str(archive.posts[WRONG_DATE].date) == "2017-02-28"


def test_oddities_are_there_and_harmless(archive: Archive) -> None:
    link_post = archive.posts[LINK_POST]
    assert (link_post.text, link_post.url) == ("", "http://data.harbourcity.example/policy")
    assert [post.id for post in archive.posts.values() if post.date is None] == [UNDATED]
    assert "&amp;" in archive.raw[ENTITY]
    assert archive.posts[ENTITY].title == "Forms & function"


def test_every_year_from_2010_to_2025_has_posts(archive: Archive) -> None:
    years = Counter(post.date.year for post in archive.posts.values() if post.date)
    assert set(years) == set(range(2010, 2026))
    assert min(years.values()) >= 2


def test_mostly_english_with_four_other_languages(archive: Archive) -> None:
    languages = Counter(post.language for post in archive.posts.values())
    assert set(languages) == {"en", "es", "de", "fr", "pt"}
    assert 0.6 <= languages["en"] / len(archive.posts) <= 0.8
    assert min(languages.values()) >= 4


def test_a_dozen_authors_some_writing_together(archive: Archive) -> None:
    authors = Counter(facet_key(author) for post in archive.posts.values() for author in post.authors)
    assert len(authors) >= 12
    assert all(post.authors for post in archive.posts.values())
    assert sum(len(post.authors) > 1 for post in archive.posts.values()) >= 3
    assert not any(re.search("[;,]", author) for post in archive.posts.values() for author in post.authors)


def test_some_authors_are_spelled_with_and_without_accents(archive: Archive) -> None:
    spellings = defaultdict(set)
    for post in archive.posts.values():
        for author in post.authors:
            spellings[facet_key(author)].add(author)
    assert spellings["tomas-echeverri"] == {"Tomás Echeverri", "Tomas Echeverri"}
    assert spellings["jurgen-baumler"] == {"Jürgen Bäumler", "Jurgen Baumler"}


def test_facets_have_a_head_and_a_tail(archive: Archive) -> None:
    categories = Counter(facet_key(value) for post in archive.posts.values() for value in post.categories)
    tags = Counter(facet_key(value) for post in archive.posts.values() for value in post.tags)
    assert 6 <= len(categories) <= 8
    assert 20 <= len(tags) <= 30
    assert tags.most_common(1)[0][0] == "open-data"
    for counts in (categories, tags):
        ordered = sorted(counts.values(), reverse=True)
        assert ordered[0] >= 4 * ordered[-1]
        assert ordered[-1] <= 2


def test_a_tag_is_spelled_differently_in_each_archive(archive: Archive) -> None:
    spellings = {tag for post in archive.posts.values() for tag in post.tags if facet_key(tag) == "open-data"}
    assert spellings == {"Open Data", "open-data", "open_data"}


def test_bodies_are_short_but_not_empty(archive: Archive) -> None:
    lengths = {id: len(words(post.text)) for id, post in archive.posts.items() if id != LINK_POST}
    assert {id: length for id, length in lengths.items() if not 50 <= length <= 400} == {}


def test_no_markup_is_left_in_the_text(archive: Archive) -> None:
    for post in archive.posts.values():
        assert not re.search(r"\{\{|\{%|</?(?:div|p|strong)\b|\[\^1\]|!\[", post.text), post.id


def test_no_two_posts_share_a_sentence(archive: Archive) -> None:
    seen: dict[tuple[str, ...], str] = {}
    shared = []
    for id, post in archive.posts.items():
        for sentence in _SENTENCE_END.split(f"{post.text}\n{post.summary or ''}"):
            key = tuple(words(sentence))
            if len(key) < 6:
                continue
            if seen.setdefault(key, id) != id:
                shared.append((seen[key], id, sentence))
    assert shared == []


def test_addresses_are_reserved_for_examples(archive: Archive) -> None:
    for id, text in archive.raw.items():
        for match in _ADDRESS.finditer(text):
            address = urlsplit(match[0])
            assert address.scheme in {"http", "https"}, (id, match[0])
            assert _RESERVED.fullmatch(address.hostname or ""), (id, match[0])
        assert not _BARE_HOST.search(text), id


def test_files_are_utf_8_with_unix_line_ends_and_no_control_characters(archive: Archive) -> None:
    for id, text in archive.raw.items():
        assert text.endswith("\n"), id
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\ufeff]", text), id


@pytest.mark.parametrize(
    ("phrase", "least"),
    [("open data", 12), ("plain language", 4), ("procurement", 4), ("budget", 5), ("privacy", 3), ("user research", 3)],
)
def test_words_of_the_field_are_in_the_text(archive: Archive, phrase: str, least: int) -> None:
    sought = f" {phrase} "
    found = [id for id, post in archive.posts.items() if sought in f" {' '.join(words(f'{post.title} {post.text}'))} "]
    assert len(found) >= least
