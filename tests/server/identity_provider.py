"""A small identity provider on loopback, which keeps to the standard and can be told to break it."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey

CLIENT, SECRET = "flowdown at test", "s:e/cret"


@cache
def _make_key(kind: str, name: str, bits: int) -> Any:
    """A key of that name, made once: it takes long."""
    return ECKey.generate_key("P-256", {"kid": name}) if kind == "ES256" else RSAKey.generate_key(bits, {"kid": name})


class IdentityProvider:
    """Whoever asks it is signed in as `person`; `broken` changes claims, `header` the head of tokens, `told` what it says of itself."""

    def __init__(self, kind: str = "RS256") -> None:
        self.kind = kind
        self.person: dict[str, Any] = {
            "sub": "0042",
            "email": "Ann@Example.org",
            "email_verified": True,
            "name": "Ann",
        }
        self.mend()
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.ways: list[str] = ["client_secret_basic"]
        self.wants_secret = True
        self.serving = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.thread = threading.Thread(target=self.serving.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.serving.server_address[1]}"

    def mend(self) -> None:
        """Keep to the standard again."""
        self.broken: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.key: Any = self.make_key("one")
        self.listed: list[Any] = [self.key]

    def make_key(self, name: str, bits: int = 2048) -> Any:
        return _make_key(self.kind, name, bits)

    def close(self) -> None:
        self.serving.shutdown()
        self.serving.server_close()

    def describe(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize?tenant=1",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": self.ways,
            **self.told,
        }

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes back to."""
        assert query["response_type"] == "code" and query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256" and "openid" in query["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def exchange(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if self.wants_secret and not self._knows(form, authorization):
            return 401, {"error": "invalid_client"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.token(asked["nonce"])}

    def _knows(self, form: dict[str, str], authorization: str) -> bool:
        if self.ways == ["client_secret_post"]:
            return (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET) and not authorization
        user, _, password = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        return (unquote(user), unquote(password)) == (CLIENT, SECRET)

    def token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "nonce": nonce,
            **self.person,
            **self.broken,
        }
        said = {name: value for name, value in claims.items() if value is not ...}
        header = {"alg": self.kind, "kid": self.key.kid, **self.header}
        header = {name: value for name, value in header.items() if value is not ...}
        if header["alg"] == "none":
            parts = [
                base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=").decode() for each in (header, said)
            ]
            return ".".join((*parts, ""))
        key = OctKey.import_key(SECRET) if header["alg"] == "HS256" else self.key
        return jws.serialize_compact(header, json.dumps(said).encode(), key, algorithms=[header["alg"]])


def _handler(provider: IdentityProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/.well-known/openid-configuration":
                self.answer(200, provider.describe())
            elif parts.path == "/keys":
                self.answer(200, {"keys": [each.as_dict(private=False) for each in provider.listed]})
            elif parts.path == "/elsewhere":
                self.send_response(302)
                self.send_header("Location", f"{provider.issuer}/keys")
                self.end_headers()
            else:
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.end_headers()

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(text).items()}
            self.answer(*provider.exchange(form, self.headers.get("Authorization", "")))

        def answer(self, status: int, value: dict[str, Any]) -> None:
            content = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    return Handler
