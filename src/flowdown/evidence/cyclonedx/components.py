"""Tells of components: what each is, who makes it, what it holds, what it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.base.errors import clip
from flowdown.evidence.arriving.names import node
from flowdown.evidence.cyclonedx.models import tell_model
from flowdown.evidence.cyclonedx.naming import clean, is_purl, maker_in_cpe
from flowdown.evidence.cyclonedx.shape import Mapping, Placed, is_true, mapping, parts, properties, text
from flowdown.evidence.cyclonedx.telling import LINK, Telling
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.reader import Unread, Yield

_P = Predicate
_HARDWARE = ("cdx:device:quantity", "cdx:device:function", "cdx:device:deviceType")
"""Properties of the published taxonomy that say what a part of a device is for."""


def enter_components(telling: Telling, found: Iterator[Placed]) -> Iterator[Yield]:
    """Note the references of components and of all below them."""
    for place, part in found:
        yield from telling.enter(part, telling.component(part), place)
        if "components" in part:
            yield from enter_components(telling, parts(part, "components", place))
        if "pedigree" in part:
            pedigree = mapping(part, "pedigree")
            for key in ("ancestors", "descendants", "variants"):
                yield from enter_components(telling, parts(pedigree, key, f"{place}/pedigree"))


def tell_components(telling: Telling, found: Iterator[Placed], above: str, **how: str) -> Iterator[Yield]:
    """Tell of components and of all below them; `above` is what they are parts of, empty if that is not said."""
    for place, part in found:
        subject = telling.component(part)
        if not subject:
            yield Unread("has neither a name nor a package URL", telling.incoming.where(place))
        yield from tell_component(telling, place, part)
        yield from _join(telling, place, part, above, how)
        if "components" in part:
            # What a part without a name holds is held by what holds that.
            yield from tell_components(telling, parts(part, "components", place), subject or above, **how)


def _join(telling: Telling, place: str, part: Mapping, above: str, how: dict[str, str]) -> Iterator[Yield]:
    """How what holds a component leans on it.

    What is excluded is used to build or test, and is no part; what is external has to be there.
    """
    scope = text(part, "scope")
    predicate = _P.CONTAINS
    if how.get("scope") or scope == "excluded":
        predicate = _P.USES
    elif is_true(part, "isExternal"):
        predicate = _P.DEPENDS_ON
    said = {**({} if scope in ("", "required") else {"scope": scope}), **how}
    if versions := text(part, "versionRange"):
        said["version_range"] = clip(versions)
    yield from telling.say(above, predicate, telling.component(part), place, **said)


def tell_component(telling: Telling, place: str, part: Mapping) -> Iterator[Yield]:
    """Tell what one component is, without what is below it."""
    subject = telling.component(part)
    if not subject:
        return
    purl = text(part, "purl")
    if purl and not is_purl(telling.naming.names, purl):
        yield Unread(f"`{clip(purl)}` is no package URL", telling.incoming.where(f"{place}/purl"))
        purl = ""
    if not subject.startswith("package:"):
        yield from _identify(telling, place, part, subject, purl)
    yield from _makers(telling, place, part, subject, purl)
    if "pedigree" in part:
        yield from _pedigree(telling, place, part, subject)
    if "externalReferences" in part:
        yield from tell_links(telling, place, part, subject)
    yield from tell_model(telling, place, part, subject)


def _identify(telling: Telling, place: str, part: Mapping, subject: str, purl: str) -> Iterator[Yield]:
    """What a package URL says by itself need not be said again; of all others, the name and the marks."""
    if name := text(part, "name"):
        yield from telling.say(subject, _P.NAMED, node("text", name), f"{place}/name")
    marks = {"purl": purl, "cpe": text(part, "cpe"), "swid": text(mapping(part, "swid"), "tagId")}
    for scheme, mark in marks.items():
        if mark:
            yield from telling.say(subject, _P.IDENTIFIED_BY, node("identifier", f"{scheme}/{mark}"), place)
    if kind := text(part, "type"):
        yield from telling.describe(subject, "kind", kind, f"{place}/type")
    for key, value in properties(part):
        if key in _HARDWARE:
            yield from telling.describe(subject, key.rpartition(":")[2], value, f"{place}/properties")


def _makers(telling: Telling, place: str, part: Mapping, subject: str, purl: str) -> Iterator[Yield]:
    names = telling.naming.names
    for key in ("supplier", "manufacturer"):
        if key in part:
            yield from telling.made_by(subject, text(mapping(part, key), "name"), key, f"{place}/{key}")
    if "publisher" in part:
        yield from telling.made_by(subject, text(part, "publisher"), "publisher", f"{place}/publisher")
    # An author is mostly a person: only one who is a vendor for sure is told.
    for where, author in (("author", text(part, "author")), *_authors(part)):
        vendor, is_sure = names.vendor_of(clean(author)) if clean(author) else ("", False)
        if is_sure:
            yield from telling.made_by(subject, author, "author", f"{place}/{where}")
    for vendor, product, basis in names.makers_of_package(purl) if purl else ():
        if not subject.startswith("model:"):
            yield from telling.say(subject, _P.MADE_BY, vendor, f"{place}/purl", basis=basis, product=product)
    if not purl and (maker := maker_in_cpe(text(part, "cpe"))):
        vendor, is_sure = names.vendor_of(maker)
        if is_sure:
            yield from telling.say(subject, _P.MADE_BY, vendor, f"{place}/cpe", basis="cpe")


def _authors(part: Mapping) -> Iterator[tuple[str, str]]:
    for place, each in parts(part, "authors"):
        yield place, text(each, "name")


def _pedigree(telling: Telling, place: str, part: Mapping, subject: str) -> Iterator[Yield]:
    pedigree, below = mapping(part, "pedigree"), f"{place}/pedigree"
    for where, other in parts(pedigree, "ancestors", below):
        yield from tell_component(telling, where, other)
        yield from telling.say(subject, _P.DERIVES_FROM, telling.component(other), where, basis="ancestor")
    for where, other in parts(pedigree, "descendants", below):
        yield from tell_component(telling, where, other)
        yield from telling.say(telling.component(other), _P.DERIVES_FROM, subject, where, basis="descendant")
    for where, other in parts(pedigree, "variants", below):
        yield from tell_component(telling, where, other)
        # Which of the two was made from the other is not known.
        yield from telling.say(subject, _P.MAY_USE, telling.component(other), where, basis="variant")


def tell_links(telling: Telling, place: str, part: Mapping, subject: str) -> Iterator[Yield]:
    """Other bills that tell the rest of a component or service."""
    for where, reference in parts(part, "externalReferences", place):
        if text(reference, "type") != "bom":
            continue
        url = text(reference, "url")
        if url.startswith(LINK):
            other, left_out = telling.look_beyond(url, where)
            yield from left_out
            yield from telling.say(subject, _P.CONTAINS, other, where, basis="bom-link")
        else:
            from urllib.parse import urlsplit

            try:
                host = urlsplit(url).hostname or "another place"
            except ValueError:
                host = "another place"
            yield Unread(f"its own bill is at `{clip(host)}` and was not read", telling.incoming.where(where))
