"""A slow, obvious reading of the semantics: every day, every world, every cell, every behaviour by plain search.

It shares with the engine only the types of a situation and the calendar. Everything is a set of tuples.
"""

from __future__ import annotations

import datetime
import itertools
from fractions import Fraction

from flowdown.base.calendar import add_months, is_business_day
from flowdown.orders.norm import Owners, names

DAY = datetime.timedelta(days=1)


def shift(day, span):
    if span.days is not None:
        return day + span.days * DAY
    if span.weeks is not None:
        return day + 7 * span.weeks * DAY
    return add_months(day, (span.months or 0) + 12 * (span.years or 0))


class World:
    """One stance, one assignment of all disputed facts, one set of moves."""

    def __init__(self, case, stance, facts, moves=()):
        self.case, self.stance, self.facts, self.moves = case, stance, facts, moves
        self.window = case.window
        count = (case.window.to - case.window.from_).days
        self.days = [case.window.from_ + number * DAY for number in range(count)]
        self.norms = {norm.id: norm for norm in case.norms}
        self.ranks = {each.id: each.rank for each in case.authorities}
        self.kinds = {each.id: each.kind for each in case.authorities}
        parents = {context.id: context.within for context in case.contexts} or {"any": None}
        self.parents = parents
        self.leaves = [name for name in parents if name not in set(parents.values())]
        self.counterparties = {None}
        for norm in case.norms:
            self.counterparties.add(norm.toward)
            for scope in norm.exceptions:
                self.counterparties |= set(names(scope.toward))
        for scope in (*case.waivers, *case.stays, *[m for m in case.moves if m.do in ("waive", "stay")]):
            self.counterparties |= set(names(scope.toward))
        for link in case.links:
            self.counterparties |= {link.doing.toward, link.needs.toward}
        self._effect = {}
        self._unsettled = {}
        for day in self.days:
            self._settle(day)

    # facts, contexts, ranks
    def so(self, given):
        for word in names(given):
            fact, wanted = (word[4:], False) if word.startswith("not ") else (word, True)
            if self.facts[fact] is not wanted:
                return False
        return True

    def within(self, leaf, contexts):
        if contexts is None:
            return True
        here = leaf
        while here is not None:
            if here in names(contexts):
                return True
            here = self.parents[here]
        return False

    def rank(self, authority):
        return self.ranks.get(authority, float("-inf"))

    def issue(self, norm):
        return norm.issued or norm.from_ or datetime.date.min

    # existence and period
    def moves_on(self, name, do):
        return [move for move in self.moves if move.norm == name and move.do == do]

    def known(self, norm):
        if norm.status == "withdrawn" or not self.so(norm.given):
            return False
        if norm.status == "threatened":
            return self.stance == "as_threatened"
        return norm.issued is None or norm.issued <= self.case.as_of

    def period(self, norm):
        start = norm.from_ or self.window.from_
        end = shift(start, norm.for_) if norm.for_ else norm.to or self.window.to
        for move in self.moves_on(norm.id, "extend"):
            end = max(end, move.by + DAY)
        if norm.withdrawn is not None and norm.withdrawn <= self.case.as_of:
            end = min(end, norm.withdrawn)
        for move in self.moves_on(norm.id, "withdraw"):
            end = min(end, move.since or start)
        return start, end

    def exists(self, norm):
        start, end = self.period(norm)
        return self.known(norm) and start < end

    def in_span(self, scope, day):
        return (scope.from_ or self.window.from_) <= day < (scope.to or self.window.to)

    # stays
    def stays(self, name):
        valid = [
            stay
            for stay in self.case.stays
            if name in names(stay.of)
            and self.kinds.get(stay.by) == "court"
            and (stay.issued is None or stay.issued <= self.case.as_of)
            and self.so(stay.given)
        ]
        return [*valid, *self.moves_on(name, "stay")]

    def stayed_whole(self, name, day):
        return any(
            self.in_span(stay, day)
            for stay in self.stays(name)
            if (stay.actors, stay.things, stay.contexts, stay.toward) == (None, None, None, None)
        )

    # effect
    def _base(self, norm, day):
        start, end = self.period(norm)
        if not (self.known(norm) and start <= day < end) or self.stayed_whole(norm.id, day):
            return False
        for other in self.norms.values():
            if (
                norm.id in names(other.replaces)
                and self.exists(other)
                and self.issue(other) > self.issue(norm)
                and self.rank(other.authority) >= self.rank(norm.authority)
                and self.period(other)[0] <= day
                and not self.stayed_whole(other.id, day)
            ):
                return False
        return True

    def _settle(self, day):
        base = {name for name, norm in self.norms.items() if self._base(norm, day)}
        refuted = set()
        unsettled = set()
        while True:
            true, false = self._three_valued(base - refuted)
            open_ = base - refuted - true - false
            if not open_:
                break
            # A norm is unsettled if it leads back to itself and to nothing else that is open.
            edges = {
                name: {
                    other
                    for other in (*names(self.norms[name].while_norm), *names(self.norms[name].unless_norm))
                    if other in open_
                }
                for name in open_
            }
            reach = {name: set(edges[name]) for name in open_}
            for _ in open_:
                for name in open_:
                    for other in list(reach[name]):
                        reach[name] |= reach[other]
            bad = {name for name in open_ if name in reach[name] and all(name in reach[other] for other in reach[name])}
            refuted |= bad
            unsettled |= bad
        for name in self.norms:
            if name in true:
                self._effect[name, day] = True
        for name in unsettled:
            self._unsettled[name, day] = True

    def _three_valued(self, present):
        """Well-founded: derive truths; then falsehoods by the greatest unfounded set; until nothing changes."""
        true, false = set(), set(self.norms) - present
        while True:
            size = len(true) + len(false)
            for name in present:
                norm = self.norms[name]
                if all(other in true for other in names(norm.while_norm)) and all(
                    other in false for other in names(norm.unless_norm)
                ):
                    true.add(name)
            unfounded = present - true - false
            shrinking = True
            while shrinking:
                shrinking = False
                for name in list(unfounded):
                    norm = self.norms[name]
                    blocked = any(other in false or other in unfounded for other in names(norm.while_norm)) or any(
                        other in true for other in names(norm.unless_norm)
                    )
                    if not blocked:
                        unfounded.discard(name)
                        shrinking = True
            false |= unfounded
            if len(true) + len(false) == size:
                return true, false

    def effect(self, name, day):
        return self._effect.get((name, day), False)

    # selectors
    def relations(self, kind, day):
        return [
            each
            for each in self.case.relations
            if each.type == kind and self.in_span(each, day) and self.so(each.given)
        ]

    def owned(self, roots, at_least, day):
        members = set(names(roots))
        least = Fraction(str(50 if at_least is None else at_least))
        grown = True
        while grown:
            grown = False
            stakes = self.relations("owns", day)
            for company in {each.owned for each in stakes} - members:
                total = sum(
                    Fraction(str(each.percent)) for each in stakes if each.owned == company and each.owner in members
                )
                if total >= least:
                    members.add(company)
                    grown = True
        return members

    def bearers(self, norm, day):
        bearer = norm.bearer
        if bearer.actor is not None:
            found = set(names(bearer.actor))
        elif bearer.supplier_of is not None:
            found, level = set(), {bearer.supplier_of}
            for _ in range(bearer.tiers if bearer.tiers is not None else 2 * len(self.case.actors) + 2):
                level = {each.supplier for each in self.relations("supplies", day) if each.customer in level}
                found |= level
            found.discard(bearer.supplier_of)
        elif bearer.owned_by is not None:
            found = self.owned(bearer.owned_by, bearer.at_least, day)
        elif bearer.kind is not None:
            found = {actor.id for actor in self.case.actors if actor.kind == bearer.kind}
        else:
            found = {actor.id for actor in self.case.actors}
        return found - set(names(bearer.except_))

    def target(self, norm):
        substitutes = self.moves_on(norm.id, "substitute")
        if substitutes:
            return {"thing": {thing for move in substitutes for thing in names(move.thing)}}
        return None

    def things(self, norm, day):
        swapped = self.target(norm)
        if swapped is not None:
            return swapped["thing"]
        target = norm.object
        if target.any_of is not None:
            return set(target.any_of)
        if target.thing is not None:
            found = set(names(target.thing))
        else:
            if isinstance(target.made_by, Owners):
                makers = self.owned(target.made_by.owned_by, target.made_by.at_least, day)
            else:
                makers = set(names(target.made_by))
            found = {thing.id for thing in self.case.things if thing.maker in makers}
        grown = True
        while grown:
            more = set()
            if target.derivatives:
                more |= {each.model for each in self.relations("derived_from", day) if each.base in found}
            if target.containers:
                more |= {each.whole for each in self.relations("contains", day) if each.part in found}
            grown = not more <= found
            found |= more
        return found

    def contexts(self, norm):
        listed = norm.contexts
        narrowed = self.moves_on(norm.id, "narrow")
        if not narrowed:
            return {leaf for leaf in self.leaves if self.within(leaf, listed)}
        found = set(names(narrowed[0].contexts))
        for move in narrowed[1:]:
            found &= set(names(move.contexts))
        return {leaf for leaf in self.leaves if self.within(leaf, tuple(found))}

    def any_of(self, norm):
        return None if self.target(norm) is not None else norm.object.any_of

    # binding
    def covers(self, scope, actor, things, leaf, toward):
        return (
            (scope.actors is None or actor in names(scope.actors))
            and (scope.things is None or set(things) <= set(names(scope.things)))
            and self.within(leaf, scope.contexts)
            and (scope.toward is None or toward in names(scope.toward))
        )

    def suspended(self, norm, actor, things, leaf, toward, day):
        acts = [each for each in norm.exceptions if self.so(each.given)]
        for waiver in self.case.waivers:
            if (
                norm.id in names(waiver.of)
                and (self.rank(waiver.by) >= self.rank(norm.authority) or waiver.by in names(norm.waivable_by))
                and (waiver.issued is None or waiver.issued <= self.case.as_of)
                and self.so(waiver.given)
            ):
                acts.append(waiver)
        acts += self.stays(norm.id) + self.moves_on(norm.id, "waive")
        return any(self.in_span(each, day) and self.covers(each, actor, things, leaf, toward) for each in acts)

    def binds(self, norm, actor, things, leaf, toward, day):
        if toward != norm.toward and not (norm.toward is None and norm.modality != "must"):
            return False
        return (
            self.effect(norm.id, day)
            and actor in self.bearers(norm, day)
            and set(things) <= self.things(norm, day)
            and leaf in self.contexts(norm)
            and not self.suspended(norm, actor, things, leaf, toward, day)
        )

    def due(self, norm, actor, things, leaf, toward):
        extended = [move.by for move in self.moves_on(norm.id, "extend")]
        if extended:
            return max(extended)
        tolls = [
            stay
            for stay in self.stays(norm.id)
            if getattr(stay, "tolls", False) and self.covers(stay, actor, things, leaf, toward)
        ]
        start = norm.from_ or self.window.from_
        within = norm.timing.within
        if within is None:
            counted, left, business, roll = start, (norm.timing.by - start).days, False, False
            if left <= 0:
                return norm.timing.by
        else:
            counted = within.after or start
            left = within.days if within.days is not None else (shift(counted, within) - counted).days
            business, roll = within.count == "business", within.roll is not None
        day = counted

        def stayed(day):
            return any(self.in_span(stay, day) for stay in tolls)

        while left > 0 and day < self.window.to:
            day += DAY
            if not stayed(day) and (not business or is_business_day(day)):
                left -= 1
        while roll and day < self.window.to and (not is_business_day(day) or stayed(day)):
            day += DAY
        return day

    # instances: (norm, what, cells, options) with days spelt out
    def instances(self):
        found = []
        for norm in self.norms.values():
            alternatives = self.any_of(norm)
            towards = [norm.toward]
            if norm.toward is None and norm.modality != "must":
                towards = sorted(self.counterparties, key=str)
            actors = {actor for day in self.days for actor in self.bearers(norm, day)}
            things = {thing for day in self.days for thing in self.things(norm, day)}
            choices = [tuple(alternatives)] if alternatives else [(thing,) for thing in sorted(things)]
            for actor, choice, leaf, toward in itertools.product(sorted(actors), choices, self.leaves, towards):
                cells = tuple((actor, norm.action, thing, leaf, toward) for thing in choice)
                bound = [day for day in self.days if self.binds(norm, actor, choice, leaf, toward, day)]
                if norm.timing is not None and bound:
                    due = self.due(norm, actor, choice, leaf, toward)
                    if due in bound:
                        start = norm.from_ or self.window.from_
                        options = tuple(day for day in self.days if start <= day <= due)
                        found.append((norm.id, "due", cells, options, due))
                else:
                    found += [(norm.id, str(norm.modality), cells, (day,), day) for day in bound]
        return found

    # behaviour
    def closure(self, done, links=True):
        done = set(done)
        waiting = list(done)
        while waiting:
            (actor, action, thing, leaf, toward), day = waiting.pop()
            more = []
            traits = self.case.actions.get(action)
            if traits:
                more += [((actor, other, thing, leaf, toward), day) for other in names(traits.implies)]
            for link in self.case.links if links else ():
                if (
                    (link.doing.actor, link.doing.action, link.doing.thing, link.doing.toward)
                    == (actor, action, thing, toward)
                    and self.within(leaf, link.contexts)
                    and self.in_span(link, day)
                    and self.so(link.given)
                ):
                    needs = link.needs
                    there = (
                        [leaf] if needs.context is None else [x for x in self.leaves if self.within(x, needs.context)]
                    )
                    more += [((needs.actor, needs.action, needs.thing, x, needs.toward), day) for x in there]
            fresh = [each for each in more if each not in done]
            done |= set(fresh)
            waiting += fresh
        return done

    def possible(self, done):
        """True if the world allows these acts."""
        for (actor, action, thing, leaf, _), day in done:
            for lead in self.case.lead_times:
                if (
                    lead.action == action
                    and (lead.actor is None or actor in names(lead.actor))
                    and (lead.thing is None or thing in names(lead.thing))
                    and self.so(lead.given)
                    and day < (lead.from_ or self.window.from_) + lead.days * DAY
                ):
                    return False
            traits = self.case.actions.get(action)
            for ended in names(traits.ends) if traits else ():
                for (actor2, action2, thing2, leaf2, _), later in done:
                    if (actor2, action2, thing2, leaf2) == (actor, ended, thing, leaf) and later >= day:
                        return False
        return True

    def satisfiable(self, instances, links=True, moved=False):
        """Plain search: choose a way to meet each duty, close under what it brings, and look."""
        bans = {(cells[0], days[0]) for _, what, cells, days, _ in instances if what == "must_not"}
        duties = [each for each in instances if each[1] in ("must", "due")]
        options = []
        for name, what, cells, days, _ in duties:
            if what == "due" and moved:
                start = self.norms[name].from_ or self.window.from_
                options.append([(cell, day) for day in self.days if day >= start for cell in cells])
            else:
                options.append([(cell, day) for day in days for cell in cells])
        options.sort(key=len)

        def allowed(done):
            return not done & bans and self.possible(done)

        def search(done, rest):
            if not rest:
                return True
            for choice in rest[0]:
                wider = done if choice in done else self.closure(done | {choice}, links)
                if allowed(wider) and search(wider, rest[1:]):
                    return True
            return False

        return search(frozenset(), options)

    # order
    def extent(self, norm):
        towards = {norm.toward}
        if norm.toward is None and norm.modality != "must":
            towards = {None} | {each.toward for each in self.case.norms}
            for link in self.case.links:
                towards |= {link.doing.toward, link.needs.toward}
        return (
            {actor for day in self.days for actor in self.bearers(norm, day)},
            {thing for day in self.days for thing in self.things(norm, day)},
            self.contexts(norm),
            towards,
        )

    def stronger(self, one, other):
        first, second = self.norms[one], self.norms[other]
        ranks = self.rank(first.authority), self.rank(second.authority)
        says = other in names(first.overrides) and ranks[0] >= ranks[1]
        said = one in names(second.overrides) and ranks[1] >= ranks[0]
        if says != said:
            return says
        for criterion in self.case.priority:
            if criterion == "superior" and ranks[0] != ranks[1]:
                return ranks[0] > ranks[1]
            if criterion == "posterior" and self.issue(first) != self.issue(second):
                return self.issue(first) > self.issue(second)
            if criterion == "specialis":
                mine = set(itertools.product(*self.extent(first)))
                theirs = set(itertools.product(*self.extent(second)))
                if mine != theirs and (mine < theirs or theirs < mine):
                    return mine < theirs
        return False

    def weakest(self, members):
        for name in members:
            if len(members) > 1 and all(self.stronger(other, name) for other in members if other != name):
                return name
        return None


