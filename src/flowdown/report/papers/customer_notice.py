"""Vendor side: whom may we still serve, and the notice to customers."""

from __future__ import annotations

from dataclasses import dataclass

from flowdown.report.dossier.answers import TERMS
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.in_words import in_words, verbatim
from flowdown.report.dossier.paper import Absent, Paper, Sheet, Told, told
from flowdown.report.dossier.say import with_names
from flowdown.report.norm_words import plain


@dataclass(frozen=True, slots=True)
class ContextTold:
    """A kind of customer's use, and how it stands."""

    id: str
    name: str
    stands: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderOnUs:
    """An order that names us."""

    id: str
    title: str
    citation: str
    status: str
    binds: str
    on_us: tuple[str, ...]
    quotes: tuple[str, ...]
    asks: tuple[str, ...]
    is_past: bool


@dataclass(frozen=True, slots=True)
class NoticeContext:
    """The notice."""

    vendor: str
    forbidden: tuple[ContextTold, ...]
    suspended: tuple[ContextTold, ...]
    open: tuple[ContextTold, ...]
    own_terms: tuple[ContextTold, ...]
    """Open by the vendor's own terms only: no order speaks there."""
    free: tuple[ContextTold, ...]
    orders: tuple[OrderOnUs, ...]
    customers: tuple[str, ...]
    contact: Told


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    found = facts.as_vendor
    if found is None:
        return Absent("the firm is no vendor that one of these orders names: this paper is for vendors")
    contexts = [
        ContextTold(
            each.context,
            each.name or each.context,
            each.stands,
            tuple(dict.fromkeys((*each.forbidden_by, *each.open_by, *each.suspended_by))),
        )
        for each in found.contexts
    ]

    def of(*words: str) -> tuple[ContextTold, ...]:
        return tuple(each for each in contexts if each.stands in words)

    read = verbatim(facts.library)
    orders = tuple(
        OrderOnUs(
            each.order,
            each.title,
            each.citation,
            _plainly(each.status),
            each.binds,
            tuple(_named(facts, each.order, one) for one in each.on_vendor),
            tuple(
                dict.fromkeys(
                    f"{norm.cites}: {in_words(norm.quote, read)} [{norm.mark}]" for norm in each.norms if norm.quote
                )
            ),
            tuple(dict.fromkeys(point.asks for point in each.open_points)),
            each.past_checked,
        )
        for each in found.orders
    )
    unsettled = of("open", "conflict", "required")
    context = NoticeContext(
        found.name,
        of("forbidden"),
        of("suspended"),
        tuple(each for each in unsettled if not _is_by_terms(each)),
        tuple(each for each in unsettled if _is_by_terms(each)),
        of("free"),
        orders,
        tuple(each.name or each.id for each in facts.profile.customers),
        told(", ".join(facts.people("contracts", "reports")[:1]), "whom customers can ask"),
    )
    return (Sheet("customer-notice", f"Notice to customers of {found.name}", context),)


def _plainly(status: str) -> str:
    """A status as words: its first part is a word of the vocabulary."""
    word, since, rest = status.partition(" since ")
    return f"{plain(word)}{since}{rest}"


def _named(facts: Facts, identity: str, text: str) -> str:
    order = facts.order(identity)
    return with_names(facts, order, text) if order is not None else text


def _is_by_terms(context: ContextTold) -> bool:
    return bool(context.by) and all(each.startswith(TERMS) for each in context.by)


PAPER = Paper(
    id="customer-notice",
    title="Notice to customers",
    for_whom="a vendor that an order names; its customers",
    about="whom it may still serve, for which work, what is open, and the notice that says so",
    rank=64,
    build=_build,
)
