"""Tells of services: who provides them, at which hosts, and where data go."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from flowdown.evidence.arriving.names import node
from flowdown.evidence.cyclonedx.components import tell_links
from flowdown.evidence.cyclonedx.shape import Mapping, Placed, mapping, parts, text, texts
from flowdown.evidence.cyclonedx.telling import LINK, Telling
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.reader import Yield

_P = Predicate


def enter_services(telling: Telling, found: Iterator[Placed]) -> Iterator[Yield]:
    """Note the references of services and of all below them."""
    for place, part in found:
        yield from telling.enter(part, telling.naming.service(part), place)
        yield from enter_services(telling, parts(part, "services", place))


def tell_services(
    telling: Telling, found: Iterator[Placed], above: str, predicate: Predicate = _P.USES, **how: str
) -> Iterator[Yield]:
    """Tell of services and of all below them; `above` is what uses them, empty if that is not said."""
    for place, part in found:
        subject = telling.naming.service(part)
        yield from telling.say(above, predicate, subject, place, **how)
        yield from _tell(telling, place, part, subject)
        yield from tell_services(telling, parts(part, "services", place), subject, _P.CONTAINS)


def _tell(telling: Telling, place: str, part: Mapping, subject: str) -> Iterator[Yield]:
    if name := text(part, "name"):
        yield from telling.say(subject, _P.NAMED, node("text", name), f"{place}/name")
    provider = text(mapping(part, "provider"), "name")
    yield from telling.made_by(subject, provider, "provider", f"{place}/provider")
    seen: set[str] = set()
    for number, endpoint in enumerate(texts(part, "endpoints")):
        host, path = _host_of(endpoint)
        if host and host not in seen:
            yield from telling.say(
                subject, _P.IDENTIFIED_BY, node("identifier", f"host/{host}"), f"{place}/endpoints/{number}"
            )
        seen.add(host)
        for vendor, said in _makers(telling, host, path):
            yield from telling.say(subject, _P.MADE_BY, vendor, f"{place}/endpoints/{number}", **said)
    yield from _data(telling, place, part, subject)
    yield from tell_links(telling, place, part, subject)


def _makers(telling: Telling, host: str, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    for hit in telling.naming.names.index.host(host, path) if host else ():
        if hit.vendor:
            yield f"vendor:{hit.vendor}", {"basis": hit.basis.value, "product": hit.product, "route": hit.route}


def _data(telling: Telling, place: str, part: Mapping, subject: str) -> Iterator[Yield]:
    """To whom data go: a service of this or another bill, or a host that the catalogue knows."""
    flows = mapping(part, "data").get("dataflow")
    found = [*parts(part, "data", place), *parts({"dataflow": flows}, "dataflow", f"{place}/data")]
    for where, flow in found:
        for number, target in enumerate(texts(flow, "destination")):
            at = f"{where}/destination/{number}"
            if target.startswith(LINK) or target in telling.refs:
                other, left_out = telling.look_up(target, at)
                yield from left_out
                if other.partition(":")[0] in ("product", "service", "package", "device", "model"):
                    yield from telling.say(subject, _P.USES, other, at, basis="data")
                continue
            for vendor, said in _makers(telling, *_host_of(target)):
                yield from telling.say(subject, _P.USES, vendor, at, **{**said, "basis": "data"})


def _host_of(address: str) -> tuple[str, str]:
    """Host and path of an address; who logs in, and what is asked, stays out."""
    try:
        split = urlsplit(address if "://" in address else f"//{address}")
        return (split.hostname or "").rstrip("."), split.path
    except ValueError:
        return "", ""
