"""Servers on this machine for tests of sending: one that takes mail, one that takes webhooks, with certificates of their own."""

from __future__ import annotations

import datetime
import http.server
import ipaddress
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def make_certificate(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """A certificate that signs itself, for a name and for 127.0.0.1, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "server.pem", folder / "server.key"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return public, private


def _trust(pair: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair)
    return context


@dataclass
class MailBox:
    """What a mail server took, and how it answers to receivers."""

    port: int = 0
    taken: list[tuple[str, str]] = field(default_factory=list)
    """Pairs of receiver and message."""
    logins: list[str] = field(default_factory=list)
    answer: str = "250 fine"
    was_encrypted: bool = False


@contextmanager
def mail_server(pair: tuple[Path, Path]) -> Iterator[MailBox]:
    """A server that speaks SMTP with STARTTLS, as far as a client needs."""
    box = MailBox()
    context = _trust(pair)

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            receiver = ""
            self.say("220 here")
            while line := self.rfile.readline(2000).decode().strip():
                word = line[:4].upper()
                if word in ("EHLO", "HELO"):
                    self.say("250-here\r\n250-STARTTLS\r\n250 AUTH PLAIN")
                elif word == "STAR":
                    self.say("220 go on")
                    self.request = context.wrap_socket(self.request, server_side=True)
                    self.rfile = self.request.makefile("rb")
                    self.wfile = self.request.makefile("wb", buffering=0)
                    box.was_encrypted = True
                elif word == "AUTH":
                    box.logins.append(line)
                    self.say("235 welcome")
                elif word == "RCPT":
                    receiver = line.partition("<")[2].partition(">")[0]
                    self.say(box.answer)
                elif word == "DATA":
                    self.say("354 go on")
                    text = b""
                    while (part := self.rfile.readline()) not in (b".\r\n", b""):
                        text += part
                    box.taken.append((receiver, text.decode()))
                    self.say("250 taken")
                elif word == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 fine")

        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    with _served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)) as port:
        box.port = port
        yield box


@dataclass
class Hooked:
    """What a webhook got: headers in small letters, and body; and how it answers."""

    port: int = 0
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)


@contextmanager
def hook_server(pair: tuple[Path, Path]) -> Iterator[Hooked]:
    """A server that takes webhooks over TLS."""
    hooked = Hooked()

    class Take(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            hooked.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(hooked.status)
            for name, value in hooked.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Take)
    server.socket = _trust(pair).wrap_socket(server.socket, server_side=True)
    with _served(server) as port:
        hooked.port = port
        yield hooked


@contextmanager
def _served(server: socketserver.TCPServer) -> Iterator[int]:
    if isinstance(server, socketserver.ThreadingMixIn):
        server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
