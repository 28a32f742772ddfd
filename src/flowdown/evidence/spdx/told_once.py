"""Gathers departures from the format that come in crowds: each told once, at its first place, with how often."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from flowdown.evidence.reader import Violation
from flowdown.evidence.spdx.paper import Paper, Path


@dataclass(slots=True)
class ToldOnce:
    """What was told so far: its first place and how often."""

    _found: dict[tuple[str, bool], tuple[Path, int]] = field(default_factory=dict)

    def tell(self, says: str, path: Path, *, is_slight: bool = True) -> None:
        """One more place of a departure."""
        first, times = self._found.get((says, is_slight), (path, 0))
        self._found[says, is_slight] = first, times + 1

    def violations(self, paper: Paper) -> Iterator[Violation]:
        """Each departure once."""
        for (says, is_slight), (path, times) in self._found.items():
            more = f" ({times} times)" if times > 1 else ""
            yield Violation(says + more, paper.where(path), is_slight)
