"""Quotes for ship spares."""
