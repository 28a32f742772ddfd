"""What `flowdown orders` does, one act a function: each asks the pipeline and shows what it says."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument
from flowdown.cli.exit import Exit

if TYPE_CHECKING:
    from flowdown.report.page import Page


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked; a bare id is an order that is to be shown."""
    if arguments.what not in ACTS:
        arguments.names.insert(0, arguments.what)
        arguments.what = "show"
    _refuse_what_does_not_fit(arguments)
    if arguments.what not in ("pack", "install", "revert"):
        from flowdown.cli.shared import order_folders

        arguments.orders = list(order_folders(arguments))
    return ACTS[arguments.what](arguments)


_FITS = {
    "vendor": ("timeline",),
    "start": ("diff",),
    "end": ("diff",),
    "stance": ("status", "diff"),
    "context": ("status",),
    "reading": ("status",),
    "given": ("status",),
    "customers": ("status",),
    "sign": ("pack",),
    "name": ("pack",),
    "key": ("install",),
    "older": ("install",),
}
_CALLED = {"start": "from", "end": "to"}


def _refuse_what_does_not_fit(arguments: argparse.Namespace) -> None:
    for option, acts in _FITS.items():
        if getattr(arguments, option) and arguments.what not in acts:
            name = _CALLED.get(option, option)
            raise UnusableArgument(f"`--{name}` does not go with `orders {arguments.what}`")
    if arguments.format == "svg" and arguments.what != "timeline":
        raise UnusableArgument("only `orders timeline` draws a picture", hint="`--format markdown` or `json`")


def _days(arguments: argparse.Namespace) -> tuple[datetime.date, datetime.date]:
    from flowdown.cli.surroundings import today

    return arguments.as_of or today(), arguments.known_at or today()


def _show(page: Page, shape: object, arguments: argparse.Namespace) -> None:
    from flowdown.cli.output import draw_page
    from flowdown.cli.surroundings import write
    from flowdown.report.json_text import write_json

    write(write_json(shape) if arguments.format == "json" else draw_page(page, arguments.format), arguments.out)


def _one(arguments: argparse.Namespace, asks: str, hint: str) -> str:
    if len(arguments.names) != 1:
        raise UnusableArgument(asks, hint=hint)
    name: str = arguments.names[0]
    return name


def _list(arguments: argparse.Namespace) -> int:
    from flowdown.cli.json_out import print_json
    from flowdown.cli.surroundings import cache_folder
    from flowdown.cli.table import draw
    from flowdown.pipeline.orders import BUILT_IN, list_orders, load_library

    as_of, known_at = _days(arguments)
    rows = list_orders(load_library(arguments.orders, cache_folder()), as_of, known_at)
    if arguments.format == "json":
        keys = ("id", "title", "status", "checked_until", "origin")
        print_json([dict(zip(keys, row, strict=True)) for row in rows])
    else:
        has_others = any(row[4] != BUILT_IN for row in rows)
        heads = ("order", "title", f"status on {as_of.isoformat()}", "followed until", "from")
        most = len(heads) if has_others else len(heads) - 1
        print(draw(heads[:most], [row[:most] for row in rows]), end="")
    return Exit.OK


def _contexts(arguments: argparse.Namespace) -> int:
    from flowdown.cli.json_out import print_json
    from flowdown.cli.table import draw
    from flowdown.pipeline.orders import list_contexts

    rows = list_contexts()
    if arguments.format == "json":
        print_json([{"id": row[0], "name": row[1]} for row in rows])
    else:
        print(draw(("context", "what it means"), rows), end="")
    return Exit.OK


def _show_order(arguments: argparse.Namespace) -> int:
    from flowdown.cli.surroundings import cache_folder
    from flowdown.pipeline.orders import load_library, show_order

    identity = _one(arguments, "which order?", "one id; see `flowdown orders`")
    library = load_library(arguments.orders, cache_folder())
    page, shape = show_order(library, identity, *_days(arguments))
    _show(page, shape, arguments)
    return Exit.OK


def _validate(arguments: argparse.Namespace) -> int:
    from flowdown.cli.surroundings import cache_folder, write
    from flowdown.pipeline.order_validation import validate_orders
    from flowdown.report.order_faults import lay_out_faults, say_faults, shape_faults

    if not arguments.names:
        raise UnusableArgument("which files?", hint="`flowdown orders new` writes one to begin with")
    files = [Path(name) for name in arguments.names]
    found = validate_orders(files, arguments.orders, arguments.catalogue, cache_folder())
    if arguments.format == "text":
        write(say_faults(found), arguments.out)
    else:
        _show(lay_out_faults(found), shape_faults(found), arguments)
    return Exit.UNUSABLE if any(each.problems for each in found) else Exit.OK