def minimal_sets(world, instances):
    """Every minimal unsatisfiable set of instances, by shrinking and branching on each member."""
    found, seen = set(), set()
    waiting = [frozenset()]
    while waiting:
        left_out = waiting.pop()
        if left_out in seen:
            continue
        seen.add(left_out)
        known = next((each for each in found if not each & left_out), None)
        if known is None:
            rest = [each for each in instances if each not in left_out]
            if world.satisfiable(rest):
                continue
            for each in list(rest):
                smaller = [other for other in rest if other != each]
                if not world.satisfiable(smaller):
                    rest = smaller
            known = frozenset(rest)
            found.add(known)
        waiting += [left_out | {each} for each in known]
    return found


def components(world, instances):
    """Instances that cannot bear on one another are looked at apart, only to keep the search short."""
    atoms = []
    for each in instances:
        reached = set()
        if each[1] in ("must", "due"):
            start = world.norms[each[0]].from_ or world.window.from_
            days = each[3] if each[1] == "must" else [day for day in world.days if day >= start]
            reached = {cell for cell, _ in world.closure({(cell, day) for cell in each[2] for day in days})}
        else:
            reached = set(each[2])
        atoms.append({(actor, thing, leaf) for actor, _, thing, leaf, _ in reached})
    groups = []
    for each, touched in zip(instances, atoms, strict=True):
        hit = [group for group in groups if group[1] & touched]
        merged = ([each], set(touched))
        for group in hit:
            groups.remove(group)
            merged = (group[0] + merged[0], group[1] | merged[1])
        groups.append(merged)
    return [group[0] for group in groups]


