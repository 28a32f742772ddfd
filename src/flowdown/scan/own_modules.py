"""Which modules are a tree's own: what it imports of itself is nobody's library."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flowdown.scan.area import Area, area_of
from flowdown.scan.trace import Reference, Trace, TraceKind, Unknown, literal
from flowdown.scan.tree import File

if TYPE_CHECKING:
    from flowdown.scan.tree_source import TreeSource

_FROM_MODULES = frozenset({TraceKind.IMPORT, TraceKind.CLIENT, TraceKind.CALL})
_PYTHON_MANIFESTS = ("pyproject.toml", "setup.cfg", "setup.py")
_PHP_MANIFEST = "composer.json"
_GO_MANIFEST = "go.mod"
MANIFESTS = frozenset((*_PYTHON_MANIFESTS, _PHP_MANIFEST, _GO_MANIFEST))
"""The files at a tree's top that are read for its own modules."""
_OF_VALUES = frozenset("dto dtos entity entities data enum enums exceptions values valueobjects".split())
"""Parts of a namespace that holds a library's values, and nothing that asks its service."""
_ITSELF = frozenset({"$this", "this"})
_MANIFEST_LIMIT = 100_000
_JVM_ENDINGS = (".java", ".kt", ".scala", ".groovy")
_JVM_FOLDER = re.compile(r"/(?:java|kotlin|scala|groovy)/(\w+(?:/\w+)+)/[^/]+\Z")
_SWIFT_FOLDER = re.compile(r"/Sources/(\w+)/")
_OWN_AREAS = frozenset({Area.PRODUCT, Area.TEST})
"""Where what a tree takes of itself is its own code; its examples use the product as strangers do."""
_LEAST_PARTS = 2
"""Parts of the shortest package that is anybody's own."""
_PSR_4 = re.compile(r"\"autoload\"\s*:\s*\{[^{}]*\"psr-4\"\s*:\s*\{([^{}]*)\}")
_NAMESPACE = re.compile(r"\"([\w\\]+)\"\s*:")
_MODULE = re.compile(r"^module[ \t]+\"?([^\s\"]+)", re.MULTILINE)
_NAME = re.compile(r"^\s*name\s*=\s*[\"']?([\w.-]+)", re.MULTILINE)


def top_modules(files: Sequence[File]) -> Iterator[str]:
    """The names under which the tree's own Python packages at its top (or below `src`, `lib`) are imported."""
    for file in files:
        if not file.path.endswith(".py"):
            continue
        parts = file.path.split("/")
        if parts[0] in ("src", "lib", "python") and len(parts) > 1:
            parts = parts[1:]
        yield parts[0].removesuffix(".py")


def own_namespaces(source: TreeSource) -> tuple[str, ...]:
    """The namespaces of PHP that a tree's `composer.json` loads from its own folders, as dotted names."""
    loads = _PSR_4.search(source.top_text(_PHP_MANIFEST, _MANIFEST_LIMIT))
    return tuple(_dotted(name) for name in _NAMESPACE.findall(loads.group(1))) if loads is not None else ()


def is_own_import(trace: Trace, namespaces: tuple[str, ...]) -> bool:
    """Whether an import of PHP takes a class of the tree itself."""
    if trace.language != "php" or trace.kind is not TraceKind.IMPORT or not namespaces:
        return False
    return _dotted(literal(trace.value) or "").startswith(namespaces)


def is_of_own_namespace(trace: Trace, namespaces: tuple[str, ...]) -> bool:
    """Whether a product's file hands itself to a class of PHP of the tree's own library, or has that make a value."""
    if trace.language != "php" or trace.kind is not TraceKind.CLIENT or not namespaces:
        return False
    if area_of(trace.place.path) is not Area.PRODUCT:
        return False
    name = _dotted(trace.callee or literal(trace.value) or "")
    if not name.startswith(namespaces):
        return False
    if not _OF_VALUES.isdisjoint(name.split(".")[:-1]):
        return True
    first = trace.arguments[0].value if trace.arguments else None
    return (
        isinstance(first, Reference | Unknown)
        and (first.name if isinstance(first, Reference) else first.text) in _ITSELF
    )


