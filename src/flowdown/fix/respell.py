"""Writes the new model's id in the form of the old one: a cloud's, a router's, a framework's word before it kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.catalogue.replacement import Offer, Replacements, RouteFacts, Spelling
from flowdown.fix.edit import Refusal, Why
from flowdown.fix.target import Target

CLOUD = "bedrock"
"""The route whose ids begin with the maker's name and may have a region before it."""
_CLOUD_ID = re.compile(
    r"(?:(?P<profile>us-gov|us|eu|apac|global|jp|au|ca)\.)?(?P<maker>[a-z0-9-]+)\.[a-z][\w.-]*(?::\d+)?(?P<size>:\d+k)?"
)
_SURE_CLOUD_ID = re.compile(r"(?:[a-z-]{2,6}\.)?[a-z0-9]+\.[a-z][\w.-]*-v\d+(?::\d+)?")
_ARN = re.compile(r"(?P<before>arn:[\w-]+:bedrock:[\w*-]*::foundation-model/)(?P<id>[\w.:-]+)")
_FORM = re.compile(r"(?P<before>(?:converse/)?(?:[a-z]{2}(?:-gov)?-[a-z]+-\d/)?)(?P<id>[^/]+)")
_VARIANT = re.compile(r":(?!\d)[a-z]+\Z")


@dataclass(frozen=True, slots=True)
class Respelled:
    """The new id; `route` is by which it is reached, `has_moved` that it is not the one that was there.

    `by` is the framework that makes the call by what it writes before the id; empty where the program does.
    """

    text: str
    route: str
    has_moved: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Bare:
    """An id that only its client tells the way of."""


def respell(old: str, route: str, target: Target, map_: Replacements) -> Respelled | Bare | Refusal:
    """The target's id in the form of `old`, which was seen on `route`; why not, where that is not certain."""
    arn = _ARN.fullmatch(old)
    if old.startswith("arn:"):
        if arn is None:
            return Refusal(Why.FORM, "an ARN of a profile or model of your account")
        return _prefixed(arn["before"], _on_route(arn["id"], map_.routes[CLOUD], target))
    for facts, spelling in _spellings(route, map_):
        if old.startswith(spelling.prefix):
            return _respell_spelled(old, facts, spelling, target, map_)
    named = map_.routes.get(route)
    if named is None and _SURE_CLOUD_ID.fullmatch(old):
        named = map_.routes[CLOUD]
    if named is not None and named.is_uniform:
        return _on_route(old, named, target)
    if named is not None and not route.startswith("direct:") and named.address is None:
        return Refusal(Why.CALLS, f"{named.name} calls each maker's models in that maker's own way")
    return Bare()


def _spellings(route: str, map_: Replacements) -> Iterator[tuple[RouteFacts, Spelling]]:
    """The words before an id that mean something on this route: its own, and if it is a framework all of that."""
    for facts in map_.routes.values():
        for spelling in facts.spelled:
            if route in (spelling.by, facts.route):
                yield facts, spelling


def _respell_spelled(
    old: str, facts: RouteFacts, spelling: Spelling, target: Target, map_: Replacements
) -> Respelled | Refusal:
    rest = old[len(spelling.prefix) :]
    if target.offer(facts.route) is not None:
        form = _FORM.fullmatch(rest) if facts.route == CLOUD else None
        if facts.route == CLOUD and form is None:
            return Refusal(Why.FORM, "a form of id that is the maker's own")
        before, body = (form["before"], form["id"]) if form is not None else ("", rest)
        return _prefixed(spelling.prefix + before, _on_route(body, facts, target), spelling.by)
    if not facts.route.startswith("direct:") and facts.is_uniform:
        return _not_there(facts, target)
    for offer in target.offers():
        for other in map_.routes[offer.route].spelled:
            if other.by == spelling.by:
                return Respelled(other.prefix + offer.id, offer.route, has_moved=True, by=spelling.by)
    return Refusal(Why.ROUTE, f"how {spelling.by} calls {target.model.name} is not in the map")


def _on_route(old: str, facts: RouteFacts, target: Target) -> Respelled | Refusal:
    offer = target.offer(facts.route)
    if offer is None:
        return _not_there(facts, target)
    if facts.route == CLOUD:
        return _cloud_id(old, offer, target)
    if _VARIANT.search(old):
        return Refusal(Why.FORM, f"a variant (`{_VARIANT.search(old).group()}`) that the map does not know")  # type: ignore[union-attr]
    return Respelled(offer.id, facts.route)


def _cloud_id(old: str, offer: Offer, target: Target) -> Respelled | Refusal:
    form = _CLOUD_ID.fullmatch(old)
    if form is None or form["size"]:
        return Refusal(Why.FORM, "a form of id that the map does not know")
    profile = form["profile"]
    if profile is None and not offer.profiles:
        # Many newer models answer only to an inference profile, and the bare id is refused when it is called.
        return Refusal(
            Why.ROUTE, f"whether {target.model.name} can be called without an inference profile is not in the map"
        )
    if profile is None:
        return Respelled(offer.id, CLOUD)
    if profile not in offer.profiles:
        return Refusal(
            Why.ROUTE, f"whether {target.model.name} has the inference profile `{profile}.` is not in the map"
        )
    return Respelled(f"{profile}.{offer.id}", CLOUD)


def _not_there(facts: RouteFacts, target: Target) -> Refusal:
    if target.route and target.route != facts.route:
        return Refusal(Why.ROUTE, f"reached by {facts.name}, and another route is asked for")
    return Refusal(Why.ROUTE, f"the map knows no {target.model.name} by {facts.name}")


def _prefixed(before: str, found: Respelled | Refusal, by: str = "") -> Respelled | Refusal:
    if isinstance(found, Refusal):
        return found
    return Respelled(before + found.text, found.route, found.has_moved, by)
