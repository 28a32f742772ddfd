"""The way to the identity provider and back: to sign in, to link an account, to take up an invitation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from flowdown.base.errors import FlowdownError
from flowdown.server.accounts.audit import Doer, note
from flowdown.server.accounts.identities import NotKnown, find_person, join, link
from flowdown.server.accounts.limits import FROM_ADDRESS, count_attempt
from flowdown.server.accounts.secret import is_same
from flowdown.server.accounts.sessions import begin, find_session
from flowdown.server.acting import address_of, origin_of
from flowdown.server.cookies import FORM, PASSAGE, SESSION, drop_cookie, read_cookie, set_cookie
from flowdown.server.faults import NotAllowed, NotHere, NotSignedIn, fault_of
from flowdown.server.links import inside
from flowdown.server.signon.errors import NotVouched
from flowdown.server.signon.passage import come_back, link_token, set_out

if TYPE_CHECKING:
    from flowdown.server.accounts.sessions import Session
    from flowdown.server.doors import AccountsDoor
    from flowdown.server.signon.provider import Provider

START, RETURN = "/sign-in/with", "/sign-in/back"
_LONGEST = 4_000


def begin_sign_on(request: Request, door: AccountsDoor) -> Response:
    """Send a browser to the provider."""
    provider, now, asked = _provider(door), door.clock(), request.query_params
    count_attempt(door.database, FROM_ADDRESS, "provider", address_of(request), now)
    session = ""
    if "link" in asked:
        session = _session(request, door).digest
        if not is_same(asked["link"], link_token(door.secret, session)):
            raise NotAllowed("this address was not given here", hint="begin on the page Account")
        passage = set_out(door.secret, "link", "/account", session, now)
    elif "join" in asked:
        passage = set_out(door.secret, "join", asked["join"], "", now)
    else:
        passage = set_out(door.secret, "enter", inside(asked.get("to", "")) or "/", "", now)
    to = provider.address(origin_of(request) + RETURN, passage.state, passage.nonce, passage.verifier)
    response = RedirectResponse(to, 303, {"cache-control": "no-store"})
    set_cookie(request, response, PASSAGE, passage.cookie)
    return response


def end_sign_on(request: Request, door: AccountsDoor, show: Callable[[str, int], Response]) -> Response:
    """Take somebody back from the provider; `show` gives the page for signing in, with what is wrong and a status.

    Whatever comes of it, the way is gone once.
    """
    provider = _provider(door)
    try:
        response = _arrive(request, door, provider)
    except FlowdownError as error:
        status = 401 if isinstance(error, NotVouched | NotKnown) else fault_of(error).status
        response = show(f"{error.message}. {error.hint}".strip(), status)
        with door.database.write() as run:
            doer = Doer("", "", "identity provider", address_of(request))
            note(run, doer, "refused", "sign in", door.clock(), type(error).__name__)
    drop_cookie(request, response, PASSAGE)
    response.headers["cache-control"] = "no-store"
    return response


def _arrive(request: Request, door: AccountsDoor, provider: Provider) -> Response:
    now, address = door.clock(), address_of(request)
    count_attempt(door.database, FROM_ADDRESS, "provider", address, now)
    answer = {name: request.query_params[name][:_LONGEST] for name in request.query_params}
    cookie, before = read_cookie(request, PASSAGE, _LONGEST), read_cookie(request, SESSION)
    session = find_session(door.database, before, now) if before else None
    key = session.digest if session is not None else ""
    passage = come_back(door.secret, cookie, answer.get("state", ""), key, now)
    if "error" in answer or not answer.get("code"):
        raise NotVouched("the identity provider let nobody in", hint="try again")
    redirect = origin_of(request) + RETURN
    identity = provider.identify(answer, redirect, passage.nonce, passage.verifier)
    if passage.aim == "link":
        if session is None:
            raise NotVouched("the session ended meanwhile", hint="sign in, and try again")
        link(door.database, identity, session.person, session.organisation, address, now)
        return RedirectResponse("/account", 303)
    if passage.aim == "join":
        person = join(door.database, identity, passage.to, address, now)
        to = "/"
    else:
        person, to = find_person(door.database, identity, address, now), passage.to
    secret = begin(door.database, person, before, address, now, "identity provider")
    response = RedirectResponse(to, 303)
    set_cookie(request, response, SESSION, secret)
    drop_cookie(request, response, FORM)
    return response


def _provider(door: AccountsDoor) -> Provider:
    if door.provider is None:
        raise NotHere("there is no identity provider here")
    return door.provider


def _session(request: Request, door: AccountsDoor) -> Session:
    secret = read_cookie(request, SESSION)
    found = find_session(door.database, secret, door.clock()) if secret else None
    if found is None:
        raise NotSignedIn("nobody is signed in")
    return found
