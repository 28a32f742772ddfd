"""What things take, in days of one person's work: assumed, or as the user says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flowdown.base.errors import FlowdownError, Problems, UnusableFile
from flowdown.base.strict_yaml import Document, load
from flowdown.base.structure import decode

USUAL = Path(__file__).parent / "effort.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Team days for each kind of work (`effort.yaml` says which is what), and for single steps by their ids."""

    account: float
    account_wait: int
    own_runtime: float
    own_runtime_wait: int
    connect: float
    per_dependency: float
    per_import: float
    per_client: float
    per_call: float
    per_setting: float
    per_infrastructure: float
    same_api: float
    port: float
    per_file_ported: float
    per_model_id: float
    per_prompt: float
    evaluation: float
    per_test: float
    reindex: float
    isolate: float
    per_kept_apart: float
    drop: float
    per_file_dropped: float
    device: float
    device_wait: int
    program: float
    close: float
    other_account: float
    supplier: float
    tool: float
    request: float
    leave: float
    check: float
    steps: Mapping[str, float] = field(default_factory=dict)


def load_effort(own: Path | None = None) -> Effort:
    """The assumed figures, with those of the user's file in their place; raises `Problems` for what is no figure."""
    usual = load(USUAL.read_bytes(), str(USUAL))
    if own is None:
        return decode(Effort, usual)
    try:
        stated = load(own.read_bytes(), str(own))
    except OSError as error:
        raise UnusableFile(f"cannot be read: {error.strerror}", hint=f"`--effort {own}`") from None
    if not isinstance(stated.value, dict) or not isinstance(usual.value, dict):
        raise UnusableFile("names of figures with their days are expected", stated.where())
    effort = decode(Effort, Document(stated.file, {**usual.value, **stated.value}, stated.places))
    _refuse_negative(effort, stated)
    return effort


def _refuse_negative(effort: Effort, stated: Document) -> None:
    problems: list[FlowdownError] = []
    for name in Effort.__dataclass_fields__:
        value = getattr(effort, name)
        if isinstance(value, int | float) and value < 0:
            problems.append(UnusableFile(f"`{name}` is below zero", stated.where((name,))))
    problems += [
        UnusableFile(f"`{name}` is below zero", stated.where(("steps", name)))
        for name, days in effort.steps.items()
        if days < 0
    ]
    if problems:
        raise Problems(problems)
