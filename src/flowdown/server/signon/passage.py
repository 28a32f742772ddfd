"""A way to the identity provider and back: all that must be known on return is bound to one cookie of one browser."""

from __future__ import annotations

import base64
import binascii
import datetime
from dataclasses import dataclass
from typing import Literal

from flowdown.server.accounts.secret import is_same, make_secret, sign
from flowdown.server.links import inside
from flowdown.server.signon.errors import NotVouched

Aim = Literal["enter", "link", "join"]
_AIMS: tuple[Aim, ...] = ("enter", "link", "join")
LASTS = datetime.timedelta(minutes=10)
_LONGEST_TO = 1_500


@dataclass(frozen=True, slots=True)
class Passage:
    """What somebody set out for: to `enter` and go on to an address, to `link` their account, to `join` by a link.

    Nothing of it is kept here: `state`, `nonce` and the verifier of PKCE follow from the cookie and the key of this installation.
    """

    cookie: str
    aim: Aim
    to: str
    state: str
    nonce: str
    verifier: str


def set_out(secret: str, aim: Aim, to: str, session: str, now: datetime.datetime) -> Passage:
    """Begin one; `session` is the session that is to be linked, empty for none."""
    place = base64.urlsafe_b64encode(to[:_LONGEST_TO].encode()).decode().rstrip("=")
    return _passage(secret, f"{make_secret()}.{int(now.timestamp())}.{aim}.{place}", aim, to[:_LONGEST_TO], session)


def come_back(secret: str, cookie: str, state: str, session: str, now: datetime.datetime) -> Passage:
    """The passage of a cookie, if this `state` is of it and it did not take too long; raises `NotVouched`."""
    refused = NotVouched("this was begun in another browser, or too long ago", hint="try again")
    parts = cookie.split(".")
    if len(parts) != 4 or not parts[1].isdigit() or len(parts[1]) > 12:
        raise refused
    aim = next((each for each in _AIMS if each == parts[2]), None)
    try:
        to = base64.urlsafe_b64decode(parts[3] + "=" * (-len(parts[3]) % 4)).decode()
    except (binascii.Error, ValueError):
        raise refused from None
    age = now.timestamp() - int(parts[1])
    if aim is None or not 0 <= age + 1 <= LASTS.total_seconds() + 1:
        raise refused
    found = _passage(secret, cookie, aim, to, session)
    # INVARIANT: whoever did not set out in this browser, for this session, does not arrive in it.
    if not is_same(state, found.state):
        raise refused
    return found


def link_token(secret: str, session: str) -> str:
    """What the address that begins a linking must hold, so that no other site begins one."""
    return sign(secret, "signon-link", session) if session else ""


def _passage(secret: str, cookie: str, aim: Aim, to: str, session: str) -> Passage:
    bound = session if aim == "link" else ""
    state, nonce, verifier = (sign(secret, f"signon-{what}", cookie, bound) for what in ("state", "nonce", "verifier"))
    return Passage(cookie, aim, to if aim == "join" else inside(to) or "/", state, nonce, verifier)
