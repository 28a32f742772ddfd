"""Every pattern of a module compiles, and is what its kept words make: most are compiled when they are first used, so that importing tells nothing of them."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator

import flowdown
from flowdown.base.kept_patterns import KeptPatterns
from flowdown.base.late_patterns import Late


def held_by(value: object) -> Iterator[object]:
    """A value, and what it holds if it is a tuple or mapping."""
    yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ():
        yield from held_by(each)


def test_every_pattern_compiles() -> None:
    compiled = 0
    kept = KeptPatterns()
    for module in pkgutil.walk_packages(flowdown.__path__, "flowdown."):
        if module.name.endswith("__main__"):
            continue
        for value in tuple(vars(importlib.import_module(module.name)).values()):
            for each in held_by(value):
                if isinstance(each, Late):
                    assert kept.compile(*each.asked) == re.compile(*each.asked), module.name
                    compiled += 1
    assert compiled > 100


def test_a_build_compiles_them_all() -> None:
    """In a process of its own, as at a build: what is imported here has its patterns already."""
    told = "from flowdown.base.compile_patterns import compile_patterns; print(len(compile_patterns()))"
    made = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True).stdout
    assert int(made) > 500
