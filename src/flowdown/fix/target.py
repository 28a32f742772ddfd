"""What the vendor's model is to be replaced by: a model of the map, and the route that it is to take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.base.errors import UnusableArgument
from flowdown.catalogue.replacement import Offer, Replacements, Substitute


@dataclass(frozen=True, slots=True)
class Target:
    """A model of a class, and the route that was asked for; empty: the route that is there, else its maker's own."""

    model: Substitute
    workload: str
    route: str = ""

    def offer(self, route: str) -> Offer | None:
        """How a route offers it, unless another route was asked for."""
        if self.route and self.route != route:
            return None
        return next((each for each in self.model.routes if each.route == route), None)

    def offers(self) -> Iterator[Offer]:
        """All ways to it that may be taken, its maker's own first."""
        own = f"direct:{self.model.vendor}"
        found = [each for each in self.model.routes if not self.route or each.route == self.route]
        yield from sorted(found, key=lambda each: each.route != own)


def choose_target(word: str, vendor: str, map_: Replacements) -> Target:
    """The target that somebody names: a model of the map, `model@route` as plans call it, an id there, or `vendor`.

    `vendor` is the word read as a vendor's id (empty: it is none); its first model for text is taken. Raises
    `UnusableArgument` for what the map does not hold.
    """
    name, _, route = word.partition("@")
    for group in map_.classes.values():
        for model in group.models:
            if name == model.id or word in {offer.id for offer in model.routes}:
                return _checked(Target(model, group.id, route if name == model.id else ""), map_)
    chat = map_.classes["chat"]
    first = next((each for each in chat.models if vendor and each.vendor == vendor), None)
    if first is not None:
        return _checked(Target(first, chat.id, route), map_)
    known = ", ".join(model.id for model in chat.models)
    raise UnusableArgument(f"`{word}` is no model of the replacement map", hint=f"one of {known}, or a vendor of one")


def _checked(target: Target, map_: Replacements) -> Target:
    if target.route and target.offer(target.route) is None:
        routes = ", ".join(offer.route for offer in target.model.routes)
        raise UnusableArgument(f"`{target.route}` does not offer {target.model.name}", hint=f"one of {routes}")
    return target
