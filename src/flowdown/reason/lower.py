"""Puts an order's norms into the scenarios' words, for one setting: what a contract brings becomes a fact."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.orders.norm import Bearer, Exemption, Names, Norm, Owners, PartyTo, Target, TargetOfKinds, names
from flowdown.orders.order import Order, OrderNorm

US = "us"
"""The actor who is asked about: whoever runs what was scanned."""
ANYTHING = "anything"
"""The thing that stands for an act without an object."""


def name_of(order: Order, norm: str) -> str:
    """A norm's or open point's name among several orders."""
    return f"{order.id}/{norm}"


def term_of(bearer: Bearer) -> PartyTo | None:
    """The contract by which a bearer is bound; None for one whom the scenarios' words name."""
    party_to = getattr(bearer, "party_to", None)
    if isinstance(party_to, PartyTo):
        return party_to
    below = getattr(bearer, "subcontractor_of", None)
    return PartyTo(clause=below.clause, role="subcontractor") if below is not None else None


def fact_of(order: Order, term: PartyTo) -> str:
    """The name of the fact that a setting's contract brings a norm with it."""
    parts = (
        term.clause.replace(" ", "-"),
        "-or-".join(term.versions),
        f"alt-{term.alternate}" if term.alternate else "",
        "order-in-it" if term.order_listed else "",
        "order-named" if term.order_named else "",
        "" if term.role == "any" else term.role,
        "" if term.reach == "contract" else term.reach,
    )
    return name_of(order, "@" + "/".join(part for part in parts if part))


def terms_of(order: Order) -> Iterator[tuple[str, PartyTo]]:
    """Every fact that an order's norms and duties need to know of a contract."""
    told: set[str] = set()
    bearers = [*(norm.bearer for norm in order.norms), *(duty.bearer for duty in order.duties)]
    for bearer in bearers:
        term = term_of(bearer)
        if term is not None and (fact := fact_of(order, term)) not in told:
            told.add(fact)
            yield fact, term


def lower(order: Order, norm: OrderNorm, *, has_relief: bool) -> Norm:
    """The norm in the words of the case files, its names with the order's before them."""
    term = term_of(norm.bearer)
    given = list(names(given_of(order, norm.given)))
    bearer = norm.bearer
    plain = (
        Bearer(
            actor=bearer.actor,
            supplier_of=bearer.supplier_of,
            tiers=bearer.tiers,
            owned_by=bearer.owned_by,
            at_least=bearer.at_least,
            kind=bearer.kind,
            all=bearer.all,
            except_=bearer.except_,
        )
        if term is None
        else Bearer(kind="contractor")
    )
    if term is not None:
        given.append(fact_of(order, term))
    if norm.object.purpose:
        given.append(name_of(order, norm.object.purpose))
    return Norm(
        id=name_of(order, norm.id),
        modality=norm.modality,
        bearer=plain,
        action=norm.action,
        object=lower_target(norm),
        toward=norm.toward,
        contexts=norm.contexts,
        from_=norm.from_,
        to=norm.to,
        for_=norm.for_,
        timing=norm.timing,
        authority=norm.authority,
        cites=norm.cites,
        issued=norm.issued,
        status=norm.status,
        withdrawn=norm.withdrawn,
        given=tuple(given),
        exceptions=tuple(_exception(order, each) for each in norm.exceptions) if has_relief else (),
        replaces=qualified(order, norm.replaces),
        while_norm=qualified(order, norm.while_norm),
        unless_norm=qualified(order, norm.unless_norm),
        overrides=qualified(order, norm.overrides),
        findings=norm.findings,
        waivable_by=norm.waivable_by,
        title=norm.title,
        note=norm.note,
    )


def lower_target(norm: OrderNorm) -> Target:
    """The object in the words of the case files: a maker's things on the bases that count, the products, or the one act."""
    target = norm.object
    if target.product is not None:
        return Target(thing=names(target.product), derivatives=target.derivatives, containers=target.containers)
    if target.anything:
        return Target(thing=ANYTHING)
    makers = target.made_by or target.developed_by or target.provided_by
    if target.holds_at_least is not None and makers is not None and not isinstance(makers, Owners):
        makers = Owners(owned_by=makers, at_least=target.holds_at_least)
    return TargetOfKinds(
        made_by=makers, derivatives=target.derivatives, containers=target.containers, kinds=norm.counted
    )


def qualified(order: Order, listed: Names) -> Names:
    """Names of norms with the order's before each that has none."""
    return tuple(name if "/" in name else name_of(order, name) for name in names(listed))


def given_of(order: Order, given: Names) -> Names:
    """Premises with the order's name before each fact that has none."""
    return tuple(_premise(order, word) for word in names(given))


def _premise(order: Order, word: str) -> str:
    bare = word.removeprefix("not ").strip()
    fact = bare if "/" in bare else name_of(order, bare)
    return f"not {fact}" if word.startswith("not ") else fact


def _exception(order: Order, exception: Exemption) -> Exemption:
    return Exemption(
        actors=exception.actors,
        things=exception.things,
        contexts=exception.contexts,
        toward=exception.toward,
        from_=exception.from_,
        to=exception.to,
        given=given_of(order, exception.given),
        note=exception.note,
    )
