"""What every order says of every contract, contract by contract, with the words relied on: behind the memo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.evidence.profile.clause import name_clause, number_of
from flowdown.evidence.profile.contract import Contract, StatedClause
from flowdown.evidence.profile.field import Answer as YesNo
from flowdown.orders.norm import PartyTo
from flowdown.reason.setting import settings_of
from flowdown.report.dossier.answers import TERMS, Answer, Stands, Text, Texts, answers_on
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.meets import Later, later_orders, met_orders
from flowdown.report.dossier.paper import Absent, Blank, Paper, Sheet, Told, told
from flowdown.report.dossier.say import (
    day_or,
    number_of_contract,
    say_agency,
    say_amount,
    say_clause,
    say_role,
    status_of,
)


@dataclass(frozen=True, slots=True)
class ClauseTold:
    """A clause in a contract: its version, how it came in, where that is stated."""

    clause: str
    stands: str
    how: str
    at: str


@dataclass(frozen=True, slots=True)
class OrderInContract:
    """An order that a contract names."""

    order: str
    how: str
    at: str


@dataclass(frozen=True, slots=True)
class SettingTold:
    """A contract, or the company's own business, with what each order says of it."""

    id: str
    title: str
    number: Told
    agency: Told
    role: Told
    value: Told
    solicited: Told
    awarded: Told
    ends: Told
    at: str
    is_contract: bool
    clauses: tuple[ClauseTold, ...]
    orders: tuple[OrderInContract, ...]
    orders_complete: str
    answers: tuple[Answer, ...]
    terms: tuple[Answer, ...]
    open: tuple[Answer, ...]
    may_bind: tuple[str, ...]
    free: tuple[str, ...]
    later: tuple[Later, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UnmetOrder:
    """An order that reaches no contract and not the own business: whom it binds, and how it stands."""

    id: str
    title: str
    binds: str
    status: str


@dataclass(frozen=True, slots=True)
class AnnexContext:
    """The annex."""

    settings: tuple[SettingTold, ...]
    unmet: tuple[UnmetOrder, ...]
    stands: tuple[str, ...]
    texts: tuple[Text, ...]
    limits: tuple[str, ...]
    past_checked: tuple[str, ...]


_ANSWERED = (Stands.BREACH, Stands.EXEMPT, Stands.PERHAPS, Stands.FOUND, Stands.BINDS, Stands.CLAUSE)
_SHOWN = (*_ANSWERED[:4], Stands.DUTY, Stands.OPEN, Stands.BINDS, Stands.CLAUSE)


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    texts = Texts(facts)
    settings = tuple(_settings(facts, texts))
    if not settings:
        return Absent("the profile states no contract, and nothing was put to the own business")
    until = dict(facts.check.checked_until)
    past = tuple(f"{each} (followed until {until[each].isoformat()})" for each in facts.check.is_past_checked)
    stands = tuple(each.value for each in _SHOWN)
    context = AnnexContext(settings, tuple(_unmet(facts)), stands, texts.all(), facts.check.limits, past)
    return (Sheet("applicability-annex", "Annex to the applicability memo", context),)


def _unmet(facts: Facts) -> Iterator[UnmetOrder]:
    """Why an order reaches nothing is whom it binds, and how it stands."""
    met = met_orders(facts)
    for order in facts.orders:
        if order.id not in met:
            yield UnmetOrder(order.id, order.title, order.addressee, status_of(facts, order))


def _settings(facts: Facts, texts: Texts) -> Iterator[SettingTold]:
    library = _clauses_of_library(facts)
    for index, setting in enumerate(settings_of(facts.profile.contracts)):
        answers = answers_on(facts, setting.subject, texts)
        if setting.contract is None:
            yield _setting(facts, Contract(id=setting.id, title="own business"), answers, "", (), ())
        else:
            yield _setting(
                facts,
                setting.contract,
                answers,
                facts.stands_at(("contracts", index)),
                tuple(_clauses(facts, index, setting.contract, library)),
                tuple(_orders(facts, index, setting.contract)),
            )


def _setting(
    facts: Facts,
    contract: Contract,
    answers: tuple[Answer, ...],
    at: str,
    clauses: tuple[ClauseTold, ...],
    orders: tuple[OrderInContract, ...],
) -> SettingTold:
    with_clock = {each.order for each in facts.deadlines.clocks if each.contract == contract.id}
    counts = Counter(each.stands for each in answers)
    main = [each for each in answers if not each.id.startswith(TERMS)]
    complete = {YesNo.YES: "complete", YesNo.NO: "not complete", YesNo.UNKNOWN: "not known to be complete"}
    return SettingTold(
        contract.id,
        contract.title,
        number_of_contract(contract),
        say_agency(contract),
        say_role(contract),
        say_amount(contract),
        day_or(contract.solicited, f"day of the solicitation of {contract.id}"),
        day_or(contract.awarded, f"day of the award of {contract.id}"),
        day_or(contract.ends, f"last day of {contract.id}"),
        at,
        bool(at),
        clauses,
        orders,
        complete[contract.all_orders_listed],
        tuple(each for each in main if each.stands in _ANSWERED),
        tuple(each for each in answers if each.id.startswith(TERMS) and each.seen),
        tuple(each for each in main if each.stands in (Stands.DUTY, Stands.OPEN)),
        tuple(each.id for each in answers if each.stands == Stands.MAY_BIND),
        tuple(each.id for each in answers if each.stands == Stands.FREE and each.id not in with_clock),
        tuple(each for each in later_orders(facts) if each.where == contract.id),
        tuple(counts[each.value] for each in _SHOWN),
    )


def _clauses_of_library(facts: Facts) -> dict[str, str]:
    """The clauses that the orders speak of, by number."""
    terms = [
        bearer.party_to
        for order in facts.orders
        for bearer in (*(norm.bearer for norm in order.norms), *(duty.bearer for duty in order.duties))
        if isinstance(bearer.party_to, PartyTo) and bearer.party_to.clause
    ]
    return {number_of(term.clause): name_clause(term.clause) for term in terms}


def _clauses(facts: Facts, index: int, contract: Contract, library: dict[str, str]) -> Iterator[ClauseTold]:
    listed = contract.clauses if isinstance(contract.clauses, tuple) else ()
    for place, clause in enumerate(listed):
        at = facts.stands_at(("contracts", index, "clauses", place))
        read = f", {clause.document}{f' {clause.place}' if clause.place else ''}" if clause.document else ""
        present = {YesNo.YES: "in the contract", YesNo.NO: "not in the contract", YesNo.UNKNOWN: "not known"}
        yield ClauseTold(say_clause(clause), present[clause.present], _how(clause), f"{at}{read}")
    missing = [
        name for number, name in sorted(library.items()) if number not in {number_of(each.clause) for each in listed}
    ]
    is_whole = contract.all_clauses_listed is YesNo.YES and isinstance(contract.clauses, tuple)
    if missing:
        yield ClauseTold(
            ", ".join(missing),
            "not in the contract" if is_whole else "not known: the list of clauses is not complete",
            "the list of clauses is stated to be complete" if is_whole else "read the contract for it",
            facts.stands_at(("contracts", index, "all_clauses_listed")),
        )


def _how(clause: StatedClause) -> str:
    version = told(clause.version, "")
    missing = "; the month in its heading is not known" if isinstance(version, Blank) else ""
    since = day_or(clause.since, "")
    if clause.modification or not isinstance(since, Blank):
        by = f"by modification {clause.modification}" if clause.modification else "by a modification"
        return f"{by}{'' if isinstance(since, Blank) else f' of {since}'}{missing}"
    return f"from the start{missing}"


def _orders(facts: Facts, index: int, contract: Contract) -> Iterator[OrderInContract]:
    for place, entry in enumerate(contract.orders if isinstance(contract.orders, tuple) else ()):
        since = day_or(entry.since, "")
        by = f"by modification {entry.modification}" if entry.modification else "from the start"
        known = "" if entry.present is YesNo.YES else f", {entry.present.value}"
        how = f"{by}{'' if isinstance(since, Blank) else f', since {since}'}{known}"
        yield OrderInContract(entry.order, how, facts.stands_at(("contracts", index, "orders", place)))


PAPER = Paper(
    id="applicability-annex",
    title="Annex to the applicability memo",
    for_whom="counsel, contracts; to look things up",
    about="contract by contract: the clauses, what each order says, and the words relied on",
    rank=21,
    build=_build,
)
