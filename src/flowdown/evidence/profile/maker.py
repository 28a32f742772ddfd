"""Recognises the vendor behind a maker's name as inventories write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flowdown.base.cached import cached_property
from flowdown.catalogue.catalogue import Catalogue

_LEGAL = frozenset(
    "inc incorporated llc ltd limited corp corporation co company ag gmbh plc sa srl bv oy ab kk pte pty lp pbc opco".split()
)
_GENERAL = frozenset(
    "digital technology technologies communications communication electronics systems software labs lab group holding holdings "
    "international global platforms web services solutions security networks usa us america computer computers".split()
)
_WORDS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A vendor's id. `is_sure` if the name is the vendor's but for its legal form; else a person has to judge."""

    vendor: str
    is_sure: bool


class Makers:
    """The names of a catalogue's vendors, as words; read when the first name is asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def _known(self) -> Mapping[str, str]:
        known: dict[str, str] = {}
        for brief in self._catalogue.briefs():
            for name in (brief.id, brief.name, *brief.aliases):
                known.setdefault(_join(_split(name)), brief.id)
        return known

    def recognise(self, name: str) -> Recognised | None:
        """The vendor that a name means, or None."""
        words = _split(name)
        is_sure = True
        while words:
            if vendor := self._known.get(_join(words)):
                return Recognised(vendor, is_sure)
            last = words[-1]
            if last not in _LEGAL and last not in _GENERAL:
                return None
            # `Co., Ltd.` says nothing of who it is; `Technology` may be what tells two firms apart.
            is_sure = is_sure and last in _LEGAL
            words = words[:-1]
        return None


def _split(name: str) -> list[str]:
    return _WORDS.findall(name.casefold())


def _join(words: list[str]) -> str:
    return " ".join(words)
