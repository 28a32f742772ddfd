"""Reads one query: every way in which a string can name something of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flowdown.catalogue.kinds import PACKAGE_KINDS, Basis, SignatureKind
from flowdown.catalogue.match import Index
from flowdown.catalogue.model_words import Part, part_of
from flowdown.catalogue.purl import read_purl
from flowdown.catalogue.reading import Hit, ModelReading

BASES = tuple(Basis)
"""The nearest first: a model or service before a host or library."""

_KINDS = frozenset(kind.value for kind in SignatureKind)
_ENV_FORM = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_HOST_FORM = re.compile(r"(?:[\w*{}$-]+\.)+[a-zA-Z]{2,}(?::\d+)?(?:/\S*)?")
_URL_FORM = re.compile(r"(?i)(?:https?|wss?|grpcs?)://([^/?#\s]+)([^?#\s]*)")
_ACTION_FORM = re.compile(r"[\w.-]+/[\w.-]+(?:/[\w./-]+)?(?:@[\w./-]+)?")
_WORDS_FORM = re.compile(r"[\w.+-]+(?: [\w.+-]+){1,7}")
_LANGUAGES = ("python", "javascript", "go", "jvm", "dotnet", "rust", "ruby", "php", "swift", "dart", "r")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of reading a string; no makers: something that is no vendor's of the catalogue."""

    kind: str
    makers: tuple[str, ...]
    vendors: tuple[str, ...]
    routes: tuple[str, ...]
    basis: str | None
    why: tuple[str, ...]


def read_query(query: str, index: Index) -> list[Reading]:
    """Every reading of a query: a purl, `kind:value`, or a bare string."""
    if query.startswith("pkg:"):
        return _read_purl(query, index)
    kind, colon, value = query.partition(":")
    stated = _stated_readings(kind.strip().lower(), value.strip(), index) if colon else None
    return stated if stated is not None else _read_bare(query, index)


def _stated_readings(kind: str, value: str, index: Index) -> list[Reading] | None:
    """The readings of `kind:value`; None when the word before the colon is no kind."""
    if not value:
        return None
    if kind == "package":
        return _packages(value, index)
    if kind == "import":
        return _imports(value, index)
    if kind == "url":
        return _read_url(value, index) or _read_host(value, index)
    if kind not in _KINDS:
        return None
    return _read_kind(SignatureKind(kind), value, index)


def _read_kind(kind: SignatureKind, value: str, index: Index) -> list[Reading]:
    match kind:
        case SignatureKind.MODEL:
            return _models(index.model(value, is_model=True))
        case SignatureKind.HOST:
            return _read_url(value, index) or _read_host(value, index)
        case SignatureKind.ENV_KEY:
            return _of_hits("env-key", index.env_key(value))
        case SignatureKind.AGENT_FILE:
            return _of_hits("agent-file", index.agent_file(value))
        case SignatureKind.PYTHON_IMPORT:
            return _of_hits("import", index.import_name("python", value))
        case SignatureKind.JVM_IMPORT | SignatureKind.DOTNET_IMPORT | SignatureKind.PHP_IMPORT:
            return _of_hits("import", index.import_name(kind.value.removesuffix("-import"), value))
        case SignatureKind.RUBY_IMPORT | SignatureKind.SWIFT_IMPORT:
            return _of_hits("import", index.import_name(kind.value.removesuffix("-import"), value))
        case SignatureKind.SYMBOL:
            return _of_hits("symbol", index.symbol(value))
        case _:
            return _of_hits("package" if kind in PACKAGE_KINDS else kind.value, index.find(kind, value))


def _read_purl(query: str, index: Index) -> list[Reading]:
    kind, name = read_purl(query)
    return _read_kind(kind, name, index) if kind is not None else []


def _read_bare(query: str, index: Index) -> list[Reading]:
    """Read a string of no stated kind by what its form allows."""
    if _URL_FORM.match(query):
        return _models(index.model(query)) or _read_url(query, index)
    if _ENV_FORM.fullmatch(query):
        return _of_hits("env-key", index.env_key(query))
    if " " in query:
        return _read_words(query, index)
    model = index.model(query)
    is_word = query.isalpha()
    readings = _packages(query, index)
    if not readings and model is not None and not model.is_by_namespace and not is_word:
        return _models(model)
    if not readings and _HOST_FORM.fullmatch(query):
        hosts = _read_host(query, index)
        if hosts:
            return hosts
    if "/" in query:
        return readings or _read_by_form(query, index) or _imports(query, index) or _models(model)
    if not readings and not _is_address(query):
        readings = _imports(query, index)
    readings += _of_hits("provider", index.provider(query)) + _of_hits("cli", index.cli(query))
    if is_word:
        readings += _models(model) + _read_word(query, index)
    return readings or _read_by_form(query, index) or _models(model)


