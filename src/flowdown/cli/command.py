"""A command of the command line: what it is called, what it takes, what it does."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `run` returns an exit code and lets every `FlowdownError` rise."""

    id: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    examples: tuple[str, ...]


@cache
def load_commands() -> Mapping[str, Command]:
    """Every command of the folder, by id."""
    from flowdown.base.openset import load_modules

    return load_modules("flowdown.cli.commands", "COMMAND", Command)


@cache
def names_of_commands() -> frozenset[str]:
    """The ids of every command, without importing one."""
    import flowdown.cli.commands as folder
    from flowdown.base.module_names import names_of_modules
    from flowdown.base.openset import member_id

    return frozenset(map(member_id, names_of_modules(folder.__path__)))


def load_command(name: str) -> Command:
    """One command by its id; raises `KeyError` for a name that is none."""
    import importlib

    module = importlib.import_module(f"flowdown.cli.commands.{name.replace('-', '_')}")
    command = getattr(module, "COMMAND", None)
    if not isinstance(command, Command):
        raise KeyError(name)
    return command
