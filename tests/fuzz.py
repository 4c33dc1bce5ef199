"""Random files for the readers of posts, then random queries, for some minutes each: ``make fuzz``, ``MINUTES=30``.

With coverage to lead them, where atheris is installed: `tests.trust.guided`.
"""

from __future__ import annotations

import sys

from tests.query import fuzz as queries
from tests.trust import fuzz as posts


def main(minutes: float) -> None:
    """Run both; what fails ends it."""
    posts.main(minutes)
    sys.stdout.flush()
    queries.main(minutes)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10)
