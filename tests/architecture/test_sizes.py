"""Modules stay short and say what they are for; names that say nothing are not used."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tools.check_tree import LINE_LIMIT, find_faults

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "flowdown"
MODULES = sorted(SOURCE.rglob("*.py"))
NAMES_NOT_USED = {"utils", "util", "helpers", "common", "misc", "manager", "handler", "core", "info", "data"}
TYPES_NOT_USED = frozenset(
    "Finding Issue Result Data Info Item Entity Record Manager Handler Util Core Process".split()
)
A_TERM_OF_LAW = {"orders/norm.py: Finding"}
"""What a court or agency has found; a word of the scenarios."""


def _tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def test_no_module_is_too_long() -> None:
    long = {path.name for path in MODULES if path.read_text(encoding="utf-8").count("\n") > LINE_LIMIT}
    assert long == set()


def test_nothing_is_in_the_tree_that_must_not_be() -> None:
    assert list(find_faults()) == []


@pytest.mark.parametrize("package", sorted({path.parent.relative_to(SOURCE).as_posix() for path in MODULES}))
def test_modules_say_their_responsibility_in_one_sentence(package: str) -> None:
    faults = []
    for path in sorted((SOURCE / package).glob("*.py")):
        first = (ast.get_docstring(_tree(path)) or "").split("\n\n")[0]
        if not first.strip():
            faults.append(f"{path.name}: no docstring")
        elif not first.rstrip().endswith((".", ":", "?", "!")):
            faults.append(f"{path.name}: the first paragraph is no sentence: {first[:60]}")
    assert faults == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path.name for path in MODULES if path.stem in NAMES_NOT_USED] == []


def test_no_type_has_a_name_that_says_nothing() -> None:
    classes = [
        f"{path.relative_to(SOURCE)}: {node.name}"
        for path in MODULES
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef) and node.name in TYPES_NOT_USED
    ]
    assert sorted(set(classes) - A_TERM_OF_LAW) == []


def test_public_types_and_functions_are_described() -> None:
    bare = [
        f"{path.relative_to(SOURCE)}: {node.name}"
        for path in MODULES
        for node in _tree(path).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert bare == []
