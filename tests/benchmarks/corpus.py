"""The posts that are measured: the real archives, or as many as wanted made of their paragraphs.

Made posts are the same in every run: one seed, one stream. Each is in one language, and its title and every paragraph
stand in real posts of that language, so that words and their frequencies are those of real text. Who wrote it, where it
is filed and when it was published is drawn with Zipf's and uneven weights, as archives show them.
"""

from __future__ import annotations

import hashlib
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path
from random import Random

from civicsearch.language.folding import facet_key
from civicsearch.models import Post, Source
from civicsearch.posts import discover, parse_post, read_file

REAL = "real"
DEFAULT_ARCHIVES = Path(__file__).parents[3] / "shared" / "corpora"

SEED = 20_091_025
AUTHORS = 2_000
CATEGORIES = 300
YEARS = range(2009, 2026)
YEAR_WEIGHTS = (1, 2, 3, 6, 9, 12, 14, 13, 11, 9, 8, 9, 7, 5, 4, 3, 2)
PARAGRAPHS = (3, 4, 5, 6, 6, 7, 7, 8, 8, 9, 10, 11, 12, 14, 18, 26)
"""Paragraphs of a made post, each number as likely as the others: about half as long as real posts."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Which posts are measured."""

    name: str
    """``real`` or a number of posts."""
    archives: Path
    """Folder of packed archives (``NAME.tar.xz``)."""
    work: Path
    """Folder for what is made on the way."""

    @property
    def is_real(self) -> bool:
        """Whether these are the archives as they are."""
        return self.name == REAL

    def posts(self) -> list[Post]:
        """All posts, in memory."""
        real = real_posts(self.unpacked())
        return real if self.is_real else list(islice(made_posts(real), int(self.name)))

    def sample(self, count: int) -> list[Post]:
        """Enough posts to choose queries by."""
        real = real_posts(self.unpacked())
        return real if self.is_real else list(islice(made_posts(real), min(count, int(self.name))))

    def unpacked(self) -> Path:
        """The folder that holds the archives, unpacked when it is first asked for."""
        folder = self.work / "archives"
        if not folder.is_dir():
            packed = sorted(self.archives.glob("*.tar.xz"))
            if not packed:
                raise SystemExit(f"{self.archives}: no archives (NAME.tar.xz) here; name their folder: --archives")
            fresh = self.work / "archives.new"
            for path in packed:
                with tarfile.open(path) as archive:
                    archive.extractall(fresh, filter="data")
            fresh.rename(folder)
        return folder


def digest(posts: Sequence[Post]) -> str:
    """A short name for exactly these posts."""
    return hashlib.blake2b("\n".join(map(repr, posts)).encode(), digest_size=8).hexdigest()


def corpus_name(given: str) -> str:
    """A corpus as the command line names it: ``real``, ``100k``, ``1m`` or a number of posts.

    >>> corpus_name("100k")
    '100000'
    """
    if given == REAL:
        return given
    number, unit = (given[:-1], given[-1].lower()) if given[-1:].isalpha() else (given, "")
    if not number.isdecimal() or unit not in ("", "k", "m"):
        raise ValueError(f"{given}: a corpus is real, 100k, 1m or a number of posts")
    return str(int(number) * {"": 1, "k": 1_000, "m": 1_000_000}[unit])


def archive_sources(folder: Path) -> list[Source]:
    """The unpacked archives as sources."""
    return [Source(path.name, str(path)) for path in sorted(folder.glob("[!.]*")) if path.is_dir()]


def real_posts(folder: Path) -> list[Post]:
    """The posts of the unpacked archives.

    Each facet value has one spelling, since only civicsearch folds them and all peers are to count the same.
    """
    spellings: dict[str, str] = {}

    def spelt(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(spellings.setdefault(facet_key(value), value) for value in values))

    return [
        replace(post, authors=spelt(post.authors), categories=spelt(post.categories), tags=spelt(post.tags))
        for source in archive_sources(folder)
        for post in read_source(source)
    ]


def read_source(source: Source) -> Iterator[Post]:
    """The posts of one source, read as `civicsearch index` reads them."""
    root = Path(source.path)
    for found in discover(root, name=source.name):
        reading = parse_post(source, found.relative, read_file(root, found.relative))
        if reading.post is not None:
            yield reading.post


def made_posts(real: Sequence[Post]) -> Iterator[Post]:
    """Posts made of the paragraphs of real ones, without end."""
    random = Random(SEED)  # noqa: S311  # nothing here is a secret
    paragraphs: defaultdict[str, list[str]] = defaultdict(list)
    titles: defaultdict[str, list[str]] = defaultdict(list)
    for post in real:
        if post.language and post.text:
            paragraphs[post.language] += [part for part in post.text.split("\n\n") if part]
            titles[post.language].append(post.title)
    written = Counter(post.language for post in real if post.language in paragraphs)
    languages = sorted(paragraphs)
    language_weights = list(accumulate(written[language] for language in languages))
    authors, author_weights = _zipf("Author", AUTHORS)
    categories, category_weights = _zipf("Category", CATEGORIES)
    year_weights = list(accumulate(YEAR_WEIGHTS))
    number = 0
    while True:
        language = random.choices(languages, cum_weights=language_weights)[0]
        year = random.choices(YEARS, cum_weights=year_weights)[0]
        yield Post(
            id=f"made/{number:07d}",
            title=random.choice(titles[language]),
            text="\n\n".join(random.choices(paragraphs[language], k=random.choice(PARAGRAPHS))),
            date=date(year, 1, 1) + timedelta(days=random.randrange(365)),
            authors=_several(random, authors, author_weights, (1, 1, 1, 1, 2)),
            categories=_several(random, categories, category_weights, (1, 1, 2, 3)),
            url=f"https://posts.example/{year}/{number}",
            language=language,
            source="made",
        )
        number += 1


def _zipf(kind: str, count: int) -> tuple[list[str], list[float]]:
    """Names, and their cumulative weights: the n-th is drawn with 1/n."""
    ranks = range(1, count + 1)
    return [f"{kind} {rank}" for rank in ranks], list(accumulate(1 / rank for rank in ranks))


def _several(random: Random, values: list[str], weights: list[float], counts: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(random.choices(values, cum_weights=weights, k=random.choice(counts))))
