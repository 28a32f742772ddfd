"""What in the programs that call a model says that another cannot simply take its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flowdown.base.cached import cached_property
from flowdown.base.strict_yaml import load
from flowdown.base.structure import decode
from flowdown.catalogue.replacement import Substitute
from flowdown.fix.edit import Refusal, Why
from flowdown.fix.text_file import TextFile

FILE = Path(__file__).parent / "cautions.yaml"


@dataclass(frozen=True, kw_only=True)
class Caution:
    """A sign in a program; `needs` is the ability with which it does not matter."""

    id: str
    why: Why
    words: str
    patterns: tuple[str, ...]
    routes: tuple[str, ...] = ()
    needs: str = ""
    in_settings: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All its patterns in one."""
        return re.compile("|".join(self.patterns))

    def is_met(self, model: Substitute) -> bool:
        """Whether the model of the map can do what is needed."""
        if self.needs in ("tools", "structured"):
            return model.tools if self.needs == "tools" else model.structured
        return bool(self.needs) and self.needs in model.inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class _CautionsFile:
    calls_alike: tuple[str, ...]
    cautions: tuple[Caution, ...]


@cache
def _load() -> _CautionsFile:
    return decode(_CautionsFile, load(FILE.read_bytes(), str(FILE)))


def load_cautions() -> tuple[Caution, ...]:
    """Every sign of the data file."""
    return _load().cautions


@cache
def _alike() -> re.Pattern[str]:
    return re.compile("|".join(_load().calls_alike))


def calls_alike(file: TextFile) -> bool:
    """Whether a program makes a call that is the same for the models of every maker."""
    return _alike().search(file.text) is not None


def find_caution(
    programs: Iterable[TextFile], settings: Iterable[TextFile], route: str, model: Substitute
) -> Refusal | None:
    """The first sign in some programs, or in settings if it means something there, that speaks against a model on a route."""
    programs, settings = tuple(programs), tuple(settings)
    for caution in load_cautions():
        if (caution.routes and route not in caution.routes) or caution.is_met(model):
            continue
        for file in (*programs, *settings) if caution.in_settings else programs:
            found = caution.pattern.search(file.text)
            if found is not None:
                place = f"{file.path}:{file.text.count(chr(10), 0, found.start()) + 1}"
                needed = f", and the map does not say that {model.name} can" if caution.needs else ""
                return Refusal(caution.why, f"{caution.words} (`{found.group().strip()[:40]}`, {place}){needed}")
    return None
