"""Gives the components, services and firms of a bill their nodes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flowdown.evidence.arriving.names import Names, name_thing, node, plain
from flowdown.evidence.cyclonedx.shape import Mapping, mapping, text
from flowdown.evidence.profile.read_profile import make_id

NOBODY = frozenset({"", "noassertion", "none", "unknown", "n/a", "na", "unspecified", "not specified", "null", "-"})
"""What tools write where they know nothing."""
_ADDRESS = re.compile(r"\s*[<(\[]?[^\s<>()\[\]]+@[^\s<>()\[\]]+\.[^\s<>()\[\]]+[>)\]]?")
_WEB = re.compile(r"\s*[<(]https?://[^\s)>]*[)>]")
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of a bill.

    `scope` tells things of this bill from those of others that are called the same: the serial number of the bill, or
    the document's name.
    """

    names: Names
    scope: str

    def component(self, part: Mapping) -> str:
        """The node of a component.

        A package URL names it for everybody, and so does a model's id. A name counts everywhere if somebody stands by
        it (group, supplier, manufacturer, publisher) or a CPE goes with it; else it is that of this bill only. Empty for what has neither.
        """
        kind, purl = text(part, "type"), text(part, "purl")
        if not purl and not text(part, "name"):
            return ""
        if purl.startswith("pkg:huggingface/") or (kind == "machine-learning-model" and not is_purl(self.names, purl)):
            return self._model(part, purl)
        if is_purl(self.names, purl):
            return self.names.package(purl)
        return node("device" if kind == "device" else "product", self._whole_name(part, who_of(part)))

    def _model(self, part: Mapping, purl: str) -> str:
        if purl.startswith("pkg:huggingface/") and is_purl(self.names, purl):
            from packageurl import PackageURL

            found = PackageURL.from_string(purl)
            return self.names.model("/".join(filter(None, (found.namespace, found.name))))
        group, name = text(part, "group"), text(part, "name")
        if group or not name or self.names.index.model(name, is_model=True) is not None:
            return self.names.model("/".join(filter(None, (group, name))) or f"? {self.scope}")
        return node("model", f"{name} ({self.scope})")

    def service(self, part: Mapping) -> str:
        """The node of a service."""
        who = text(mapping(part, "provider"), "name") or text(part, "group")
        return node("service", self._whole_name(part, who))

    def _whole_name(self, part: Mapping, who: str) -> str:
        name = text(part, "name") or text(part, "bom-ref")
        return name_thing(name, text(part, "version"), clean(who), text(part, "cpe") or self.scope)

    def firm(self, name: str) -> str:
        """The node of a firm by its name; empty for a name that tells nobody."""
        return self.names.firm(clean(name)) if clean(name) else ""

    def person(self, name: str) -> str:
        """The node of a person, in this bill only: many are called the same."""
        return node("person", f"{make_id(clean(name)) or plain(name)} ({self.scope})") if clean(name) else ""


def is_purl(names: Names, text_: str) -> bool:
    """True if a text is a package URL."""
    try:
        return bool(text_) and bool(names.package(text_))
    except ValueError:
        return False


def who_of(part: Mapping) -> str:
    """Whose a component is, as far as its name goes."""
    return (
        text(part, "group")
        or text(mapping(part, "supplier"), "name")
        or text(mapping(part, "manufacturer"), "name")
        or text(part, "publisher")
    )


def clean(name: str) -> str:
    """The name of a firm without addresses, which are no business of ours; empty for one that says nothing."""
    if not name:
        return ""
    found = _WEB.sub("", _ADDRESS.sub("", plain(name))).strip(" ,;\"'")
    return "" if found.casefold() in NOBODY else found[:300]


def maker_in_cpe(cpe: str) -> str:
    """The maker's word in a CPE, of either form: `red hat`."""
    words = re.split(r"(?<!\\):", cpe.removeprefix("cpe:2.3:").removeprefix("cpe:/"))
    if not cpe.startswith(("cpe:2.3:", "cpe:/")) or len(words) < 2 or words[1] in ("*", "-"):
        return ""
    return _ESCAPED.sub(r"\1", words[1]).replace("_", " ")
