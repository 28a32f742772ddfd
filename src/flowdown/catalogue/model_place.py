"""What stands around a model's name in its id: routes, the organisation, what nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flowdown.catalogue.model_table import ModelTable, Space
from flowdown.catalogue.model_words import TOKEN

_PATH_WORDS = frozenset(
    ("models", "model", "projects", "locations", "publishers", "endpoints", "accounts", "library", "deployments")
)
_EDGES = "-.:~"
_LONGEST = 3
"""Parts of the longest organisation's name that is written before a name without a slash (`mistral-ai-...`)."""


@dataclass(slots=True)
class Place:
    """Gathered from left to right; of several organisations the last counts.

    `is_space_a_segment`: the organisation stands before a slash, as who publishes does, and is no route's word.
    `is_hub_needed`: the id is an address, which only a route can make one of a model. `is_stated`: whoever asks says
    that this is a model's id.
    """

    is_stated: bool = False
    is_hub_needed: bool = False
    routes: list[str] = field(default_factory=list)
    space: Space | None = None
    is_space_a_segment: bool = False
    strangers: list[str] = field(default_factory=list)

    @property
    def is_trusted(self) -> bool:
        """Whether something besides the name says that this is a model's id."""
        return self.is_stated or self.space is not None or bool(self.routes)

    @property
    def is_an_address_elsewhere(self) -> bool:
        """Whether the id is a web address of no route."""
        return self.is_hub_needed and not self.routes


def split(text: str, table: ModelTable, place: Place) -> list[str]:
    """Cut a text at its slashes and at the colon behind a provider's word; open up addresses and ARNs."""
    scheme, mark, rest = text.partition("://")
    if mark:
        place.is_hub_needed = scheme.lower() in ("http", "https")
        text = rest
    fields = text.split(":", 5)
    if fields[0].lower() == "arn" and len(fields) == 6:
        text = f"{fields[2]}/{fields[5]}"
    segments: list[str] = []
    for segment in text.strip("/~").split("/"):
        head, mark, tail = segment.partition(":")
        word = head.lower().replace("_", "-")
        if mark and (word in table.prefixes or word in table.spaces) and tail.lstrip(":"):
            segments += [head, tail.lstrip(":")]
        elif mark and word == "ft":
            # `ft:base:organisation:suffix:id`
            segments.append(tail.partition(":")[0])
        else:
            segments.append(segment)
    return segments


def walk(names: Sequence[str], table: ModelTable, place: Place) -> None:
    """Sort the segments before a name into routes, organisations and strangers."""
    index = 0
    while index < len(names):
        length = 0
        for prefix, route in table.prefixes.get(names[index], ()):
            if tuple(names[index : index + len(prefix)]) == prefix:
                place.routes.append(route)
                length = len(prefix)
                break
        last = index + max(length, 1) - 1
        space = table.spaces.get(names[last])
        if space is not None:
            # Where a route is called like its operator, the word says how the model is reached.
            place.space, place.is_space_a_segment = space, not length
        elif not length and names[index] not in _PATH_WORDS:
            place.strangers.append(names[index])
        index = last + 1


def strip_lead(lead: str, table: ModelTable, place: Place) -> list[str]:
    """Take routes and organisations off the text before a family; return the parts that nobody knows."""
    for text, route in table.leads:
        if lead.startswith(text):
            place.routes.append(route)
            if text[:-1] not in table.spaces:
                lead = lead[len(text) :]
    lead = lead.strip(_EDGES)
    strangers: list[str] = []
    while lead:
        known, rest = _known_beginning(lead, table)
        if known is not None:
            place.space = place.space or known
        else:
            token = TOKEN.match(lead)
            if token is None:
                break
            strangers.append(token.group())
            rest = lead[token.end() :].lstrip(_EDGES)
        lead = rest
    return strangers


def _known_beginning(lead: str, table: ModelTable) -> tuple[Space | None, str]:
    """The longest organisation at the beginning of a lead, and what follows it."""
    for token in reversed([*TOKEN.finditer(lead)][:_LONGEST]):
        space = table.spaces.get(lead[: token.end()])
        if space is not None:
            return space, lead[token.end() :].lstrip(_EDGES)
    return None, lead
