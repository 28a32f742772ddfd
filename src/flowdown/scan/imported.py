"""Names that a file imports from another of its tree: a client, model or address by a name that says nothing by itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from flowdown.base.cached import cached_property
from flowdown.scan.homes import shared_folders
from flowdown.scan.trace import Binding, Place, Space, Text
from flowdown.scan.visibility import family_of, is_apart

PackedImported: TypeAlias = dict[str, list[str]]
IMPORTED = "#imported:"
"""Between the path of a file and a name that it imports; a dot before the name where it is taken out of an imported module."""
_FAMILIES = frozenset(("python", "javascript"))
_ENDING = re.compile(r"\.(?:[cm]?[jt]sx?|svelte|vue|py)\Z")
_WHOLE = frozenset(("index", "__init__"))
"""Names of files that stand for their folder."""
_FROM = re.compile(r"^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^()]*\)|[^\n;#]+)", re.MULTILINE)
_IMPORT = re.compile(r"^[ \t]*import[ \t]+([\w.]+)(?:[ \t]+as[ \t]+(\w+))?[ \t]*$", re.MULTILINE)
_ES = re.compile(
    r"\bimport\s+(?!type\b)(?:([\w$]+)\s*,?\s*)?(?:\{([^{}]*)\}|\*\s+as\s+([\w$]+))?\s*from\s*[\"']([^\"'\n]+)[\"']"
)
_REQUIRE = re.compile(
    r"\b(?:const|let|var)\s+(?:([\w$]+)|\{([^{}]*)\})\s*=\s*(?:await\s+)?(?:require|import)\(\s*[\"']([^\"'\n]+)[\"']\s*\)"
)
_RENAMED = re.compile(r"([\w$]+)(?:\s+as\s+|\s*:\s*)([\w$]+)\Z")
_ALIAS = "@~$#"
"""What the names of a tree's own folders begin with where an import goes by a short name for them (`@/lib`, `$lib`)."""


class Taken(NamedTuple):
    """A name as a file has it from another: its own name there, the file that binds it, and the name that it has in that."""

    local: str
    home: str
    name: str


