"""Compiles every pattern of our modules while the package is built, so that its first run need not."""

from __future__ import annotations

import gc
import importlib
import pkgutil

import flowdown
from flowdown.base import late_patterns
from flowdown.base.kept_patterns import KeptPatterns


def compile_patterns() -> KeptPatterns:
    """All of them, to be saved; a module whose libraries are missing here is left to the runs.

    Those of a module that was imported before are not among them.
    """
    late_patterns.install()
    try:
        for module in pkgutil.walk_packages(flowdown.__path__, "flowdown."):
            if not module.name.endswith("__main__"):
                try:
                    importlib.import_module(module.name)
                except ImportError:
                    continue
    finally:
        late_patterns.remove()
    kept = KeptPatterns()
    for each in gc.get_objects():
        if isinstance(each, late_patterns.Late):
            kept.compile(*each.asked)
    return kept
