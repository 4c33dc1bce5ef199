"""Benchmarks are run with ``python -m tests.benchmarks``; pytest neither collects nor imports them."""

from __future__ import annotations

collect_ignore_glob = ["*"]
