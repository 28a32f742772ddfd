"""Pages with one form and nothing around it, for whoever is not signed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse, Response

from flowdown import __version__
from flowdown.server.accounts.secret import make_secret
from flowdown.server.acting import TOKEN
from flowdown.server.body import read_fields
from flowdown.server.cookies import FORM, check_form, form_token, read_cookie, set_cookie
from flowdown.server.render import render

if TYPE_CHECKING:
    from fastapi import Request

    from flowdown.server.page import Cell, Form

MOST = 64 * 1024
"""Bytes of such a form."""


def show_alone(
    request: Request,
    secret: str,
    title: str,
    lead: str,
    form: Form | None,
    wrong: str = "",
    status: int = 200,
    ways: Sequence[Cell] = (),
) -> Response:
    """A page with one form, perhaps `ways` to go instead, and nothing around it; the browser gets what its form is bound to."""
    key = read_cookie(request, FORM) or make_secret()
    token = form_token(secret, key)
    text = render(
        "alone.html", title=title, lead=lead, form=form, wrong=wrong, token=token, ways=ways, version=__version__
    )
    response = HTMLResponse(text, status)
    set_cookie(request, response, FORM, key)
    return response


async def read_form(request: Request, secret: str) -> Mapping[str, str]:
    """The fields of a form that was shown alone; raises `NotAllowed` where another site may have had it sent."""
    fields, _ = await read_fields(request, MOST)
    sent = {name: values[0].replace("\r\n", "\n") for name, values in fields.items()}
    check_form(request, secret, read_cookie(request, FORM), sent.pop(TOKEN, ""))
    return sent
