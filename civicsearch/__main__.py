"""``python -m civicsearch`` is the command ``civicsearch``."""

from __future__ import annotations

from .cli.main import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
