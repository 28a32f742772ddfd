"""Gathers all that was said into one report, and renders it."""
