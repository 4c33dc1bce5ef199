"""Every error that civicsearch raises on purpose.

    CivicsearchError
    ├── UsageError              the caller asked for something that cannot be done
    │   ├── QueryError          the query cannot be read (a bad date, say)
    │   ├── SearchStoppedError  the search took longer than it may, or was called off
    │   ├── ConfigError         civicsearch.toml or a setting is wrong
    │   └── SourceError         a folder of posts cannot be used
    └── IndexUnavailableError   the index cannot be used as it stands
        ├── NoIndexError        nothing has been indexed there yet
        ├── NotAnIndexError     the folder holds something else
        ├── IndexVersionError   built by another version, or with other settings
        ├── DamagedIndexError   a file is missing, cut short or altered
        ├── IndexLockedError    another process is writing
        └── IndexWriteError     the disk is full, or the folder is read-only

Messages are one sentence that names the path, field or query, followed by the remedy.
"""

from __future__ import annotations


class CivicsearchError(Exception):
    """Base of all errors below; catching it catches everything civicsearch raises on purpose."""


class UsageError(CivicsearchError, ValueError):
    """The request itself is wrong: an unknown facet, a negative limit."""


class QueryError(UsageError):
    """A query that has no honest reading.

    ``query`` is the whole string and ``position`` the offset (in characters) of what is wrong in it, or None.
    """

    def __init__(self, message: str, query: str = "", position: int | None = None) -> None:
        super().__init__(message)
        self.query = query
        self.position = position


class SearchStoppedError(UsageError):
    """A search that took longer than its ``timeout``, or that was called off meanwhile; nothing is wrong otherwise."""


class ConfigError(UsageError):
    """A setting that is unknown or has an impossible value."""


class SourceError(UsageError):
    """A folder of posts that does not exist, cannot be read, or holds no posts."""


class IndexUnavailableError(CivicsearchError):
    """The index cannot be used as it stands; the message says what would mend it."""


class NoIndexError(IndexUnavailableError):
    """There is no index at the location yet."""


class NotAnIndexError(IndexUnavailableError):
    """The location exists and is not an index."""


class IndexVersionError(IndexUnavailableError):
    """The index was built by another version or with other settings, and needs a rebuild."""


class DamagedIndexError(IndexUnavailableError):
    """A file of the index is missing, cut short or altered."""


class IndexLockedError(IndexUnavailableError):
    """Another process is writing to the index."""


class IndexWriteError(IndexUnavailableError):
    """The index could not be written; the message says whether it is as it was before."""
