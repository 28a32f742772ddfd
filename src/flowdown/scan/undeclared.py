"""Files of a Python package that need libraries which the package does not require: whoever wants them installs more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from flowdown.scan.candidate import Candidate
from flowdown.scan.sighting import Strength
from flowdown.scan.trace import TraceKind

_PACKAGES = frozenset(("setup.py", "setup.cfg", "pyproject.toml"))


def find_undeclared(seen: Iterable[tuple[Candidate, Strength]], tree: Iterable[str]) -> frozenset[str]:
    """The Python files all of whose vendors' libraries are left out of what is installed with the package.

    `seen`: every candidate with its strength where it stands; `tree`: the paths of all files.
    """
    if _PACKAGES.isdisjoint(tree):
        return frozenset()
    imported: dict[str, set[tuple[str | None, str]]] = defaultdict(set)
    declared: set[tuple[str | None, str]] = set()
    for each, strength in seen:
        if each.kind is TraceKind.DEPENDENCY and strength is Strength.RUNTIME_DEFAULT:
            declared.add((each.vendor, each.product))
        elif each.kind is TraceKind.IMPORT and each.trace.language == "python" and each.is_use:
            # A framework of many vendors brings the libraries that it needs, or asks for them itself.
            imported[each.trace.place.path].add((None, "") if each.route else (each.vendor, each.product))
    return frozenset(
        path for path, libraries in imported.items() if (None, "") not in libraries and declared.isdisjoint(libraries)
    )
