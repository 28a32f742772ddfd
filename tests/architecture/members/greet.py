"""`flowdown greet`: a new command, for the test that one file is enough."""

from __future__ import annotations

import argparse

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="whom to greet")


def _run(arguments: argparse.Namespace) -> int:
    print(f"good day, {arguments.name}")
    return Exit.OK


COMMAND = Command("greet", "Greet somebody.", _add_arguments, _run, ("flowdown greet Ada",))