class Imported:
    """The names that files of a tree bind for all of themselves, and who imports them."""

    def __init__(self, homes: Iterable[tuple[str, str]] = ()) -> None:
        """`homes`: each name with the path of a file that binds it."""
        self._names: dict[str, set[str]] = defaultdict(set)
        for name, path in homes:
            if family_of(path) in _FAMILIES:
                self._names[path].add(name)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self._names):
            self._by_stem[_parts_of(path)[-1]].append(path)

    def pack(self) -> PackedImported:
        """All of it as plain values, in order."""
        return {path: sorted(names) for path, names in sorted(self._names.items())}

    @classmethod
    def unpack(cls, packed: PackedImported) -> Imported:
        """What was packed."""
        return cls((name, path) for path, names in packed.items() for name in names)

    @cached_property
    def words(self) -> frozenset[str]:
        """One of these stands in every file that imports one of the names."""
        return frozenset(self._by_stem)

    @cached_property
    def families(self) -> frozenset[str]:
        """The languages of the files that bind them."""
        return frozenset(map(family_of, self._names))

    def may_be_taken(self, path: str, present: frozenset[str]) -> bool:
        """Whether a file in which some words occur may import one of the names."""
        stems = self._by_stem.keys() & present
        return any(home != path and not is_apart(home, path) for stem in stems for home in self._by_stem[stem])

    def taken_by(self, path: str, text: str) -> frozenset[Taken]:
        """The names that a file imports."""
        read = self._python if family_of(path) == "python" else self._javascript
        return frozenset(each for each in read(path, text) if each.home != path)

    def _python(self, path: str, text: str) -> Iterator[Taken]:
        folder = path.split("/")[:-1]
        for match in _FROM.finditer(text):
            level, module = len(match.group(1)), [part for part in match.group(2).split(".") if part]
            base = folder[: max(0, len(folder) - level + 1)] if level else None
            listed = match.group(3).strip("() \t").replace("\n", " ")
            pairs = list(_pairs(listed, " as "))
            home = self._home(path, module, base)
            yield from self._named(home, pairs)
            for origin, local in pairs:
                yield from self._of_module(self._home(path, [*module, origin], base), local, text)
        for match in _IMPORT.finditer(text):
            module = match.group(1).split(".")
            yield from self._of_module(self._home(path, module, None), match.group(2) or match.group(1), text)

    def _javascript(self, path: str, text: str) -> Iterator[Taken]:
        for match in _ES.finditer(text):
            home = self._home_of_address(path, match.group(4))
            yield from self._named(home, _pairs(match.group(2) or "", " as "))
            yield from self._whole(home, match.group(1))
            if match.group(3):
                yield from self._of_module(home, match.group(3), text)
        for match in _REQUIRE.finditer(text):
            home = self._home_of_address(path, match.group(3))
            yield from self._named(home, _pairs(match.group(2) or "", ":"))
            yield from self._whole(home, match.group(1))

    def _named(self, home: str, pairs: Iterable[tuple[str, str]]) -> Iterator[Taken]:
        for origin, local in pairs if home else ():
            if origin in self._names[home]:
                yield Taken(local, home, origin)

    def _whole(self, home: str, local: str | None) -> Iterator[Taken]:
        """What a file gives as a whole (`export default`): the only one of its names that is of interest."""
        if home and local and len(self._names[home]) == 1:
            yield Taken(local, home, next(iter(self._names[home])))

    def _of_module(self, home: str, local: str, text: str) -> Iterator[Taken]:
        for name in sorted(self._names[home]) if home else ():
            if f"{local}.{name}" in text:
                yield Taken(f".{name}", home, name)

    def _home_of_address(self, path: str, address: str) -> str:
        address = _ENDING.sub("", address)
        parts = address.split("/")
        if parts[0] not in (".", ".."):
            if parts[0][:1] in _ALIAS:
                parts = parts[1:]
            elif len(parts) == 1:
                return ""  # a package
            return self._home(path, parts, None)
        base = path.split("/")[:-1]
        while parts and parts[0] in (".", ".."):
            base = base[:-1] if parts.pop(0) == ".." else base
        return self._home(path, parts, base)

    def _home(self, path: str, parts: list[str], base: list[str] | None) -> str:
        """The file that binds such names which an import means; empty if it means another. `base`: the folder it goes out from."""
        whole = [*(base or ()), *parts]
        if not whole:
            return ""
        found = [
            home
            for home in self._by_stem.get(whole[-1], ())
            if not is_apart(home, path) and _is_meant(_parts_of(home), whole, is_from_top=base is not None)
        ]
        return max(found, key=lambda home: (shared_folders(home, path), home), default="")


def binding_of(path: str, taken: Taken, place: Place, module: str) -> Binding:
    """Says of a file that it imports a name."""
    return Binding(Space.FILE, f"{path}{IMPORTED}{taken.local}", Text(f"{taken.home}\n{taken.name}"), place, module)


def _is_meant(home: list[str], parts: list[str], *, is_from_top: bool) -> bool:
    return home == parts if is_from_top else home[-len(parts) :] == parts


def _parts_of(path: str) -> list[str]:
    """The folders and name by which imports call a file."""
    parts = _ENDING.sub("", path).split("/")
    return parts[:-1] if parts[-1] in _WHOLE and len(parts) > 1 else parts


def _pairs(listed: str, joint: str) -> Iterator[tuple[str, str]]:
    """Each name of a list in an import, and the name that it gets: `{ one, two as three }`."""
    for part in listed.split(","):
        one = part.strip()
        renamed = _RENAMED.match(one) if joint.strip() in one else None
        if renamed is not None:
            yield renamed.group(1), renamed.group(2)
        elif one.isidentifier():
            yield one, one
