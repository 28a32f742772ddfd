"""Estimates work from what was seen: so many lines, files, calls and tests, each with its figure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flowdown.plan.effort import Effort
from flowdown.scan.sighting import Sighting, Strength
from flowdown.scan.trace import TraceKind

_SETTINGS = frozenset({TraceKind.ENDPOINT, TraceKind.ENV_KEY, TraceKind.CONFIG})
_INFRASTRUCTURE = frozenset({TraceKind.IMAGE, TraceKind.RESOURCE, TraceKind.ACTION, TraceKind.CLI})


@dataclass(frozen=True, slots=True)
class Estimate:
    """Days, and how they were counted."""

    days: float
    counted: str


class _Sum:
    def __init__(self) -> None:
        self.days = 0.0
        self.words: list[str] = []

    def add(self, number: int, figure: float, one: str, several: str = "", share: float = 1.0) -> None:
        if number and figure * share:
            self.days += number * figure * share
            self.words.append(f"{number} {one if number == 1 else several or one + 's'}")

    def close(self, note: str = "") -> Estimate:
        words = ", ".join(self.words)
        return Estimate(rounded(self.days), words + (f" ({note})" if note and words else ""))


def rounded(days: float) -> float:
    """Days to the twentieth."""
    return round(days * 20) / 20


def _lines(sightings: Iterable[Sighting], kinds: Iterable[TraceKind]) -> int:
    wanted = frozenset(kinds)
    return len({(each.place.path, each.place.line) for each in sightings if each.kind in wanted})


def files_of(sightings: Iterable[Sighting]) -> tuple[str, ...]:
    """The files, sorted."""
    return tuple(sorted({each.place.path for each in sightings}))


def places_of(sightings: Iterable[Sighting]) -> tuple[str, ...]:
    """The places as `file:line`, in order."""
    found = sorted({(each.place.path, each.place.line) for each in sightings})
    return tuple(f"{path}:{line}" if line else path for path, line in found)


def places_beside(tree: str, sightings: Iterable[Sighting]) -> tuple[str, ...]:
    """Places in the repository around a tree, as they are reached from it."""
    found = sorted({(each.tree, each.place.path, each.place.line) for each in sightings})
    ways = ((posixpath.relpath(f"{name}/{path}", tree), line) for name, path, line in found)
    return tuple(f"{way}:{line}" if line else way for way, line in ways)


def is_of_client(sighting: Sighting) -> bool:
    """Whether it is about how something is reached, not about which model."""
    return sighting.kind is not TraceKind.MODEL_ID and sighting.strength is not Strength.TEST_ONLY


def estimate_client(sightings: Sequence[Sighting], effort: Effort, *, has_same_api: bool) -> Estimate:
    """The packages, imports, clients, calls and settings of a tree brought to another route."""
    runs = [each for each in sightings if is_of_client(each)]
    share = effort.same_api if has_same_api else 1.0
    total = _Sum()
    total.add(_lines(runs, {TraceKind.DEPENDENCY}), effort.per_dependency, "package line", share=share)
    imports = len({each.place.path for each in runs if each.kind is TraceKind.IMPORT})
    total.add(imports, effort.per_import, "file that imports it", "files that import it", share)
    total.add(_lines(runs, {TraceKind.CLIENT}), effort.per_client, "client", share=share)
    total.add(_lines(runs, {TraceKind.CALL}), effort.per_call, "call", share=share)
    total.add(_lines(runs, _SETTINGS), effort.per_setting, "setting")
    total.add(
        _lines(runs, _INFRASTRUCTURE), effort.per_infrastructure, "line of infrastructure", "lines of infrastructure"
    )
    return total.close("the calls stay as they are" if has_same_api else "")


def estimate_model(sightings: Sequence[Sighting], shared: Sequence[Sighting], effort: Effort) -> Estimate:
    """A model's ids changed, its prompts tried and changed, its tests brought along."""
    every = [*sightings, *shared]
    total = _Sum()
    total.add(
        _lines(sightings, {TraceKind.MODEL_ID}), effort.per_model_id, "line with the model", "lines with the model"
    )
    total.add(len(prompt_files(sightings, shared)), effort.per_prompt, "file with prompts", "files with prompts")
    tests = len({(each.place.path, each.place.line) for each in every if each.strength is Strength.TEST_ONLY})
    total.add(tests, effort.per_test, "line of tests", "lines of tests")
    return total.close()


def prompt_files(sightings: Sequence[Sighting], shared: Sequence[Sighting]) -> tuple[str, ...]:
    """The files whose prompts have to be tried: those with calls, else with clients, else those that name the model."""
    every = [each for each in (*sightings, *shared) if each.strength is not Strength.TEST_ONLY]
    for kinds in ({TraceKind.CALL}, {TraceKind.CLIENT}, {TraceKind.MODEL_ID}):
        found = files_of(each for each in every if each.kind in kinds)
        if found:
            return found
    return ()


def estimate_drop(sightings: Sequence[Sighting], effort: Effort) -> Estimate:
    """A feature taken out."""
    total = _Sum()
    total.add(1, effort.drop, "feature")
    total.add(len(files_of(sightings)), effort.per_file_dropped, "file")
    return total.close()


def estimate_port(sightings: Sequence[Sighting], effort: Effort) -> Estimate:
    """Code that speaks to somebody's devices brought to those of another make: no call stays as it is."""
    total = _Sum()
    total.add(1, effort.port, "other interface")
    runs = [each for each in sightings if each.strength is not Strength.TEST_ONLY]
    total.add(len(files_of(runs)), effort.per_file_ported, "file that speaks to it", "files that speak to it")
    total.add(
        _lines([each for each in sightings if each not in runs], TraceKind),
        effort.per_test,
        "line of tests",
        "lines of tests",
    )
    return total.close()
