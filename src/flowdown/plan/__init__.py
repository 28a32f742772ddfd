"""Turns determinations into dated steps: the cheapest way out of what is, or may be, forbidden."""
