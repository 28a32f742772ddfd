"""Chooses the unchanged files of a tree that a change must be read with: what it imports, shares names or vendors with."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.keyword import Keyword
from flowdown.catalogue.keywords import gather_keywords
from flowdown.catalogue.kinds import BASIS_OF_CLASS, Basis
from flowdown.gate.shift import WEIGHED
from flowdown.scan.area import Area, area_of
from flowdown.scan.flow import is_distinctive
from flowdown.scan.git_change import UNCHANGED_LIMIT, Edit
from flowdown.scan.open_file import read_small
from flowdown.scan.tree import present

MOST_IMPORTED = 60
"""Unchanged files that a change names in its imports, or lie beside it, and are read with it."""
MOST_SHARING = 24
"""Unchanged files that use a name of what came or went, and are read with it."""
_MANIFESTS = frozenset(b"pyproject.toml setup.py setup.cfg package.json go.mod Cargo.toml pom.xml".split())
_DEPLOYMENT = re.compile(rb"(?:\.env[\w.-]*|dockerfile[\w.-]*|[\w.-]*compose[\w.-]*\.ya?ml|procfile)\Z", re.IGNORECASE)
_IMPORT_LINE = re.compile(
    rb"^[^\n]*?\b(?:import|from|require|require_relative|include|use|using|load|source|export)\b[^\n]{0,400}",
    re.MULTILINE,
)
_WORD = re.compile(rb"[\w-]{2,80}")
_NAME = re.compile(r"[A-Za-z_]\w{3,80}")
_NAME_BYTES = re.compile(rb"[A-Za-z_]\w{3,80}", re.ASCII)
_AROUND = 3
"""Lines around an edit whose names belong to it: a call can stand on several."""
_FOLDER_STEMS = frozenset((b"__init__", b"index", b"mod", b"lib"))
"""Stems of files that are imported by the name of their folder."""
_BESIDE_MOST = 12
"""Files of one folder that are read with a changed one: they share names, or offer other vendors beside its own."""
_MOST_NAMES = 40
_AREAS = (Area.PRODUCT, Area.TEST, Area.EXAMPLE, Area.TOOLING, Area.DOCUMENTATION)
_HOLDS_NO_NAMES = frozenset(b"json lock sum css scss less snap map md mdx adoc rst txt csv svg html".split())
"""Suffixes of files that take nothing from others by its name."""
_PROSE = frozenset((b"md", b"mdx", b"adoc", b"rst", b"txt", b"csv", b"svg", b"html"))


def takes_names(edit: Edit) -> bool:
    """Whether a changed file could take something from others by its name."""
    return _suffix(edit.after_path) not in _HOLDS_NO_NAMES


def imported(
    paths: Sequence[bytes], changed: Collection[bytes], contents: Iterable[bytes], telling: Collection[bytes]
) -> list[bytes]:
    """Of a tree's paths those that the changed files import by name, that lie beside them, or that say how it runs.

    The second only of those that may carry a trace (`telling`): what carries none needs only what it takes from others.
    """
    words: set[bytes] = set()
    for content in contents:
        for line in _IMPORT_LINE.findall(content[:400_000]):
            words.update(_WORD.findall(line))
    folders = {(_folder(path), _suffix(path)) for path in changed}
    full = {(_folder(path), _suffix(path)) for path in telling}
    beginnings = {suffix[:1] for _, suffix in folders if suffix}
    chosen: dict[bytes, int] = {}
    beside: Counter[bytes] = Counter()
    for path in _worth_a_look(paths, words | _FOLDER_STEMS, {folder for folder, _ in full}):
        folder, slash, name = path.rpartition(b"/")
        stem, dot, rest = name.partition(b".")
        suffix = rest.rpartition(b".")[2].lower() if dot else b""
        if stem in _FOLDER_STEMS and slash:
            stem = folder.rpartition(b"/")[2]
        if stem in words and suffix[:1] in beginnings and suffix not in _PROSE:
            chosen[path] = 2 + _distance(folder, folders)
        elif suffix and (folder, suffix) in full:
            beside[folder] += 1
            if beside[folder] <= _BESIDE_MOST:
                chosen[path] = 1
        elif not slash and (name in _MANIFESTS or _DEPLOYMENT.match(name)):
            chosen[path] = 0
    near = sorted((path for path in chosen if path not in changed), key=lambda path: (chosen[path], path))
    return near[:MOST_IMPORTED]


def _worth_a_look(paths: Sequence[bytes], stems: Collection[bytes], folders: Iterable[bytes]) -> list[bytes]:
    """The paths of the tree's top, of some folders, and of some stems: told of all of a large tree at once.

    Git lists paths sorted, so that those of a folder stand together.
    """
    chosen = [path for path in paths if path.rpartition(b"/")[2].partition(b".")[0] in stems or b"/" not in path]
    for folder in filter(None, folders):
        start = bisect_left(paths, folder + b"/")
        chosen.extend(paths[start : bisect_left(paths, folder + b"0", start)])  # `0` comes after `/`
    return sorted(set(chosen))


def shared_names(lines: Iterable[str]) -> list[str]:
    """The names on some lines that are worth looking for in other files."""
    names = {name for line in lines for name in _NAME.findall(line[:2000]) if is_distinctive(name)}
    return sorted(names)[:_MOST_NAMES]


def keywords_of(catalogue: Catalogue, sought: Iterable[tuple[str, Basis]]) -> tuple[Keyword, ...]:
    """The keywords by which files that may carry traces of some vendors are found.

    Only by products that weigh as much as the basis that is told: a vendor's library in every file says nothing of its
    models.
    """
    signed = [
        (signature.kind, signature.value, signature.tail)
        for vendor, basis in sought
        if vendor in catalogue.vendors
        for product in catalogue.vendors[vendor].products
        if basis not in WEIGHED or BASIS_OF_CLASS[product.class_] in WEIGHED
        for signature in product.signatures
    ]
    return gather_keywords(signed)


def edited_names(edits: Iterable[Edit]) -> list[bytes]:
    """The names on the lines in which the sides of an edit differ, and around them, of those told apart by themselves."""
    words: set[bytes] = set()
    for edit in edits:
        before, after = ((side or b"").split(b"\n") for side in (edit.before, edit.after))
        first = _alike(before, after)
        last = min(_alike(before[::-1], after[::-1]), min(len(before), len(after)) - first)
        for side, other in ((before, after), (after, before)):
            words.update(*map(_NAME_BYTES.findall, _edited(side, first, len(side) - last, frozenset(other))))
    return sorted(word for word in words if is_distinctive(word.decode("ascii")))


def _edited(side: Sequence[bytes], first: int, end: int, other: Collection[bytes]) -> Iterable[bytes]:
    """The lines between two that the other side has not, with those around; all of them if it has each."""
    places = [place for place in range(first, end) if side[place] not in other] or range(first, end)
    chosen = {near for place in places for near in range(max(0, place - _AROUND), place + _AROUND + 1)}
    return [side[place] for place in sorted(chosen) if place < len(side)]


def _alike(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    """How many lines are the same from the first on."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))


