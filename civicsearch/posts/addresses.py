"""The address of a post.

The order: a canonical address, since the author says so; for a post without text, the page that it points to, which is
all there is to read; the site's own address (``url``, ``permalink``); a ``guid`` that is one; the outbound address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .fields import OUTBOUND_KEYS
from .normalise import normalise

MAX_SIZE = 2000
"""Characters; nothing longer is an address."""

_CANONICAL = ("canonical_url", "canonical")


def outbound_address(values: Mapping[str, Any]) -> str | None:
    """The page elsewhere that a link post is about."""
    return _first(values, OUTBOUND_KEYS, site_relative=False)


def address_of(values: Mapping[str, Any], keys: tuple[str, ...], outbound: str | None, *, empty: bool) -> str | None:
    """The address of a post: in one of the ``keys`` of its front matter, or for an ``empty`` post the outbound one."""
    own = [key for key in keys if key not in _CANONICAL and key != "guid"]
    return (
        _first(values, [key for key in keys if key in _CANONICAL])
        or (outbound if empty else None)
        or _first(values, own)
        or _first(values, ("guid",), site_relative=False)
        or outbound
    )


def _first(values: Mapping[str, Any], keys: tuple[str, ...] | list[str], *, site_relative: bool = True) -> str | None:
    for key in keys:
        value = values.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, str) and (address := _address(value, site_relative)):
            return address
    return None


def _address(value: str, site_relative: bool) -> str | None:
    address = "%20".join(normalise(value).split())
    if not address or len(address) > MAX_SIZE:
        return None
    if address.lower().startswith(("http://", "https://")):
        return address
    # “/:year/:title/” is a template; “//host” is another site under no scheme.
    if site_relative and address[0] == "/" and address[:2] != "//" and "/:" not in address:
        return address
    return None