def judge_world(world):
    """Conflicts and settled clashes of one world."""
    conflicts, resolved = [], set()
    for instances in components(world, world.instances()):
        _judge_component(world, instances, conflicts, resolved)
    _judge_findings(world, conflicts, resolved)
    return conflicts, resolved


def _judge_component(world, instances, conflicts, resolved):
    demands = [each for each in instances if each[1] in ("must", "due", "must_not")]
    duties = [each for each in demands if each[1] != "must_not"]
    sets = minimal_sets(world, demands) if duties else set()
    leaves = []
    for each in instances:
        if each[1] == "may":
            leaves += [{each, ban} for ban in demands if ban[1] == "must_not" and ban[2:4] == each[2:4]]
    for duty in duties:
        for name in {each[0] for each in instances if each[1] == "need_not"}:
            reliefs = [
                each
                for each in instances
                if each[0] == name and each[1] == "need_not" and each[2][0] in duty[2] and each[4] == duty[4]
            ]
            if {each[2][0] for each in reliefs} == set(duty[2]):
                leaves.append({duty, *reliefs})

    def norms(members):
        return frozenset(each[0] for each in members)

    def smaller(members, gone):
        """For each norm: do the other norms clash without it, at the same cells and days?"""
        places = {(cell, each[3][0]) for each in members if each[1] != "due" for cell in each[2]}
        here = {
            each
            for each in demands
            if each[0] in norms(members)
            and each not in gone
            and (each in members or (each[1] != "due" and any((cell, each[3][0]) in places for cell in each[2])))
        }
        if len(norms(members)) == 1:
            return False
        return any(not world.satisfiable([x for x in here if x[0] != name]) for name in norms(members))

    clashes = [(each, False) for each in sets] + [(frozenset(each), True) for each in leaves]
    attacks = []
    for members, is_leave in clashes:
        weak = world.weakest(norms(members))
        if weak is not None:
            weaker = {each for each in members if each[0] == weak}
            attacks.append((members, weaker, members - weaker, is_leave))
    standing, gone = set(), set()
    grown = True
    while grown:
        before = len(standing) + len(gone)
        for each in instances:
            if each not in gone and all(
                others & gone or (not is_leave and smaller(members, set(instances) - standing))
                for members, weaker, others, is_leave in attacks
                if each in weaker
            ):
                standing.add(each)
        for members, weaker, others, is_leave in attacks:
            if others <= standing and (is_leave or not smaller(members, gone)):
                gone |= weaker
        grown = len(standing) + len(gone) > before
    for members, is_leave in clashes:
        weak = world.weakest(norms(members))
        weaker = {each for each in members if each[0] == weak}
        if (
            weak
            and weaker <= gone
            and not (members - weaker) & gone
            and (is_leave or not smaller(members, gone - weaker))
        ):
            resolved.add((norms(members), weak))
        if not is_leave and not members & gone and not smaller(members, gone):
            conflicts.append(_describe(world, members, [each for each in demands if each not in gone]))


