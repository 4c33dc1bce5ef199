"""Relevance is measured with ``python -m tests.relevance``; pytest neither collects nor imports what is here.

The floors that every change has to keep are in ``tests/archives/test_relevance.py``.
"""

from __future__ import annotations

collect_ignore_glob = ["*"]
