"""Draws the pages about the command line: every command, every exit code."""

from __future__ import annotations

import argparse
import ast
import inspect
import itertools
from collections.abc import Iterable

from flowdown.cli import exit as exit_module
from flowdown.cli.command import Command, load_commands
from flowdown.cli.exit import Exit
from tools.markdown import code, table


def commands() -> str:
    """One section a command: what it is for, what it takes, examples."""
    loaded = load_commands()
    lines = ["# Commands", ""]
    lines += [f"- [`flowdown {each.id}`](#flowdown-{each.id}): {_sentence(each.help)}" for each in loaded.values()]
    lines += [
        "",
        "`flowdown --version` says the version; `flowdown --help` and `flowdown COMMAND --help` say what is on this page.",
        "The answer goes to standard output, everything else to standard error. [Exit codes](exit-codes.md) are the same "
        "for every command.",
        "",
    ]
    for command in loaded.values():
        lines += _section(command)
    return "\n".join(lines)


def _section(command: Command) -> list[str]:
    parser = argparse.ArgumentParser(prog=f"flowdown {command.id}", add_help=False)
    command.add_arguments(parser)
    # The text of `--help` itself differs between versions of Python; its parts do not.
    rows = [(_name(action), _help(action)) for action in parser._actions if action.help is not argparse.SUPPRESS]
    lines = [f"## flowdown {command.id}", "", _sentence(command.help), ""]
    if rows:
        lines += [table(("argument", "meaning"), rows)]
    if command.examples:
        lines += ["```console", *(f"$ {example}" for example in command.examples), "```", ""]
    return lines


def _name(action: argparse.Action) -> str:
    if action.choices and action.metavar is None:
        value = "{" + ",".join(str(each) for each in action.choices) + "}"
    else:
        value = str(action.metavar or action.dest.upper())
    if not action.option_strings:
        shown = {"*": f"[{value} ...]", "+": f"{value} ...", "?": f"[{value}]"}.get(str(action.nargs), value)
        return code(shown)
    names = ", ".join(action.option_strings)
    many = " ..." if action.nargs in ("+", "*") else ""
    return code(names if action.nargs == 0 else f"{names} {value}{many}")


def _help(action: argparse.Action) -> str:
    text = action.help or ""
    default = action.default
    if isinstance(default, str) and default and action.choices and "default" not in text:
        text += f"{' ' if text else ''}(default: {default})"
    return text


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def exit_codes() -> str:
    """The codes with what is said of each in the enum."""
    rows = [(code(str(int(each))), each.name, text) for each, text in _documented()]
    return "\n".join(
        [
            "# Exit codes",
            "",
            table(("code", "name", "when"), rows),
            "Where several apply, the precedence is 130, 2, 1, 3, 0. Content of a tree that cannot be read is a gap, not an "
            "error: `scan` still ends with 0, and `check` with 3 where the gap bears on the order.",
        ]
    )


def _documented() -> Iterable[tuple[Exit, str]]:
    """Each member with the string that stands under it."""
    tree = ast.parse(inspect.getsource(exit_module))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Exit")
    for assignment, text in itertools.pairwise(body):
        if isinstance(assignment, ast.Assign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            (target,) = assignment.targets
            if isinstance(target, ast.Name):
                yield Exit[target.id], str(text.value.value)
