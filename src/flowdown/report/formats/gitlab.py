"""Reports as GitLab's code-quality JSON, for the widget of a merge request."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator

from flowdown.base.canonical import Json, digest
from flowdown.gate.fingerprint import key_of
from flowdown.reason.determination import Determination, Outcome
from flowdown.report.format import Format, Look
from flowdown.report.json_text import write_json
from flowdown.report.pieces import vendor_name
from flowdown.report.report import Report
from flowdown.report.summary import is_evidence
from flowdown.report.words import norm_name, shorten, visible
from flowdown.scan.sighting import Sighting, Strength

_SEVERITY = {Outcome.BREACH: "blocker", Outcome.UNDETERMINED: "major", Outcome.EXEMPT: "info"}
_MINOR = frozenset({Strength.RUNTIME_DEFAULT, Strength.RUNTIME_OPTIONAL})
_LONGEST = 400


def render(report: Report, look: Look) -> str:
    """What counts, one entry a place; what is waived or was there before is left to the other formats."""
    entries = list(_of_check(report) if report.check else _of_scan(report))
    return write_json(entries)


def _by_line(sightings: Iterable[Sighting]) -> Iterator[Sighting]:
    """The first sighting of each vendor and basis in each line: a line is told once."""
    seen: set[tuple[str, str, int, str | None, str]] = set()
    for each in sightings:
        about = (each.tree, each.place.path, each.place.line, each.vendor, each.basis)
        if about not in seen:
            seen.add(about)
            yield each


def _of_check(report: Report) -> Iterator[Json]:
    seen: Counter[str] = Counter()
    for each in report.check.determinations if report.check else ():
        severity = _SEVERITY.get(each.outcome)
        if severity is None:
            continue
        name = norm_name(each.order, each.norm)
        if not each.sightings and not (report.standing and report.standing.against):
            yield _entry(report, None, name, _sentence(each), severity, seen)
        for sighting in _by_line(seen_at for seen_at in each.sightings if _counts(report, seen_at)):
            text = f"{vendor_name(report, sighting.vendor)} ({sighting.value}). {_sentence(each)}"
            yield _entry(report, sighting, f"{name}/{each.context}", text, severity, seen)


def _of_scan(report: Report) -> Iterator[Json]:
    seen: Counter[str] = Counter()
    counted = (each for each in report.scan.sightings if is_evidence(each) and _counts(report, each))
    for sighting in _by_line(counted):
        text = f"{vendor_name(report, sighting.vendor)}: {sighting.value} ({sighting.basis}, {sighting.strength})"
        name = f"{sighting.vendor or 'undetermined'}/{sighting.basis}"
        yield _entry(report, sighting, name, text, "minor" if sighting.strength in _MINOR else "info", seen)


def _counts(report: Report, sighting: Sighting) -> bool:
    return report.standing is None or report.standing.counts(sighting)


def _sentence(each: Determination) -> str:
    return f"{each.outcome.value}: {each.says or f'{each.order}, norm {each.norm}'}"


def _entry(report: Report, sighting: Sighting | None, name: str, text: str, severity: str, seen: Counter[str]) -> Json:
    key = digest([name, *(key_of(sighting) if sighting else ())])
    seen[key] += 1
    root = next((tree.root for tree in report.scan.trees if sighting is None or tree.id == sighting.tree), ".")
    path = sighting.place.path if sighting else ""
    if not root.startswith(("/", "..")) and posixpath.basename(root) != path:
        path = posixpath.normpath(posixpath.join(root, path))
    return {
        "description": visible(shorten(text, _LONGEST)),
        "check_name": name,
        "fingerprint": digest([key, seen[key]]).removeprefix("sha256:"),
        "severity": severity,
        "location": {"path": path or ".", "lines": {"begin": sighting.place.line if sighting else 1}},
    }


FORMAT = Format(
    id="gitlab",
    media_type="application/json",
    suffix=".gitlab.json",
    about="for the code-quality widget of GitLab's merge requests",
    render=render,
)
