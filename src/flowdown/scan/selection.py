"""Finds the vendors among which somebody can choose: offered side by side, with nothing that decides for one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from flowdown.scan.area import is_deployment
from flowdown.scan.candidate import Candidate
from flowdown.scan.shelf import Shelves
from flowdown.scan.trace import TraceKind
from flowdown.scan.vocabulary import is_provider_key, words_of

_SIDE_BY_SIDE = 3
"""Vendors in one file, or in one folder's files, from which on they are offered for choice rather than used together."""
_NAMED_ALIKE = 2
"""Vendors from which on files that are named after them, and otherwise alike, are alternatives."""
_CROWD = 5
"""Vendors from which on, if most of them are only offered, what a program builds or reaches decides for nobody."""
_MENU = 3
"""Files of one folder that give one setting different values, from which on they are there to be chosen from."""
_DEPLOYED = frozenset({TraceKind.RESOURCE, TraceKind.IMAGE})
_WEIGHTS_OR_MODEL = frozenset({TraceKind.MODEL_ID, TraceKind.WEIGHTS})
_REACHED = frozenset({TraceKind.ENDPOINT, TraceKind.CLIENT, TraceKind.CALL})
_PLAIN_DEFAULT = re.compile(r"default_?(?:chat_?|llm_?)?(?:model|llm|provider)(?:_?(?:id|name))?", re.IGNORECASE)
"""The default of everything, and not that of a kind or of somebody."""
_DEFAULT_WORDS = frozenset({"default", "defaults", "fallback", "primary"})
_PURPOSES = frozenset(
    "chat text embedding embeddings embed vision image audio speech voice code small large fast smart cheap main".split()
)
"""Words by which the default for one kind of work is told from that for another."""
_CHORES = frozenset("scripts script tools hack dev misc contrib changelog changelogs release".split())
"""Folders of a tree's own chores: they decide for a vendor only if the product itself has nothing to say of it."""
_RECIPES = ("modelfile",)
"""Names of files that stand alone in a folder each, one folder for each model."""
_SHORT = 3
"""Letters up to which a vendor's word may be part of another."""
_PARTED = 5
"""Letters beyond which on a vendor's word that ends in `ai` may be written in two: `open_ai`."""
_CONFIGURATION = (".yaml", ".yml", ".json", ".toml", ".ini", ".conf", ".cfg", ".properties", ".env")
_JOINTS = re.compile(r"[-_.]")
_NUMBER = re.compile(r"[0-9]+")

Names = Callable[[str], frozenset[str]]
"""The words in lower case by which paths and names call a vendor."""


