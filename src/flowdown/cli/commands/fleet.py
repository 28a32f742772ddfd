"""`flowdown fleet`: scan many trees, here or on a cluster, and ask over all of them."""

from __future__ import annotations

import argparse
from pathlib import Path

from flowdown.cli.command import Command


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.fleet_acts import ACTS, USUAL, VARIABLE
    from flowdown.cli.output import add_listing_arguments
    from flowdown.cli.shared import add_catalogue_argument

    parser.add_argument(
        "what",
        choices=tuple(ACTS),
        help="scan: what is new or changed; status: what is done, and what has changed since; retry: scan what is not "
        "done; report: what failed and why, and what took longest; claims: those of documents of others, each once, as Parquet; impact: who uses a vendor; check: what orders mean for each",
    )
    parser.add_argument("vendors", nargs="*", metavar="VENDOR", help="impact: vendors, by id or alias")
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="LIST|DIR",
        help="scan: a list of trees, a path a line (behind tabs a revision and a name), or a folder that holds them",
    )
    parser.add_argument(
        "--out",
        action="append",
        default=[],
        metavar="FOLDER|URL",
        help=f"the fleet's folder (default: ${VARIABLE}, else `{USUAL}`); a postgresql:// URL, beside it or alone: as `--store`",
    )
    parser.add_argument(
        "--store",
        default="",
        metavar="FILE|URL",
        help="scan, retry: write the claims of each tree into this store as well, a transaction a tree",
    )
    parser.add_argument(
        "--wait",
        type=_number,
        default=600,
        metavar="SECONDS",
        help="scan, retry: when all is scanned, wait so long for a store that is away (default: 600)",
    )
    parser.add_argument(
        "--shared",
        default="",
        metavar="URL",
        help="scan, retry: keep what was seen in each content there, too, and look there first: s3://..., file:///... (fsspec)",
    )
    parser.add_argument(
        "--engine",
        default="local",
        metavar="local|ADDRESS",
        help="scan, retry: processes here (default), or the address of a Dask scheduler, such as tcp://host:8786",
    )
    parser.add_argument(
        "--jobs", type=_number, metavar="N", help="scan, retry: processes here (default: one a processor)"
    )
    parser.add_argument(
        "--time", type=_number, default=900, metavar="SECONDS", help="what one tree may take (default: 900)"
    )
    parser.add_argument(
        "--memory", type=_number, default=2048, metavar="MIB", help="memory that one tree may take (default: 2048)"
    )
    parser.add_argument(
        "--tries", type=_number, default=2, metavar="N", help="scan a tree that fails so often (default: 2)"
    )
    parser.add_argument("--strict", action="store_true", help="scan: nothing at all if a line of the list is unusable")
    _add_check_arguments(parser)
    parser.add_argument("--all", action="store_true", help="tell every tree, not only the first few")
    add_catalogue_argument(parser)
    add_listing_arguments(parser)


def _add_check_arguments(parser: argparse.ArgumentParser) -> None:
    from flowdown.cli.surroundings import parse_date

    check = parser.add_argument_group("check")
    check.add_argument(
        "--order", action="append", default=[], metavar="ID", help="order; may be repeated (default: all)"
    )
    check.add_argument("--as-of", type=parse_date, metavar="DATE", help="the day asked about (default: today)")
    check.add_argument("--known-at", type=parse_date, metavar="DATE", help="the day of knowledge (default: today)")
    check.add_argument(
        "--context",
        action="append",
        default=[],
        metavar="ID",
        help="what the trees are used for (default: every context)",
    )
    check.add_argument(
        "--stance", choices=("in_force", "as_threatened"), default="in_force", help="whether threatened orders count"
    )
    check.add_argument(
        "--given", action="append", default=[], metavar="POINT=yes|no", help="settle an open point, for every tree"
    )
    check.add_argument(
        "--orders", action="append", default=[], type=Path, metavar="DIR", help="folder with more orders"
    )


def _run(arguments: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.fleet_acts import ACTS

    if arguments.source is not None and arguments.what not in ("scan", "claims"):
        raise UnusableArgument(f"`--from` does not go with `fleet {arguments.what}`")
    if len([each for each in arguments.out if "://" not in each]) > 1:
        raise UnusableArgument("`--out` names one folder, and one URL")
    if arguments.what not in ("scan", "retry", "claims") and (
        arguments.store or any("://" in each for each in arguments.out)
    ):
        raise UnusableArgument(f"a store does not go with `fleet {arguments.what}`")
    if bool(arguments.vendors) != (arguments.what == "impact"):
        wrong = "which vendor?" if arguments.what == "impact" else f"`fleet {arguments.what}` takes no vendor"
        raise UnusableArgument(wrong, hint="`flowdown fleet impact VENDOR`")
    return ACTS[arguments.what](arguments)


def _number(word: str) -> int:
    if not word.isdecimal() or not 0 < int(word) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"`{word}` is no number from 1 on")
    return int(word)


COMMAND = Command(
    id="fleet",
    help="Scan many repositories, archives, images and bills, here or on a cluster, and ask over all of them.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown fleet scan --from /srv/git --out fleet",
        "flowdown fleet scan --from trees.txt --out fleet --jobs 16 --time 600 --memory 4096",
        "flowdown fleet scan --from trees.txt --out /shared/fleet --engine tcp://scheduler:8786",
        "flowdown fleet scan --from /srv/git --out fleet --out postgresql://db/flowdown",
        "flowdown fleet claims --from suppliers --out fleet --engine tcp://scheduler:8786",
        "flowdown fleet status --out fleet",
        "flowdown fleet retry --out fleet --time 3600",
        "flowdown fleet report --out fleet --format json",
        "flowdown fleet impact deepseek alibaba --out fleet",
        "flowdown fleet check --order us-ndaa26-1532 --context dod_contract_performance --out fleet",
    ),
)
