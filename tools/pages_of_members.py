"""Draws the pages about open sets: vendors, routes, orders, detectors, formats, and the kinds and schemas they use."""

from __future__ import annotations

import inspect
import re

from flowdown.catalogue import kinds, load
from flowdown.catalogue.kinds import SignatureKind
from flowdown.catalogue.vendor import Affiliate, Source, Vendor
from flowdown.evidence.arriving.choose import load_readers
from flowdown.orders.load import load as load_orders
from flowdown.orders.order import Order
from flowdown.report.dossier.paper import load_papers
from flowdown.report.format import load_formats
from flowdown.report.schema import SCHEMAS, file_name, read_schema
from flowdown.scan.detector import load_detectors
from tools.markdown import code, codes, table


def vendors() -> str:
    """Every vendor: id, name, where it sits, its products, who stands behind it, what is no trace of it."""
    catalogue = load()
    rows = [
        (
            code(each.id),
            each.name,
            each.country,
            _products(each),
            _affiliates(each.affiliates),
            "; ".join(each.not_to_confuse),
        )
        for each in catalogue.vendors.values()
    ]
    return "\n".join(
        [
            "# Vendors",
            "",
            "Every vendor is one file in `src/flowdown/catalogue/vendors/`, with signatures, sources and examples; "
            "`flowdown vendors show ID` shows one. To add one, see [CONTRIBUTING](../../CONTRIBUTING.md#a-vendor).",
            "",
            table(("id", "name", "country", "products (class)", "affiliates", "not to confuse with"), rows),
            "## Sources",
            "",
            *(f"- {code(each.id)}: {_publishers(each.sources)}" for each in catalogue.vendors.values()),
        ]
    )


def _products(vendor: Vendor) -> str:
    return ", ".join(f"{product.name} ({product.class_.value})" for product in vendor.products)


def _affiliates(affiliates: tuple[Affiliate, ...]) -> str:
    return ", ".join(f"{each.relation.value} {each.name or each.vendor}" for each in affiliates)


def _publishers(sources: tuple[Source, ...]) -> str:
    known = sorted({each.publisher for each in sources if each.publisher})
    unread = sum(1 for each in sources if each.mark == "U")
    return ", ".join(known) + (f"; {unread} known and not read [U]" if unread else "")


def routes() -> str:
    """Every route: id, name, kind, who runs it, what it writes before a model's id."""
    catalogue = load()
    rows = [
        (
            code(each.id),
            each.name,
            each.kind.value,
            code(each.operator) if each.operator else "",
            codes(each.model_prefixes),
        )
        for each in catalogue.routes.values()
    ]
    return "\n".join(
        [
            "# Routes",
            "",
            "A route is how other people's products are reached: it is not the vendor. Every route is one file in "
            "`src/flowdown/catalogue/routes/`. An empty operator: a library or runtime that its user runs, or a company "
            "outside the catalogue.",
            "",
            table(("id", "name", "kind", "run by", "written before a model's id"), rows),
        ]
    )


def orders() -> str:
    """Every order: what it is, its history, its norms, its sources with how each was read."""
    library = load_orders()
    rows = [
        (f"[{code(each.id)}](#{each.id})", each.title, each.citation, each.checked_until.isoformat())
        for each in library.orders.values()
    ]
    lines = [
        "# Orders",
        "",
        "Every order is one file in `src/flowdown/orders/library/`. `flowdown orders show ID --as-of DATE` says its status on "
        "a day. Marks say how a statement was read: P primary text, L legal writing, N several news outlets, S one "
        "secondary source, U not read. None of this is legal advice.",
        "",
        table(("id", "title", "citation", "followed until"), rows),
    ]
    for order in library.orders.values():
        lines += _order(order)
    return "\n".join(lines)


def _order(order: Order) -> list[str]:
    history = sorted(order.status, key=lambda event: event.day)
    return [
        f"## {order.id}",
        "",
        order.about.strip(),
        "",
        f"Issued by {order.issuer}; binds {order.addressee}.",
        "",
        table(
            ("norm", "words", "where", "mark"),
            [(code(norm.id), f"“{norm.quote}”", norm.cites, norm.mark) for norm in order.norms],
        ),
        table(
            ("day", "status", "what happened", "mark"),
            [(event.day.isoformat(), event.status.value, event.what, event.mark) for event in history],
        ),
        *(
            f"- {code(each.id)} {each.publisher}: {each.title} [{each.mark}]" + (f" <{each.url}>" if each.url else "")
            for each in order.sources
        ),
        "",
    ]


