"""Random small situations in which norms are likely to clash."""

from __future__ import annotations

import datetime
import random

from hypothesis import strategies as st

from flowdown.base.period import Window
from flowdown.orders.authority import Authority
from flowdown.orders.context import Context
from flowdown.orders.norm import (
    Bearer,
    Exemption,
    Finding,
    Modality,
    Norm,
    NormStatus,
    Owners,
    Span,
    Stay,
    Target,
    Timing,
    Waiver,
    Within,
)
from flowdown.reason.move import ExtendNorm, NarrowNorm, SubstituteObject, SuspendNorm, WithdrawNorm
from flowdown.reason.situation import (
    Actor,
    Contains,
    DerivedFrom,
    Doing,
    Fact,
    FactStatus,
    LeadTime,
    Link,
    Need,
    Owns,
    Situation,
    Supplies,
    Thing,
    Traits,
)

# Independence Day of 2026 is observed on the Friday of this week.
START = datetime.date(2026, 6, 29)
LENGTH = 7
ACTORS = ("a", "b", "c")
THINGS = ("t", "u", "v")
LEAVES = ("x", "y", "z")
CONTEXTS = (Context(id="top"), Context(id="x", within="top"), Context(id="y", within="top"), Context(id="z"))


def situations(features: frozenset[str] = frozenset()) -> st.SearchStrategy[Situation]:
    """Situations that use the given features (all if none is given).

    They are drawn by seed: a source of chance that hypothesis steers tends to dull situations.
    """
    return st.integers(0, 1_000_000).map(lambda seed: Builder(random.Random(seed), features).situation())


ALL = frozenset(
    "timing any_of links actions lead_times facts findings leaves priority overrides replaces conditions "
    "suspensions exceptions relations contexts toward status moves".split()
)


