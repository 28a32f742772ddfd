"""Gathers all that was said into one report, and renders it."""

from flowdown.report.build import build

__all__ = ["build"]
