"""Files → posts. Front matter and Markdown are known only here.

`discover` finds a source's files, `read_file` gets one's bytes, `parse_post` makes a `Post` of them.
"""

from .discovery import FoundFile, default_name, discover, read_file
from .reading import Reading, parse_post

__all__ = ["FoundFile", "Reading", "default_name", "discover", "parse_post", "read_file"]
