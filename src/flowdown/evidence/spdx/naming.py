"""Names the parts of a bill: the same part has the same node, whichever version of SPDX tells of it."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import SplitResult, quote, unquote, urlsplit

from flowdown.evidence.arriving.names import Names, name_thing, node, plain
from flowdown.evidence.profile.read_profile import make_id
from flowdown.evidence.spdx.bill import Element, Party, Sort

_MAIL = re.compile(r"[(<\[]?[^\s@()<>\[\]]{1,200}@[^\s@()<>\[\]]{1,200}[)>\]]?")
_MAIL_IN_ID = re.compile(r"[\w.+\-]{1,100}@[\w\-]{1,100}(?:\.[\w\-]{1,100}){0,5}\.[A-Za-z]{2,20}", re.ASCII)
_MOST_ADDRESS = 2000
_MOST_NAME = 200
_NO_PLACE = frozenset({"", "NOASSERTION", "NONE"})
_REGISTRIES = frozenset(
    {
        "pypi.org",
        "pypi.python.org",
        "files.pythonhosted.org",
        "registry.npmjs.org",
        "www.npmjs.com",
        "repo1.maven.org",
        "repo.maven.apache.org",
        "crates.io",
        "rubygems.org",
        "www.nuget.org",
    }
)
_REGISTRY_TYPES = frozenset({"pypi", "npm", "maven", "cargo", "gem", "nuget"})
_HUB = "huggingface.co"
_BESIDE = frozenset({"datasets", "spaces", "docs", "papers", "blog", "api"})


def name_node(names: Names, element: Element) -> str:
    """The node of an element: its package URL, or what its name, version, maker and place tell; empty for no name."""
    if element.sort is Sort.MODEL:
        return names.model(_short(model_id(element)))
    for purl in element.purls:
        if len(purl) > _MOST_ADDRESS:
            continue
        try:
            return names.package(clean_purl(purl))
        except ValueError:
            continue
    if purl := purl_of_place(element.download):
        return names.package(purl)
    name = _short(plain(element.name).removeprefix("./"))
    if not name:
        return ""
    return node("product", name if element.sort is Sort.BUILD else _whole_name(element, name))


def model_id(element: Element) -> str:
    """What a model is called: where the hub of models has it, else its name."""
    for purl in element.purls:
        if purl.startswith("pkg:huggingface/"):
            return unquote(purl[16:].partition("#")[0].partition("?")[0].partition("@")[0])
    split = _split(element.download)
    if split and (split.hostname or "") == _HUB:
        parts = [each for each in split.path.split("/") if each]
        if len(parts) >= 2 and parts[0] not in _BESIDE:
            return f"{parts[0]}/{parts[1]}"
    return element.name


def purl_of_place(place: str) -> str:
    """The package URL of a download from a registry that keeps one package a page; empty for other places."""
    split = _split(place)
    if split is None or (split.hostname or "") not in _REGISTRIES:
        return ""
    from packageurl.contrib.url2purl import get_purl

    try:
        found = get_purl(clean_url(place))  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, AttributeError, IndexError, KeyError):
        return ""
    return str(found.to_string()) if found and found.type in _REGISTRY_TYPES else ""


def _whole_name(element: Element, name: str) -> str:
    """What is called so, with its maker where one is told, else with its place or its digest."""
    firm = next((each for each in element.parties if not each.is_person and party_name(each)), None)
    maker = party_name(firm) if firm else ""
    version = _short(plain(element.version))
    return name_thing(name, version, maker, clean_url(element.download) or element.checksum)


def clean_purl(purl: str) -> str:
    """A package URL whose qualifiers tell nobody's password or token."""
    head, mark, rest = purl.strip().partition("?")
    last = head.rpartition("/")[2]
    if "@" not in head and last.find("%40") > 0:
        # NOTE: some writers escape the sign before the version.
        name, _, version = last.rpartition("%40")
        head = f"{head[: len(head) - len(last)]}{name}@{version}"
    if not mark or not ("://" in rest or "%3A%2F%2F" in rest.upper()):
        return f"{head}{mark}{rest}"
    qualifiers, hash_, subpath = rest.partition("#")
    kept = []
    for pair in qualifiers.split("&"):
        key, _, value = pair.partition("=")
        url = unquote(value)
        kept.append(f"{key}={quote(clean_url(url), safe='')}" if "://" in url else pair)
    return f"{head}?{'&'.join(kept)}{hash_}{subpath}"


def clean_url(url: str) -> str:
    """An address without user, password and query; empty for none."""
    split = _split(url)
    if split is None or not split.scheme or not (split.hostname or split.path):
        return ""
    host = split.netloc.rpartition("@")[2]
    fragment = f"#{split.fragment}" if split.fragment and "=" not in split.fragment else ""
    return f"{split.scheme}://{host}{split.path}{fragment}" if host else ""


def _split(url: str) -> SplitResult | None:
    if len(url) > _MOST_ADDRESS or url.strip() in _NO_PLACE:
        return None
    try:
        return urlsplit(url.strip())
    except ValueError:
        return None


def party_name(party: Party) -> str:
    """The name of a party without addresses of mail."""
    return plain(" ".join(_MAIL.sub(" ", party.name[:_MOST_ADDRESS]).replace("()", " ").split()))


def _short(text: str) -> str:
    """A text that is not too long for a name; the rest of a longer one is its digest."""
    if len(text) <= _MOST_NAME:
        return text
    return f"{text[:_MOST_NAME]}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:16]}"


def without_mail(text: str) -> str:
    """A message without what looks like an address of mail, as ids of persons have."""
    return _MAIL_IN_ID.sub("...", text) if "@" in text else text


def party_node(names: Names, party: Party, made: str) -> str:
    """The node of a party; empty for one without a name.

    Many persons have one name: one is known by what it `made`, in whichever version.
    """
    name = party_name(party)
    if not name or name.upper() in _NO_PLACE or name.casefold() == "unknown":
        return ""
    if party.is_person:
        digest = hashlib.sha256(re.split("[@?]", made)[0].encode("utf-8", "replace")).hexdigest()[:16]
        return node("person", f"{make_id(name) or _short(name)}/{digest}")
    return names.firm(name)