def detectors() -> str:
    """Every detector: which files it reads and what it yields."""
    rows = [
        (code(each.id), codes(each.globs), ", ".join(kind.value for kind in each.kinds))
        for each in load_detectors().values()
    ]
    return "\n".join(
        [
            "# Detectors",
            "",
            "Every detector is one file in `src/flowdown/scan/detectors/`: it knows how some files are written, and no vendor.",
            "",
            table(("id", "files", "traces"), rows),
        ]
    )


def formats() -> str:
    """Every output format, as its file states it."""
    rows = [(code(each.id), code(each.media_type), code(each.suffix), each.about) for each in load_formats().values()]
    return "\n".join(
        [
            "# Formats",
            "",
            "What `--format` takes. Every format is one file in `src/flowdown/report/formats/`. What each holds, key by key: "
            "[output formats](../formats.md).",
            "",
            table(("id", "media type", "suffix", "what for"), rows),
        ]
    )


def papers() -> str:
    """Every paper of a dossier, in the order of its index."""
    ordered = sorted(load_papers().values(), key=lambda each: (each.rank, each.id))
    rows = [(code(each.id), each.title, each.for_whom, each.about) for each in ordered]
    return "\n".join(
        [
            "# Papers",
            "",
            "What `flowdown dossier` draws up, where it applies: [the dossier](../dossier.md). Every paper is one file in "
            "`src/flowdown/report/papers/`, with its words in `src/flowdown/report/papers/templates/`.",
            "",
            table(("id", "paper", "for whom", "what it says"), rows),
        ]
    )


def schemas() -> str:
    """Every JSON schema with the keys of its outermost object."""
    lines = [
        "# Schemas",
        "",
        "The schemas are part of the package (`flowdown/report/schemas/`). Changes only add keys.",
        "",
    ]
    for name in SCHEMAS:
        schema = read_schema(name)
        definitions = schema["$defs"]
        assert isinstance(definitions, dict)
        top = definitions[str(schema["$ref"]).rsplit("/", 1)[-1]]
        assert isinstance(top, dict)
        properties, required = top["properties"], top.get("required", [])
        assert isinstance(properties, dict)
        assert isinstance(required, list)
        rows = [(code(key), _type(value), "yes" if key in required else "") for key, value in properties.items()]
        lines += [f"## {name}", "", f"`{file_name(name)}`", "", table(("key", "type", "always there"), rows)]
    return "\n".join(lines)


def _type(value: object) -> str:
    if not isinstance(value, dict):
        return "any"
    if "$ref" in value:
        return str(value["$ref"]).rsplit("/", 1)[-1]
    if value.get("type") == "array":
        return f"list of {_type(value.get('items'))}"
    for word in ("anyOf", "oneOf"):
        if word in value:
            return " or ".join(_type(each) for each in value[word])
    if "const" in value:
        return code(str(value["const"]))
    if "enum" in value:
        return codes(str(each) for each in value["enum"])
    found = value.get("type", "any")
    return " or ".join(found) if isinstance(found, list) else str(found)


def readers() -> str:
    """Every reader of outside documents: what it reads, whether it checks the format's rules, what it was tried on."""
    rows = [
        (
            code(each.id),
            each.about,
            ", ".join(each.formats),
            "yes" if each.checks_schema else "",
            "; ".join(each.tried_on) or "untested on real input",
        )
        for each in load_readers().values()
    ]
    return "\n".join(
        [
            "# Readers of outside documents",
            "",
            "Every reader is one file in `src/flowdown/evidence/readers/`; see [import](../import.md). `--strict` judges by "
            "the rules of the format where they are checked.",
            "",
            table(("id", "reads", "formats", "rules checked", "tried on"), rows),
        ]
    )


def signature_kinds() -> str:
    """Every kind of signature, with the note that stands beside it in the enum."""
    notes = {}
    for match in re.finditer(
        r'^    [A-Z_]+ = "([a-z-]+)"(?:  # (.*))?$', inspect.getsource(SignatureKind), re.MULTILINE
    ):
        notes[match.group(1)] = match.group(2) or ""
    rows = [
        (code(kind.value), "package" if kind in kinds.PACKAGE_KINDS else "", notes.get(kind.value, ""))
        for kind in SignatureKind
    ]
    return "\n".join(
        [
            "# Kinds of signature",
            "",
            "A signature is a kind and a value: the trace that a product leaves. The set is closed "
            "(`src/flowdown/catalogue/kinds.py`): a new kind needs a detector that yields it. Kinds marked as package are "
            "types of the package-url specification.",
            "",
            table(("kind", "", "value"), rows),
        ]
    )
