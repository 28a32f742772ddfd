"""An identity provider as it describes itself, and what it says of who somebody is: nothing that it did not sign for us."""

from __future__ import annotations

import base64
import binascii
import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard, cast
from urllib.parse import quote, urlencode

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry

from flowdown.base import strict_json
from flowdown.base.errors import FlowdownError
from flowdown.server.accounts.secret import is_same
from flowdown.server.signon.ask import Ask, ask
from flowdown.server.signon.errors import NoProvider, NotVouched
from flowdown.server.signon.provider_file import ProviderFile, fault_of_endpoint

_WELL_KNOWN = "/.well-known/openid-configuration"
_KEPT = 3600.0
"""Seconds for which what the provider says of itself, and its keys, are kept."""
_ASKED_AGAIN = 60.0
"""Seconds after which an unknown key is a reason to ask again."""
_LEEWAY = 60.0
"""Seconds by which its clock may differ from ours."""
_OLDEST = 600.0
"""Seconds after which what it said is too old to be an answer."""
ALGORITHMS = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    **dict.fromkeys(("ES256", "ES384", "ES512"), "EC"),
    **dict.fromkeys(("EdDSA", "Ed25519"), "OKP"),
}
"""How it may sign, and with which kind of key: never with something that we know, too (`HS256`), and never with nothing."""
_MOST_KEYS = 50
_LEAST_BITS = 2048


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody, as the provider knows them; `email` only where it says that it verified it."""

    issuer: str
    subject: str
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class _Kept:
    value: Mapping[str, Any]
    at: float


class Provider:
    """Asks as little as it can: its description and its keys once an hour."""

    def __init__(
        self,
        said: ProviderFile,
        secret: str,
        clock: Callable[[], float] = time.time,
        asking: Ask = ask,
    ) -> None:
        self.said = said
        self._secret = secret
        self._clock = clock
        self._ask = asking
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def address(self, redirect: str, state: str, nonce: str, verifier: str) -> str:
        """Where a browser goes to sign in; raises `NoProvider`."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        words = {
            "response_type": "code",
            "client_id": self.said.client_id,
            "redirect_uri": redirect,
            "scope": " ".join(self.said.scopes),
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        endpoint = self._endpoint("authorization_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(words)}"

    def identify(self, answer: Mapping[str, str], redirect: str, nonce: str, verifier: str) -> Identity:
        """Who came back; raises `NotVouched`, and `NoProvider` where it cannot be asked."""
        told = self._description()
        issuer = answer.get("iss", "")
        needs_issuer = told.get("authorization_response_iss_parameter_supported") is True
        if (issuer or needs_issuer) and issuer != self.said.issuer:
            raise NotVouched("the answer is of another identity provider")
        form = {
            "grant_type": "authorization_code",
            "code": answer.get("code", ""),
            "redirect_uri": redirect,
            "code_verifier": verifier,
        }
        status, given = self._ask(self.said, self._endpoint("token_endpoint"), *self._proving(form, told))
        token = given.get("id_token")
        if status != 200 or not isinstance(token, str):
            raise NotVouched("the identity provider did not take the answer", hint="try again")
        return self._read(self._claims(token), nonce)

    def _proving(self, form: dict[str, str], told: Mapping[str, Any]) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """The form and headers by which the provider knows who asks."""
        if not self._secret:
            return {**form, "client_id": self.said.client_id}, {}
        ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if isinstance(ways, list) and "client_secret_basic" not in ways and "client_secret_post" in ways:
            return {**form, "client_id": self.said.client_id, "client_secret": self._secret}, {}
        pair = f"{quote(self.said.client_id, safe='')}:{quote(self._secret, safe='')}"
        return form, {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    def _read(self, claims: Mapping[str, Any], nonce: str) -> Identity:
        now = self._clock()
        audience = claims.get("aud")
        several = audience if isinstance(audience, list) else [audience]
        subject, ends, made = claims.get("sub"), claims.get("exp"), claims.get("iat")
        if claims.get("iss") != self.said.issuer or self.said.client_id not in several:
            raise NotVouched("the identity provider speaks of somebody else's server")
        if (len(several) > 1 or "azp" in claims) and claims.get("azp") != self.said.client_id:
            raise NotVouched("the identity provider speaks to somebody else's server")
        if not _is_moment(ends) or not _is_moment(made):
            raise NotVouched("the identity provider does not say until when it vouches")
        if ends <= now - _LEEWAY or not now - _OLDEST - _LEEWAY < made < now + _LEEWAY:
            raise NotVouched("what the identity provider said is too old", hint="try again, or look at the clocks")
        if not is_same(str(claims.get("nonce", "")), nonce):
            raise NotVouched("the identity provider answers something else", hint="try again")
        if not isinstance(subject, str) or not 0 < len(subject) <= 255 or not subject.isprintable():
            raise NotVouched("the identity provider does not say who it is")
        email = claims.get("email")
        # INVARIANT: an address that the provider did not verify itself is anybody's.
        is_verified = claims.get("email_verified") is True and isinstance(email, str)
        name = claims.get("name")
        shown = " ".join(name.split())[:200] if isinstance(name, str) else ""
        return Identity(self.said.issuer, subject, str(email).strip().lower() if is_verified else "", shown)

    def _claims(self, token: str) -> Mapping[str, Any]:
        """What an ID token says, if one of the provider's keys signed it."""
        header = _part(token, 0)
        algorithm = header.get("alg")
        kind = ALGORITHMS.get(algorithm) if isinstance(algorithm, str) else None
        if token.count(".") != 2 or kind is None or "crit" in header:
            raise NotVouched("the identity provider signs in a way that is not taken")
        for key in self._keys(header.get("kid"), kind):
            try:
                found = jws.deserialize_compact(token, cast(Any, key), algorithms=[cast(str, algorithm)])
            except (JoseError, ValueError, TypeError, KeyError):
                continue
            return _object(found.payload)
        raise NotVouched("no key of the identity provider has signed this")

    def _keys(self, name: object, kind: str) -> list[object]:
        found = self._usable("jwks_uri", name, kind)
        if not found and name is not None:
            # It may have a new one.
            found = self._usable("jwks_uri", name, kind, _ASKED_AGAIN)
        return found

    def _usable(self, which: str, name: object, kind: str, kept: float = _KEPT) -> list[object]:
        listed = self._fetch(self._endpoint(which), kept).get("keys")
        usable: list[object] = []
        for each in (listed if isinstance(listed, list) else [])[:_MOST_KEYS]:
            if not isinstance(each, dict) or each.get("kty") != kind or each.get("use", "sig") != "sig":
                continue
            if name is not None and each.get("kid") != name:
                continue
            try:
                key = JWKRegistry.import_key({part: word for part, word in each.items() if part in _PUBLIC})
                if kind == "RSA" and cast(Any, key).public_key.key_size < _LEAST_BITS:
                    continue
            except (JoseError, ValueError, TypeError, KeyError, AttributeError):
                continue
            usable.append(key)
        return usable

    def _description(self) -> Mapping[str, Any]:
        told = self._fetch(self.said.issuer.rstrip("/") + _WELL_KNOWN, _KEPT)
        # INVARIANT: nobody but the issuer describes it (OpenID Connect Discovery, section 4.3).
        if told.get("issuer") != self.said.issuer:
            raise NoProvider("the identity provider calls itself by another name than `issuer`")
        return told

    def _endpoint(self, which: str) -> str:
        address = self._description().get(which)
        fault = fault_of_endpoint(address, self.said.issuer) if isinstance(address, str) else "is not told"
        if fault:
            raise NoProvider(f"the identity provider's `{which}` {fault}")
        return str(address)

    def _fetch(self, url: str, kept: float) -> Mapping[str, Any]:
        with self._lock:
            now = time.monotonic()
            found = self._kept.get(url)
            if found is None or now - found.at >= kept:
                status, value = self._ask(self.said, url)
                if status != 200:
                    raise NoProvider(f"the identity provider answers {status}")
                found = self._kept[url] = _Kept(value, now)
            return found.value


def _is_moment(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


_PUBLIC = frozenset({"kty", "n", "e", "crv", "x", "y", "kid"})


def _part(token: str, at: int) -> Mapping[str, Any]:
    part = token.split(".")[at]
    try:
        return _object(base64.b64decode(part + "=" * (-len(part) % 4), b"-_", validate=True))
    except (binascii.Error, ValueError):
        raise NotVouched("the identity provider's answer cannot be read") from None


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        value = strict_json.load(strict_json.decode(content, "the token"), "the token")
    except FlowdownError:
        value = None
    if not isinstance(value, dict):
        raise NotVouched("the identity provider's answer cannot be read")
    return value
