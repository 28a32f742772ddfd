"""Lays out the rules of an order: norms, what is not formalised, reliefs, duties, and what is handed down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowdown.orders.duty import Duty
from flowdown.orders.norm import names
from flowdown.orders.order import Order, OrderNorm
from flowdown.report.norm_words import (
    plain,
    say_clock,
    say_contexts,
    say_duty,
    say_given,
    say_norm,
    say_period,
    say_recipient,
    say_relief,
    say_timing,
)
from flowdown.report.page import Block, Line, Point, Points, Quotation, Section, Tone, line, span
from flowdown.report.words import listed, mark_words

Contexts = Mapping[str, str]


def norms(order: Order, contexts: Contexts) -> Iterator[Block]:
    """Every norm in plain words and in its own."""
    if order.norms:
        yield Section(line("Norms"), tuple(_norm(norm, contexts) for norm in order.norms))


def _norm(norm: OrderNorm, contexts: Contexts) -> Quotation:
    notes = [line(say_norm(norm, contexts)[:1].upper() + say_norm(norm, contexts)[1:] + ".")]
    notes += [line(f"{word}: {value}") for word, value in _terms(norm) if value]
    notes += [line(f"exception: {say_relief(each, contexts)}") for each in norm.exceptions]
    notes += [
        line(f"needs the finding that {each.about} is `{each.says}`{f' ({each.note})' if each.note else ''}")
        for each in norm.findings
    ]
    if norm.note:
        notes.append(line(norm.note.strip()))
    notes.append(_read(norm.mark, norm.source))
    title = f"  {norm.title}," if norm.title else " "
    return Quotation(
        cites=line(span(norm.id, Tone.STRONG), f"{title} {norm.cites}"),
        words=line(f"“{norm.quote}”"),
        notes=tuple(notes),
    )


def _terms(norm: OrderNorm) -> Iterator[tuple[str, str]]:
    """When it holds, on what it hangs, and how it stands to other norms."""
    issued = f", issued {norm.issued.isoformat()}" if norm.issued is not None else ""
    gone = f", withdrawn {norm.withdrawn.isoformat()}" if norm.withdrawn is not None else ""
    yield "holds", f"{say_period(norm.from_, norm.to, norm.for_)} ({plain(norm.status.value)}{issued}{gone})"
    yield "once", say_timing(norm.timing) if norm.timing is not None else ""
    yield "condition", say_given(norm.given)
    yield "authority", norm.authority or ""
    yield (
        "counts",
        listed(tuple(norm.counted), "or") if norm.object.product is None and not norm.object.anything else "",
    )
    yield "can be waived by", listed(names(norm.waivable_by), "or")
    for word, others in (
        ("replaces", norm.replaces),
        ("only while in effect", norm.while_norm),
        ("not while in effect", norm.unless_norm),
        ("overrides", norm.overrides),
    ):
        yield word, listed(names(others))


def unformalised(order: Order, contexts: Contexts) -> Iterator[Block]:
    """The rules that the vocabulary cannot say: quoted, always undetermined."""
    told = tuple(
        Quotation(
            cites=line(span(rule.id, Tone.STRONG), f"  {rule.cites}"),
            words=line(f"“{rule.quote}”"),
            notes=(
                line(f"not formalised: {rule.why}"),
                line(f"speaks {say_contexts(rule.contexts, contexts)}"),
                _read(rule.mark, rule.source),
            ),
        )
        for rule in order.unformalised
    )
    if told:
        yield Section(line("Not formalised: always undetermined"), told)


def reliefs(order: Order, contexts: Contexts) -> Iterator[Block]:
    """Waivers and stays."""
    points = []
    for kind, acts in (("stay", order.stays), ("waiver", order.waivers)):
        for act in acts:
            issued = f", issued {act.issued.isoformat()}" if act.issued is not None else ""
            head = f"  {kind} of {listed(names(act.of))} by {act.by}{issued}"
            cites = (line(act.cites),) if act.cites else ()
            points.append(Point(line(span(act.id, Tone.STRONG), head), (line(say_relief(act, contexts)), *cites)))
    if points:
        yield Section(line("Waivers and stays"), (Points(tuple(points)),))


def duties(order: Order, contexts: Contexts) -> Iterator[Block]:
    """Every duty: who, by when, with which fields, to which office."""
    if order.duties:
        told: list[Block] = []
        for duty in order.duties:
            told.extend(_duty(duty, contexts))
        yield Section(line("Duties"), tuple(told))


def _duty(duty: Duty, contexts: Contexts) -> Iterator[Block]:
    who = say_duty(duty)
    where = "" if duty.contexts is None else f", {say_contexts(duty.contexts, contexts)}"
    notes: list[Line] = [line(f"{who[:1].upper()}{who[1:]}{where}.")]
    if duty.clock is not None:
        notes.append(line(span("clock: ", Tone.STRONG), say_clock(duty.clock)))
        if duty.clock.is_open:
            notes.append(line(f"what is open of the clock: {duty.clock.is_open}"))
    else:
        notes.append(line("clock: none stated"))
    if duty.follows:
        notes.append(line(f"the clock starts when `{duty.follows}` was submitted"))
    if duty.from_ is not None or duty.to_day is not None:
        last = f" through {duty.to_day.isoformat()}" if duty.to_day is not None else ""
        notes.append(line(f"holds {say_period(duty.from_, None)}{last} ({plain(duty.status)})"))
    if duty.given:
        notes.append(line(say_given(duty.given)))
    notes += [line(span("to: ", Tone.STRONG), say_recipient(each)) for each in duty.to]
    if duty.note:
        notes.append(line(duty.note.strip()))
    notes.append(_read(duty.mark, duty.source))
    yield Quotation(
        cites=line(span(duty.id, Tone.STRONG), f"  {duty.title}, {duty.cites}"),
        words=line(f"“{duty.quote}”"),
        notes=tuple(notes),
    )
    if duty.fields:
        points = tuple(
            Point(
                line(each.name, span("  (if known)" if each.only_if_known else "", Tone.FAINT)),
                (line(each.what),) if each.what else (),
            )
            for each in duty.fields
        )
        read = "" if duty.fields_read else "; the text that lists them was not read"
        yield Section(line(f"Fields of `{duty.id}`{read}"), (Points(points, is_numbered=True),))


def hand_down(order: Order) -> Iterator[Block]:
    """What goes into subcontracts, paragraph by paragraph."""
    points = []
    for each in order.hand_down:
        words = {"yes": "is handed down", "no": "is not handed down", "open": "open whether it is handed down"}
        to = f" to {each.to}" if each.to else ""
        quote = (line(f"“{each.quote}”"),) if each.quote else ()
        clause = f"{each.clause} " if each.clause else ""
        points.append(
            Point(
                line(span(f"{clause}{each.paragraph}", Tone.STRONG), f"  {words[each.passes]}{to}: {each.what}"),
                (*quote, _read(each.mark, each.source)),
            )
        )
    if points:
        yield Section(line("Hand-down, by paragraph"), (Points(tuple(points)),))


def _read(mark: str, source: str) -> Line:
    return line(span(f"Evidence: {mark_words(mark)}; source: {source}", Tone.FAINT))
