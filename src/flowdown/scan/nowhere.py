"""Tells the hosts that are nobody's: loopback, private, invented."""

from __future__ import annotations

import re

_NOWHERE = re.compile(
    r"^(?:localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[?::1|host\.docker\.internal|.*\.(?:local|localhost|internal|test|example|invalid|svc|cluster)$"
    r"|(?:.*\.)?example\.(?:com|org|net)$|[\w-]+$)"
)


def is_nowhere(host: str) -> bool:
    """Whether a host is loopback, private, invented or a bare name inside a network."""
    return _NOWHERE.match(host) is not None
