"""A line of a bill as FOCUS names its columns: for which account and service, whose, when, how much."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.reader import Refused, Unread, Violation
from flowdown.evidence.usage.days import day_of
from flowdown.evidence.usage.rows import TableRow, read_rows

NEEDED = ("billedcost", "billingcurrency", "chargecategory", "chargeperiodstart")
"""Columns without which nothing can be said (FOCUS 1.0, mandatory)."""
_NUMBER = re.compile(r"[+-]?\d{1,25}(?:\.\d{0,40})?(?:[eE][+-]?\d{1,2})?|[+-]?\.\d{1,40}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MOST_TOLD = 1000
_COLUMNS = (
    "BilledCost", "EffectiveCost", "BillingCurrency", "ChargeCategory", "ChargePeriodStart", "ChargePeriodEnd",
    "BillingPeriodStart", "BillingAccountId", "BillingAccountName", "SubAccountId", "SubAccountName", "ProviderName",
    "ServiceProviderName", "PublisherName", "HostProviderName", "InvoiceIssuerName", "ServiceName", "ServiceCategory",
    "SkuId", "SkuMeter", "SkuPriceId", "ChargeDescription", "ResourceId", "ResourceName", "ResourceType",
    "x_SkuMeterName", "x_SkuDescription", "x_SkuModelName", "x_UsageType",
)  # fmt: skip
_SKU = ("xskumodelname", "skumeter", "xskumetername", "xskudescription", "servicename", "chargedescription", "xusagetype", "skuid",
        "resourcename")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Charge:
    """What is read of a line. `texts` may name a model; `is_use`: something was consumed or bought, not only corrected."""

    place: str
    account: str
    account_name: str
    sub_account: str
    sub_account_name: str
    provider: str
    publisher: str
    host: str
    issuer: str
    service: str
    texts: tuple[str, ...]
    resource: str
    day: datetime.date
    currency: str
    billed: Decimal
    effective: Decimal
    is_use: bool


def read_charges(incoming: Incoming) -> Iterator[Charge | Violation | Unread]:
    """Every line of a CSV or Parquet export; lines that cannot be read are told."""
    with incoming.stream() as stream:
        is_parquet = stream.read(4) == b"PAR1"
    rows = _from_parquet(incoming) if is_parquet else read_rows(incoming)
    broken = 0
    for number, row in enumerate(rows):
        if not number and not is_parquet:
            _need(incoming, row)
        read = _charge(row)
        if isinstance(read, Charge):
            yield read
            continue
        broken += 1
        if broken <= _MOST_TOLD:
            yield Violation(read, incoming.where(row.place))
    if broken > _MOST_TOLD:
        yield Unread(f"{broken - _MOST_TOLD:,} further lines break a rule and were left out", incoming.where())


def _need(incoming: Incoming, _: TableRow) -> None:
    with incoming.stream() as stream:
        first = stream.readline(1024 * 1024).decode("utf-8", "replace").lower()
    missing = [each for each in NEEDED if each not in first]
    if missing:
        raise Refused(f"has no column {', '.join(missing)}", incoming.where())


def _charge(row: TableRow) -> Charge | str:
    """The charge of a row, or what is wrong with it."""
    billed, effective = _amount(row.get("billedcost")), _amount(row.get("effectivecost") or "0")
    if billed is None or effective is None:
        return f"`{(row.get('billedcost') or 'nothing')[:40]}` is no amount of a cost"
    day = day_of(row.get("chargeperiodstart") or row.get("billingperiodstart"))
    if day is None:
        return "the charge period has no start that is a day"
    currency = row.get("billingcurrency").upper()
    if not _CURRENCY.fullmatch(currency):
        return f"`{currency[:40]}` is no currency of ISO 4217"
    return Charge(
        row.place,
        row.get("billingaccountid")[:200],
        row.get("billingaccountname")[:200],
        row.get("subaccountid")[:200],
        row.get("subaccountname")[:200],
        row.get("providername", "serviceprovidername")[:200],
        row.get("publishername", "serviceprovidername", "providername")[:200],
        row.get("hostprovidername")[:200],
        row.get("invoiceissuername")[:200],
        row.get("servicename")[:200],
        tuple(text[:400] for each in _SKU if (text := row.get(each))),
        row.get("resourceid")[:400],
        day,
        currency,
        billed,
        effective,
        row.get("chargecategory").lower() in ("usage", "purchase"),
    )


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _from_parquet(incoming: Incoming) -> Iterator[TableRow]:
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        raise Refused("is Parquet", incoming.where(), "install `flowdown[parquet]`") from None
    try:
        with incoming.stream() as stream:
            table = parquet.ParquetFile(stream)
            found = {name.lower(): name for name in table.schema_arrow.names}
            missing = [each for each in NEEDED if each not in found]
            if missing:
                raise Refused(f"is Parquet, but no FOCUS: it has no column {', '.join(missing)}", incoming.where())
            wanted = {found[each.lower()]: each for each in _COLUMNS if each.lower() in found}
            number = 0
            for batch in table.iter_batches(batch_size=4096, columns=list(wanted)):
                for record in batch.to_pylist():
                    number += 1
                    cells = {_plain(wanted[key]): str(value) for key, value in record.items() if value is not None}
                    yield TableRow(f"row {number}", cells)
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise Refused(f"is no Parquet that can be read: {str(error).splitlines()[0][:80]}", incoming.where()) from None


def _plain(heading: str) -> str:
    return heading.lower().replace("_", "")
