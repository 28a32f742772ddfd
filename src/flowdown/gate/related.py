"""Chooses the unchanged files of a tree that a change must be read with: what it imports, shares names or vendors with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from flowdown.catalogue.catalogue import Catalogue
from flowdown.scan.area import Area, area_of
from flowdown.scan.flow import is_distinctive
from flowdown.scan.git_program import Git
from flowdown.scan.tree import present

MOST_IMPORTED = 60
"""Unchanged files that a change names in its imports, or lie beside it, and are read with it."""
MOST_SHARING = 60
"""Unchanged files that share a name or a vendor with what came or went, and are read with it."""
_MANIFESTS = frozenset(b"pyproject.toml setup.py setup.cfg package.json go.mod Cargo.toml pom.xml".split())
_DEPLOYMENT = re.compile(rb"(?:\.env[\w.-]*|dockerfile[\w.-]*|[\w.-]*compose[\w.-]*\.ya?ml|procfile)\Z", re.IGNORECASE)
_IMPORT_LINE = re.compile(
    rb"^[^\n]*?\b(?:import|from|require|require_relative|include|use|using|load|source|export)\b[^\n]{0,400}",
    re.MULTILINE,
)
_WORD = re.compile(rb"[\w-]{2,80}")
_NAME = re.compile(r"[A-Za-z_]\w{3,80}")
_BESIDE = frozenset(b"go java kt cs swift scala dart tf tfvars hcl".split())
"""Suffixes of languages in which files of one folder share their names without an import."""
_FOLDER_STEMS = frozenset((b"__init__", b"index", b"mod", b"lib"))
"""Stems of files that are imported by the name of their folder."""
_BESIDE_MOST = 20
_SHORTEST_KEYWORD = 4
_MOST_KEYWORDS = 400
_MOST_NAMES = 40


def imported(paths: Sequence[bytes], changed: Collection[bytes], contents: Iterable[bytes]) -> list[bytes]:
    """Of a tree's paths those that the changed files import by name, that lie beside them, or that say how it runs."""
    words: set[bytes] = set()
    for content in contents:
        for line in _IMPORT_LINE.findall(content[:400_000]):
            words.update(_WORD.findall(line))
    folders = {(_folder(path), _suffix(path)) for path in changed}
    beginnings = {suffix[:1] for _, suffix in folders if suffix}
    chosen: dict[bytes, int] = {}
    beside: Counter[bytes] = Counter()
    for path in paths:
        folder, slash, name = path.rpartition(b"/")
        stem, dot, rest = name.partition(b".")
        suffix = rest.rpartition(b".")[2].lower() if dot else b""
        if stem in _FOLDER_STEMS and slash:
            stem = folder.rpartition(b"/")[2]
        if stem in words and suffix[:1] in beginnings:
            chosen[path] = 2 + _distance(folder, folders)
        elif suffix in _BESIDE and (folder, suffix) in folders:
            beside[folder] += 1
            if beside[folder] <= _BESIDE_MOST:
                chosen[path] = 1
        elif not slash and (name in _MANIFESTS or _DEPLOYMENT.match(name)):
            chosen[path] = 0
    near = sorted((path for path in chosen if path not in changed), key=lambda path: (chosen[path], path))
    return near[:MOST_IMPORTED]


def shared_names(lines: Iterable[str]) -> list[str]:
    """The names on some lines that are worth looking for in other files."""
    names = {name for line in lines for name in _NAME.findall(line[:2000]) if is_distinctive(name)}
    return sorted(names)[:_MOST_NAMES]


def keywords_of(catalogue: Catalogue, vendors: Iterable[str]) -> list[str]:
    """The words by which files that may carry traces of some vendors are found."""
    from flowdown.catalogue.keywords import gather_keywords

    words: set[str] = set()
    for vendor in vendors:
        known = catalogue.vendors.get(vendor)
        for product in known.products if known else ():
            signed = ((signature.kind, signature.value, signature.tail) for signature in product.signatures)
            words.update(
                keyword.text
                for keyword in gather_keywords(signed)
                if not keyword.needs_quote and len(keyword.text) >= _SHORTEST_KEYWORD
            )
    # A word that holds another finds nothing more.
    kept: list[str] = []
    for word in sorted(words, key=len):
        if not any(shorter in word for shorter in kept):
            kept.append(word)
    return kept[:_MOST_KEYWORDS]


def sharing(
    git: Git, prefix: bytes, changed: Collection[bytes], names: Sequence[str], keywords: Sequence[str]
) -> list[bytes]:
    """The unchanged files that hold one of the names or keywords: product code first, then the shallowest."""
    # As they are written: a search without regard to case takes ten times as long.
    patterns = [argument for word in (*names, *keywords) for argument in ("-e", word)]
    if not patterns:
        return []
    scope = ["--", prefix.rstrip(b"/").decode("utf-8", "surrogateescape")] if prefix else []
    out = git.run("grep", "-l", "-z", "-F", "-I", "--no-textconv", "--no-color", *patterns, *scope, is_lenient=True)
    found = {path[len(prefix) :] for path in out.split(b"\0") if path.startswith(prefix) and path}
    rest = sorted(found - set(changed), key=_rank)
    return rest[:MOST_SHARING]


def _rank(path: bytes) -> tuple[bool, int, bytes]:
    return (area_of(present(path)) is not Area.PRODUCT, path.count(b"/"), path)


def _folder(path: bytes) -> bytes:
    return path.rpartition(b"/")[0]


def _suffix(path: bytes) -> bytes:
    name = path.rsplit(b"/", 1)[-1]
    return name.rpartition(b".")[2].lower() if b"." in name else b""


def _distance(folder: bytes, folders: Iterable[tuple[bytes, bytes]]) -> int:
    """Steps from a folder to the nearest changed one."""
    mine = folder.split(b"/") if folder else []
    best = 99
    for other, _ in folders:
        theirs = other.split(b"/") if other else []
        common = 0
        for one, two in zip(mine, theirs, strict=False):
            if one != two:
                break
            common += 1
        best = min(best, len(mine) + len(theirs) - 2 * common)
    return best
