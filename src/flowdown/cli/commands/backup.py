"""`flowdown backup`: one file with everything of an organisation, or of a server."""

from __future__ import annotations

import argparse
from pathlib import Path

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "to", type=Path, metavar="FILE", help="the file that is written (tar, mode 0600); it must not be there"
    )
    parser.add_argument(
        "--profile",
        type=Path,
        metavar="FILE",
        help="whose: its folder's `.flowdown` and profile (default: flowdown.yaml here)",
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="all of a server's folder (`flowdown serve --data`)")
    parser.add_argument("--store", default="", metavar="URL", help="a postgresql:// database as well, by pg_dump")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text, or json for programs")


def _run(arguments: argparse.Namespace) -> int:
    import os

    from flowdown.base.errors import UnusableArgument
    from flowdown.cli.keeping_options import USUAL_PROFILE
    from flowdown.cli.store_options import now
    from flowdown.cli.surroundings import printable, write
    from flowdown.pipeline.backup import Saved, back_up
    from flowdown.report.json_text import write_json

    if arguments.data is not None and arguments.profile is not None:
        raise UnusableArgument("a profile or a server's folder, not both")
    if arguments.store and "://" not in arguments.store:
        raise UnusableArgument("`--store` names a database; a file is in the folder anyway")
    folder = arguments.data or (arguments.profile or USUAL_PROFILE).parent
    told = back_up(Saved(folder, arguments.data is not None, arguments.store, os.environ), arguments.to, now())
    if arguments.format == "json":
        write(write_json(told), "")
    else:
        write(f"{printable(str(arguments.to))}: {len(told.files):,} files, read back and whole\n", "")
    return Exit.OK


COMMAND = Command(
    id="backup",
    help="Back up everything of an organisation or a server into one file, while it runs; read back before it counts.",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown backup harbor-parts.tar",
        "flowdown backup all.tar --data /var/lib/flowdown --store postgresql://flowdown@db.example/flowdown",
    ),
)
