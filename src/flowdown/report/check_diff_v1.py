"""What changed for an organisation between two days, as other programs read it: `flowdown.check-diff/1`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class AnswerChangeV1:
    """An answer that differs; an outcome is empty where the norm did not speak of that subject on that day."""

    order: str
    norm: str
    subject: str
    before: str
    after: str
    says: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReasonChangeV1:
    """The same outcome for other reasons: other norms give it, or it turns on other questions.

    `about` is `vendor:ID` or the norm; `before` and `after` are norms, or questions (`of_questions`), those in both
    left out of neither.
    """

    subject: str
    about: str
    outcome: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    why: tuple[str, ...]
    of_questions: bool


@dataclass(frozen=True, slots=True)
class CheckDiffV1:
    """The answers that differ between two days; `alike` counts the others, `reasons` are those that rest on others."""

    schema: Literal["flowdown.check-diff/1"]
    organisation: str
    first: datetime.date
    second: datetime.date
    changes: tuple[AnswerChangeV1, ...]
    alike: int
    past_checked: tuple[str, ...]
    reasons: tuple[ReasonChangeV1, ...]
