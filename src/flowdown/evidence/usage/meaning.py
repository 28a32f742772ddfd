"""What a model, a host and a provider's word in a log mean to the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from flowdown.catalogue.kinds import Basis
from flowdown.catalogue.reading import Hit
from flowdown.evidence.arriving.names import Names, node

_MODEL = re.compile(r"[\w./:@+~ -]{1,200}")
_WORDS = re.compile(r"[a-z0-9][a-z0-9.]*(?:-[a-z0-9.]+)*")
_NO_HOST = re.compile(r"[\d.]+|[0-9a-f:]*:[0-9a-f:]*|[^.]*|.*\.(?:local|internal|svc|lan|localhost|arpa|home)")
_LONGEST_NAME = 5
"""Words of a text that may be one model's name."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A thing that a call reaches: a vendor or a service, on which basis, by which route. `is_sure`: else it only may."""

    node: str
    basis: str
    product: str = ""
    route: str = ""
    lineage: str = ""
    is_sure: bool = True


class Meanings:
    """The meanings of one catalogue; each text is looked up once."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.makers = lru_cache(maxsize=8192)(self._makers)
        self.host = lru_cache(maxsize=65536)(self._host)
        self.provider = lru_cache(maxsize=1024)(self._provider)
        self.models_in = lru_cache(maxsize=8192)(self._models_in)
        self.reach = lru_cache(maxsize=65536)(self._reach)

    def _makers(self, model: str) -> tuple[Reach, ...]:
        """Each vendor in the line of a model."""
        return tuple(
            Reach(vendor, Basis.MODEL.value, lineage=lineage)
            for vendor, lineage in self.names.makers_of_model(plain_model(model))
        )

    def _host(self, host: str, path: str = "") -> tuple[Reach, ...]:
        """What runs on a host, as far as the catalogue knows it."""
        index = self.names.index
        hits = index.host(host, path)
        if hits:
            return tuple(dict.fromkeys(self._of(hit) for hit in hits))
        # Only some paths there are known, and the log does not tell the path: all of them must be of one vendor.
        vendors = {hit.vendor for hit in index.on_host(host)}
        if len(vendors) == 1 and all(vendors):
            return (Reach(f"vendor:{vendors.pop()}", Basis.SERVICE.value, is_sure=False),)
        return ()

    def _provider(self, word: str) -> tuple[Reach, ...]:
        """What a provider's word selects."""
        for spelling in (word, word.lower(), word.lower().replace(" ", "-"), word.lower().replace(" ", "_")):
            if hits := self.names.index.provider(spelling):
                return tuple(dict.fromkeys(self._of(hit) for hit in hits))
        vendor, is_sure = self.names.vendor_of(word)
        return (Reach(vendor, Basis.SERVICE.value),) if is_sure else ()

    def _of(self, hit: Hit) -> Reach:
        vendor = hit.vendor or self.names.index.operators.get(hit.route, "")
        thing = f"vendor:{vendor}" if vendor else node("service", hit.route)
        return Reach(thing, hit.basis.value, hit.product, hit.route)

    def _reach(self, model: str, host: str, path: str, provider: str) -> tuple[Reach, ...]:
        """What a call to a model on a host, by a provider's word, reaches beside the model itself.

        The host says more than the word: clients of one provider call many others that speak its language.
        """
        makers = self.makers(model) if model else ()
        routes = self.names.index.model(plain_model(model), is_model=True) if model else None
        hosts = self.host(host, path) if host else ()
        if hosts:
            return tuple(_beside(makers, hosts))
        said = self.provider(provider) if provider else ()
        if not said and routes is not None:
            said = tuple(
                Reach(f"vendor:{operator}" if operator else node("service", route), Basis.HOST.value, route=route)
                for route in routes.routes
                for operator in [self.names.index.operators.get(route, "")]
            )
        if host and not is_private(host):
            said = tuple(replace(each, is_sure=False) for each in said)
        return tuple(_beside(makers, said))

    def _models_in(self, text: str) -> tuple[str, ...]:
        """The models that a text of a bill names, in any spelling: `Claude 3.5 Sonnet input tokens`."""
        words = _WORDS.findall(text[:400].lower())[:60]
        found: dict[str, None] = {}
        at = 0
        while at < len(words):
            for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
                name = "-".join(words[at : at + length])
                reading = self.names.index.model(name)
                if reading is not None and not reading.is_by_namespace:
                    found[name] = None
                    at += length - 1
                    break
            at += 1
        return tuple(found)


def plain_model(text: str) -> str:
    """A model's id out of what clouds write: of an ARN only the model, not the account; empty for what is no id."""
    text = text.strip()
    if text.startswith("arn:"):
        text = text.rpartition("/")[2]
    return text if _MODEL.fullmatch(text) else ""


def is_private(host: str) -> bool:
    """True for a host that is nobody's by its name: a number, a bare or an inner name."""
    return bool(_NO_HOST.fullmatch(host.lower().rpartition("://")[2].partition("/")[0].partition(":")[0]))


def _beside(makers: Iterable[Reach], others: Iterable[Reach]) -> Iterator[Reach]:
    """What a call reaches besides the model's makers: who hosts another's model is its host."""
    made = {each.node for each in makers}
    seen: set[Reach] = set()
    for each in others:
        if made and each.basis == Basis.MODEL.value:
            continue
        if made and each.node not in made and each.basis == Basis.SERVICE.value:
            host = replace(each, basis=Basis.HOST.value, product="")
        else:
            host = each
        if host not in seen:
            seen.add(host)
            yield host
