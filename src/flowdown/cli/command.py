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