def _describe(world, members, demands):
    names_ = frozenset(each[0] for each in members)
    cells = {cell for each in members for cell in each[2]}
    every_day = [each for each in members if each[1] != "due"]
    days = frozenset(day for each in every_day or members for day in each[3])
    actors = frozenset(cell[0] for cell in cells)
    here = [each for each in demands if each[0] in names_ and set(each[2]) <= cells]
    if any(each[1] == "due" for each in members) and world.satisfiable(here, moved=True):
        return names_, "timing", None, actors, days
    if world.satisfiable(members, links=False):
        return names_, "practical", "means", actors, days
    return names_, "direct" if len(names_) <= 2 else "joint", None, actors, days


def _judge_findings(world, conflicts, resolved):
    exclusive = {frozenset(pair) for pair in world.case.incompatible_findings}
    for day in world.days:
        held = {
            (norm.id, finding.about, finding.says)
            for norm in world.norms.values()
            if world.effect(norm.id, day)
            for finding in norm.findings
        }
        pairs = [
            (one, other)
            for one, other in itertools.combinations(sorted(held), 2)
            if one[0] != other[0] and one[1] == other[1] and frozenset((one[2], other[2])) in exclusive
        ]
        standing, gone, grown = set(), set(), True
        attacks = [
            (strong, weak)
            for pair in pairs
            for strong, weak in (pair, pair[::-1])
            if world.stronger(strong[0], weak[0])
        ]
        while grown:
            before = len(standing) + len(gone)
            standing |= {each for each in held if all(s in gone for s, w in attacks if w == each)} - gone
            gone |= {weak for strong, weak in attacks if strong in standing}
            grown = len(standing) + len(gone) > before
        for one, other in pairs:
            if not {one, other} & gone:
                conflicts.append((frozenset({one[0], other[0]}), "practical", "grounds", frozenset(), frozenset({day})))
        for strong, weak in attacks:
            if weak in gone and strong not in gone:
                resolved.add((frozenset({strong[0], weak[0]}), weak[0]))


