"""`flowdown completion`: the script that completes commands and options in a shell."""

from __future__ import annotations

import argparse
import sys

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh"), help="the shell to write for")


def _run(arguments: argparse.Namespace) -> int:
    import shtab

    from flowdown.cli.parser import build_parser

    sys.stdout.write(shtab.complete(_with_files(build_parser()), arguments.shell).rstrip("\n") + "\n")
    return Exit.OK


def _with_files(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The parser with a note at every argument that takes a file or folder, so that the shell offers those."""
    import shtab

    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                _with_files(below)
        elif action.metavar in ("PATH", "PATH[:LINE]", "FILE"):
            _complete(action, shtab.FILE)
        elif action.metavar == "DIR":
            _complete(action, shtab.DIRECTORY)
    return parser


def _complete(action: argparse.Action, what: object) -> None:
    action.complete = what  # type: ignore[attr-defined]


COMMAND = Command(
    id="completion",
    help="Write the script that completes commands and options in a shell.",
    add_arguments=_add_arguments,
    run=_run,
    examples=('eval "$(flowdown completion bash)"', 'flowdown completion zsh > "${fpath[1]}/_flowdown"'),
)
