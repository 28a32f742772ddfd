"""The first page of a dossier: what is in it, for whom, what to do first, what is due, what is to be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowdown.base.truth import Truth
from flowdown.evidence.profile.contract import Contract
from flowdown.reason.determination import Determination, Outcome
from flowdown.reason.running import State
from flowdown.report.dossier.answers import TERMS, telling
from flowdown.report.dossier.clocks import ClockTold, apart, gather, of_finds, tell
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Paper, Sheet
from flowdown.report.dossier.say import brief
from flowdown.report.dossier.unknown_makers import unknown_makers
from flowdown.report.dossier.unreported import unreported, vendors_of
from flowdown.report.organisation_summary import count_questions, short
from flowdown.report.words import count, listed

_FEW = 5


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in the list."""

    paper: str
    name: str
    title: str
    for_whom: str
    about: str
    blanks: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A paper that is left out."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class IndexContext:
    """The first page."""

    summary: tuple[str, ...]
    first: tuple[str, ...]
    clocks: tuple[ClockTold, ...]
    documents: tuple[Listed, ...]
    absent: tuple[LeftOut, ...]
    blanks: int
    formats: tuple[str, ...]
    is_signed: bool


def index_sheet(
    facts: Facts,
    documents: Sequence[tuple[Paper, Sheet, int]],
    absent: Sequence[tuple[Paper, str]],
    formats: tuple[str, ...],
    *,
    is_signed: bool,
) -> Sheet:
    """The first page, once the documents are filled."""
    context = IndexContext(
        tuple(_summary(facts)),
        tuple(_first(facts)),
        gather(tuple(tell(each) for each in apart(facts.deadlines.clocks) if each.state is not State.MET)),
        tuple(
            Listed(paper.id, sheet.name, sheet.title, paper.for_whom, paper.about, blanks)
            for paper, sheet, blanks in documents
        ),
        tuple(LeftOut(paper.title, why) for paper, why in absent),
        sum(blanks for _, _, blanks in documents),
        formats,
        is_signed,
    )
    return Sheet("index", f"Dossier of {facts.organisation}", context)


def _summary(facts: Facts) -> Iterator[str]:
    """The state of things in a few sentences."""
    contracts = len(facts.profile.contracts)
    yield f"{count(len(facts.orders), 'order')} put to {count(contracts, 'contract')} and the company's own business."
    for outcome, words in (
        (Outcome.BREACH, "Forbidden and seen in use"),
        (Outcome.EXEMPT, "Stayed, waived or excepted, and seen in use"),
    ):
        found = [each for each in facts.check.determinations if each.outcome is outcome]
        told = tuple(dict.fromkeys(f"{_title(facts, each.order)} in {short(each.subject)}" for each in found))
        yield f"{words}: {listed(told) if told else 'nothing'}."
    seen = list(_open_and_seen(facts))
    yield f"Seen in use, and open whether it is forbidden: {'; '.join(seen) if seen else 'nothing'}."
    terms = {each.order for each in facts.check.determinations if each.order.startswith(TERMS) and _is_open(each)}
    if terms:
        yield f"Vendors' own terms that ask what a seen use is for: {listed(tuple(f'`{each}`' for each in sorted(terms)))} (applicability memo)."
    devices = tuple(each.what for each in unknown_makers(facts))
    if devices:
        yield f"Devices whose maker is not known, so that nothing can be certified of them: {'; '.join(devices)}."
    clocks = apart(facts.deadlines.clocks)
    states = [each.state for each in clocks]
    perhaps = sum(each.state is State.OVERDUE and each.applies.truth is not Truth.YES for each in clocks)
    yield (
        f"Clocks: {states.count(State.OVERDUE)} overdue{f' ({perhaps} of them only if they bind)' if perhaps else ''}, {states.count(State.RUNNING)} running, "
        f"{states.count(State.WAITING)} waiting for a first report, {states.count(State.NOT_KNOWN)} with an end not known."
    )


def _is_open(each: Determination) -> bool:
    return each.outcome is Outcome.UNDETERMINED and bool(each.places)


