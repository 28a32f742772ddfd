"""Sums charges by account, service, vendor and month, and says so in claims."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import node, plain
from flowdown.evidence.billing.charge import Charge
from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.profile.read_profile import make_id
from flowdown.evidence.reader import Unread
from flowdown.evidence.usage.meaning import Meanings
from flowdown.evidence.usage.tally import US

MOST = 100_000
"""Services of accounts that are told apart in one document."""
_DIGITS = Decimal("1e-10")


@dataclass(slots=True)
class _Line:
    """All charges for one service in one account that go to one vendor (and, where told, one model)."""

    node: str
    account: str
    place: str
    vendor: str
    host: str
    models: dict[str, None] = field(default_factory=dict)
    months: dict[tuple[str, datetime.date], list[Decimal]] = field(default_factory=lambda: defaultdict(_zero))
    first: datetime.date | None = None
    last: datetime.date | None = None


def _zero() -> list[Decimal]:
    return [Decimal(0), Decimal(0)]


class Sums:
    """The sums of one document."""

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming
        self._meanings = Meanings(incoming.names)
        self._lines: dict[str, _Line] = {}
        self._accounts: dict[str, tuple[str, str, str]] = {}
        self._end = datetime.date.min
        self._beyond = 0

    def add(self, charge: Charge) -> None:
        """Add a charge to its line."""
        models = [model for text in charge.texts for model in self._meanings.models_in(text)][:1]
        firm = self._incoming.names.firm(charge.publisher) if charge.publisher else ""
        makers = [each.node for each in self._meanings.makers(models[0]) if each.lineage == "maker"] if models else []
        # What the publisher's own name says is surer than a name in a text; both fit where it makes the model itself.
        vendor, host = (makers[0], firm) if makers and firm not in makers else (firm, "")
        if not host:
            host = self._host(charge, vendor, bool(models))
        account, service = self._name(charge)
        name = f"{service}/{plain(vendor.partition(':')[2])}" if host else service
        line = self._lines.get(name)
        if line is None:
            if len(self._lines) >= MOST:
                self._beyond += 1
                return
            line = self._lines[name] = _Line(name, account, charge.place, vendor, host)
        if models and len(line.models) < 100:
            line.models[models[0]] = None
        self._end = max(self._end, charge.day)
        sums = line.months[charge.currency, charge.day.replace(day=1)]
        sums[0] += charge.billed
        sums[1] += charge.effective
        if charge.is_use:
            line.first = min(line.first or charge.day, charge.day)
            line.last = max(line.last or charge.day, charge.day)

    def _host(self, charge: Charge, vendor: str, is_model: bool) -> str:
        """Who runs what another makes: whom the bill names, or the provider of a model, or the house of the publisher."""
        provider = self._incoming.names.firm(charge.provider) if charge.provider else ""
        if charge.host:
            host = self._incoming.names.firm(charge.host)
        elif is_model or self._is_of_house(charge.publisher, provider):
            host = provider
        else:
            host = ""
        return "" if host == vendor else host

    def _is_of_house(self, publisher: str, provider: str) -> bool:
        """True if a publisher's name begins with a name of the provider: `Amazon Web Services EMEA SARL`."""
        words = publisher.split()
        names = (" ".join(words[:count]).strip(",") for count in range(1, len(words)))
        return any(self._incoming.names.vendor_of(name) == (provider, True) for name in names)

    def _name(self, charge: Charge) -> tuple[str, str]:
        provider = make_id(charge.provider) or make_id(charge.issuer) or "unknown"
        number, called = charge.sub_account or charge.account, charge.sub_account_name or charge.account_name
        account = node("service", f"account/{provider}/{number.strip('/').replace('/', '-') or make_id(called)}")
        self._accounts.setdefault(account, (called, charge.place, charge.account))
        return account, node("service", f"{account.partition(':')[2]}/{make_id(charge.service) or 'other'}")

    def tell(self) -> Iterator[Claim | Unread]:
        """The accounts, the services in them, whom these use, and what was paid for that in each month."""
        say = self._incoming.claim
        root = self._incoming.about or US
        for account, (called, place, payer) in sorted(self._accounts.items()):
            yield say(root, Predicate.CONTAINS, account, place, payer=payer)
            if called:
                yield say(account, Predicate.NAMED, f"text:{plain(called)}", place)
        for name in sorted(self._lines):
            line = self._lines[name]
            yield say(line.account, Predicate.CONTAINS, name, line.place)
            yield from self._uses(line)
            for (currency, month), sums in sorted(line.months.items()):
                following = (month + datetime.timedelta(days=32)).replace(day=1)
                # What was paid in the last month told is what is paid, until a later bill says otherwise.
                until = following if following <= self._end else None
                for of, amount in zip(("spend", "effective-cost"), sums, strict=True):
                    if amount:
                        said = f"{amount.quantize(_DIGITS).normalize():f}"
                        yield say(
                            name,
                            Predicate.VALUED,
                            f"amount:{said}",
                            f"{line.place} and others",
                            period=(month, until),
                            currency=currency,
                            of=of,
                            vendor=line.vendor.removeprefix("vendor:"),
                        )
        if self._beyond:
            said = f"{self._beyond:,} charges beyond {MOST:,} services of accounts were left out"
            yield Unread(said, self._incoming.where())

    def _uses(self, line: _Line) -> Iterator[Claim]:
        if line.first is None or line.last is None:
            return
        ceased = line.last < self._end - datetime.timedelta(days=62)
        period = (line.first, line.last + datetime.timedelta(days=1) if ceased else None)

        def say(object_: str, basis: str) -> Claim:
            return self._incoming.claim(
                line.node, Predicate.USES, object_, line.place, period=period, basis=basis, last=line.last
            )

        if line.vendor:
            yield say(line.vendor, "model" if line.models and line.host else "service")
        if line.host:
            yield say(line.host, "host")
        for model in line.models:
            thing = self._incoming.names.model(model)
            yield say(thing, "model")
            for maker in self._meanings.makers(model):
                yield self._incoming.claim(
                    thing, Predicate.MADE_BY, maker.node, line.place, basis=maker.basis, lineage=maker.lineage
                )
