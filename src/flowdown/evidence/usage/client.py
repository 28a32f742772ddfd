"""Reduces who called to what may be kept of it: a network or a domain, never a person's address or machine."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache

from flowdown.evidence.arriving.names import node

_BEHIND_PORT = re.compile(r"(\d+\.\d+\.\d+\.\d+):\d+|\[([0-9A-Fa-f:.]+)\](?::\d+)?")
_NAME = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


@lru_cache(maxsize=65536)
def network_of(address: str) -> str:
    """The system node of the network that an address lies in (IPv4: /24, IPv6: /48), of a machine's name its domain.

    Empty for what is neither, and for the machine that wrote the log itself.
    """
    text = address.strip().lower().removeprefix("::ffff:")
    if found := _BEHIND_PORT.fullmatch(text):
        text = found[1] or found[2]
    try:
        number = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        domain = text.partition(".")[2]
        return node("system", f"network-{domain}") if _NAME.fullmatch(text) and "." in domain else ""
    if number.is_loopback or number.is_unspecified:
        return ""
    network = ipaddress.ip_network(f"{number}/{24 if number.version == 4 else 48}", strict=False)
    return node("system", f"network-{network}")
