"""A baseline: the uses that were there when somebody reviewed them, in a file that moved lines do not change."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flowdown.base.canonical import to_json
from flowdown.base.errors import FlowdownError, Problems, UnusableArgument, UnusableFile, Where
from flowdown.base.strict_yaml import Document
from flowdown.base.structure import decode_at
from flowdown.catalogue.kinds import Basis
from flowdown.gate.fingerprint import ONCE, key_of
from flowdown.scan.sighting import Sighting, Strength
from flowdown.scan.trace import Place, Role, TraceKind

SCHEMA = "flowdown.baseline/1"
SIZE_LIMIT = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """Uses that are alike but for their lines: what stands in which file, how strongly, how often."""

    tree: str
    path: str
    vendor: str
    product: str
    basis: Basis
    kind: TraceKind
    value: str
    strength: Strength
    count: int


def summarise_known(sightings: Iterable[Sighting], *, is_one_tree: bool) -> tuple[Known, ...]:
    """What a baseline keeps of sightings: everything but mentions, sorted.

    A single tree needs no name: that of its folder differs from machine to machine.
    """
    counts: Counter[tuple[tuple[str, ...], str, Strength]] = Counter()
    for sighting in sightings:
        if sighting.strength is not Strength.MENTION_ONLY:
            entry = key_of(sighting), "" if is_one_tree else sighting.tree, sighting.strength
            counts[entry] = 1 if sighting.kind in ONCE else counts[entry] + 1
    return tuple(
        sorted(
            Known(tree, path, vendor, product, Basis(basis), TraceKind(kind), value, strength, count)
            for ((path, vendor, product, basis, kind, value), tree, strength), count in counts.items()
        )
    )


def write_baseline(known: Iterable[Known]) -> str:
    """The file's text: one line an entry, so that a review shows what comes and goes."""
    lines = [json.dumps(to_json(each), ensure_ascii=False) for each in known]
    listed = ",\n    ".join(lines)
    body = f"[\n    {listed}\n  ]" if lines else "[]"
    return f'{{\n  "schema": "{SCHEMA}",\n  "known": {body}\n}}\n'


def read_baseline(file: Path) -> tuple[Known, ...]:
    """The entries of a file; raises `UnusableArgument` if there is none, `Problems` with every fault of it."""
    try:
        if file.stat().st_size > SIZE_LIMIT:
            raise UnusableFile(f"larger than {SIZE_LIMIT // 1024 // 1024} MiB", Where(str(file)))
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise UnusableArgument(
            f"cannot read the baseline `{file}`: {error.strerror}",
            hint=f"`flowdown baseline . --write {file}` makes one",
        ) from None
    except UnicodeDecodeError:
        raise UnusableFile("not UTF-8 text", Where(str(file))) from None
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnusableFile(
            f"not valid JSON: {error.msg.lower()}", Where(str(file), error.lineno, error.colno)
        ) from None
    except (RecursionError, ValueError):
        raise UnusableFile("not valid JSON: nested too deeply or a number too long", Where(str(file))) from None
    if not isinstance(value, dict) or value.get("schema") != SCHEMA or not isinstance(value.get("known"), list):
        raise UnusableFile(f"no baseline: expected `schema` {SCHEMA} and a list `known`", Where(str(file)))
    document = Document(str(file), value, {})
    problems: list[FlowdownError] = []
    found = [decode_at(Known, document, ("known", index), each, problems) for index, each in enumerate(value["known"])]
    if problems:
        raise Problems(problems)
    return tuple(sorted(each for each in found if each is not None))


def as_sightings(known: Iterable[Known]) -> tuple[Sighting, ...]:
    """What a baseline knows, as sightings without a line, to be compared with those of a scan."""
    return tuple(
        Sighting(
            each.tree,
            each.vendor or None,
            each.product,
            each.basis,
            "",
            each.kind,
            Place(each.path, 0, 0),
            Role.LISTED,
            True,
            each.strength,
            each.value,
            "",
        )
        for each in known
        for _ in range(min(max(each.count, 0), 100_000))
    )
