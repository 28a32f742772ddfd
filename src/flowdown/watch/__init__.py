"""Looks again when orders, facts or the day change, and tells the right people, each once."""
