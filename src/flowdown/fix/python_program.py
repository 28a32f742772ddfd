"""A Python program as far as its clients need it: who binds a name, where it is read, what stands round a place."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator

from flowdown.fix.text_file import TextFile

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


class PythonProgram:
    """The syntax tree of a file with its parents and its places in code points."""

    def __init__(self, file: TextFile, tree: ast.Module) -> None:
        self.file = file
        self.tree = tree
        self.parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}

    def nodes(self) -> Iterator[ast.AST]:
        """Every node but the module itself."""
        return iter(self.parents)

    def offset(self, line: int, column: int) -> int:
        """The code point at a place of the syntax tree, whose columns count bytes."""
        start = self.file.line_start(line)
        return start + len(self.file.line_text(line).encode("utf-8", "surrogateescape")[:column].decode("utf-8"))

    def start(self, node: ast.expr | ast.stmt) -> int:
        """Where a node begins."""
        return self.offset(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt) -> int:
        """Where a node ends."""
        return self.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a node stands in, nearest first."""
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent

    def functions_of(self, node: ast.AST) -> Iterator[FUNCTION]:
        """The functions in which a node stands, nearest first."""
        return (each for each in self.around(node) if isinstance(each, FUNCTION))

    def reads(self, name: str) -> list[ast.expr]:
        """Where a name (`client`, `self.client`) is read."""
        return [each for each in self._named(name) if isinstance(each.ctx, ast.Load)]

    def values(self, name: str) -> list[ast.expr | None]:
        """What a name is bound to, at every place where it is bound; None: by something else than an assignment."""
        found = [self._value(each) for each in self._named(name) if not isinstance(each.ctx, ast.Load)]
        return found + [None for each in self.nodes() if name in _bound_otherwise(each)]

    def _named(self, name: str) -> list[ast.Name | ast.Attribute]:
        last = name.rpartition(".")[2]
        if "." in name:
            return [each for each in self.nodes() if isinstance(each, ast.Attribute) and each.attr == last]
        return [each for each in self.nodes() if isinstance(each, ast.Name) and each.id == last]

    def _value(self, target: ast.expr) -> ast.expr | None:
        parent = self.parents[target]
        if isinstance(parent, ast.Assign) and parent.targets == [target]:
            return parent.value
        return parent.value if isinstance(parent, ast.AnnAssign) and parent.target is target else None

    def is_top(self, node: ast.AST) -> bool:
        """Whether a node stands in the module itself, where other files can reach what it binds."""
        return not any(isinstance(each, FUNCTION) for each in self.around(node))


def _bound_otherwise(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.arg):
        return (node.arg,)
    if isinstance(node, ast.alias):
        return (node.asname or node.name,)
    return (node.name,) if isinstance(node, (FUNCTION, ast.ClassDef)) else ()


def dotted(node: ast.AST) -> str:
    """`a.b.c` as it is written; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    before = dotted(node.value) if isinstance(node, ast.Attribute) else ""
    return f"{before}.{node.attr}" if isinstance(node, ast.Attribute) and before else ""


def is_text(node: ast.AST | None) -> bool:
    """Whether a node is a string."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def read_program(file: TextFile) -> PythonProgram | None:
    """The program in a file; None if it is none that can be read."""
    if "\r" in file.text.replace("\r\n", "") or "\f" in file.text:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return PythonProgram(file, ast.parse(file.text))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
