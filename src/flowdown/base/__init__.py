"""Machinery without a domain noun in it."""
