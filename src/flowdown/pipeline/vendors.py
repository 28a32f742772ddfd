"""Say who is in the catalogue, with products, signatures and sources."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.vendor import Source, Vendor


def load_catalogue(folders: Sequence[Path] = ()) -> Catalogue:
    """The built-in catalogue and more folders; raises `Problems` for broken files."""
    from flowdown.catalogue import load

    return load(folders)


def list_vendors(catalogue: Catalogue) -> list[tuple[str, str, str, str]]:
    """Rows of id, name, country and the names of the products."""
    return [
        (vendor.id, vendor.name, vendor.country, ", ".join(product.name for product in vendor.products))
        for vendor in catalogue.vendors.values()
    ]


def describe_vendor(vendor: Vendor) -> str:
    """Everything that the catalogue says of a vendor, as Markdown."""
    lines = [
        f"# {vendor.name}",
        "",
        f"`{vendor.id}` · {vendor.country}"
        + (f" · also known as {', '.join(vendor.aliases)}" if vendor.aliases else ""),
    ]
    if vendor.note:
        lines += ["", vendor.note.strip()]
    if vendor.affiliates:
        lines += ["", "## Affiliates", ""]
        for affiliate in vendor.affiliates:
            share = f", {affiliate.percent:g} %" if affiliate.percent is not None else ""
            lines.append(
                f"- {affiliate.relation.value}: {affiliate.name or affiliate.vendor}{share} [{affiliate.source}]"
                + (f" {affiliate.note}" if affiliate.note else "")
            )
    for product in vendor.products:
        lines += [
            "",
            f"## {product.name}",
            "",
            f"`{vendor.id}/{product.id}` · {product.class_.value} · source `{product.source}`",
            "",
        ]
        kinds: dict[str, list[str]] = {}
        for signature in product.signatures:
            kinds.setdefault(signature.kind.value, []).append(signature.value)
        lines += [
            f"- {kind}: {', '.join(f'`{value}`' for value in sorted(set(values)))}"
            for kind, values in sorted(kinds.items())
        ]
    if vendor.not_to_confuse:
        lines += ["", "## Not to confuse with", "", *(f"- {name}" for name in vendor.not_to_confuse)]
    lines += ["", "## Sources", "", *(_source_line(source) for source in vendor.sources)]
    return "\n".join(lines) + "\n"


def _source_line(source: Source) -> str:
    if source.mark == "U" and not source.publisher:
        return f"- `{source.id}` known, not opened [U]"
    where = source.url or source.path
    commit = f" at commit {source.commit[:12]}" if source.commit else ""
    mark = f" [{source.mark}]" if source.mark else ""
    return f"- `{source.id}` {source.publisher}: {source.title}{' (' + where + ')' if where else ''}{commit}{mark}"