def _status(arguments: argparse.Namespace) -> int:
    from flowdown.cli.surroundings import cache_folder
    from flowdown.pipeline.given import parse_given
    from flowdown.pipeline.vendor_orders import VendorQuestion, find_vendor_orders
    from flowdown.report.vendor_orders_page import lay_out_vendor_orders

    vendor = _one(arguments, "which vendor?", "one id or alias; see `flowdown vendors`")
    question = VendorQuestion(
        vendor,
        *_days(arguments),
        stance=arguments.stance or "in_force",
        contexts=tuple(arguments.context),
        readings=tuple(arguments.reading),
        given=parse_given(arguments.given),
        order_folders=tuple(arguments.orders),
        catalogues=tuple(arguments.catalogue),
        customers=arguments.customers,
    )
    sheet = find_vendor_orders(question, cache_folder())
    _show(lay_out_vendor_orders(sheet), sheet, arguments)
    return Exit.OK


def _timeline(arguments: argparse.Namespace) -> int:
    from flowdown.cli.surroundings import cache_folder, write
    from flowdown.pipeline.orders import trace
    from flowdown.report.timeline_page import lay_out_timeline
    from flowdown.report.timeline_svg import draw_timeline

    as_of, known_at = _days(arguments)
    timeline = trace(
        arguments.names,
        arguments.vendor,
        as_of,
        known_at,
        folders=arguments.orders,
        catalogues=arguments.catalogue,
        cache=cache_folder(),
    )
    if arguments.format == "svg":
        write(draw_timeline(timeline), arguments.out)
    else:
        _show(lay_out_timeline(timeline), timeline, arguments)
    return Exit.OK


def _diff(arguments: argparse.Namespace) -> int:
    from flowdown.cli.surroundings import cache_folder
    from flowdown.pipeline.order_changes import ChangeQuestion, find_changes
    from flowdown.report.order_changes_page import lay_out_changes

    if arguments.start is None or arguments.end is None:
        raise UnusableArgument("between which days?", hint="say `--from DATE --to DATE`")
    question = ChangeQuestion(
        tuple(arguments.names),
        arguments.start,
        arguments.end,
        _days(arguments)[1],
        arguments.stance or "in_force",
        tuple(arguments.orders),
        tuple(arguments.catalogue),
    )
    changes = find_changes(question, cache_folder())
    _show(lay_out_changes(changes), changes, arguments)
    return Exit.OK


def _new(arguments: argparse.Namespace) -> int:
    from flowdown.cli.surroundings import write
    from flowdown.pipeline.orders import draw_template

    stem = Path(arguments.out).stem if arguments.out not in ("", "-") else ""
    name = arguments.names[0] if arguments.names else stem
    if len(arguments.names) > 1:
        raise UnusableArgument("one order a file", hint="`flowdown orders new ID --out ID.yaml`")
    if stem and name != stem:
        raise UnusableArgument(
            f"an order `{name}` does not go into `{arguments.out}`", hint="its file is called like it"
        )
    if stem and Path(arguments.out).exists():
        raise UnusableArgument(f"`{arguments.out}` is there already")
    write(draw_template(name), arguments.out)
    return Exit.OK


def _pack(arguments: argparse.Namespace) -> int:
    from flowdown.cli.surroundings import cache_folder, today, write_bytes
    from flowdown.pipeline.order_pack import draw_pack

    folder = Path(_one(arguments, "which folder?", "`flowdown orders pack DIR --sign KEY --out orders.tar`"))
    if arguments.sign is None or arguments.out in ("", "-"):
        raise UnusableArgument("a pack is signed, and written to a file", hint="`--sign KEY --out orders.tar`")
    name = arguments.name or folder.resolve().name.lower()
    made = draw_pack(folder, name, arguments.as_of or today(), arguments.sign, cache_folder())
    write_bytes(made, arguments.out)
    return Exit.OK


def _install(arguments: argparse.Namespace) -> int:
    from flowdown.cli.surroundings import cache_folder
    from flowdown.pipeline.order_pack import Wanted, install_pack
    from flowdown.report.pack_page import lay_out_pack

    source = Path(_one(arguments, "which pack?", "`flowdown orders install orders.tar --key KEY.pub`, or a folder"))
    told = install_pack(Wanted(source, arguments.key, arguments.older), _home(), cache_folder())
    _show(lay_out_pack(told), told, arguments)
    return Exit.OK


def _revert(arguments: argparse.Namespace) -> int:
    from flowdown.pipeline.order_pack import revert_pack

    revert_pack(_home())
    print("the program's own library counts again")
    return Exit.OK


def _home() -> Path:
    from flowdown.cli.shared import PACKS, home_of_packs

    home = home_of_packs()
    if home is None:
        raise UnusableArgument("there is no place for packs of orders", hint=f"name a folder in {PACKS}")
    return home


ACTS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "show": _show_order,
    "status": _status,
    "timeline": _timeline,
    "diff": _diff,
    "validate": _validate,
    "new": _new,
    "contexts": _contexts,
    "pack": _pack,
    "install": _install,
    "revert": _revert,
}
"""What can be asked, by its word."""
