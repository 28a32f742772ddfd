"""Keeps every claim ever made; shows them as of a date."""

from flowdown.graph.store import open_store

__all__ = ["open_store"]
