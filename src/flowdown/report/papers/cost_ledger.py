"""A ledger of what following an order costs, tied to the written direction that asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from flowdown.reason.setting import settings_of
from flowdown.report.dossier.answers import TERMS, Stands, Texts, answers_on
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Absent, Paper, Sheet, Told
from flowdown.report.dossier.say import number_of_contract, say_amount

_TOUCHED = (Stands.BREACH, Stands.EXEMPT, Stands.PERHAPS, Stands.FOUND)


@dataclass(frozen=True, slots=True)
class Touched:
    """An order that touches a use in a contract."""

    id: str
    order: str
    stands: str
    seen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContractCosts:
    """A contract with the orders whose following costs something."""

    id: str
    number: Told
    value: Told
    code: str
    touched: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class LedgerContext:
    """The ledger."""

    contracts: tuple[ContractCosts, ...]
    work: tuple[str, ...]


_WORK = (
    "finding where it is used",
    "asking suppliers, chasing answers",
    "isolating the work from the vendor",
    "replacing it: code, prompts, infrastructure",
    "testing and re-authorisation",
    "licences and hardware that are lost or new",
    "legal and contract work",
)


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    contracts = []
    for setting in settings_of(facts.profile.contracts):
        contract = setting.contract
        if contract is None:
            continue
        touched = tuple(
            Touched(f"{each.id} {contract.id}", each.title, each.stands, each.seen)
            for each in answers_on(facts, setting.subject, Texts(facts))
            if each.stands in _TOUCHED and not each.id.startswith(TERMS)
        )
        if touched:
            code = f"FD-{contract.id}".upper()
            contracts.append(
                ContractCosts(contract.id, number_of_contract(contract), say_amount(contract), code, touched)
            )
    if not contracts:
        return Absent(
            "no order touches a use that is seen, or a find, in a contract: there is nothing whose cost could be recovered"
        )
    return (Sheet("cost-ledger", "Cost ledger for recovery", LedgerContext(tuple(contracts), _WORK)),)


PAPER = Paper(
    id="cost-ledger",
    title="Cost ledger for recovery",
    for_whom="contracts, finance",
    about="the written direction, a cost code for each contract, and the lines in which hours and invoices are kept apart",
    rank=63,
    build=_build,
)
