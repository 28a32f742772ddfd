"""Ask a person for the few facts on which most answers hang."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

from flowdown.evidence.profile.clause import examine_version, month_of, name_clause, number_of, split_clause
from flowdown.evidence.profile.contract import AgencyKind, Contract, ContractKind, StatedClause
from flowdown.evidence.profile.identifier import examine_cage, examine_piid, examine_uei
from flowdown.evidence.profile.party import Customer, Organisation, Person
from flowdown.evidence.profile.profile import OWN_BUSINESS, US, Profile, ids_of
from flowdown.evidence.profile.read_profile import make_id
from flowdown.evidence.tables.cell import read_day


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `suggestion` is taken for an empty answer; `why` says what the answer is good for."""

    text: str
    why: str = ""
    suggestion: str = ""


Ask = Callable[[Asked], str]
"""Puts a question and returns the answer; empty if there is none. Raises `EOFError` when no more is answered."""
Tell = Callable[[str], None]

_KINDS = {
    "d": AgencyKind.DEFENSE,
    "i": AgencyKind.INTELLIGENCE,
    "c": AgencyKind.CIVILIAN,
    "s": AgencyKind.STATE,
    "f": AgencyKind.FOREIGN,
    "p": AgencyKind.PRIVATE,
}


def interview(found: Profile, ask: Ask, tell: Tell) -> Profile:
    """What is found, with what is answered; whoever stops answering early keeps what was answered."""
    has_ended = False

    def put(question: Asked) -> str:
        nonlocal has_ended
        if has_ended:
            return ""
        try:
            return ask(question)
        except EOFError:
            has_ended = True
            tell("")
            return ""

    tell("A few questions. Enter alone leaves one open, Ctrl-D skips the rest; all of it can be changed in the file.")
    profile = replace(found, organisation=_ask_organisation(found.organisation, put, tell))
    while longer := _ask_contract(profile, put, tell):
        profile = longer
    return _ask_served(_ask_person(profile, put), put, tell)


def _ask_organisation(us: Organisation, ask: Ask, tell: Tell) -> Organisation:
    name = ask(Asked("Legal name of your organisation", suggestion=us.name or us.id)) or us.name
    uei = _until_sound(ask, tell, Asked("Its UEI", "12 characters, on your SAM.gov page"), _uei)
    cage = _until_sound(ask, tell, Asked("Its CAGE code", "5 characters"), _cage)
    return replace(us, id=make_id(name) or us.id or "our-organisation", name=name, uei=uei.upper(), cage=cage.upper())


def _ask_contract(profile: Profile, ask: Ask, tell: Tell) -> Profile | None:
    """The profile with one contract more; None when there is none."""
    text = "The next contract" if profile.contracts else "A contract or subcontract that you hold: its name or number"
    name = ask(Asked(text, "Enter: no more"))
    if not name:
        return None
    identity = _free(make_id(name) or "contract", _taken(profile))
    contract = Contract(id=identity, title=name if name != identity else "")
    longer = _ask_customer(profile, contract, ask)
    return replace(longer, contracts=(*profile.contracts, _ask_terms(longer.contracts[-1], ask, tell)))


def _ask_customer(profile: Profile, contract: Contract, ask: Ask) -> Profile:
    """The profile with the contract and its customer."""
    name = ask(Asked("  Who is your customer", "the prime, the next higher tier, or the agency"))
    party = next((each.id for each in profile.customers if each.name == name), "")
    customers = profile.customers
    if name and not party:
        party = _free(make_id(name) or "customer", _taken(profile) | {contract.id})
        customers = (*customers, Customer(party, name))
    held = replace(contract, customer=party or None)
    return replace(profile, contracts=(*profile.contracts, held), customers=customers)