def own_packages(files: Sequence[File]) -> frozenset[str]:
    """The packages of the JVM that a tree's own files are in, by their folders below a source root."""
    found = (_JVM_FOLDER.search(f"/{file.path}") for file in files if file.path.endswith(_JVM_ENDINGS))
    return frozenset(each.group(1).replace("/", ".") for each in found if each is not None)


def swift_modules(files: Sequence[File]) -> frozenset[str]:
    """The modules of Swift that a tree's own packages build, by their folders below `Sources`."""
    found = (_SWIFT_FOLDER.search(f"/{file.path}") for file in files if file.path.endswith(".swift"))
    return frozenset(each.group(1) for each in found if each is not None)


def is_of_own_swift(trace: Trace, modules: frozenset[str]) -> bool:
    """Whether a product's or a test's file imports a module of Swift of the tree itself: `@testable import Acme`."""
    if trace.language != "swift" or trace.kind is not TraceKind.IMPORT or area_of(trace.place.path) not in _OWN_AREAS:
        return False
    return (literal(trace.value) or "").split(".", 1)[0] in modules


def own_module(source: TreeSource) -> str:
    """The path by which a tree's own Go packages are imported; empty if its top holds no module of Go."""
    found = _MODULE.search(source.top_text(_GO_MANIFEST, _MANIFEST_LIMIT))
    return found.group(1) if found is not None else ""


def is_of_own_module(trace: Trace, module: str) -> bool:
    """Whether a product's file takes a package of Go out of the tree itself, whatever the tree is called after."""
    if trace.language != "go" or trace.kind not in _FROM_MODULES or trace.receiver or not module:
        return False
    if area_of(trace.place.path) is not Area.PRODUCT:
        return False
    value = trace.callee or literal(trace.value) or ""
    return value == module or value.startswith((f"{module}/", f"{module}."))


def is_of_own_package(trace: Trace, packages: frozenset[str]) -> bool:
    """Whether a product's file takes a class out of a package of the tree itself, or a test's one that asks nobody.

    The clients that a test builds ask as those of a stranger do; a class of values, and what is called of a class, does not.
    """
    if trace.language != "jvm" or trace.kind not in _FROM_MODULES or trace.receiver or not packages:
        return False
    area = area_of(trace.place.path)
    if area not in _OWN_AREAS:
        return False
    parts = re.split(r"[.:]+", trace.callee or literal(trace.value) or "")
    if area is Area.TEST and trace.kind is TraceKind.CLIENT and _OF_VALUES.isdisjoint(parts[:-1]):
        return False
    return any(".".join(parts[:length]) in packages for length in range(len(parts), _LEAST_PARTS - 1, -1))


def _dotted(namespace: str) -> str:
    return re.sub(r"\\+", ".", namespace).strip(".").lower() + "."


def is_own(trace: Trace, own: tuple[frozenset[str], str]) -> bool:
    """Whether an import takes the tree's own module, however it is named.

    What a tree publishes under that very name is the known package itself: there only its own folder's imports are its own.
    """
    modules, published = own
    if trace.language != "python" or trace.kind not in _FROM_MODULES or trace.receiver:
        return False
    module = (trace.callee or literal(trace.value) or "").split(".", 1)[0]
    if module not in modules:
        return False
    return module.lower() != published or module in trace.place.path.split("/")[:-1]


def published_name(source: TreeSource) -> str:
    """The name under which a tree's Python package is published, as a module's name; empty if it says none."""
    for name in _PYTHON_MANIFESTS:
        found = _NAME.search(source.top_text(name, _MANIFEST_LIMIT))
        if found is not None:
            return re.sub(r"[-.]+", "_", found.group(1)).lower()
    return ""
