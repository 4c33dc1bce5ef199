"""Every link of the project's pages that leads into the repository arrives there."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.pages import PAGES, ROOT, anchors, links

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for line, link in links(page.read_text(encoding="utf-8")):
        if _ELSEWHERE.match(link):
            continue
        path, _, fragment = unquote(link).partition("#")
        target = (page.parent / path) if path else page
        if not target.exists():
            broken.append(f"{page}:{line}: {link}: no such file")
        elif not target.resolve().is_relative_to(ROOT):
            broken.append(f"{page}:{line}: {link}: leaves the repository")
        elif fragment and target.suffix == ".md" and fragment not in anchors(target.read_text(encoding="utf-8")):
            broken.append(f"{page}:{line}: {link}: no such heading")
    if broken:
        pytest.fail("\n".join(broken), pytrace=False)
