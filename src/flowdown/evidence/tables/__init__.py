"""Reads tables that organisations have at hand: exports of awards, suppliers and equipment."""
