"""Which places can mean a name that another place gives its value: by function, by language, and never product from tests."""

from __future__ import annotations

from functools import lru_cache

from flowdown.scan.area import Area, area_of
from flowdown.scan.trace import Place

_FAMILIES = {
    **dict.fromkeys("js jsx mjs cjs ts tsx mts cts svelte vue astro html htm xhtml".split(), "javascript"),
    **dict.fromkeys("java kt kts scala groovy sc".split(), "jvm"),
    **dict.fromkeys("py pyi ipynb".split(), "python"),
    **dict.fromkeys("c cc cpp cxx h hh hpp m mm ino".split(), "c"),
    **dict.fromkeys("ex exs heex".split(), "elixir"),
    **dict.fromkeys("rb erb rake gemspec".split(), "ruby"),
    **dict.fromkeys("cs razor cshtml fs vb".split(), "dotnet"),
    **dict.fromkeys("ps1 psm1 psd1".split(), "powershell"),
    **dict.fromkeys("r rmd qmd".split(), "r"),
    **dict.fromkeys("lua luau".split(), "lua"),
}


_BUILT = frozenset(("dist", "build"))
"""Folders that a build of scripts writes into."""


@lru_cache(maxsize=65536)
def family_of(path: str) -> str:
    """The languages that share their names, told by a file's ending."""
    ending = path.rsplit("/", 1)[-1].rpartition(".")[2].lower()
    return _FAMILIES.get(ending, ending)


def is_apart(there: str, here: str) -> bool:
    """Whether what one file binds means nothing in another: of another language, of tests for what is no test, or built."""
    if there == here:
        return False
    return family_of(there) != family_of(here) or is_of_tests(there, here) or _is_built(there) != _is_built(here)


@lru_cache(maxsize=65536)
def _is_built(path: str) -> bool:
    """Whether a script is what a build has made of others, as a tree keeps it beside them."""
    folders, _, name = path.rpartition("/")
    return name.endswith((".js", ".mjs", ".cjs")) and not _BUILT.isdisjoint(folders.split("/"))


def can_reach(name: str, there: str, here: str) -> bool:
    """Whether a name that one file binds can be meant in another one."""
    if there == here or is_apart(there, here):
        return False
    if family_of(here) == "go" and not name[:1].isupper():
        return there.rpartition("/")[0] == here.rpartition("/")[0]  # Go: a package's own, and a package is a folder
    return True


def kind_of_home(name: str, there: str) -> tuple[str, bool, bool, str]:
    """All that `can_reach` asks of a place that binds a name, but which place it is."""
    family = family_of(there)
    folder = there.rpartition("/")[0] if family == "go" and not name[:1].isupper() else ""
    return family, area_of(there) is Area.TEST, _is_built(there), folder


def is_of_tests(there: str, here: str) -> bool:
    """Whether a file of tests sets something that a file which is no test would read."""
    return area_of(there) is Area.TEST and area_of(here) is not Area.TEST


def is_seen(place: Place, block: tuple[int, int], path: str, line: int) -> bool:
    """Whether a name that is bound at a place, of a function with these lines, can be meant in a line of a file."""
    if not block[1]:
        return True
    return place.path == path and (not line or block[0] <= line <= block[1])
