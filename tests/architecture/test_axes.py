"""The axes never meet: a detector knows file formats and no vendor, the scan knows no vendor by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowdown.catalogue import load

SCAN = Path(__file__).resolve().parents[2] / "src" / "flowdown" / "scan"
FILES = sorted(SCAN.rglob("*.py"))
CATALOGUE = load()


def _names() -> frozenset[str]:
    """Ids, names, other names and brands of every vendor, in lower case."""
    names = set()
    for vendor in CATALOGUE.vendors.values():
        names |= {vendor.id, vendor.name, *vendor.aliases, *vendor.words}
    return frozenset(name.lower() for name in names)


NAMES = _names()
ALSO_FORMAT_WORDS = frozenset({"apple", "github", "meta", "together", "writer"})
"""Vendors' names that file formats use as their own words (`meta` in lock files, `github` as a type of package)."""


def _strings(module: Path) -> Iterator[tuple[int, str]]:
    """Every string of a module but its docstrings, with its line."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    described = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
            yield node.lineno, node.value


@pytest.mark.parametrize("module", FILES, ids=lambda path: path.relative_to(SCAN).as_posix())
def test_no_vendor_is_named(module: Path) -> None:
    named = []
    for line, text in _strings(module):
        words = {text.lower(), *(word.strip("`\"'(),;:") for word in text.lower().split())}
        named += [f"{module.name}:{line}: {word}" for word in sorted(words & (NAMES - ALSO_FORMAT_WORDS))]
    assert named == []
