"""Scans many trees, each in a process of its own, here or on a cluster, and answers over all of them."""
