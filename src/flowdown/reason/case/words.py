"""The answer to a case in plain words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from flowdown.orders.norm import Norm, NormStatus
from flowdown.reason.answer import find_bound
from flowdown.reason.case.case_file import CaseFile
from flowdown.reason.case.consequence import Consequence, consequences
from flowdown.reason.case.expectation import Expectation
from flowdown.reason.case.explain import Explained, explain, sum_up
from flowdown.reason.case.phrase import describe_deed, describe_fact, describe_modal, describe_move, listed, period
from flowdown.reason.case.view import ViewAnswer
from flowdown.reason.situation import FactStatus
from flowdown.reason.stance import Stance

WIDTH = 100
ACTORS_SHOWN = 25
SUMMED_UP = 8


def say_case(case: CaseFile, views: tuple[ViewAnswer, ...]) -> str:
    """The whole answer as text."""
    lines = [*_wrap(f"{case.id}: {case.title}" if case.title else case.id)]
    window = case.situation.window
    lines += _wrap(
        f"Asked on {case.situation.as_of} about the days {period(window.from_, window.to)}. This follows from the "
        "norms as the file encodes them; it does not say what the law is, and it takes no side."
    )
    lines += ["", *_say_summary(case, views)]
    for view in views:
        lines += ["", *_say_view(case, view)]
    lines += ["", *_say_facts(case, views)]
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def _say_summary(case: CaseFile, views: tuple[ViewAnswer, ...]) -> Iterator[str]:
    """The answer in a few lines."""
    yield "IN SHORT"
    yield ""
    threatened = [norm.id for norm in case.situation.norms if norm.status is NormStatus.THREATENED]
    if threatened:
        verb = "is only a threat" if len(threatened) == 1 else "are only threats"
        yield from _wrap(
            f"{listed(threatened)} {verb} on {case.situation.as_of}; so far nobody is bound by that.", 2, "- "
        )
    for view in views:
        stance = "As things stand" if view.answer.view is Stance.IN_FORCE else "If all threats were carried out"
        if view.answer.view is Stance.AS_THREATENED:
            for name in threatened[:SUMMED_UP]:
                yield from _say_threat(view, name)
        conflicts = view.clashes.conflicts
        if not conflicts:
            yield from _wrap(f"{stance}, no norms conflict.", 2, "- ")
        for number, conflict in enumerate(conflicts[:SUMMED_UP], 1):
            yield from _wrap(f"{stance}, {sum_up(view.reasoner, conflict)} (conflict {number}).", 2, "- ")
        if len(conflicts) > SUMMED_UP:
            yield from _wrap(f"{stance}, there are {len(conflicts) - SUMMED_UP} more conflicts.", 2, "- ")
        if conflicts and view.repairs.cost is not None:
            moves = {move.id: move for move in case.situation.moves}
            ways = [listed(describe_move(moves[move]) for move in chosen) for chosen in view.repairs.sets]
            text = f"The cheapest repair listed costs {float(view.repairs.cost):g}: {listed(ways, 'or')}."
            yield from _wrap(text, 2, "- ")
        elif conflicts:
            yield from _wrap("No combination of the listed repairs removes every conflict.", 2, "- ")


def _say_threat(view: ViewAnswer, name: str) -> Iterator[str]:
    """Whom a threatened norm would bind on its first day, and to what."""
    reasoner = view.reasoner
    effect = reasoner.scene({}).effect(name)
    if effect:
        day = reasoner.index.window.hull(effect)[0]
        bound = listed(find_bound(reasoner, name, day)) or "nobody"
        norm = reasoner.index.norms[name]
        where = "" if norm.contexts is not None else ", in any context"
        text = f"If carried out, {name} would bind {bound} from {day} on: {describe_modal(norm)} {describe_deed(norm)}"
        yield from _wrap(f"{text}{where}.", 2, "- ")


def _wrap(text: str, indent: int = 0, mark: str = "") -> list[str]:
    space = " " * indent
    printable = "".join(char if char.isprintable() else " " for char in text)
    return textwrap.wrap(
        printable,
        WIDTH,
        initial_indent=space + mark,
        subsequent_indent=space + " " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _say_view(case: CaseFile, view: ViewAnswer) -> Iterator[str]:
    threatened = [norm for norm in case.situation.norms if norm.status is NormStatus.THREATENED]
    yield from _title(view, threatened)
    yield from _say_stage(case, view, threatened)
    if not view.is_complete:
        yield from _wrap("Incomplete: a limit was reached before everything was looked at; there may be more.")
    conflicts = view.clashes.conflicts
    yield ""
    yield from _wrap(_count(len(conflicts)))
    for number, conflict in enumerate(conflicts, 1):
        yield ""
        yield from _say_conflict(number, explain(view.reasoner, conflict))
    yield from _say_resolved(view)
    yield from _say_repairs(case, view)
    yield ""
    yield from _say_consequences(view)
    yield from _say_answers(view.answer)


def _title(view: ViewAnswer, threatened: list[Norm]) -> Iterator[str]:
    if view.answer.view is Stance.IN_FORCE:
        yield "IN FORCE"
    else:
        yield "AS THREATENED" if threatened else "AS THREATENED (nothing is threatened)"
    yield ""


def _say_stage(case: CaseFile, view: ViewAnswer, threatened: list[Norm]) -> Iterator[str]:
    names = listed(norm.id for norm in threatened)
    if view.answer.view is Stance.IN_FORCE:
        text = "Only what has been issued counts here."
        if threatened:
            verb = "is only threatened" if len(threatened) == 1 else "are only threatened"
            text += f" On {case.situation.as_of} {names} {verb}; nobody is bound by that yet."
        yield from _wrap(text)
    elif threatened:
        yield from _wrap(
            f"What would follow if every threat were carried out as announced. On {case.situation.as_of} nothing of "
            f"this binds anybody: {names} {'is' if len(threatened) == 1 else 'are all'} only threatened, not issued."
        )
    unknown = [norm for norm in case.situation.norms if norm.issued and norm.issued > case.situation.as_of]
    if unknown:
        yield from _wrap(f"Not counted, as issued after {case.situation.as_of}: {listed(norm.id for norm in unknown)}.")


def _count(conflicts: int) -> str:
    if conflicts == 0:
        return (
            "No conflict: every norm that applies can be obeyed together with all the others, and justified with them."
        )
    return "One conflict." if conflicts == 1 else f"{conflicts} conflicts."


def _say_conflict(number: int, explained: Explained) -> Iterator[str]:
    yield from _wrap(f"{explained.heading}.", 2, f"{number}. ")
    yield from _wrap(explained.nature, 5)
    for line in explained.when:
        yield from _wrap(line, 5)
    for source, says, bonds in explained.norms:
        yield from _wrap(f"{source}: {says}", 5, "- ")
        for bond in bonds:
            yield from _wrap(f"{bond}.", 7)
    for join in explained.joins:
        yield from _wrap(join, 5)
    yield from _wrap(" ".join(part for part in (explained.smaller, explained.order) if part), 5)


def _say_resolved(view: ViewAnswer) -> Iterator[str]:
    resolved = view.clashes.resolved
    if resolved:
        yield ""
        yield from _wrap("Settled by the order of priority, where they meet:")
    for each in resolved:
        others = [name for name in each.norms if name != each.yields]
        yield from _wrap(f"{each.yields} gives way to {listed(others)}.", 2, "- ")
    if view.answer.ill_founded:
        yield ""
        yield from _wrap(
            f"Ill-founded, so without effect where that is so: {listed(view.answer.ill_founded)} "
            "(whether it applies leads back to itself through `unless_norm`)."
        )


def _say_repairs(case: CaseFile, view: ViewAnswer) -> Iterator[str]:
    if not view.clashes.conflicts:
        return
    moves = {move.id: move for move in case.situation.moves}
    yield ""
    if view.repairs.cost is None:
        nothing = "No move is open." if not moves else "No combination of the open moves removes every conflict."
        yield from _wrap(f"Repair: none. {nothing}")
        return
    ways = "one way" if len(view.repairs.sets) == 1 else f"{len(view.repairs.sets)} ways"
    yield from _wrap(f"Cheapest repair: cost {float(view.repairs.cost):g}, {ways}. No cheaper set of open moves works.")
    for chosen in view.repairs.sets[:10]:
        text = listed(f"{describe_move(moves[move])} [{move}, {moves[move].cost:g}]" for move in chosen)
        yield from _wrap(f"{text}.", 2, "- ")
    if len(view.repairs.sets) > 10:
        yield from _wrap(f"and {len(view.repairs.sets) - 10} more ways.", 2)


def _say_consequences(view: ViewAnswer) -> Iterator[str]:
    found, free = consequences(view.reasoner, view.clashes)
    would = view.answer.view is Stance.AS_THREATENED
    yield from _wrap("What it would mean for each actor:" if would else "What it means for each actor:")
    for each in found[:ACTORS_SHOWN]:
        yield f"  {each.actor}"
        for line in _say_consequence(view, each):
            yield from line
    if len(found) > ACTORS_SHOWN:
        yield from _wrap(f"and {len(found) - ACTORS_SHOWN} more actors.", 2)
    if free:
        yield from _wrap(f"Nothing binds {listed(free, 'or')}.", 2)


def _say_consequence(view: ViewAnswer, each: Consequence) -> Iterator[list[str]]:
    for duty in each.norms:
        yield _wrap(f"{duty.text} {duty.source}.", 4, "- ")
        for line in duty.notes:
            yield _wrap(line, 6)
    if each.conflicts:
        told = [
            f"{number}{' (only if the disputed facts are so)' if view.clashes.conflicts[number - 1].when else ''}"
            for number in each.conflicts
        ]
        yield _wrap(f"Tied down by conflict {listed(told)}.", 4, "- ")


def _say_answers(answer: Expectation) -> Iterator[str]:
    if answer.status or answer.deadlines:
        yield ""
        yield "Asked for:"
    for status in answer.status:
        where = f" in {status.context}" if status.context else ""
        toward = f" toward {status.toward}" if status.toward else ""
        given = "".join(f", if {fact} is {str(value).lower()}" for fact, value in (status.given or {}).items())
        by = f" by {listed(status.by)}" if status.by else ""
        text = f"{status.actor} {status.action} {status.thing}{toward}{where} on {status.day}{given}"
        yield from _wrap(f"{text}: {status.is_}{by}.", 2, "- ")
    for deadline in answer.deadlines:
        for_ = f" for {deadline.actor}" if deadline.actor else ""
        due = deadline.due if deadline.due == "not owed" else f"due {deadline.due}"
        yield from _wrap(f"{deadline.norm}{for_}: {due}.", 2, "- ")


def _say_facts(case: CaseFile, views: tuple[ViewAnswer, ...]) -> Iterator[str]:
    facts = case.situation.facts
    if not facts:
        return
    yield "Facts, and who says so:"
    deciding = {
        fact
        for view in views
        for conflict in view.clashes.conflicts
        for condition in conflict.when or ()
        for fact, _ in condition
    }
    for fact in facts:
        status = fact.status.value
        if fact.status is FactStatus.DISPUTED:
            status += "; a conflict hangs on it" if fact.id in deciding else "; no conflict hangs on it"
        yield from _wrap(f"{fact.id} ({status}): {describe_fact(fact)}", 2, "- ")