def with_names(contents: Mapping[bytes, bytes], names: Sequence[bytes]) -> dict[bytes, bytes]:
    """Of some files those that hold one of the names."""
    if not names or not contents:
        return {}
    import ahocorasick_rs

    search = ahocorasick_rs.BytesAhoCorasick(names)
    return {path: content for path, content in contents.items() if search.find_matches_as_indexes(content)}


def holding(paths: Iterable[bytes], names: Sequence[str], top: bytes, suffixes: frozenset[bytes]) -> list[bytes]:
    """Of some files those of the suffixes that hold one of the names."""
    import ahocorasick_rs

    search = ahocorasick_rs.BytesAhoCorasick([name.encode() for name in names])
    found: list[bytes] = []
    for path in paths:
        if path.rpartition(b".")[2].lower() in suffixes or _DEPLOYMENT.match(path.rpartition(b"/")[2]):
            content = read_small(top + b"/" + path, UNCHANGED_LIMIT)
            if content and search.find_matches_as_indexes(content):
                found.append(path)
    return found


def nearest(paths: Iterable[bytes]) -> list[bytes]:
    """Product code first, then tests, prose last; as many as are read with a change."""
    return sorted(paths, key=lambda path: (rank_of_area(path), path.count(b"/"), path))[:MOST_SHARING]


def rank_of_area(path: bytes) -> int:
    """0 for product code; the higher, the less a file says of what a tree depends on."""
    if _suffix(path) in _PROSE:
        return len(_AREAS)
    area = area_of(present(path))
    return _AREAS.index(area) if area in _AREAS else len(_AREAS) - 1


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
