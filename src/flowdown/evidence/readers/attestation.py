"""Reads attestations and answered questionnaires of suppliers, in the form of `docs/attestation.md`.

Each statement becomes one claim with who says so (and who signed) as its attribution: *yes* supports "uses", *no* denies it, *unknown*
leaves it open. A statement with a scope is said of the part of the firm that the scope names, and of nothing else; one
without a day of its end holds until somebody says otherwise. Nothing is concluded from a vendor that is not asked about.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import node, plain
from flowdown.evidence.attestation.form import FORM, WANTED, Statement, read_statements
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.profile.read_profile import make_id
from flowdown.evidence.reader import Reader, ReaderExample, Yield
from flowdown.evidence.sayings import ReadingMode

_FORM = re.compile(rf"^form: *[\"']?{re.escape(FORM)}[\"']?\s*$", re.MULTILINE)


def _recognise(head: Head) -> str:
    if head.is_binary or head.first_sign in "{[<":
        return ""
    if _FORM.search(head.text[:8192]):
        return "attestation YAML"
    return "attestation CSV" if set(head.headings) >= WANTED else ""


def _read(incoming: Incoming) -> Iterator[Yield]:
    is_table = not _FORM.search(incoming.head().text[:8192])
    for each in read_statements(incoming, is_table):
        if isinstance(each, Statement):
            yield from _claims(incoming, each)
        else:
            yield each


def _claims(incoming: Incoming, said: Statement) -> Iterator[Yield]:
    speaker = incoming.names.firm(said.says, "supplier", uei=said.uei, cage=said.cage)
    firm = incoming.names.firm(said.about, "supplier") if said.about else speaker
    place, until = said.place, said.valid_until
    period = (said.date, until + datetime.timedelta(days=1) if until else None)
    yield incoming.claim(speaker, Predicate.NAMED, f"text:{plain(said.says)}", place)
    for scheme, value in (("uei", said.uei), ("cage", said.cage)):
        if value:
            yield incoming.claim(speaker, Predicate.IDENTIFIED_BY, f"identifier:{scheme}/{plain(value).upper()}", place)
    # NOTE: the claim has no qualifiers, since a denial opposes only what is said with at least those that it has.
    signer = make_id(said.signed_by)
    speakers = (node("person", signer), speaker) if signer else (speaker,)
    subject = firm
    if said.scope:
        subject = node("service", f"{firm.partition(':')[2]}/{make_id(said.scope) or plain(said.scope)}")
        yield incoming.claim(firm, Predicate.CONTAINS, subject, place, said_by=speakers)
        yield incoming.claim(subject, Predicate.NAMED, f"text:{plain(said.scope)}", place)
    vendor, is_sure = incoming.names.vendor_of(said.vendor)
    makers = () if is_sure else tuple(incoming.names.makers_of_model(said.vendor))
    object_ = vendor if is_sure else incoming.names.model(said.vendor) if makers else incoming.names.firm(said.vendor)
    yield incoming.claim(
        subject,
        Predicate.USES,
        object_,
        place,
        period=period,
        stance=said.answer,
        said_by=speakers,
    )
    if said.question:
        yield incoming.claim(subject, Predicate.DESCRIBED, f"text:{plain(said.question)}", place, of="question")
    for maker, lineage in makers:
        yield incoming.claim(object_, Predicate.MADE_BY, maker, place, basis="model", lineage=lineage)


READER = Reader(
    id="attestation",
    about="attestations and answered questionnaires of suppliers, in a form of ours",
    formats=("attestation CSV", "attestation YAML"),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.STATES,
    examples=(
        ReaderExample(
            "answers.csv",
            "says,vendor,answer,scope,date,signed_by,valid_until\n"
            "Brightfold Widgets LLC,DeepSeek,no,,2026-01-15,Chief of Security,2027-01-14\n"
            "Brightfold Widgets LLC,OpenAI,yes,customer portal,2026-01-15,Chief of Security,\n",
            says=(
                "supplier:brightfold-widgets-llc uses vendor:deepseek",
                "supplier:brightfold-widgets-llc contains service:brightfold-widgets-llc/customer-portal",
                "service:brightfold-widgets-llc/customer-portal uses vendor:openai",
            ),
            never=("supplier:brightfold-widgets-llc uses vendor:openai",),
        ),
        ReaderExample(
            "answers.yaml",
            f"form: {FORM}\nsays: Brightfold Widgets LLC\ndate: 2026-01-15\nstatements:\n"
            "  - vendor: Kaspersky\n    answer: no\n  - vendor: Hikvision\n    answer: maybe\n",
            says=("supplier:brightfold-widgets-llc uses vendor:kaspersky",),
            breaks=("the answer is yes, no or unknown, not `maybe`",),
        ),
        ReaderExample("poll.csv", "question,answer\nTea?,yes\n", never=("supplier:",)),
    ),
    checks_schema=True,
)
