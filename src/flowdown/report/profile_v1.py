"""Version 1 of a profile that was read, in our JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class OpenPointV1:
    """A fact about `subject` that the profile does not know; `fact` names the disputed claim that stands for it."""

    subject: str
    fact: str
    asks: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class ProfileV1:
    """A sound profile: what it holds by section, what it leaves open, what of it could not be checked.

    `claims` is how many claims it makes, `new` how many of what was kept were not there before (null: nothing was kept).
    """

    schema: Literal["flowdown.profile/1"]
    file: str
    digest: str
    organisation: str
    sections: Mapping[str, int]
    open: tuple[OpenPointV1, ...]
    notes: tuple[str, ...]
    claims: int
    new: int | None
