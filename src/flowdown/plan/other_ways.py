"""The ways out that are no other model: replace what is not code, isolate, drop, ask, wait, leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flowdown.evidence.profile.contract import Contract
from flowdown.evidence.profile.holding import Alternative, Equipment
from flowdown.evidence.profile.profile import Profile
from flowdown.orders.order import Order
from flowdown.plan.alternative import Judge
from flowdown.plan.estimate import Estimate, estimate_port, places_of
from flowdown.plan.use import PlannedUse
from flowdown.plan.work import Option, OptionKind, Work, WorkKind
from flowdown.plan.workshop import Workshop
from flowdown.reason.uses import Use

_CHOOSE = "its maker is yet to be chosen: put the name to `flowdown whose` and `flowdown check` first"
_RELIEF = ("waived", "exempted", "waiver", "exemption")


class OtherWays:
    """Makes the options that need no map of models."""

    def __init__(self, workshop: Workshop, judge: Judge, orders: Mapping[str, Order], profile: Profile) -> None:
        self.workshop = workshop
        self.judge = judge
        self.orders = orders
        self.profile = profile
        self.contracts: Mapping[str, Contract] = {f"contract:{each.id}": each for each in profile.contracts}

    def options(self, use: PlannedUse) -> Iterator[Option]:
        """Every one of them that there is for a use."""
        yield from self._own_alternatives(use)
        yield from self._replace(use)
        yield from self._isolate(use)
        yield from self._drop(use)
        yield from self._ask(use)
        yield from self._wait(use)
        yield from self._leave(use)

    def _own_alternatives(self, use: PlannedUse) -> Iterator[Option]:
        """What the profile names, with its own figures."""
        for number, each in enumerate(self.profile.alternatives):
            if each.to != use.vendor or not self._serves(each, use):
                continue
            uses = [Use(each.vendor, basis) for basis in ("model", "service", "device")]
            verdict = self.judge.verdict(uses, use.serves, use.place.is_provided)
            days = Estimate(
                float(each.days if each.days is not None else self.workshop.effort.other_account), "by the profile"
            )
            what = each.what or each.vendor
            work = self.workshop.simple(
                f"alternative:{use.id}:{number + 1}",
                WorkKind.REPLACE,
                f"bring {use.place.name} to {what} of {each.vendor}",
                days,
                undo=f"go back to {self.workshop.name_of(use.vendor)}",
            )
            risks = [f"it costs {each.cost:,} by the profile"] if each.cost is not None else []
            risks += [] if each.ready.value == "yes" else ["it was not tried, as far as the profile says"]
            check = self.workshop.check(use, [work])
            yield Option(
                f"alternative-{number + 1}",
                OptionKind.REPLACE,
                f"{what} of {each.vendor}, as the profile says",
                (work, check),
                tuple(risks),
                verdict.bars,
                verdict.doubts,
                vendor=each.vendor,
            )

    def _serves(self, each: Alternative, use: PlannedUse) -> bool:
        if not each.serves:
            return True
        systems = {system.id: system for system in self.profile.systems}
        names = {use.place.name, use.place.id.partition(":")[2]}
        for word in each.serves:
            system = systems.get(word)
            names_of = (
                {word}
                if system is None
                else {word, system.repository, *(f"{system.repository}/{path}" for path in system.paths)}
            )
            if names & names_of:
                return True
        return False

    def _replace(self, use: PlannedUse) -> Iterator[Option]:
        effort, shop, name = self.workshop.effort, self.workshop, use.place.name
        if use.workload == "tool":
            title = f"developers use another tool than {self.workshop.name_of(use.vendor)}'s in {name}, or none"
            work = shop.simple(
                f"tool:{use.id}", WorkKind.REPLACE, title, Estimate(effort.tool, "a tool"), undo="use it again"
            )
            yield Option(
                "tool", OptionKind.REPLACE, "another tool for developers, or none", (work, shop.check(use, [work]))
            )
        elif use.kind == "device":
            yield from self._device(use)
        elif use.kind == "tree" and not use.workload:
            yield self._port(use)
        elif use.kind == "known-use":
            move = shop.simple(
                f"move:{use.id}",
                WorkKind.REPLACE,
                f"move people from {name} to another service, and close the account",
                Estimate(effort.other_account + effort.close, "an account moved and closed"),
                undo="open the account again; what its vendor deleted does not come back",
            )
            yield Option(
                "other-service", OptionKind.REPLACE, "another service", (move, shop.check(use, [move])), (_CHOOSE,)
            )
        elif use.kind in ("supplier", "other"):
            other = shop.simple(
                f"supplier:{use.id}",
                WorkKind.REPLACE,
                f"find another source than {name}, and bind it",
                Estimate(effort.supplier, "a supplier"),
                undo="go back when the order falls; both contracts may run on",
            )
            cannot = "how long another supplier takes is not known: ask, and tell it as an alternative in the profile"
            yield Option("other-supplier", OptionKind.REPLACE, "another supplier", (other,), (_CHOOSE,), cannot=cannot)

    def _port(self, use: PlannedUse) -> Option:
        """Code for somebody's devices or programs, brought to another make."""
        shop, name = self.workshop, use.place.name
        days = estimate_port(use.sightings, shop.effort)
        work = shop.add(
            Work(
                f"port:{use.id}",
                WorkKind.CLIENT,
                f"bring the code of {name} from {self.workshop.name_of(use.vendor)} to another make",
                days.days,
                days.counted,
                tree=name,
                places=places_of(use.sightings),
                undo="keep the old code behind a switch until the order is settled",
            )
        )
        return Option(
            "port",
            OptionKind.SWAP_SDK,
            "another make, with its own interface",
            (work, shop.check(use, [work])),
            (_CHOOSE,),
        )

    def _is_program(self, use: PlannedUse) -> bool:
        device = next((each for each in self.profile.equipment if f"device:{each.id}" == use.place.id), Equipment())
        return any(use.vendor in (each.maker, each.name.lower()) for each in device.installed)

    def _device(self, use: PlannedUse) -> Iterator[Option]:
        effort, shop, name = self.workshop.effort, self.workshop, use.place.name
        device = next((each for each in self.profile.equipment if f"device:{each.id}" == use.place.id), Equipment())
        number = device.quantity
        if self._is_program(use):
            title = f"take {self.workshop.name_of(use.vendor)}'s program off {number} of {name}, or put another in its place"
            estimate = Estimate(effort.program * number, f"{number} programs" if number > 1 else "a program")
            work = shop.simple(f"program:{use.id}", WorkKind.REPLACE, title, estimate, undo="install it again")
            yield Option(
                "program",
                OptionKind.REPLACE,
                "the program goes, or another takes its place",
                (work, shop.check(use, [work])),
            )
            return
        estimate = Estimate(effort.device * number, f"{number} devices" if number > 1 else "a device")
        work = shop.simple(
            f"device:{use.id}",
            WorkKind.REPLACE,
            f"buy and fit another make in place of {name}",
            estimate,
            wait=effort.device_wait,
            undo="keep the old one in store until the order is settled",
        )
        title = "a device of a maker that no order names"
        yield Option("other-device", OptionKind.REPLACE, title, (work, shop.check(use, [work])), (_CHOOSE,))

    def _isolate(self, use: PlannedUse) -> Iterator[Option]:
        if not set(use.subjects) < set(use.serves):
            return
        kept = ", ".join(_names(use.subjects))
        rest = ", ".join(_names(each for each in use.serves if each not in use.subjects))
        work = self.workshop.isolate(use)
        yield Option(
            "isolate",
            OptionKind.ISOLATE,
            f"{kept} without it; {rest} as before",
            (work, self.workshop.check(use, [work])),
            (
                f"{kept} {'lose' if len(use.subjects) > 1 else 'loses'} what it does",
                "the two have to be kept apart, and shown to be",
            ),
            loses=len(use.subjects),
        )

    def _drop(self, use: PlannedUse) -> Iterator[Option]:
        if use.workload == "tool" or use.kind == "supplier" or self._is_program(use):
            return
        if use.sightings or use.shared:
            work = self.workshop.drop(use)
        else:
            title = f"stop {use.place.name}"
            estimate = Estimate(self.workshop.effort.close, "one switched off or closed")
            work = self.workshop.simple(f"drop:{use.id}", WorkKind.CLOSE, title, estimate, undo="switch it on again")
        lost = ", ".join(_names(use.serves))
        risks = (f"{lost} {'lose' if len(use.serves) > 1 else 'loses'} what it does",)
        works = (work, self.workshop.check(use, [work]))
        yield Option("drop", OptionKind.DROP, "without it", works, risks, loses=max(len(use.serves), 1))

    def _ask(self, use: PlannedUse) -> Iterator[Option]:
        """Only where each order that asks for it knows some relief by an act of an office."""
        orders = list(dict.fromkeys(demand.order for demand in use.demands))
        notes = [relief_of(self.orders[each]) for each in orders if each in self.orders]
        if not notes or len(notes) < len(orders) or not all(notes):
            return
        works = tuple(
            self.workshop.simple(
                f"request:{each}",
                WorkKind.REQUEST,
                f"ask for relief from {each}: {note}",
                Estimate(self.workshop.effort.request, "a request"),
                undo="withdraw it",
            )
            for each, note in zip(orders, notes, strict=True)
        )
        yield Option(
            "ask",
            OptionKind.ASK,
            "; ".join(f"{each}: {note}" for each, note in zip(orders, notes, strict=True)),
            works,
            ("it may be refused",),
            cannot="how long the answer takes is not stated, and none is assumed: ask beside the plan, not in its place",
        )

    def _wait(self, use: PlannedUse) -> Iterator[Option]:
        if use.is_only_threatened:
            yield Option(
                "wait",
                OptionKind.WAIT,
                "nothing until the order comes",
                (),
                ("if it comes, the whole of the plan is still to do",),
                cannot="it meets no date if the order comes",
            )

    def _leave(self, use: PlannedUse) -> Iterator[Option]:
        if not all(each in self.contracts for each in use.subjects):
            return
        works = []
        risks = []
        for each in use.subjects:
            contract = self.contracts[each]
            title = f"wind down {contract.id}, with the contracting officer's consent"
            estimate = Estimate(self.workshop.effort.leave, "a contract")
            works.append(
                self.workshop.simple(
                    f"leave:{contract.id}",
                    WorkKind.LEAVE,
                    title,
                    estimate,
                    undo="none: a contract that is left does not come back",
                )
            )
            value = contract.value
            worth = (
                f"{value:,} {contract.currency}"
                if isinstance(value, int | float)
                else "a value that the profile does not state"
            )
            risks.append(f"{contract.id} is given up, {worth}")
        yield Option(
            "leave",
            OptionKind.LEAVE,
            f"give up {', '.join(_names(use.subjects))}",
            tuple(works),
            tuple(risks),
            leaves=use.subjects,
        )


def relief_of(order: Order) -> str:
    """What an order's file says of waivers and exemptions; empty where it knows none."""
    note = " ".join(order.waiver_note.split())
    known = any(point.id.startswith(_RELIEF) for point in order.open_points)
    if note.lower().startswith(("not stated", "none")) or not (note or known):
        return ""
    return note or "a waiver or exemption is an act of the office itself"


def _names(subjects: Iterable[str]) -> list[str]:
    return [each.partition(":")[2] or each.replace("-", " ").replace("_", " ") for each in subjects]
