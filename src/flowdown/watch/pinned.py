"""A connection to an address that was checked, and one try on it that ends in time."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from flowdown.watch.reachable import Address


class Pinned(http.client.HTTPConnection):
    """Connects to one of the addresses that were checked, not to whatever the name leads to a moment later.

    Without `trust` nothing is encrypted; with it, the certificate must be of the name. `timeout` is in seconds.
    """

    def __init__(
        self, host: str, port: int, addresses: tuple[Address, ...], trust: ssl.SSLContext | None, timeout: float
    ) -> None:
        super().__init__(host, port, timeout=timeout)
        # What the `Host` header leaves out is the port of the scheme.
        self.default_port = http.client.HTTPS_PORT if trust else http.client.HTTP_PORT
        # IPv4 first: a machine without IPv6 still gets IPv6 addresses told.
        self._address = min(addresses, key=lambda each: isinstance(each, ipaddress.IPv6Address))
        self._trust = trust

    def connect(self) -> None:
        """Open the connection."""
        plain = socket.create_connection((str(self._address), self.port), self.timeout)
        try:
            self.sock = self._trust.wrap_socket(plain, server_hostname=self.host) if self._trust else plain
        except BaseException:
            plain.close()
            raise

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """One try that takes at most so long as a whole, however slowly an answer drips; closes the connection."""
        guard = threading.Timer(seconds, self._cut)
        guard.daemon = True
        guard.start()
        try:
            yield
        finally:
            guard.cancel()
            self.close()

    def _cut(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