def worlds(case):
    settled = {fact.id: fact.status == "established" for fact in case.facts if fact.status != "disputed"}
    disputed = [fact.id for fact in case.facts if fact.status == "disputed"]
    for values in itertools.product((False, True), repeat=len(disputed)):
        yield {**settled, **dict(zip(disputed, values, strict=True))}, disputed


def solve(case, stance, moves=()):
    """All conflicts (with `when`), settled clashes and unsettled norms, folded over worlds."""
    folds, resolved, unsettled, count = {}, set(), set(), 0
    *_, (_, disputed) = worlds(case)
    for facts, _ in worlds(case):
        count += 1
        world = World(case, stance, facts, moves)
        conflicts, settled = judge_world(world)
        resolved |= settled
        unsettled |= {name for name, _ in world._unsettled}
        for names_, kind, via, actors, days in conflicts:
            fold = folds.setdefault((names_, kind, via), (set(), set(), []))
            fold[0].update(actors)
            fold[1].update(days)
            if facts not in fold[2]:
                fold[2].append(facts)
    found = set()
    for (names_, kind, via), (actors, days, where) in folds.items():
        when = None if len(where) == count else _primes(where, disputed, count)
        found.add((tuple(sorted(names_)), kind, via, tuple(sorted(actors)), min(days), max(days) + DAY, when))
    return found, {(tuple(sorted(each)), weak) for each, weak in resolved}, tuple(sorted(unsettled))


