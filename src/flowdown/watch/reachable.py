"""Finds the addresses that a host of the user's may be reached at: public ones, and networks that were allowed by name."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence

from flowdown.watch.errors import NotDelivered

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LookUp = Callable[[str, int], Sequence[str]]
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")


def look_up(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host, by the system's resolver."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotDelivered("the host's address is not known") from None
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


def find_addresses(host: str, port: int, allowed: Sequence[str], ask: LookUp = look_up) -> tuple[Address, ...]:
    """The addresses to connect to. One that is not allowed refuses them all: a name that leads to two networks is no accident.

    Raises `NotDelivered`. The caller connects to one of these and does not ask for the name again.
    """
    networks = [ipaddress.ip_network(each) for each in allowed]
    found: list[Address] = []
    for text in ask(host, port):
        try:
            address = ipaddress.ip_address(text.partition("%")[0])
        except ValueError:
            raise NotDelivered("the host has an address that is none", is_final=True) from None
        if not _may(address, networks):
            raise NotDelivered(
                "the host's address is not public, and no network of `allow_networks` holds it", is_final=True
            )
        found.append(address)
    if not found:
        raise NotDelivered("the host's address is not known")
    return tuple(found)


def _may(address: Address, networks: Sequence[Network]) -> bool:
    if any(address in network for network in networks if network.version == address.version):
        return True
    within = _within(address)
    if within is not None:
        return _may(within, networks) and (address.version == 4 or not address.is_link_local)
    return address.is_global and not (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )


def _within(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 address stands for, if it is one of those."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _TRANSLATED or (address in _COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
