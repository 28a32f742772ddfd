"""`flowdown restore`: puts a backup into a new folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="what `flowdown backup` wrote")
    parser.add_argument(
        "--to", type=Path, required=True, metavar="DIR", help="the folder that is made: a new or an empty one"
    )
    parser.add_argument("--store", default="", metavar="URL", help="an empty database for the one in it, by pg_restore")


def _run(arguments: argparse.Namespace) -> int:
    import os

    from flowdown.cli.surroundings import printable, write
    from flowdown.pipeline.backup import restore

    told = restore(arguments.file, arguments.to, arguments.store, os.environ)
    write(f"{printable(str(arguments.to))}: {len(told.files):,} files of {told.made_at}, each as it was\n", "")
    return Exit.OK


COMMAND = Command(
    id="restore",
    help="Put a backup into a new folder, whole or not at all, every file and database examined.",
    add_arguments=_add_arguments,
    run=_run,
    examples=("flowdown restore all.tar --to /var/lib/flowdown-new",),
)
