"""What someone gets who installs or imports civicsearch."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from importlib import resources
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

import civicsearch

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "civicsearch"

NATIVE_SOURCES = {PACKAGE / "native" / "compile.py", *(PACKAGE / "native").glob("*.[ch]")}

PUBLIC_NAMES = """
CONCORDANCE_SORTS Concordance ConcordanceLine ConcordanceRequest Neighbour PostVersion
SimilarPost SimilarPosts SimilarRequest Trend TrendPoint Trends TrendsRequest
FACETS SORTS TIMELINES Block CheckReport CivicsearchError ClauseExplanation ConfigError DamagedIndexError
Document Explanation
FacetCount FacetRequest Hit
IndexLockedError IndexStats IndexUnavailableError IndexVersionError IndexWriteError ListedPost NoIndexError
NotAnIndexError Post PostMatches PostWarning Progress QueryError Remedy SavedSearch SearchIndex SearchRequest
SearchResults SearchStoppedError SkippedFile Source SourceError SourceSettings SourceStats Span Suggestion TermCount
TimelineBucket
UpdateReport UsageError
open
""".split()


def _modules_loaded_by(code: str) -> set[str]:
    """Top-level names of the modules that a new interpreter holds after running the code."""
    report = "import json, sys; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("statement", ["import civicsearch", "import civicsearch.__main__"])
def test_importing_loads_neither_textual_nor_nltk(statement: str) -> None:
    assert not _modules_loaded_by(statement) & {"textual", "nltk"}


def test_public_names_are_pinned() -> None:
    assert sorted(civicsearch.__all__) == sorted(PUBLIC_NAMES)
    for name in PUBLIC_NAMES:
        assert getattr(civicsearch, name) is not None


def test_sample_posts_are_found_through_the_package() -> None:
    sample = resources.files("civicsearch") / "sample"
    with resources.as_file(sample) as folder:
        assert len(list(Path(folder).rglob("*.md"))) >= 50


def test_wheel_holds_the_whole_package(tmp_path: Path) -> None:
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    shipped = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("civicsearch/")}
    written = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path not in NATIVE_SOURCES
    }
    assert shipped == written
