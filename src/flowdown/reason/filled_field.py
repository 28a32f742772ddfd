"""Fills the fields of a report with what the profile knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flowdown.evidence.profile.contract import Contract
from flowdown.orders.duty import ReportField
from flowdown.reason.occurrence import Occurrence


@dataclass(frozen=True, slots=True)
class FilledField:
    """A field of a report with what is known of it; `value` is empty where nothing is."""

    name: str
    what: str
    value: str
    only_if_known: bool


def fill(
    fields: tuple[ReportField, ...], contract: Contract | None, found: Occurrence | None
) -> tuple[FilledField, ...]:
    """The fields in their order. Nothing is guessed: what the profile does not say stays empty."""
    return tuple(
        FilledField(each.name, each.what, _join(tuple(_values(each.name, contract, found))), each.only_if_known)
        for each in fields
    )


def _join(values: tuple[str, ...]) -> str:
    """Several values say which they are; one alone is what the field is called."""
    return "; ".join(values) if len(values) > 1 else "".join(values).removeprefix("UEI ").removeprefix("CAGE ")


def _values(name: str, contract: Contract | None, found: Occurrence | None) -> Iterator[str]:
    for pattern, of in _OF_CONTRACTS:
        if contract is not None and pattern.search(name) and (value := of(contract)):
            yield value
    for pattern, read in _OF_FINDS:
        if found is not None and pattern.search(name) and (value := read(found)):
            yield value


def _number(contract: Contract) -> str:
    piid = contract.piid if isinstance(contract.piid, str) and contract.piid != "unknown" else ""
    own = f"your number {contract.number}" if contract.number and contract.number != piid else ""
    return ", ".join(each for each in (piid, own) if each)


def _orders(contract: Contract) -> str:
    return ", ".join(contract.order_numbers)


def _supplier_name(found: Occurrence) -> str:
    return found.supplier.name or found.supplier.id if found.supplier is not None else ""


def _uei(found: Occurrence) -> str:
    return f"UEI {found.supplier.uei}" if found.supplier is not None and _is_told(found.supplier.uei) else ""


def _cage(found: Occurrence) -> str:
    return f"CAGE {found.supplier.cage}" if found.supplier is not None and _is_told(found.supplier.cage) else ""


def _brand(found: Occurrence) -> str:
    return found.discovery.brand or found.maker_name or found.maker


def _model(found: Occurrence) -> str:
    return found.discovery.model or (found.device.model if found.device is not None else "")


def _source(found: Occurrence) -> str:
    return found.maker_name or found.maker


def _description(found: Occurrence) -> str:
    device = found.device
    if device is None:
        return found.what
    quantity = f"{device.quantity} pieces" if device.quantity > 1 else ""
    serial = f"serial number {device.serial}" if device.serial else ""
    told = (
        found.what,
        device.name if device.name != found.what else "",
        quantity,
        serial,
        device.purpose,
        device.place,
    )
    return ", ".join(each for each in told if each)


def _mitigation(found: Occurrence) -> str:
    return found.discovery.mitigation


def _what(found: Occurrence) -> str:
    return found.what


def _is_told(text: str) -> bool:
    return text not in ("", "unknown")


def _on(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_OF_CONTRACTS: tuple[tuple[re.Pattern[str], Callable[[Contract], str]], ...] = (
    (_on(r"\bcontract number"), _number),
    (_on(r"\border number"), _orders),
)
_OF_FINDS: tuple[tuple[re.Pattern[str], Callable[[Occurrence], str]], ...] = (
    (_on(r"\b(?:supplier|vendor)(?:'s)? name|\bname of the (?:supplier|vendor)|^(?:supplier|vendor)$"), _supplier_name),
    (_on(r"\bUEI\b|\bunique entity"), _uei),
    (_on(r"\bCAGE\b"), _cage),
    (_on(r"\bbrand\b"), _brand),
    (_on(r"\bmodel\b"), _model),
    (_on(r"\bdescription\b"), _description),
    (_on(r"\bname of (?:the )?(?:product|service|item)|\b(?:product|service)(?: or service)? name"), _what),
    (_on(r"\bcovered article|\bname of (?:the )?source"), _source),
    (_on(r"^(?!.*\b(?:further|additional|more)\b).*\bmitigation\b"), _mitigation),
)
"""Which field is filled from what, by the words of its name."""
