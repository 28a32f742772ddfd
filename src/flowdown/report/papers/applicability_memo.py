"""Does an order bind us, in which contracts, since when: order by order over all contracts, short enough to be read."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from flowdown.orders.norm import names
from flowdown.reason.setting import Setting, settings_of
from flowdown.report.dossier.answers import ORDER, TERMS, Answer, ReadingTold, Stands, Text, Texts, answers_on, stands
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.meets import Later, later_orders, met_orders
from flowdown.report.dossier.paper import Absent, Paper, Sheet, Told
from flowdown.report.dossier.say import day_or, number_of_contract, say_agency, say_clause, say_role
from flowdown.report.dossier.unknown_makers import UnknownMaker, makers_named, unknown_makers
from flowdown.report.norm_words import say_contexts
from flowdown.report.organisation_summary import short
from flowdown.report.words import listed

_MET = (Stands.BREACH, Stands.EXEMPT, Stands.PERHAPS, Stands.FOUND)
_OPEN = (Stands.DUTY, Stands.OPEN)
_BOUND = (Stands.BINDS, Stands.CLAUSE)
_FEW = 4
_SHARED = 4
"""Orders on which a question bears that is told once for all of them."""
_SHORT = {
    Stands.BREACH: "forbidden and used",
    Stands.EXEMPT: "stayed or excepted, and used",
    Stands.PERHAPS: "used, and open whether it is forbidden",
    Stands.FOUND: "binding, with a find on record",
    Stands.BINDS: "binding, nothing seen",
    Stands.CLAUSE: "with the clause in it, nothing seen",
}
OWN = "own business"


@dataclass(frozen=True, slots=True)
class ContractTold:
    """A contract in one line: what stands worst in it."""

    id: str
    number: Told
    agency: Told
    role: Told
    awarded: Told
    worst: str


@dataclass(frozen=True, slots=True)
class OrderTold:
    """What one order means, for all contracts in which it stands alike."""

    id: str
    order: str
    title: str
    stands: str
    contracts: str
    is_first: bool
    by: tuple[str, ...]
    since: str
    binds: str
    scope: str
    status: str
    says: str
    seen: tuple[str, ...]
    more_seen: int
    quotes: tuple[Text, ...]
    readings: tuple[ReadingTold, ...]
    asks: tuple[str, ...]
    more_asks: int


@dataclass(frozen=True, slots=True)
class OpenTold:
    """An order of which it is open whether it binds, what is seen of the vendors that it names, and what would settle it."""

    id: str
    title: str
    contracts: str
    seen: tuple[str, ...]
    asks: str


@dataclass(frozen=True, slots=True)
class MemoContext:
    """The memo."""

    contracts: tuple[ContractTold, ...]
    met: tuple[OrderTold, ...]
    bound: tuple[OrderTold, ...]
    open: tuple[OpenTold, ...]
    shared: tuple[str, ...]
    open_seen: tuple[OpenTold, ...]
    later: tuple[Later, ...]
    terms: tuple[OpenTold, ...]
    unknown: tuple[UnknownMaker, ...]
    turn_on_maker: tuple[str, ...]
    duties: int
    unmet: int
    limits: tuple[str, ...]
    past_checked: tuple[str, ...]


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    texts = Texts(facts)
    settings = settings_of(facts.profile.contracts)
    answers = {_name(each): answers_on(facts, each.subject, texts) for each in settings}
    if not any(answers.values()):
        return Absent("the profile states no contract, and nothing was put to the own business")
    told, shared = tuple(_orders(facts, answers, texts)), tuple(_shared(answers))
    until = dict(facts.check.checked_until)
    met = met_orders(facts)
    unknown = tuple(unknown_makers(facts))
    context = MemoContext(
        tuple(_contract(each, answers[_name(each)]) for each in settings),
        tuple(each for each in told if each.stands in _MET),
        tuple(each for each in told if each.stands in _BOUND),
        tuple(_open(answers, shared, _is_open)),
        shared,
        tuple(_open(answers, (), _is_open_and_seen)),
        later_orders(facts),
        tuple(_open(answers, (), _is_term)),
        unknown,
        tuple(each.title for each in facts.orders if each.id in met and makers_named(facts, each)) if unknown else (),
        len(facts.deadlines.clocks),
        sum(order.id not in met for order in facts.orders),
        facts.check.limits,
        tuple(f"{each} (followed until {until[each].isoformat()})" for each in facts.check.is_past_checked),
    )
    return (Sheet("applicability-memo", "Applicability memo", context),)


def _name(setting: Setting) -> str:
    return setting.id if setting.contract is not None else OWN


def _contract(setting: Setting, answers: Sequence[Answer]) -> ContractTold:
    main = [each for each in answers if not each.id.startswith(TERMS)]
    counts = [(stands, [each for each in main if each.stands == stands]) for stands in ORDER]
    told = [f"{len(found)} {_SHORT[stands]}" for stands, found in counts if found and stands in _SHORT]
    worst = "; ".join(told) or "none is met, and none binds by a known clause"
    contract = setting.contract
    if contract is None:
        return ContractTold(OWN, "–", "–", "–", "–", worst)
    awarded = day_or(contract.awarded, f"day of the award of {contract.id}")
    return ContractTold(
        contract.id, number_of_contract(contract), say_agency(contract), say_role(contract), awarded, worst
    )


def _orders(facts: Facts, answers: dict[str, tuple[Answer, ...]], texts: Texts) -> Iterator[OrderTold]:
    """Each order once for each way in which it stands, the worst first."""
    groups: dict[tuple[int, str], list[tuple[str, Answer]]] = defaultdict(list)
    for name, found in answers.items():
        for each in found:
            if each.stands in (*_MET, *_BOUND) and not each.id.startswith(TERMS):
                groups[each.rank, each.id].append((name, each))
    quoted = {each.id: each for each in texts.all()}
    # With many orders the memo tells less of each: the annex has it whole.
    few = _FEW if sum(rank < ORDER.index(Stands.DUTY) for rank, _ in groups) <= _FEW else _FEW // 2
    seen: set[str] = set()
    for (_, identity), group in sorted(groups.items()):
        where = _contracts([name for name, _ in group], answers)
        yield _order(facts, identity, group, quoted, where, few, is_first=identity not in seen)
        seen.add(identity)


def _contracts(names: Sequence[str], answers: dict[str, tuple[Answer, ...]]) -> str:
    """Which contracts, in few words where it is most of them."""
    missing = [each for each in answers if each not in names]
    if len(names) > _FEW and not missing:
        return f"all contracts and the {OWN}"
    if len(names) > _FEW and len(missing) < _FEW:
        return f"all but {listed(tuple(missing))}"
    return listed(tuple(names))


def _order(
    facts: Facts,
    identity: str,
    group: Sequence[tuple[str, Answer]],
    quoted: dict[str, Text],
    where: str,
    few: int,
    *,
    is_first: bool,
) -> OrderTold:
    order = facts.order(identity)
    first = group[0][1]
    scope = _scope(facts, identity, {name for name, _ in group}, first.stands)
    seen = _once(each for _, answer in group for each in answer.seen)
    asks = _once(each for _, answer in group for each in answer.asks)
    return OrderTold(
        f"{identity} {first.stands}",
        identity,
        first.title,
        first.stands,
        where,
        is_first,
        _once(clause.removesuffix(f" in {name}") for name, answer in group for clause in answer.clauses),
        "; ".join((first.status.split(" (", 1)[0].split(";", 1)[0], *_once(_since(facts, group)))),
        order.addressee if order is not None else "",
        scope,
        first.status,
        first.says,
        seen[:few],
        max(len(seen) - few, 0),
        tuple(quoted[name] for name in _once(name for _, answer in group for name in answer.texts)[: few // 2]),
        tuple(dict.fromkeys(each for _, answer in group for each in answer.readings))[:few],
        asks[: few + 1],
        max(len(asks) - few - 1, 0) + max(answer.more_asks for _, answer in group),
    )


def _since(facts: Facts, group: Sequence[tuple[str, Answer]]) -> Iterator[str]:
    """Since when a contract stands under it by a clause: the day of the award, or of the modification that brought it."""
    contracts = {each.id: each for each in facts.profile.contracts}
    for name, answer in group:
        contract = contracts.get(name)
        if contract is None or not answer.clauses or not isinstance(contract.clauses, tuple):
            continue
        for clause in contract.clauses:
            if not any(say_clause(clause) in each for each in answer.clauses):
                continue
            day = clause.since if clause.modification else contract.awarded
            if isinstance(day, datetime.date):
                yield f"in {name} since {day.isoformat()}"
            else:
                yield f"in {name} since a day that the profile does not state"


def _scope(facts: Facts, identity: str, where: set[str], how: str) -> str:
    """In which work the norms speak on which the answer rests."""
    order = facts.order(identity)
    decisive = {
        each.norm
        for each in facts.check.determinations
        if each.order == identity and stands(facts, each) == how and short(each.subject) in where
    }
    found = [each for each in (order.norms if order is not None else ()) if f"{identity}/{each.id}" in decisive]
    if not found or any(each.contexts is None for each in found):
        return "in any work"
    known = {each.id: each.name for each in facts.library.contexts}
    return say_contexts(tuple(dict.fromkeys(name for each in found for name in names(each.contexts))), known)


def _shared(answers: dict[str, tuple[Answer, ...]]) -> Iterator[str]:
    """The questions that bear on several orders of which nothing was seen."""
    about: dict[str, set[str]] = defaultdict(set)
    for found in answers.values():
        for each in found:
            for ask in each.asks if each.stands in _OPEN and not each.id.startswith(TERMS) else ():
                about[ask].add(each.id)
    yield from (ask for ask, orders in about.items() if len(orders) >= _SHARED)


def _is_term(answer: Answer) -> bool:
    return answer.id.startswith(TERMS) and bool(answer.seen)


def _is_open(answer: Answer) -> bool:
    return not answer.id.startswith(TERMS) and answer.stands in _OPEN and not answer.seen


def _is_open_and_seen(answer: Answer) -> bool:
    return not answer.id.startswith(TERMS) and answer.stands in _OPEN and bool(answer.seen)


def _open(
    answers: dict[str, tuple[Answer, ...]], shared: Sequence[str], belongs: Callable[[Answer], bool]
) -> Iterator[OpenTold]:
    groups: dict[str, list[tuple[str, Answer]]] = defaultdict(list)
    for name, found in answers.items():
        for each in found:
            if belongs(each):
                groups[each.id].append((name, each))
    for identity, group in sorted(groups.items()):
        asks = _once(ask for _, each in group for ask in each.asks)
        own = [ask for ask in asks if ask not in shared]
        words = " ".join(own[:2]) or ("what is asked above" if asks else group[0][1].says)
        where = _contracts([name for name, _ in group], answers)
        seen = _once(line for _, each in group for line in each.seen)
        yield OpenTold(identity, group[0][1].title, where, seen[:_FEW], words)


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


PAPER = Paper(
    id="applicability-memo",
    title="Applicability memo",
    for_whom="counsel, contracts",
    about="which order binds in which contract, since when, by which clause and version, and what is open",
    rank=20,
    build=_build,
)