def _open_and_seen(facts: Facts) -> Iterator[str]:
    """Which vendor in which contract, by which order: what is seen, and of which nobody can say that it is allowed."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for each in facts.check.determinations:
        if _is_open(each) and not each.order.startswith(TERMS):
            vendors = dict(vendors_of(facts, each))
            names = listed(tuple(sorted(map(facts.vendor_name, vendors)))) or "what is stated"
            found.setdefault((names, short(each.subject)), {})[_title(facts, each.order)] = None
    for (names, where), orders in found.items():
        yield f"{names} in {where} by {listed(tuple(orders))}"


def _until_settled(facts: Facts) -> Iterator[str]:
    """What to do meanwhile about what is seen and open: a careful way, and whom to ask."""
    for told in _open_and_seen(facts):
        yield f"Open, and in use: {told}."
    subjects = dict.fromkeys(
        short(each.subject)
        for each in facts.check.determinations
        if _is_open(each) and not each.order.startswith(TERMS)
    )
    for name in subjects:
        contract = facts.contract(name)
        asked = _asked(facts, contract) if contract is not None else "counsel"
        yield (
            f"Until that is settled for {name}, treat what is open as forbidden there: let no new work rest on it, prepare the way out, "
            f"and ask {asked} in writing. Whether it is forbidden is for counsel to say."
        )


def _asked(facts: Facts, contract: Contract) -> str:
    """Who can say what a contract asks: the prime for a subcontractor, else the contracting officer."""
    if isinstance(contract.tier, int) and contract.tier > 0:
        names = {each.id: each.name or each.id for each in facts.profile.customers}
        whom = contract.customer if isinstance(contract.customer, str) and contract.customer != "unknown" else ""
        return f"the prime ({names.get(whom, whom)})" if whom else "the prime"
    return "the contracting officer" if contract.agency_kind.value != "private" else "the customer"


def _title(facts: Facts, identity: str) -> str:
    """An order by its title and its id."""
    order = facts.order(identity)
    return f"{brief(order.title)} (`{identity}`)" if order is not None else f"`{identity}`"


def _overdue(facts: Facts, *, binds: bool) -> Iterator[str]:
    """What is past its day and binds for sure, or only perhaps: a line for each duty and thing found."""
    groups: dict[tuple[str, str], list[str]] = {}
    for clock in apart(facts.deadlines.clocks):
        if clock.state is State.OVERDUE and (clock.applies.truth is Truth.YES) is binds:
            groups.setdefault((clock.title, clock.what), []).append(clock.contract)
    for (title, what), found in groups.items():
        contracts = tuple(dict.fromkeys(found))
        more = f" and {len(contracts) - _FEW} more" if len(contracts) > _FEW + 1 else ""
        told = ", ".join(contracts[:_FEW]) + more if more else listed(contracts)
        yield f"Overdue{'' if binds else ', if it binds'}: {title}{f' ({what})' if what else ''}: {told}."


def _first(facts: Facts) -> Iterator[str]:
    """What to do first, the most pressing first."""
    yield from _overdue(facts, binds=True)
    reports = [each for each in of_finds(facts) if each.state in (State.RUNNING, State.NOT_KNOWN) and not each.follows]
    for clock in reports:
        told = tell(clock)
        due = told.due if isinstance(told.due, str) else "on a day not known"
        yield f"Report by {due}{f' ({told.perhaps})' if told.perhaps else ''}: {clock.title}, {clock.contract} ({clock.what})."
    breaches = [each for each in facts.check.determinations if each.outcome is Outcome.BREACH]
    for name in dict.fromkeys(
        f"{_title(facts, each.order)} forbids what is seen in use in {short(each.subject)}" for each in breaches
    ):
        yield f"{name}: stop it or ask for relief (applicability memo, waiver request)."
    yield from _until_settled(facts)
    yield from unreported(facts)
    yield from _overdue(facts, binds=False)
    open_points = [each for each in facts.check.determinations if each.outcome is Outcome.UNDETERMINED and each.places]
    open_points = [each for each in open_points if not each.order.startswith(TERMS)] or open_points
    open_points = list(telling(facts, open_points))
    for question, number in count_questions(open_points)[:_FEW]:
        yield f"Settle: {question.asks[:1].upper()}{question.asks[1:]} ({count(number, 'answer')} {'turns' if number == 1 else 'turn'} on it)"
