"""A case file as it is read: a situation, and the expectations that come with it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from flowdown.reason.case.expectation import Expectation
from flowdown.reason.situation import Situation

Date = datetime.date


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One self-contained question."""

    id: str
    title: str
    about: str
    situation: Situation
    expect: tuple[Expectation, ...]
    """Empty if the file expects nothing."""
