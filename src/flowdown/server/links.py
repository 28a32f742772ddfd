"""Where everything has its page; the day and stance that somebody looks at go along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from flowdown.server.page import Cell

if TYPE_CHECKING:
    from flowdown.pipeline.answering import Answer

_PAGES = {"vendor": "vendors", "contract": "contracts", "system": "systems", "supplier": "suppliers", "order": "orders"}


@dataclass(frozen=True)
class Links:
    """Addresses within the server. `known` are the ids that have a page of their own, by kind of node."""

    lens: Mapping[str, str]
    known: Mapping[str, frozenset[str]]

    def to(self, path: str, **asked: object) -> str:
        """The address of a page; what is empty is left out."""
        words = {name: str(value) for name, value in asked.items() if value not in ("", None)}
        query = urlencode({**self.lens, **words})
        return f"{path}?{query}" if query else path

    def page(self, kind: str, identity: str, **asked: object) -> str:
        """The page of something that has one."""
        return self.to(f"/{_PAGES[kind]}/{quote(identity, safe='')}", **asked)

    def node(self, node: str) -> str:
        """The page of a node: its own, or that of all that is claimed of it."""
        kind, _, identity = node.partition(":")
        if kind == "claim":
            return self.claim(node)
        if kind in _PAGES and identity in self.known.get(kind, frozenset()):
            return self.page(kind, identity)
        return self.to("/node", id=node)

    def claim(self, identity: str) -> str:
        """The page of a claim."""
        return self.to(f"/claims/{quote(identity.removeprefix('claim:'), safe='')}")

    def norm(self, norm: str, subject: str, context: str) -> str:
        """The page of an answer."""
        return self.to("/answer", norm=norm, subject=subject, context=context)

    def cell(self, node: str, text: str = "", under: str = "") -> Cell:
        """A node with the way to its page."""
        return Cell(text or node.partition(":")[2] or node, self.node(node), under=under)


def add_word(address: str, name: str, value: str) -> str:
    """An address of ours with one more word asked."""
    path, _, fragment = address.partition("#")
    joined = f"{path}{'&' if '?' in path else '?'}{urlencode({name: value})}"
    return f"{joined}#{fragment}" if fragment else joined


def inside(to: str) -> str:
    """An address that somebody sent, if it leads on within this server; else nothing."""
    is_ours = to.startswith("/") and not to.startswith("//") and to.isprintable() and "\\" not in to
    return to if is_ours else ""


def known_ids(answer: Answer) -> Mapping[str, frozenset[str]]:
    """The ids that have a page of their own."""
    profile = answer.facts.profile
    return {
        "vendor": frozenset(answer.facts.catalogue.vendors),
        "contract": frozenset(each.id for each in profile.contracts),
        "system": frozenset(each.id for each in profile.systems),
        "supplier": frozenset(each.id for each in profile.suppliers),
        "order": frozenset(answer.facts.library.orders),
    }