def _is_address(query: str) -> bool:
    """Whether a dotted string ends like a host or a file, not like a module."""
    return "." in query and part_of(query.rpartition(".")[2].lower()) is Part.SOFTWARE


def _read_by_form(query: str, index: Index) -> list[Reading]:
    """What else a string can be: resource, image, action, symbol, key, file, organisation; the first that is known."""
    for kind, hits in (
        ("image", index.image(query)),
        ("action", index.action(query) if _ACTION_FORM.fullmatch(query) else ()),
        ("terraform", index.terraform(query) if "_" in query else ()),
        ("symbol", index.symbol(query) if not query.islower() else ()),
        ("config-key", index.config_key(query) if "." in query else ()),
        ("agent-file", index.agent_file(query)),
        ("word", index.word(query)),
    ):
        if hits:
            return _of_hits(kind, hits)
    return [] if "/" in query else _read_word(query, index)


def _read_words(query: str, index: Index) -> list[Reading]:
    """Read several words: a brand name, or a model's display name."""
    readings = _read_word(query, index)
    if not readings and _WORDS_FORM.fullmatch(query):
        return _models(index.model(query.replace(" ", "-")))
    return readings


def _read_word(query: str, index: Index) -> list[Reading]:
    readings = _of_hits("word", index.word(query))
    vendor = index.vendor(query)
    if vendor and not readings:
        readings = [Reading("vendor", (vendor,), (vendor,), (), None, (f"`{query}` is a name of {vendor}",))]
    return readings


def _read_url(query: str, index: Index) -> list[Reading]:
    match = _URL_FORM.match(query)
    return _of_hits("host", index.host(match.group(1), match.group(2))) if match else []


def _read_host(query: str, index: Index) -> list[Reading]:
    host, _, path = query.partition("/")
    return _of_hits("host", index.host(host, path))


def _packages(name: str, index: Index) -> list[Reading]:
    """A package's name in every ecosystem; one reading for all that name the same vendors."""
    return _merged("package", (index.package(kind, name) for kind in SignatureKind if kind in PACKAGE_KINDS))


def _imports(name: str, index: Index) -> list[Reading]:
    return _merged("import", (index.import_name(language, name) for language in _LANGUAGES))


def _merged(kind: str, groups: Iterable[tuple[Hit, ...]]) -> list[Reading]:
    merged: dict[tuple[str, ...], Reading] = {}
    for hits in groups:
        for reading in _of_hits(kind, hits):
            known = merged.get(reading.makers)
            if known is None:
                merged[reading.makers] = reading
            else:
                routes = tuple(dict.fromkeys((*known.routes, *reading.routes)))
                why = tuple(dict.fromkeys((*known.why, *reading.why)))
                merged[reading.makers] = Reading(kind, known.makers, known.vendors, routes, known.basis, why)
    return list(merged.values())


def _of_hits(kind: str, hits: Sequence[Hit]) -> list[Reading]:
    """One reading of the hits of one signature: products before the routes that reach them."""
    if not hits:
        return []
    products = [hit for hit in hits if hit.product or hit.kind is SignatureKind.WORD]
    chosen = products or [hit for hit in hits if hit.vendor]
    makers = tuple(sorted({hit.vendor for hit in chosen}))
    routes = tuple(dict.fromkeys(hit.route for hit in (*products, *hits) if hit.route))
    why = tuple(f"`{hit.signature}` is {_role(hit)}" for hit in hits)
    basis = min((hit.basis for hit in chosen), key=BASES.index).value if makers else None
    return [Reading(kind, makers, makers, routes, basis, why)]


def _role(hit: Hit) -> str:
    if hit.product:
        return f"a trace of {hit.vendor}/{hit.product}"
    if hit.kind is SignatureKind.WORD:
        return f"a name of {hit.vendor}"
    operator = f"run by {hit.vendor}" if hit.vendor else "run by its user or by a company outside the catalogue"
    return f"a trace of the route {hit.route}, {operator}"


def _models(reading: ModelReading | None) -> list[Reading]:
    if reading is None:
        return []
    return [Reading("model", reading.makers, reading.vendors, reading.routes, Basis.MODEL.value, reading.why)]
