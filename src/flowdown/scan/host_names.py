"""Names of hosts: what an address names, and which are nobody's."""

from __future__ import annotations

import re

from flowdown.scan import vocabulary
from flowdown.scan.flow import Answer

_NOWHERE = re.compile(
    r"^(?:localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[?::1|host\.docker\.internal|.*\.(?:local|localhost|internal|test|example|invalid|svc|cluster)$"
    r"|(?:.*\.)?example\.(?:com|org|net)$|[\w-]+$)"
)

_TO_FILL_IN = re.compile(
    r"(?:(?:your|my|the)[-_]?)?(?:domain|resource|placeholder|deployment|workspace|tenant|xxx+)(?:[-_]?(?:name|id|here))?\.(?:[\w-]+\.){2}"
    r"|(?:your|example|xxx+|<)[-_]"
)
"""The first part of a host that each customer of a service has of its own, where it only says what to put there."""


def is_nowhere(host: str) -> bool:
    """Whether a host is loopback, private, invented, to be filled in, or a bare name inside a network."""
    return _NOWHERE.match(host) is not None or is_to_fill_in(host)


def is_to_fill_in(host: str) -> bool:
    """Whether a host is that of a form: `domain.openai.acme.com`, `your-resource.acme.com`."""
    return _TO_FILL_IN.match(host) is not None


def host_of(answer: Answer) -> tuple[str, str] | None:
    """The host and path of a resolved URL or bare host name; None when it is neither."""
    urls = vocabulary.urls_in(answer.text.replace("{?}", "x"))
    if urls:
        return urls[0][0], urls[0][1]
    match = re.match(r"^(?:[a-z0-9-]+\.)+[a-z]{2,}(?=[:/]|$)", answer.text.strip().lower())
    return (match.group(), answer.text.strip()[match.end() :]) if match else None