def _primes(where, disputed, count):
    """Every smallest partial assignment all of whose completions are in `where`."""
    good = [tuple(facts[name] for name in disputed) for facts in where]
    partial = []
    for values in itertools.product((None, False, True), repeat=len(disputed)):
        total = list(itertools.product(*[(value,) if value is not None else (False, True) for value in values]))
        if all(each in good for each in total):
            partial.append({(name, value) for name, value in zip(disputed, values, strict=True) if value is not None})
    smallest = [each for each in partial if not any(other < each for other in partial)]
    return tuple(sorted((tuple(sorted(each)) for each in smallest), key=lambda each: (len(each), each)))


def repairs(case, stance):
    """Every subset of the moves, cheapest first."""
    best, found = None, []
    moves = sorted(case.moves, key=lambda move: move.id)
    subsets = [subset for size in range(len(moves) + 1) for subset in itertools.combinations(moves, size)]
    subsets.sort(key=lambda subset: sum(Fraction(str(move.cost)) for move in subset))
    for subset in subsets:
        cost = sum((Fraction(str(move.cost)) for move in subset), Fraction(0))
        if best is not None and cost > best:
            break
        if not solve(case, stance, subset)[0]:
            best = cost
            found.append(frozenset(move.id for move in subset))
    smallest = [each for each in found if not any(other < each for other in found)]
    return best, tuple(sorted(tuple(sorted(each)) for each in smallest))
