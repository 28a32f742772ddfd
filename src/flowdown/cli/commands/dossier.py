"""`flowdown dossier`: the papers that orders make an organisation write, filled from evidence."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit

if TYPE_CHECKING:
    from flowdown.report.dossier_v1 import DossierV1

_ACTS = ("draw", "verify", "diff", "keygen", "papers")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.check_options import add_check_arguments
    from flowdown.cli.store_options import about_store

    parser.add_argument("act", nargs="?", choices=_ACTS, default="draw", metavar="draw|verify|diff|keygen|papers")
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="verify: a dossier; diff: two of them; keygen: a file"
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="the folder that is written: a new one, or an empty one"
    )
    add_check_arguments(parser)
    parser.add_argument(
        "--formats",
        default="html,pdf,docx,markdown,json",
        metavar="LIST",
        help="of html, pdf, docx, markdown, json, cyclonedx, sarif (default: the first five; JSON is always written)",
    )
    parser.add_argument(
        "--templates", type=Path, metavar="DIR", help="your own templates, in place of those of the same name"
    )
    parser.add_argument(
        "--redact", action="store_true", help="for sharing: no names of persons, paths, amounts, contract numbers"
    )
    parser.add_argument(
        "--sign", type=Path, metavar="KEY", help="sign the manifest with this Ed25519 private key (PEM)"
    )
    parser.add_argument("--key", type=Path, metavar="PUB", help="verify: the public key by which it must be signed")
    parser.add_argument("--profile", type=Path, metavar="FILE", help="what the organisation says of itself")
    parser.add_argument("--store", default="", metavar="FILE|URL", help=about_store())
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help="how the answer is shown"
    )
    parser.set_defaults(no_record=False)


def _run(arguments: argparse.Namespace) -> int:
    return _RUN[arguments.act](arguments)


def _draw(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.check_options import check_request
    from flowdown.cli.surroundings import cache_folder, end_progress, progress
    from flowdown.pipeline.dossier import DossierRequest, draw_up, parse_formats
    from flowdown.pipeline.inquiry_log import log_file

    if arguments.out is None or arguments.paths:
        raise UnusableArgument("says not where to write", hint="as `flowdown dossier --out dossier-2026-07`")
    check = check_request(arguments)
    request = DossierRequest(
        check,
        arguments.out,
        parse_formats(arguments.formats),
        arguments.templates,
        arguments.redact,
        arguments.sign,
        log_file(check.keeping.profile) if check.keeping is not None else None,
    )
    manifest = draw_up(request, cache_folder(), progress())
    end_progress()
    _show(manifest, arguments)
    return Exit.OK


def _show(manifest: DossierV1, arguments: argparse.Namespace) -> None:
    from flowdown.cli.store_options import show
    from flowdown.report.dossier_page import lay_out_dossier

    show(lay_out_dossier(manifest, arguments.out), manifest, arguments)


def _verify(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import show
    from flowdown.pipeline.dossier_verify import verify_dossier
    from flowdown.report.dossier_page import lay_out_verdict

    (folder,) = _paths(arguments, 1, "as `flowdown dossier verify DIR`")
    verdict = verify_dossier(folder, arguments.key)
    show(lay_out_verdict(verdict), verdict, arguments)
    if verdict.faults:
        return Exit.BREACH
    return Exit.UNDETERMINED if verdict.signature == "not-checked" else Exit.OK


def _diff(arguments: argparse.Namespace) -> int:
    from flowdown.cli.store_options import show
    from flowdown.pipeline.dossier_diff import diff_dossiers
    from flowdown.report.dossier_page import lay_out_diff

    before, after = _paths(arguments, 2, "as `flowdown dossier diff DIR DIR`")
    shape = diff_dossiers(before, after)
    show(lay_out_diff(shape), shape, arguments)
    return Exit.OK


def _keygen(arguments: argparse.Namespace) -> int:
    from flowdown.cli.surroundings import printable, write
    from flowdown.pipeline.dossier import make_key

    (file,) = _paths(arguments, 1, "as `flowdown dossier keygen dossier-key.pem`")
    identity = make_key(file)
    name = printable(str(file))
    write(f"{name}: keep it secret; {name}.pub: give it to those who verify; id {identity}\n", "")
    return Exit.OK


def _papers(arguments: argparse.Namespace) -> int:
    from flowdown.cli.output import print_page
    from flowdown.pipeline.dossier import list_papers
    from flowdown.report.dossier_page import lay_out_papers

    print_page(lay_out_papers(list_papers()), "markdown" if arguments.format == "markdown" else "text")
    return Exit.OK


def _paths(arguments: argparse.Namespace, number: int, hint: str) -> list[Path]:
    from flowdown.base.errors import UnusableArgument

    if len(arguments.paths) != number:
        raise UnusableArgument(f"takes {number} path{'' if number == 1 else 's'}", hint=hint)
    return list(arguments.paths)


_RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "draw": _draw,
    "verify": _verify,
    "diff": _diff,
    "keygen": _keygen,
    "papers": _papers,
}

COMMAND = Command(
    id="dossier",
    help="Draw up the papers that orders make you write (memo, reports, letters, forms), filled from evidence; verify them.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown dossier --out dossier-2026-07",
        "flowdown dossier --out for-the-prime --order us-889-report --redact --formats pdf,docx",
        "flowdown dossier keygen dossier-key.pem",
        "flowdown dossier --out dossier-2026-08 --sign dossier-key.pem",
        "flowdown dossier verify dossier-2026-08 --key dossier-key.pem.pub",
        "flowdown dossier diff dossier-2026-07 dossier-2026-08",
    ),
)
