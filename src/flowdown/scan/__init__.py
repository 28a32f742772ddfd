"""Reads a tree with every detector; returns sightings, gaps and coverage."""
