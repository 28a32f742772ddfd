"""`flowdown claims`: the store of claims, to read and to add to."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from flowdown.base.canonical import Json
from flowdown.cli.command import Command
from flowdown.cli.exit import Exit

_WORDS = {
    "list": "",
    "show": "ID",
    "add": "SUBJECT PREDICATE OBJECT",
    "dispute": "ID",
    "retract": "ID",
    "export": "FILE",
    "backup": "FILE|URL",
    "fsck": "",
    "migrate": "",
}


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.store_options import add_store_arguments

    parser.add_argument(
        "what",
        nargs="?",
        default="list",
        choices=tuple(_WORDS),
        help="list what stands, show one, add one, dispute or retract one; export, backup, fsck (examine), migrate (default: list)",
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORD",
        help="; ".join(f"{name}: {words}" for name, words in _WORDS.items() if words),
    )
    reading = parser.add_argument_group("list")
    reading.add_argument("--node", default="", help="only claims with this node as subject or object")
    reading.add_argument("--predicate", default="", help="only claims that say this")
    reading.add_argument("--document", default="", help="only claims of this document")
    reading.add_argument("--limit", type=int, default=200, metavar="N", help="show so many (default: 200; 0: all)")
    _add_stating(parser)
    parser.add_argument("--parquet", action="store_true", help="export: as Parquet instead of JSON lines")
    add_store_arguments(parser)


def _add_stating(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.surroundings import parse_date

    saying = parser.add_argument_group("add, dispute, retract")
    saying.add_argument("--by", default="", metavar="NAME", help="the person who says so")
    saying.add_argument("--reason", default="", help="why it is said")
    saying.add_argument(
        "--stance",
        choices=("supports", "disputes", "denies"),
        help="that it holds, is open, does not hold (default: add supports, dispute disputes)",
    )
    saying.add_argument("--from", dest="valid_from", type=parse_date, metavar="DATE", help="it holds from this day")
    saying.add_argument("--until", type=parse_date, metavar="DATE", help="the first day on which it no longer holds")
    saying.add_argument(
        "--with", action="append", default=[], dest="qualifiers", metavar="NAME=VALUE", help="how: share=60"
    )
    saying.add_argument("--confidence", type=float, default=1.0, metavar="P", help="above 0, at most 1 (default: 1)")
    saying.add_argument(
        "--said-by", action="append", default=[], metavar="NODE", help="whose word it is; again: whose that is"
    )
    saying.add_argument(
        "--source", default="", metavar="NODE", help="the document that says so (`document:register.pdf`)"
    )
    saying.add_argument("--revision", default="", help="its revision or digest")
    saying.add_argument("--locator", default="", help="the place in it (`page 3`)")


_READING = ("as_of", "known_at", "include_disputed")
_STATING = ("valid_from", "until", "qualifiers", "confidence", "said_by", "source", "revision", "locator")
_FITS: dict[str, tuple[str, ...]] = {
    "list": (*_READING, "node", "predicate", "document", "limit"),
    "show": ("as_of", "known_at"),
    "add": ("by", "reason", "stance", *_STATING),
    "dispute": ("by", "reason", "stance"),
    "retract": ("by", "reason"),
    "export": (*_READING, "parquet"),
}
"""Which options mean something for which act; others are refused, so that nobody relies on them."""
_UNSET = {"limit": 200, "confidence": 1.0}
_WRITTEN = {"valid_from": "--from", "qualifiers": "--with"}


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument

    what, wanted = arguments.what, _WORDS[arguments.what]
    if len(arguments.words) != len(wanted.split()):
        raise UnusableArgument(f"`claims {what}` takes {wanted or 'no more words'}")
    for name in dict.fromkeys(each for names in _FITS.values() for each in names):
        given = getattr(arguments, name)
        if name not in _FITS.get(what, ()) and given not in (None, "", [], False, _UNSET.get(name)):
            raise UnusableArgument(
                f"`{_WRITTEN.get(name, '--' + name.replace('_', '-'))}` does not go with `claims {what}`"
            )
    return _ACTS[what](arguments)


def _list(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.store_options import known_at_of, show, target_of
    from flowdown.pipeline.claims import Wanted, list_claims
    from flowdown.report.claims_page import lay_out_listing, say_when
    from flowdown.report.claims_shapes import shape_listing

    if arguments.limit < 0:
        raise UnusableArgument("`--limit` is not below 0")
    wanted = Wanted(arguments.node, arguments.predicate, arguments.document, arguments.include_disputed)
    known_at = known_at_of(arguments)
    found = list_claims(target_of(arguments), wanted, arguments.as_of, known_at, arguments.limit)
    when = say_when(arguments.as_of, known_at)
    shape = shape_listing(found.claims, found.total, found.disputed, arguments.as_of, known_at)
    show(lay_out_listing(found.claims, found.total, found.disputed, when), shape, arguments)
    return Exit.OK


def _show(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import known_at_of, show, target_of
    from flowdown.pipeline.claims import show_claim
    from flowdown.report.claims_page import lay_out_claim
    from flowdown.report.claims_shapes import shape_claim

    found = show_claim(target_of(arguments), arguments.words[0], arguments.as_of, known_at_of(arguments))
    shape = shape_claim(found.claim, found.sayings, found.as_of, found.known_at)
    show(lay_out_claim(found.claim, found.sayings), shape, arguments)
    return Exit.OK


def _add(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import now, target_of
    from flowdown.pipeline.claims import Statement, add_statement, read_qualifiers

    subject, predicate, object_ = arguments.words
    reason = [f"reason={arguments.reason}"] if arguments.reason else []
    statement = Statement(
        subject,
        predicate,
        object_,
        arguments.by,
        read_qualifiers([*arguments.qualifiers, *reason]),
        arguments.valid_from,
        arguments.until,
        arguments.stance or "supports",
        arguments.confidence,
        tuple(arguments.said_by),
        arguments.source,
        arguments.revision,
        arguments.locator,
    )
    claim, is_new = add_statement(target_of(arguments), statement, now())
    return _tell(arguments, claim.id, "added" if is_new else "was there already")


def _dispute(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import now, target_of
    from flowdown.pipeline.claims import take_stance

    stance = arguments.stance or "disputes"
    claim, row = take_stance(target_of(arguments), arguments.words[0], arguments.by, stance, arguments.reason, now())
    return _tell(arguments, claim.id, f"{stance} {row.id}")


def _retract(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import now, target_of
    from flowdown.pipeline.claims import take_back

    claim, row = take_back(target_of(arguments), arguments.words[0], arguments.by, arguments.reason, now())
    return _tell(arguments, claim.id, f"retracts {row.id}")


def _tell(arguments: argparse.Namespace, identity: str, did: str) -> int:
    return _say(arguments, f"{identity} {did}", {"id": identity, "did": did})


def _say(arguments: argparse.Namespace, words: str, shape: dict[str, Json]) -> int:
    from flowdown.cli.json_out import print_json
    from flowdown.cli.surroundings import printable

    if arguments.format == "json":
        print_json(shape)
    else:
        print(printable(words))
    return Exit.OK


def _export(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import target_of
    from flowdown.pipeline.store_care import export

    (file,) = arguments.words
    when = (arguments.as_of, arguments.known_at, arguments.include_disputed)
    count = export(target_of(arguments), Path(file), arguments.parquet, *when)
    return _say(arguments, f"{count} claims written to {file}", {"claims": count, "file": file})


def _back_up(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import target_of
    from flowdown.pipeline.store_care import back_up, show_place

    to = arguments.words[0]
    count = back_up(target_of(arguments), to if "://" in to else Path(to))
    return _say(arguments, f"{count} claims copied to {show_place(to)}", {"claims": count, "to": show_place(to)})


def _examine(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import target_of
    from flowdown.cli.surroundings import printable
    from flowdown.pipeline.store_care import examine

    count, faults = examine(target_of(arguments))
    if arguments.format != "json":
        for fault in faults:
            print(printable(fault))
    words = f"{count} claims, {len(faults)} faults" if faults else f"{count} claims, all sound"
    _say(arguments, words, {"claims": count, "faults": list(faults)})
    return Exit.BREACH if faults else Exit.OK


def _migrate(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import target_of
    from flowdown.pipeline.store_care import bring_up_to_date

    before, after = bring_up_to_date(target_of(arguments))
    words = f"version {before}: nothing to do" if before == after else f"brought from version {before} to {after}"
    return _say(arguments, words, {"before": before, "after": after})


_ACTS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "show": _show,
    "add": _add,
    "dispute": _dispute,
    "retract": _retract,
    "export": _export,
    "backup": _back_up,
    "fsck": _examine,
    "migrate": _migrate,
}

COMMAND = Command(
    id="claims",
    help="Keep what is known as claims with sources and two clocks: list, show, add, dispute, retract; look after the store.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown claims add organisation:alpha owns organisation:beta --with share=60 --from 2026-01-01 --by ann",
        "flowdown claims list --node organisation:beta --as-of 2026-03-01 --known-at 2026-02-15",
        'flowdown claims dispute 3f2a --by bob --reason "sold in June"',
        'flowdown claims retract 3f2a --by ann --reason "typing error"',
        "flowdown claims export claims.parquet --parquet",
        "flowdown claims backup claims-2026-03-01.sqlite",
    ),
)