class Builder:
    """Builds one situation from a source of chance."""

    def __init__(self, chance: random.Random, features: frozenset[str] = frozenset()) -> None:
        self.chance = chance
        self.features = features or ALL
        self.facts = ["f", "g"][: chance.randint(0, 2)] if "facts" in self.features else []

    def has(self, feature: str, odds: float = 0.5) -> bool:
        return feature in self.features and self.chance.random() < odds

    def some(self, names, odds=0.5):
        chosen = tuple(name for name in names if self.chance.random() < odds)
        return chosen or (self.chance.choice(names),)

    def day(self, low=-1, high=LENGTH + 1):
        return START + datetime.timedelta(days=self.chance.randint(low, high))

    def span(self, odds=0.4):
        from_ = self.day(-1, 3) if self.chance.random() < odds else None
        to = self.day(3, LENGTH) if self.chance.random() < odds else None
        return from_, to

    def given(self, odds=0.3):
        if not self.facts or self.chance.random() > odds:
            return ()
        fact = self.chance.choice(self.facts)
        return (fact if self.chance.random() < 0.7 else f"not {fact}",)

    def action(self):
        return self.chance.choice(("use", "use", "use", "remove", "deploy") if "actions" in self.features else ("use",))

    def toward(self, odds=0.2):
        return self.chance.choice(("b", "c")) if self.has("toward", odds) else None

    def bearer(self):
        kind = self.chance.randint(0, 9) if "relations" in self.features else self.chance.choice((0, 1, 9))
        except_ = (self.chance.choice(ACTORS),) if self.chance.random() < 0.1 else ()
        if kind <= 5:
            return Bearer(actor=self.some(ACTORS, 0.4), except_=except_)
        if kind == 6:
            tiers = self.chance.choice((None, 1, 2))
            return Bearer(supplier_of=self.chance.choice(ACTORS), tiers=tiers, except_=except_)
        if kind == 7:
            return Bearer(owned_by=self.chance.choice(ACTORS), at_least=self.chance.choice((None, 50, 30)))
        return Bearer(kind="firm", except_=except_) if kind == 8 else Bearer(all=True, except_=except_)

    def target(self, modality):
        if modality is Modality.MUST and self.has("any_of", 0.35):
            return Target(any_of=tuple(self.chance.sample(THINGS[:2], 2)))
        if "relations" in self.features and self.chance.random() < 0.25:
            if self.chance.random() < 0.5:
                maker = "a" if self.chance.random() < 0.5 else Owners(owned_by="a", at_least=50)
                return Target(made_by=maker)
            flags = self.chance.choice(((True, False), (False, True), (True, True)))
            return Target(thing=self.chance.choice(THINGS), derivatives=flags[0], containers=flags[1])
        return Target(thing=self.some(THINGS[:2], 0.4))

    def timing(self):
        if self.chance.random() < 0.3:
            return Timing(by=self.day(0, LENGTH))
        amount = {"days": self.chance.randint(0, 5)}
        count = self.chance.choice(("calendar", "business"))
        after = self.day(-2, 2) if self.chance.random() < 0.2 else None
        roll = "next_business_day" if self.chance.random() < 0.3 else None
        return Timing(within=Within(**amount, count=count, after=after, roll=roll))

    def scope(self, odds=0.35):
        def maybe(value):
            return value if self.chance.random() < odds else None

        from_, to = self.span()
        return {
            "actors": maybe(self.some(ACTORS)),
            "things": maybe(self.some(THINGS)),
            "contexts": maybe(self.some((*LEAVES, "top"), 0.3)) if "contexts" in self.features else None,
            "toward": maybe(("b",)) if self.has("toward", 0.3) else None,
            "from_": from_,
            "to": to,
        }

    def norm(self, number, others):
        modalities = [Modality.MUST, Modality.MUST, Modality.MUST_NOT, Modality.MUST_NOT]
        if "leaves" in self.features:
            modalities += [Modality.MAY, Modality.NEED_NOT]
        modality = self.chance.choice(modalities)
        from_, to = self.span()
        span = None
        if self.chance.random() < 0.1:
            to, span = None, Span(days=self.chance.randint(0, 6))
        timed = modality is Modality.MUST and self.has("timing", 0.4)
        statuses = [NormStatus.IN_FORCE] * 5 + [NormStatus.THREATENED, NormStatus.WITHDRAWN]
        return Norm(
            id=f"n{number}",
            modality=modality,
            bearer=self.bearer(),
            action=self.action(),
            object=self.target(modality),
            toward=self.toward(),
            contexts=self.some((*LEAVES, "top"), 0.3) if self.has("contexts", 0.3) else None,
            from_=from_,
            to=to,
            for_=span,
            timing=self.timing() if timed else None,
            authority=self.chance.choice(("high", "low", "low2", None)) if "priority" in self.features else "low",
            issued=self.day(-5, 3) if self.chance.random() < 0.3 else None,
            status=self.chance.choice(statuses) if "status" in self.features else NormStatus.IN_FORCE,
            withdrawn=self.day(0, 6) if self.has("status", 0.1) else None,
            given=self.given(0.2),
            exceptions=(Exemption(**self.scope(), given=self.given()),) if self.has("exceptions", 0.2) else (),
            replaces=(self.chance.choice(others),) if others and self.has("replaces", 0.12) else (),
            while_norm=(self.chance.choice(others),) if others and self.has("conditions", 0.1) else (),
            unless_norm=self.some(others, 0.2) if others and self.has("conditions", 0.12) else (),
            overrides=(self.chance.choice(others),) if others and self.has("overrides", 0.15) else (),
            findings=self.findings(),
            waivable_by=("low",) if self.chance.random() < 0.1 else (),
        )

    def findings(self):
        if not self.has("findings", 0.35):
            return ()
        return tuple(Finding(about="t", says=word) for word in self.some(("bad", "good", "fine"), 0.3))

    def relations(self):
        if "relations" not in self.features:
            return ()
        found = []
        for _ in range(self.chance.randint(0, 6)):
            from_, to = self.span(0.3)
            common = {"from_": from_, "to": to, "given": self.given()}
            kind = self.chance.randint(0, 3)
            one, other = self.chance.choice(ACTORS), self.chance.choice(ACTORS)
            thing, whole = self.chance.choice(THINGS), self.chance.choice(THINGS)
            if kind == 0:
                found.append(Supplies(supplier=one, customer=other, **common))
            elif kind == 1:
                found.append(Owns(owner=one, owned=other, percent=self.chance.choice((20, 30, 50, 60)), **common))
            elif kind == 2:
                found.append(DerivedFrom(model=thing, base=whole, **common))
            else:
                found.append(Contains(whole=thing, part=whole, **common))
        return tuple(found)

    def act(self, kind):
        context = {}
        if kind is Need and self.has("contexts", 0.2):
            context = {"context": self.chance.choice((*LEAVES, "top"))}
        return kind(
            actor=self.chance.choice(ACTORS),
            action=self.action(),
            thing=self.chance.choice(THINGS[:2]),
            toward=self.toward(0.15),
            **context,
        )

    def links(self):
        if "links" not in self.features:
            return ()
        found = []
        for number in range(self.chance.randint(0, 3)):
            from_, to = self.span(0.2)
            contexts = self.some(LEAVES) if self.has("contexts", 0.2) else None
            link = {"doing": self.act(Doing), "needs": self.act(Need), "contexts": contexts}
            found.append(Link(id=f"l{number}", **link, from_=from_, to=to, given=self.given()))
        return tuple(found)

    def moves(self, norms):
        if "moves" not in self.features:
            return ()
        found = []
        for number in range(self.chance.randint(1, 7)):
            norm = self.chance.choice(norms)
            common = {"id": f"m{number}", "norm": norm.id, "cost": self.chance.choice((0, 0.5, 1, 1, 2, 3))}
            kind = self.chance.choice(("withdraw", "waive", "waive", "stay", "extend", "narrow", "substitute"))
            if kind == "withdraw":
                since = self.day(0, LENGTH) if self.chance.random() < 0.4 else None
                found.append(WithdrawNorm(since=since, **common))
            elif kind in ("waive", "stay"):
                found.append(SuspendNorm(do=kind, **common, **self.scope(0.15)))
            elif kind == "extend" and norm.timing is not None:
                found.append(ExtendNorm(by=self.day(2, LENGTH), **common))
            elif kind == "narrow":
                found.append(NarrowNorm(contexts=self.some((*LEAVES, "top"), 0.3), **common))
            elif kind == "substitute":
                found.append(SubstituteObject(thing=self.chance.choice((*THINGS, "w")), **common))
        return tuple(found)

    def situation(self):
        names = [f"n{number}" for number in range(self.chance.randint(2, 5))]
        norms = tuple(
            self.norm(number, [name for name in names if name != f"n{number}"]) for number in range(len(names))
        )
        norm_names = [norm.id for norm in norms]
        waivers, stays = [], []
        for number in range(self.chance.randint(0, 2) if "suspensions" in self.features else 0):
            common = {"id": f"s{number}", "of": self.some(norm_names, 0.3), "given": self.given(), **self.scope(0.25)}
            if self.chance.random() < 0.5:
                waivers.append(Waiver(by=self.chance.choice(("high", "low")), **common))
            else:
                by = self.chance.choice(("court", "court", "low"))
                stays.append(Stay(by=by, tolls=self.chance.random() < 0.5, **common))
        lead_times = ()
        if self.has("lead_times", 0.3):
            actor = self.chance.choice((None, "a"))
            lead = {"action": self.action(), "actor": actor, "thing": self.chance.choice((None, "t"))}
            lead_times = (LeadTime(**lead, from_=self.day(-1, 2), days=self.chance.randint(0, 4), given=self.given()),)
        actions = {}
        if "actions" in self.features:
            actions = {"remove": Traits(ends="use"), "deploy": Traits(implies="use")}
            if self.chance.random() < 0.15:
                actions["use"] = Traits(ends="deploy")
        priority = ("superior",)
        if self.has("priority", 0.5):
            priority = tuple(self.chance.sample(("superior", "specialis", "posterior"), self.chance.randint(0, 3)))
        return Situation(
            as_of=START + datetime.timedelta(days=2),
            window=Window(START, START + datetime.timedelta(days=LENGTH)),
            contexts=CONTEXTS if "contexts" in self.features else (),
            authorities=(
                Authority(id="high", rank=60),
                Authority(id="low", rank=30),
                Authority(id="low2", rank=30),
                Authority(id="court", kind="court", rank=10),
            ),
            actors=tuple(Actor(id=name, kind="firm" if name != "c" else "agency") for name in ACTORS),
            things=tuple(Thing(id=name, maker=maker) for name, maker in zip(THINGS, ("a", "b", "c"), strict=True)),
            relations=self.relations(),
            actions=actions,
            facts=tuple(Fact(id=name, status=FactStatus.DISPUTED) for name in self.facts),
            norms=norms,
            waivers=tuple(waivers),
            stays=tuple(stays),
            links=self.links(),
            lead_times=lead_times,
            incompatible_findings=(("bad", "good"), ("bad", "fine")),
            priority=priority,
            moves=self.moves(norms),
        )
