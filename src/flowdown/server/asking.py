"""The page behind a supplier's link: one questionnaire, one answer, nothing else of the server."""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from flowdown.base.errors import UnusableArgument
from flowdown.pipeline.brought import node_of_firm
from flowdown.pipeline.claims import Statement, add_statement
from flowdown.pipeline.importing import Wanted, bring_documents
from flowdown.server.accounts.audit import Doer
from flowdown.server.accounts.enquiries import Enquiry, close_enquiry, find_enquiry
from flowdown.server.accounts.invitations import NoLink
from flowdown.server.accounts.people import check_name
from flowdown.server.acting import address_of
from flowdown.server.alone import read_form, show_alone
from flowdown.server.page import Field, Form

if TYPE_CHECKING:
    from flowdown.server.doors import AccountsDoor
    from flowdown.server.site import Site

_ANSWERS = (("", "please choose"), ("no", "no"), ("yes", "yes"), ("unknown", "we do not know"))
_LONGEST_SCOPE = 200


def show_questionnaire(request: Request, door: AccountsDoor, wrong: str = "", status: int = 200) -> Response:
    """The questionnaire of a link."""
    link = request.path_params["link"]
    enquiry = find_enquiry(door.database, door.secret, link, door.clock())
    questions = tuple(
        Field(f"answer-{at}", f"Does {enquiry.firm} use anything of {vendor}?", "", _ANSWERS, is_needed=True)
        for at, vendor in enumerate(enquiry.vendors)
    )
    more = (
        Field("scope", "If this is only about a part of your firm (a product, a site), which one"),
        Field("signed_by", "Who answers: your role, better than a name", is_needed=True),
        Field("valid_until", "Until which day it holds, if not until you say otherwise", kind="date"),
    )
    lead = f"{_asker(door, enquiry)} asks {enquiry.firm}. The answer can be sent once, until {enquiry.ends_at[:10]}."
    form = Form(f"/ask/{link}", "Send the answer", (*questions, *more), does=True, note=enquiry.note)
    return show_alone(request, door.secret, "Questions to a supplier", lead, form, wrong, status)


async def take_answer(request: Request, door: AccountsDoor) -> Response:
    """Keep the answer to a questionnaire as an attestation of that supplier."""
    link = request.path_params["link"]
    enquiry = await run_in_threadpool(find_enquiry, door.database, door.secret, link, door.clock())
    sent = await read_form(request, door.secret)
    try:
        text = _write(enquiry, sent, door.clock())
    except UnusableArgument as error:
        return await run_in_threadpool(show_questionnaire, request, door, error.message, 400)
    await run_in_threadpool(_keep, door, enquiry, text, address_of(request))
    lead = f"Your answer of {door.clock().date().isoformat()} is kept. Thank you; this page can be closed."
    return show_alone(request, door.secret, "Kept", lead, None)


def _asker(door: AccountsDoor, enquiry: Enquiry) -> str:
    rows = door.database.read("SELECT name FROM organisation WHERE id = ?", (enquiry.organisation,))
    return rows[0][0] if rows else enquiry.organisation


def _write(enquiry: Enquiry, sent: Mapping[str, str], now: datetime.datetime) -> str:
    """The answers as an attestation; every text as JSON writes it, which YAML reads as the same."""
    known = {f"answer-{at}" for at in range(len(enquiry.vendors))} | {"scope", "signed_by", "valid_until"}
    if sent.keys() - known:
        raise UnusableArgument("something was sent that is not asked")
    answers = [sent.get(f"answer-{at}", "") for at in range(len(enquiry.vendors))]
    if not all(each in ("yes", "no", "unknown") for each in answers):
        raise UnusableArgument("every question needs an answer")
    signer, scope = check_name(sent.get("signed_by", "")), sent.get("scope", "").strip()[:_LONGEST_SCOPE]
    lines = [
        "form: flowdown.attestation/1",
        f"says: {json.dumps(enquiry.firm)}",
        f"date: {now.date().isoformat()}",
        f"signed-by: {json.dumps(signer)}",
    ]
    if until := sent.get("valid_until", ""):
        try:
            day = datetime.date.fromisoformat(until)
        except ValueError:
            raise UnusableArgument("the last day is written YYYY-MM-DD") from None
        if day < now.date():
            raise UnusableArgument("the last day has passed")
        lines.append(f"valid-until: {day.isoformat()}")
    lines.append("statements:")
    for vendor, answer in zip(enquiry.vendors, answers, strict=True):
        lines.append(f"  - vendor: {json.dumps(vendor)}")
        lines.append(f"    answer: {answer}")
        if scope:
            lines.append(f"    scope: {json.dumps(scope)}")
    return "\n".join(lines) + "\n"


def _keep(door: AccountsDoor, enquiry: Enquiry, text: str, address: str) -> None:
    """Keep the claims, then note that it was answered: killed between, the same answer can be sent again."""
    site, now = door.site(enquiry.organisation), door.clock()
    who = f"supplier:{enquiry.supplier}"
    with tempfile.TemporaryDirectory(prefix="flowdown-") as folder, site.writing():
        if not find_enquiry(door.database, door.secret, enquiry.link(door.secret), now):
            raise NoLink("this link was answered, or has ended")
        file = Path(folder) / f"enquiry-{enquiry.id}.yaml"
        file.write_text(text, encoding="utf-8")
        wanted = Wanted((file,), "attestation")
        (taken,) = bring_documents(wanted, site.target, now, file.parent, who, site.cache)
        if taken.why:
            raise UnusableArgument(f"the answer cannot be kept: {taken.why[0].message}")
        _join(enquiry, site, now)
        doer = Doer(enquiry.organisation, who, "link", address)
        close_enquiry(door.database, enquiry, doer, now, is_answer=True)


def _join(enquiry: Enquiry, site: Site, now: datetime.datetime) -> None:
    """Whoever asked said that the firm of this name is that supplier of the profile: their judgement, with their name."""
    node, named = f"supplier:{enquiry.supplier}", node_of_firm(enquiry.firm, site.cache)
    if node != named:
        add_statement(site.target, Statement(node, "same-as", named, enquiry.made_by), now)
