"""Say what changed between two dossiers: inputs, answers, papers, and the fields of each paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowdown.base.errors import UnusableFile, Where
from flowdown.pipeline.dossier_verify import read_manifest

if TYPE_CHECKING:
    from flowdown.report.dossier_v1 import AnswerChangeV1, DossierDiffV1, FieldChangeV1

_ANNEX, _MEMO = "applicability-annex", "applicability-memo"
_NUMBERING = ("texts", "counts", "more_asks")
"""Fields that only count or number what stands elsewhere."""
_NAMES = ("id", "name", "order", "paper", "clause", "title")
"""The fields by which the members of a list are told apart, the surest first."""


def diff_dossiers(before: Path, after: Path) -> DossierDiffV1:
    """What changed; raises `UnusableFile` for a folder that is no dossier, or one without its JSON."""
    import datetime

    from flowdown.report.dossier_v1 import DocumentChangeV1, DossierDiffV1

    (_, one), (_, other) = read_manifest(before), read_manifest(after)
    old, new = _documents(before, one), _documents(after, other)
    documents = []
    for name in sorted(set(old) & set(new)):
        changes = tuple(_changes("", old[name].get("context"), new[name].get("context")))
        if changes:
            documents.append(DocumentChangeV1(name, str(new[name].get("title", "")), changes))
    return DossierDiffV1(
        "flowdown.dossier-diff/1",
        datetime.date.fromisoformat(str(one["as_of"])),
        datetime.date.fromisoformat(str(other["as_of"])),
        tuple(_changes("", _inputs(one), _inputs(other))),
        tuple(_answers(_answered(old), _answered(new))),
        tuple(f"{name}: {new[name].get('title', '')}" for name in sorted(set(new) - set(old))),
        tuple(f"{name}: {old[name].get('title', '')}" for name in sorted(set(old) - set(new))),
        tuple(documents),
    )


def _documents(folder: Path, manifest: dict[str, object]) -> dict[str, dict[str, Any]]:
    documents = manifest.get("documents")
    found = {}
    for each in documents if isinstance(documents, list) else []:
        file = folder / f"{Path(str(each['name'])).name}.json"
        try:
            found[str(each["name"])] = json.loads(file.read_bytes())
        except (OSError, ValueError):
            raise UnusableFile("is missing or broken: a dossier is compared by its JSON", Where(str(file))) from None
    return found


def _inputs(manifest: dict[str, object]) -> dict[str, object]:
    inputs = manifest.get("inputs")
    told: dict[str, object] = {
        f"{each['kind']}{' ' + each['name'] if each['kind'] in ('tree', 'template') else ''}": f"{each['digest']} {each['note']}".strip()
        for each in (inputs if isinstance(inputs, list) else [])
    }
    return {
        **told,
        "tool": manifest.get("tool"),
        "known_at": manifest.get("known_at"),
        "arguments": manifest.get("arguments"),
    }


def _changes(where: str, before: Any, after: Any) -> Iterator[FieldChangeV1]:
    from flowdown.report.dossier_v1 import FieldChangeV1

    if isinstance(before, list) and isinstance(after, list):
        before, after = _by_name(before), _by_name(after)
    if isinstance(before, dict) and isinstance(after, dict) and not ({"to_be_filled_in"} & (set(before) ^ set(after))):
        for key in dict.fromkeys((*before, *after)):
            if key in _NUMBERING:
                continue
            yield from _changes(f"{where}/{key}" if where else str(key), before.get(key), after.get(key))
    elif before != after:
        yield FieldChangeV1(where, _say(before), _say(after))


def _by_name(members: list[Any]) -> dict[str, Any]:
    """The members of a list by what tells them apart; texts stand for themselves, others by their number."""
    named: dict[str, Any] = {}
    for number, each in enumerate(members, 1):
        name = next((str(each[key]) for key in _NAMES if each.get(key)), "") if isinstance(each, dict) else str(each)
        named[name if name and name not in named else f"{name} {number}".strip()] = each
    return named


def _say(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case {"to_be_filled_in": what}:
            return f"[to be filled in: {what}]"
        case dict():
            told = [
                _say(each) for key, each in value.items() if key not in ("id", "at") and isinstance(each, str | dict)
            ]
            return "; ".join(each for each in told if each)
        case list():
            return "; ".join(map(_say, value))
    return json.dumps(value)


def _answered(documents: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """The document that holds every answer of every contract: the memo itself, before it had an annex."""
    return documents.get(_ANNEX) or documents.get(_MEMO)


def _answers(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Iterator[AnswerChangeV1]:
    """What an order says of a contract, where that is not what it was."""
    from flowdown.report.dossier_v1 import AnswerChangeV1

    old, new = _stands(before), _stands(after)
    for contract, order in sorted(set(old) | set(new)):
        was, is_ = old.get((contract, order), ""), new.get((contract, order), "")
        if was != is_:
            yield AnswerChangeV1(contract, order, was, is_)


def _stands(memo: dict[str, Any] | None) -> dict[tuple[str, str], str]:
    settings = memo.get("context", {}).get("settings", []) if memo is not None else []
    told = {}
    for setting in settings:
        for each in (*setting["answers"], *setting["terms"], *setting["open"]):
            told[setting["id"], each["id"]] = each["stands"]
        for key, words in (("may_bind", "nothing covered was seen"), ("free", "does not reach it")):
            for order in setting[key]:
                told.setdefault((setting["id"], order), words)
    return told
