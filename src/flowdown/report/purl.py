"""Package URLs of what sightings name, where the package and its ecosystem are known."""

from __future__ import annotations

import re
from urllib.parse import quote

from flowdown.catalogue.kinds import PACKAGE_KINDS, SignatureKind
from flowdown.scan.sighting import Sighting

_PACKAGE_WORDS = frozenset(kind.value for kind in PACKAGE_KINDS)
_VERSION = re.compile(r"\s*(?:===?|@|:|\s|\s=\s|/)\s*\"?v?(\d[0-9A-Za-z.+_-]*)\"?\s*")


def purl_of(sighting: Sighting) -> str | None:
    """The package URL of a sighting that a package signature (`pypi:openai`) matched, else None.

    A signature that stands for many packages (`nuget:Acme.*`, a Maven group) gives none unless the
    sighting's own value names the package.
    """
    word, _, name = sighting.signature.partition(":")
    if word not in _PACKAGE_WORDS or not name:
        return None
    kind = SignatureKind(word)
    if _is_family(kind, name):
        found = _member(kind, name, sighting.value)
        if found is None:
            return None
        name = found
    version = _pinned(name, sighting.value)
    path = _path(kind, name)
    return f"pkg:{word}/{path}{'@' + quote(version, safe='') if version else ''}" if path else None


def package_name(purl: str) -> str:
    """The name that people know a package by: the purl without scheme, type and version, decoded."""
    from urllib.parse import unquote

    return unquote(purl.partition("/")[2].partition("@")[0])


def _is_family(kind: SignatureKind, name: str) -> bool:
    return name.endswith("*") or (kind is SignatureKind.MAVEN and ":" not in name)


def _member(kind: SignatureKind, family: str, value: str) -> str | None:
    """The package within a family that a value such as `com.acme:client:1.0` names."""
    pattern = r"[\w.-]+:[\w.-]+" if kind is SignatureKind.MAVEN else r"[\w./@-]+"
    match = re.match(pattern, value)
    prefix = family.rstrip("*").rstrip(".").lower()
    return match[0] if match and match[0].lower().startswith(prefix) else None


def _pinned(name: str, value: str) -> str:
    """The exact version behind the name in `openai==1.2.3` or `@acme/client@2.0.0`, empty for a range."""
    if not value.lower().startswith(name.lower()):
        return ""
    match = _VERSION.fullmatch(value[len(name) :])
    return match[1] if match else ""


def _path(kind: SignatureKind, name: str) -> str:
    match kind:
        case SignatureKind.PYPI:
            name = re.sub(r"[-_.]+", "-", name).lower()
        case SignatureKind.MAVEN:
            name = name.replace(":", "/")
        case SignatureKind.COMPOSER | SignatureKind.GOLANG | SignatureKind.HEX:
            name = name.lower()
        case SignatureKind.DEB:
            return ""  # A Debian purl needs the distribution, which no signature says.
        case _:
            pass
    return "/".join(quote(part, safe="") for part in name.strip("/").split("/") if part)
