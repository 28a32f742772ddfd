"""The cookies of the server, and the tokens by which a form is known to come from a page of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flowdown.server.accounts.secret import is_same, sign
from flowdown.server.faults import NotAllowed
from flowdown.server.guard import host_of

if TYPE_CHECKING:
    from fastapi import Request
    from fastapi.responses import Response

SESSION, FORM, PASSAGE = "flowdown", "flowdown-form", "flowdown-passage"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_LONGEST = 200
_OURS = frozenset({"same-origin", "none"})


def is_local(request: Request) -> bool:
    """Asked under a name of this machine, where no browser needs encryption to send a secure cookie or to be safe."""
    return host_of(request.headers.get("host", "")) in _LOOPBACK


def _name(request: Request, name: str) -> str:
    # A cookie of this name is taken by browsers only from the very host, for all of it, and over encryption.
    return name if is_local(request) else f"__Host-{name}"


def read_cookie(request: Request, name: str, most: int = _LONGEST) -> str:
    """The value of a cookie of ours, no more than `most` characters; empty for none."""
    return request.cookies.get(_name(request, name), "")[:most]


def set_cookie(request: Request, response: Response, name: str, value: str) -> None:
    """Give a browser a cookie for as long as it runs, which no script reads and no other site sends along."""
    response.set_cookie(
        _name(request, name), value, path="/", secure=not is_local(request), httponly=True, samesite="lax"
    )


def drop_cookie(request: Request, response: Response, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(_name(request, name), path="/", secure=not is_local(request), httponly=True, samesite="lax")


def form_token(secret: str, key: str) -> str:
    """What a form must send back; `key` is the session, or the cookie of a browser that has none."""
    return sign(secret, "form", key) if key else ""


def check_form(request: Request, secret: str, key: str, token: str) -> None:
    """Raise `NotAllowed` for a form that another site may have had sent."""
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin", "")
    host = request.headers.get("host", "")
    is_ours = site in _OURS and (not origin or urlsplit(origin).netloc == host)
    if not is_ours or not key or not is_same(token, form_token(secret, key)):
        raise NotAllowed("this form is too old, or was not sent from here", hint="load the page again, then send it")
