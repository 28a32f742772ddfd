"""Packages that a program has installed where it runs: in the image of a function, the environment of a step."""

from __future__ import annotations

import re

from flowdown.scan.callee import last_of
from flowdown.scan.context import Context

_REQUIREMENT = re.compile(r"([A-Za-z0-9][\w.-]*)(?:\[[\w,. -]*\])?\s*(?:(?:[<>=!~]=?|@).*)?")
_INSTALLS = frozenset("pip_install uv_pip_install python_packages add_python_packages pipInstall uvPipInstall".split())
"""Functions that install what they are given: `image.pip_install("acme")`."""
_LISTS = frozenset(
    "packages_to_install python_packages pip_packages pip_requirements extra_pip_requirements requirements pip".split()
)
"""Names of arguments and keys that hold the packages of an environment: `packages_to_install=["acme==1.0"]`."""


def installed_name(context: Context, text: str) -> str:
    """The Python package that a string has installed; empty if it names none."""
    is_given = last_of(context.callee) in _INSTALLS and not context.keys
    is_listed = context.in_list and context.key in _LISTS and bool(context.callee or context.in_map)
    found = _REQUIREMENT.fullmatch(text) if is_given or is_listed else None
    return found.group(1) if found is not None else ""