def find_selectable(
    candidates: Iterable[Candidate],
    names_of: Names,
    tree: Iterable[str] = (),
    runtimes: frozenset[str] = frozenset(),
    undeclared: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """The vendors that are only offered: three or more are, and no default, no deployment and no lone place decides.

    A local runtime counts as one of the three where a file of it stands beside the vendors', called alike; `tree`: the
    paths of all files, `runtimes`: how they call runtimes, `undeclared`: files that need more than is installed.

    Only what is used in a product belongs here. A place decides when it names a model, host or client of its vendor
    and stands neither in a file or a folder that does the same for two more vendors, nor in one of the files named
    alike for each vendor, nor in a menu of settings; a name that says `default` decides unless the file says it for
    three vendors. Where five or more vendors are, and most are offered, what a program builds or reaches decides nothing.
    """
    weighed = [candidate for candidate in candidates if candidate.vendor is not None]
    if len({candidate.vendor for candidate in weighed}) < _NAMED_ALIKE:
        return frozenset()
    places = ((candidate.vendor or "", _file_of(candidate)) for candidate in weighed)
    return _Selection(weighed, names_of, Shelves(places, names_of, tree, runtimes), undeclared).selectable()


class _Selection:
    """The places of one tree's product, and which of them stand side by side."""

    def __init__(self, weighed: list[Candidate], names_of: Names, shelves: Shelves, undeclared: frozenset[str]) -> None:
        self._names_of = names_of
        self._offered = {candidate.vendor for candidate in weighed if candidate.vendor is not None}
        self._decisive = [candidate for candidate in weighed if _could_decide(candidate)]
        self._by_file = _vendors_by(self._decisive, _file_of)
        self._by_folder = _vendors_by(self._decisive, _folder_of)
        self._by_pattern = _vendors_by(weighed, self._pattern_of)
        asked = (candidate for candidate in weighed if candidate.kind is not TraceKind.IMPORT)
        self._plain = _vendors_by(asked, self._pattern_of)
        self._by_folders = _vendors_by(weighed, self._folder_pattern_of)
        self._rows = _find_rows(self._decisive, names_of)
        saying = [candidate for candidate in self._decisive if self._says_default(candidate)]
        self._sayers = _vendors_by(saying, _file_of)
        self._sayers_by_name = _vendors_by(saying, _name_of)
        self._chosen = {candidate.vendor for candidate in self._decisive if self._chooses(candidate)}
        told = (candidate for candidate in weighed if candidate.kind is not TraceKind.CALL)
        self._told = {(_file_of(candidate), candidate.vendor) for candidate in told}
        self._in_product = {each.vendor for each in self._decisive if not is_chore(each)}
        self._menus = _find_menus(self._decisive)
        self._shelves = shelves
        self._undeclared = undeclared

    def selectable(self) -> frozenset[str]:
        if len(self._offered) + self._shelves.runtimes_beside_vendors() < _SIDE_BY_SIDE:
            return frozenset()
        deciding = [each for each in self._decisive if self._decides(each)]
        decided = {each.vendor for each in deciding}
        if len(self._offered) >= _CROWD and 2 * len(decided) <= len(self._offered):
            decided = {each.vendor for each in deciding if self._is_set(each)}
        return frozenset(self._offered - decided)

    def _is_set(self, candidate: Candidate) -> bool:
        """Whether a place sets what is taken: in a crowd of vendors a program has a client and an address for each of them."""
        if candidate.kind in _REACHED and candidate.trace.language and not self._says_default(candidate):
            return False
        return "*" not in self._pattern_of(candidate) or not candidate.trace.language

    def _decides(self, candidate: Candidate) -> bool:
        is_elsewhere = is_chore(candidate) and candidate.vendor in self._in_product
        if is_elsewhere or _file_of(candidate) in self._undeclared:
            return False
        if candidate.kind is TraceKind.CALL and (_file_of(candidate), candidate.vendor) not in self._told:
            return False  # on what is built elsewhere: there it is decided
        if candidate.kind in _DEPLOYED or is_deployment(candidate.trace.place.path):
            return not (len(self._by_file[_file_of(candidate)]) >= _SIDE_BY_SIDE and self._is_its_own(candidate))
        if self._says_default(candidate) and self._is_said_once(candidate):
            return True
        if self._chosen:
            return candidate.vendor in self._chosen
        if _menu_of(candidate) in self._menus:
            return False
        if max(len(self._by_file[_file_of(candidate)]), len(self._by_folder[_folder_of(candidate)])) >= _SIDE_BY_SIDE:
            return False
        if self._is_its_own(candidate):
            return False
        if self._shelves.holds(_file_of(candidate)) or self._shelves.is_beside_runtime(_file_of(candidate)):
            return False
        pattern, folders = self._pattern_of(candidate), self._folder_pattern_of(candidate)
        if "*" not in folders and len(self._by_folders.get(_beside(candidate), ())) >= _NAMED_ALIKE:
            return False
        if "*" in pattern or "*" in folders:
            return _stands_alone(pattern, self._by_pattern) and _stands_alone(folders, self._by_folders)
        # What a file only imports is no alternative to what it builds and asks.
        return _stands_alone(pattern, self._plain)

    def _is_its_own(self, candidate: Candidate) -> bool:
        """Whether a host is given to a vendor's own key: `openai_url` says where it is, not that it is taken."""
        if candidate.kind is not TraceKind.ENDPOINT:
            return False
        key = "".join(words_of(candidate.trace.name))
        return any(word in key for word in self._names_of(candidate.vendor or "") if len(word) > _SHORT)

    def _says_default(self, candidate: Candidate) -> bool:
        """Whether a place's name says that it is the default, and not only that of its own vendor."""
        words = set(words_of(candidate.trace.name))
        return (
            not _DEFAULT_WORDS.isdisjoint(words)
            and "*" not in self._pattern_of(candidate)
            and self._names_of(candidate.vendor or "").isdisjoint(words)
            and _row_of(candidate) not in self._rows
        )

    def _is_said_once(self, candidate: Candidate) -> bool:
        """Whether no row of a table says `default` under the same name for another vendor."""
        if len(self._sayers_by_name[_name_of(candidate)]) >= _NAMED_ALIKE:
            return False
        is_plain = _PLAIN_DEFAULT.fullmatch(candidate.trace.name.rpartition(".")[2]) is not None
        return is_plain or len(self._sayers[_file_of(candidate)]) < _SIDE_BY_SIDE

    def _chooses(self, candidate: Candidate) -> bool:
        """Whether a place sets the provider that is taken when nobody chooses another."""
        last = candidate.trace.name.rsplit(".", 1)[-1]
        if candidate.trace.branch is not None and (candidate.vendor or "\0") in candidate.trace.branch[1].lower():
            return True  # in a branch of its own, that is taken when nothing else is set
        is_default = candidate.trace.is_default or self._says_default(candidate)
        return candidate.kind is TraceKind.CONFIG and is_provider_key(last) and is_default

    def _pattern_of(self, candidate: Candidate) -> str:
        """The path with the vendor's own words left open: `providers/*/*_client.go` is one place for many vendors."""
        path = candidate.trace.place.path.lower()
        words = self._names_of(candidate.vendor or "") | self._names_of(candidate.route)
        for word in sorted(words, key=len, reverse=True):
            if word in path:
                path = re.sub(rf"(?<![a-z]){word}(?![a-z])" if len(word) <= 3 else f"{word}(?:ai)?", "*", path)
            elif word.endswith("ai") and len(word) > _PARTED and f"{word[:-2]}_ai" in path:
                path = path.replace(f"{word[:-2]}_ai", "*")
        return _NUMBER.sub("#", path) if "*" in path else path

    def _folder_pattern_of(self, candidate: Candidate) -> str:
        """The folder with the vendor's own words left open: `providers/*`; the whole path where it holds none."""
        folder, _, name = self._pattern_of(candidate).rpartition("/")
        return folder if "*" in folder else f"{folder}/{name}"


def _beside(candidate: Candidate) -> str:
    """The pattern of the folders beside that of a place, as far as they are called after vendors: `providers/*`."""
    folder = _file_of(candidate).lower().rpartition("/")[0]
    return f"{folder.rpartition('/')[0]}/*" if "/" in folder else ""


def _could_decide(candidate: Candidate) -> bool:
    return candidate.is_decisive and candidate.is_default and candidate.kind is not TraceKind.ENV_KEY


def _stands_alone(pattern: str, groups: dict[str, set[str]]) -> bool:
    if "*" in pattern:
        return len(groups[pattern]) < _NAMED_ALIKE
    # Of settings those that are left out were counted out before; a program's branches stand side by side.
    return pattern.endswith(_CONFIGURATION) or len(groups[pattern]) < _SIDE_BY_SIDE


def _find_menus(candidates: Iterable[Candidate]) -> frozenset[tuple[str, str]]:
    """The settings that files of one folder each give another value."""
    values: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for candidate in candidates:
        if menu := _menu_of(candidate):
            values[menu][_file_of(candidate)].add(candidate.value)
    return frozenset(
        menu
        for menu, by_file in values.items()
        if len(by_file) >= _MENU and len(set(map(frozenset, by_file.values()))) >= _MENU
    )


def _find_rows(candidates: Iterable[Candidate], names_of: Names) -> frozenset[tuple[str, str]]:
    """The files and endings of names that say `default` for one vendor after another: `DEFAULT_ACME_MODEL`."""
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for candidate in candidates:
        row = _row_of(candidate)
        words = words_of(candidate.trace.name)
        if row is not None and not names_of(candidate.vendor or "").isdisjoint(words):
            named[row].add(candidate.vendor or "")
    return frozenset(row for row, vendors in named.items() if len(vendors) >= _NAMED_ALIKE)


def _row_of(candidate: Candidate) -> tuple[str, str] | None:
    """The file and the ending of a name that says of somebody what is taken by default; None for any other name."""
    words = words_of(candidate.trace.name)
    if len(words) < _SIDE_BY_SIDE or words[0] not in _DEFAULT_WORDS or not _PURPOSES.isdisjoint(words):
        return None
    return _file_of(candidate), words[-1]


def _menu_of(candidate: Candidate) -> tuple[str, str] | None:
    """The folder and the setting under which a file gives a model to choose; None for what is no such setting."""
    path = _file_of(candidate).lower()
    folder, _, name = path.rpartition("/")
    if candidate.kind not in _WEIGHTS_OR_MODEL or not folder or is_deployment(path):
        return None
    if name in _RECIPES:
        return folder.rpartition("/")[0], name
    if name.endswith(_CONFIGURATION):
        return folder, candidate.trace.name
    return None


def is_chore(candidate: Candidate) -> bool:
    """Whether a place lies among a tree's own chores: its scripts and tools."""
    folders = _file_of(candidate).lower().split("/")[:-1]
    return any(not _CHORES.isdisjoint((folder, *_JOINTS.split(folder)[-1:])) for folder in folders)


def _vendors_by(candidates: Iterable[Candidate], key: Callable[[Candidate], str]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for candidate in candidates:
        if candidate.vendor is not None:
            groups[key(candidate)].add(candidate.vendor)
    return groups


def _file_of(candidate: Candidate) -> str:
    return candidate.trace.place.path


def _name_of(candidate: Candidate) -> str:
    return f"{_file_of(candidate)}:{candidate.trace.name.rpartition('.')[2]}"


def _folder_of(candidate: Candidate) -> str:
    """The folder of a file; files at a tree's top stand alone, since everything is together there."""
    path = candidate.trace.place.path
    return path.rpartition("/")[0] or path
