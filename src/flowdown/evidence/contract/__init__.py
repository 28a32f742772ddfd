"""Reads contracts: which clauses, numbers and days stand in one, where, and how surely they are part of it."""