def _ask_terms(contract: Contract, ask: Ask, tell: Tell) -> Contract:
    """The contract with whose it is, its days, number and clauses."""
    kind = _until_sound(ask, tell, Asked("  Whose work is it in the end", _kinds()), _agency_kind)
    tier = _until_sound(ask, tell, Asked("  Your tier", "0 you are the prime, 1 you work for the prime, 2 ..."), _tier)
    awarded = _ask_day(ask, tell, Asked("  Date of award", "as 2025-11-14"), None)
    why = "orders issued later bind only if they were added"
    solicited = _ask_day(ask, tell, Asked("  Date of the solicitation", why), awarded)
    piid = ""
    if kind not in ("p", "s", "f"):
        wanted = Asked("  The Government's contract number (PIID)", "13 to 17 characters, as N00104-26-C-0001")
        piid = _until_sound(ask, tell, wanted, lambda text: examine_piid(text, awarded).fault)
    return replace(
        contract,
        piid=piid or None,
        agency_kind=_KINDS.get(kind, AgencyKind.UNKNOWN),
        kind=ContractKind.SUBCONTRACT if tier and int(tier) else ContractKind.UNKNOWN,
        tier=int(tier) if tier else None,
        solicited=solicited,
        awarded=awarded,
        clauses=_ask_clauses(ask, tell) or None,
    )


def _ask_clauses(ask: Ask, tell: Tell) -> tuple[StatedClause, ...]:
    clauses: list[StatedClause] = []
    question = Asked("  A clause with its date, as FAR 52.204-25 (NOV 2021)", "one at a time; Enter: no more")
    while text := _until_sound(ask, tell, question, _clause):
        clause, version, alternate = split_clause(text)
        if number_of(clause) not in {number_of(each.clause) for each in clauses}:
            clauses.append(StatedClause(name_clause(clause), version or None, alternate))
        question = Asked("  Another clause", "Enter: no more")
    return tuple(clauses)


def _ask_person(profile: Profile, ask: Ask) -> Profile:
    name = ask(Asked("Who sends reports to contracting offices or primes", "a name"))
    person = Person(_free(make_id(name) or "person", _taken(profile)), name, ("contracts", "reports"))
    return replace(profile, people=(*profile.people, person)) if name else profile


def _ask_served(profile: Profile, ask: Ask, tell: Tell) -> Profile:
    known = {each.id for each in profile.contracts} | {OWN_BUSINESS}
    repositories = []
    for each in profile.repositories:
        question = Asked(f"What does the code of `{each.id}` work for", " ".join(sorted(known)))
        text = _until_sound(ask, tell, question, lambda words: _names(words, known))
        repositories.append(replace(each, serves=tuple(text.replace(",", " ").split()) or None))
    return replace(profile, repositories=tuple(repositories))


def _until_sound(ask: Ask, tell: Tell, question: Asked, fault_of: Callable[[str], str]) -> str:
    while True:
        answer = ask(question).strip()
        fault = fault_of(answer) if answer else ""
        if not fault:
            return answer
        tell(f"{fault}. Enter alone leaves it open")


def _kinds() -> str:
    return "d defense, i intelligence, c civilian agency, s state, f foreign, p private"


def _agency_kind(text: str) -> str:
    return "" if text in _KINDS else f"`{text}` is none of these letters"


def _tier(text: str) -> str:
    return "" if text.isascii() and text.isdigit() and int(text[:3]) <= 20 else f"`{text}` is no tier"


def _ask_day(ask: Ask, tell: Tell, question: Asked, latest: datetime.date | None) -> datetime.date | None:
    def fault_of(text: str) -> str:
        try:
            day = read_day(text)
        except ValueError as error:
            return str(error)
        if day and latest and day > latest:
            return f"{day.isoformat()} is after the award of {latest.isoformat()}"
        return ""

    answer = _until_sound(ask, tell, question, fault_of)
    day = read_day(answer) if answer else None
    if day and answer != day.isoformat():
        tell(f"  taken as {day.isoformat()}")
    return day


def _uei(text: str) -> str:
    return examine_uei(text).fault


def _cage(text: str) -> str:
    return examine_cage(text).fault


def _clause(text: str) -> str:
    clause, version, _ = split_clause(text)
    number = number_of(clause)
    if not number:
        return f"`{text}` is no clause with its date"
    month = month_of(version) if version else ""
    return examine_version(number, month)[0] if month else ""


def _names(text: str, known: set[str]) -> str:
    lost = [word for word in text.replace(",", " ").split() if word not in known]
    return f"`{lost[0]}` is none of them" if lost else ""


def _taken(profile: Profile) -> frozenset[str]:
    named = ids_of(
        profile.contracts, profile.customers, profile.systems, profile.suppliers, profile.firms, profile.people
    )
    return named | {profile.organisation.id, OWN_BUSINESS, US}


def _free(name: str, taken: frozenset[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
