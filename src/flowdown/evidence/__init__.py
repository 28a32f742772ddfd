"""Turns sightings and outside documents into claims, each with its source."""

from flowdown.evidence.from_scan import gather

__all__ = ["gather"]
