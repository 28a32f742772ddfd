"""Builds the argument parser from the folder of commands."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NoReturn

from flowdown import __version__
from flowdown.cli.command import Command, load_command, load_commands, names_of_commands
from flowdown.cli.exit import Exit

_ABOUT = """\
Which technology vendors your code and suppliers depend on, what an order about them means for you on a given day,
and the evidence for every line. No legal advice: it quotes, cites, computes and says what it does not know."""


# There are no translations, and argparse looks for those of each word on the disk.
vars(argparse)["_"] = str


class _Help(argparse.RawDescriptionHelpFormatter):
    """Knows the width of the screen by itself: argparse makes one for every argument, and would import much to ask."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


@cache
def _columns() -> int:
    """How wide the screen is, as `shutil.get_terminal_size` tells it."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told) > 0:
        return int(told)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 80


class Parser(argparse.ArgumentParser):
    """A parser whose faults are one line, and whose options may stand anywhere between the words."""

    _is_inside = False

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse words with options between them: `orders show --as-of 2026-04-10 us-ant-4713`."""
        # NOTE: argparse itself takes all optional words at the first option, and refuses those that come after it.
        if self._is_inside or self._subparsers is not None:
            return super().parse_known_args(args, namespace)
        self._is_inside = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_inside = False

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments; exit 2."""
        self.exit(Exit.UNUSABLE, f"{self.prog}: {message} (see `{self.prog} --help`)\n")


def build_parser(arguments: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The whole parser; only the command that is called is imported when that can be told from the arguments."""
    called = arguments[0] if arguments and arguments[0] in names_of_commands() else ""
    commands: Iterable[Command] = (load_command(called),) if called else load_commands().values()
    parser = Parser(
        prog="flowdown",
        description=_ABOUT,
        epilog=_epilog(commands),
        formatter_class=_Help,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"flowdown {__version__}")
    # Without `prog` the parser would format its own usage to find out.
    below = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser, prog=parser.prog)
    for command in commands:
        examples = "examples:\n" + "\n".join(f"  {example}" for example in command.examples)
        sub = below.add_parser(
            command.id,
            help=command.help,
            description=command.help,
            epilog=examples,
            formatter_class=_Help,
            allow_abbrev=False,
        )
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    return parser


def _epilog(commands: Iterable[Command]) -> str:
    lines = [f"  {command.examples[0]}" for command in commands if command.examples]
    codes = "exit codes: 0 all clear, 1 breach or conflict, 2 unusable input, 3 something undetermined, 130 interrupted"
    return "examples:\n" + "\n".join(lines) + "\n\n" + codes
