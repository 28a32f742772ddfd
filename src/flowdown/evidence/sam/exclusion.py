"""One exclusion, from a row of the extract or an answer of the interface, and what it states."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import node, plain
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.reader import Unread, Yield
from flowdown.evidence.sam.registration import Object, about, inner, objects, read_day, text

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Who is excluded from what, by whom, from when until when. Of a person only the name."""

    classification: str
    name: str
    uei: str
    cage: str
    number: str
    country: str
    kind: str
    program: str
    agency: str
    code: str
    comment: str
    status: str
    from_: datetime.date | None
    until: datetime.date | None


def from_cells(cells: Mapping[str, str]) -> Exclusion:
    """The exclusion in a row."""

    def cell(*names: str) -> str:
        value = next((found for name in names if (found := cells.get(name, ""))), "")
        return "" if value.lower() == "null" else value

    person = " ".join(filter(None, (cell(each) for each in ("prefix", "first", "middle", "last", "suffix"))))
    return Exclusion(
        cell("classification", "classificationtype"),
        cell("name", "entityname", "firmname") or person,
        cell("uniqueentityid", "ueisam").upper(),
        cell("cage", "cagecode").upper(),
        cell("samnumber"),
        cell("country", "countrycode"),
        cell("exclusiontype"),
        cell("exclusionprogram"),
        cell("excludingagency", "excludingagencyname", "excludingagencycode"),
        cell("ctcode"),
        cell("additionalcomments"),
        cell("recordstatus"),
        read_day(cell("activedate", "activationdate", "activatedate")),
        read_day(cell("terminationdate")),
    )


def from_answer(entity: Object) -> Exclusion:
    """The exclusion in an entity of the interface; of several actions the last to begin counts."""
    details, who = inner(entity, "exclusionDetails"), inner(entity, "exclusionIdentification")
    address = inner(entity, "exclusionPrimaryAddress") or inner(entity, "exclusionAddress")
    more = inner(entity, "exclusionOtherInformation")
    actions = objects(inner(entity, "exclusionActions").get("listOfActions"))
    actions.sort(key=lambda each: read_day(each.get("activateDate")) or datetime.date.min)
    last = actions[-1] if actions else {}
    person = " ".join(filter(None, (text(who, each) for each in ("firstName", "middleName", "lastName"))))
    return Exclusion(
        text(details, "classificationType"),
        text(who, "entityName") or text(who, "name") or person,
        text(who, "ueiSAM").upper(),
        text(who, "cageCode").upper(),
        "",
        text(address, "countryCode"),
        text(details, "exclusionType"),
        text(details, "exclusionProgram"),
        text(details, "excludingAgencyName") or text(details, "excludingAgencyCode"),
        text(more, "ctCode"),
        text(more, "additionalComments"),
        text(last, "recordStatus"),
        read_day(last.get("activateDate")),
        read_day(last.get("terminationDate")),
    )


def state(incoming: Incoming, exclusion: Exclusion, place: str) -> Iterator[Yield]:
    """What an exclusion says. The comment of a firm says how far it goes: it may be about some products only."""
    if exclusion.classification.casefold() == "vessel":
        return
    is_person = exclusion.classification.casefold() == "individual"
    if is_person:
        who = node("person", f"sam/{exclusion.number or f'{incoming.revision[-16:]}/{place}'}")
        if name := plain(exclusion.name)[:400]:
            yield incoming.claim(who, Predicate.NAMED, f"text:{name}", place)
    else:
        who = incoming.names.firm(exclusion.name, uei=exclusion.uei, cage=exclusion.cage)
        if not who:
            yield Unread("names nobody who is excluded", incoming.where(place))
            return
        yield from about(incoming, who, place, (exclusion.name,), exclusion.uei, exclusion.cage)
        if country := plain(exclusion.country)[:60]:
            yield incoming.claim(who, Predicate.LOCATED_IN, node("place", country), place)
    from_, until = exclusion.from_, exclusion.until
    if from_ and until and until <= from_:
        until = from_ + _DAY
    yield incoming.claim(
        who,
        Predicate.DESCRIBED,
        f"text:{plain(exclusion.kind)[:200] or 'excluded'}",
        place,
        period=(from_, until),
        of="exclusion",
        program=plain(exclusion.program)[:100],
        agency=plain(exclusion.agency)[:200],
        cause=plain(exclusion.code)[:50],
        status=plain(exclusion.status)[:50],
        number=plain(exclusion.number)[:50],
    )
    if not is_person and (comment := plain(exclusion.comment)[:800]):
        yield incoming.claim(
            who, Predicate.DESCRIBED, f"text:{comment}", place, period=(from_, until), of="exclusion-comment"
        )
