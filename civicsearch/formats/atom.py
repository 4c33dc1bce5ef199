"""An Atom feed of hits (RFC 4287), for feed readers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as xml  # it writes, and reads nothing

from ..models import Hit, SearchResults
from ..terminal import clean
from . import snippets

_ATOM = "http://www.w3.org/2005/Atom"
_UNDATED = "1970-01-01T00:00:00Z"
"""Stands for the time of a post without a date: an entry has to have one, and it has to stay."""
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WEB = re.compile(r"https?://", re.IGNORECASE)


def search_atom(results: SearchResults, updated: datetime) -> str:
    """The hits as entries of a feed; ``updated`` is when the index was.

    The id of the feed stands for the query, that of an entry for the post's id: both stay from run to run.
    """
    feed = xml.Element("feed", xmlns=_ATOM)
    _add(feed, "id", _urn(f"civicsearch:query:{results.query}"))
    _add(feed, "title", clean(results.query) or "All posts")
    _add(feed, "updated", _time(updated))
    _add(_add(feed, "author"), "name", "civicsearch")
    for hit in results.hits:
        _entry(feed, hit)
    xml.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{xml.tostring(feed, encoding="unicode")}\n'


def _entry(feed: xml.Element, hit: Hit) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", _urn(f"civicsearch:post:{hit.id}"))
    _add(entry, "title", clean(hit.title) or "(no title)")
    _add(entry, "updated", _time(hit.date))
    for author in hit.authors:
        _add(_add(entry, "author"), "name", clean(author))
    if hit.url and _WEB.match(hit.url):
        _add(entry, "link", rel="alternate", href=quote(hit.url, safe="/:?#@!$&+,;=%~*[]()'", errors="replace"))
    for value in (*hit.categories, *hit.tags):
        _add(entry, "category", term=clean(value))
    text = "".join(part for part, _ in snippets.parts(hit.snippet)) or clean(hit.summary or "")
    _add(entry, "content", text, type="text")


def _add(parent: xml.Element, name: str, text: str | None = None, **attributes: str) -> xml.Element:
    element = xml.SubElement(parent, name, {key: _NOT_IN_XML.sub("", value) for key, value in attributes.items()})
    element.text = None if text is None else _NOT_IN_XML.sub("", text)
    return element


def _urn(name: str) -> str:
    return uuid5(NAMESPACE_URL, name.encode("utf-8", "backslashreplace").decode()).urn


def _time(moment: date | datetime | None) -> str:
    """A date as Atom has it; a day begins at midnight, and what has no zone is taken as UTC."""
    if moment is None:
        return _UNDATED
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
