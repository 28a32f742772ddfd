"""The inquiry log: what was searched, when, by whom, with which result."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.canonical import Json, to_json
from flowdown.base.chained_log import Chain, append, read_chain
from flowdown.base.errors import FlowdownError, UnusableArgument, UnusableFile, Where
from flowdown.scan.sighting import STRENGTHS, Strength

if TYPE_CHECKING:
    from flowdown.reason.determination import Check
    from flowdown.report.log_v1 import LogV1
    from flowdown.report.report import Report

FILE = Path(".flowdown") / "log.jsonl"
"""Where the log is, seen from the folder of the profile."""
_LONGEST = 2000
_IN_ADDRESS = re.compile(r"(?<=://)[^@/\s]*@")
_KEYS = re.compile(
    r"\b(?:sk|pk|rk|ghp|gho|ghs|github_pat|glpat|xox[abprs]|hf|AKIA|ASIA|AIza)[-_]?[A-Za-z0-9_-]{12,}"
    r"|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*"
)
_PASSWORD = re.compile(r"(?i)\b(pass(?:word|wd)?|pwd|secret|token|api[_-]?key)(\s*[=:]\s*)\S+")
_HIDDEN = "(left out)"


@dataclass(frozen=True, slots=True)
class LogTarget:
    """Where a run is logged: for whose profile, in which file, at which moment, by whom; `tell` hears what hinders it."""

    profile: Path
    file: Path
    moment: datetime.datetime
    by: str
    tell: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One search. `act` is `scan`, `check` or `by hand`; `duty` the duty that it met, if it met one."""

    number: int
    moment: datetime.datetime
    act: str
    what: str
    by: str
    result: str
    duty: str
    contract: str
    details: Mapping[str, Json]
    digest: str


@dataclass(frozen=True, slots=True)
class Log:
    """A log that was read; lines that are no entries stand in the chain's faults."""

    entries: tuple[Entry, ...]
    chain: Chain


@dataclass(frozen=True, slots=True)
class ByHand:
    """A search that a person made, as told."""

    what: str
    result: str = ""
    duty: str = ""
    contract: str = ""
    at: datetime.datetime | None = None


def log_file(profile: Path) -> Path:
    """The log of a profile."""
    return profile.parent / FILE


def read_log(file: Path) -> Log:
    """Read a log; raises `UnusableFile` for one that is missing or cannot be read."""
    if not file.is_file():
        raise UnusableFile("no such log", Where(str(file)), "`flowdown scan` and `check` write it where a profile is")
    chain = read_chain(file)
    entries = []
    for link in chain.links:
        texts = {key: value for key, value in link.fields.items() if isinstance(value, str)}
        moment = _moment(texts.get("at", ""))
        details = link.fields.get("details")
        if moment is None:
            continue
        entries.append(
            Entry(
                link.number,
                moment,
                texts.get("act", ""),
                texts.get("what", ""),
                texts.get("by", ""),
                texts.get("result", ""),
                texts.get("duty", ""),
                texts.get("contract", ""),
                details if isinstance(details, dict) else {},
                link.digest,
            )
        )
    return Log(tuple(entries), chain)


def verify(log: Log, head: str = "") -> tuple[str, ...]:
    """What is wrong with a log, one sentence each, with its place; `head` is the digest of an entry that it once held."""
    faults = [str(each) for each in log.chain.faults]
    if head and head not in {each.digest for each in log.chain.links}:
        faults.append(f"no entry has the digest {head}: what followed on it was cut off, or it is another log")
    return tuple(faults)


def shape_log(log: Log, limit: int) -> LogV1:
    """`flowdown.log/1`: the last entries, all of them for 0."""
    from flowdown.report.log_v1 import LogEntryV1, LogV1

    shown = log.entries[-limit:] if limit > 0 else log.entries
    entries = tuple(
        LogEntryV1(
            each.number,
            _write(each.moment),
            each.act,
            each.what,
            each.by,
            each.result,
            each.duty,
            each.contract,
            each.details,
            each.digest,
        )
        for each in shown
    )
    return LogV1("flowdown.log/1", entries, len(log.entries), log.chain.head, tuple(map(str, log.chain.faults)))


def log_by_hand(target: LogTarget, stated: ByHand) -> int:
    """Log a search that a person made; the number of its entry. Raises `UnusableArgument` for one that says nothing."""
    if not stated.what.strip():
        raise UnusableArgument("says not what was searched", hint="as `--what \"SAM.gov, the phrase 'FASCSA order'\"`")
    for name, text in (("--what", stated.what), ("--result", stated.result)):
        if len(text) > _LONGEST:
            raise UnusableArgument(
                f"`{name}` is longer than {_LONGEST} characters", hint="name a document that says it"
            )
    if stated.at is not None and stated.at > target.moment:
        raise UnusableArgument(f"{stated.at.date().isoformat()} has not come yet")
    fields = _fields(target, "by hand", stated.what, stated.result)
    fields |= {"duty": stated.duty, "contract": stated.contract}
    if stated.at is not None:
        # When it was done, and when it was written down, are two things.
        fields |= {"at": _write(stated.at), "written": _write(target.moment)}
    return append(target.file, fields).number


def log_run(target: LogTarget | None, act: str, paths: Sequence[Path], report: Report, *, is_part: bool) -> None:
    """Log a scan or check; what hinders it is told, and stops nothing."""
    if target is None:
        return
    names = ", ".join(_path(each, target.profile) for each in paths) or "everything that the profile names"
    what = f"{act} of {names}{', only what a change touches' if is_part else ''}"
    try:
        fields = _fields(target, act, what, _result(report))
        fields["details"] = _details(target, report, is_part=is_part)
        append(target.file, fields)
    except FlowdownError as error:
        target.tell(f"not logged: {error}")


def _fields(target: LogTarget, act: str, what: str, result: str) -> dict[str, Json]:
    told = {"act": act, "what": what, "by": target.by, "result": result}
    return {"at": _write(target.moment), **{key: without_secrets(text)[:_LONGEST] for key, text in told.items()}}


def without_secrets(text: str) -> str:
    """A text without what could be a credential: in an address, after `password=`, or by its look."""
    text = _IN_ADDRESS.sub("", text)
    text = _PASSWORD.sub(lambda match: f"{match[1]}{match[2]}{_HIDDEN}", text)
    return _KEYS.sub(_HIDDEN, text)


def _details(target: LogTarget, report: Report, *, is_part: bool) -> dict[str, Json]:
    scan, check = report.scan, report.check
    coverage = scan.coverage
    trees: list[Json] = [
        {"id": tree.id, "root": _path(Path(tree.root), target.profile), "revision": tree.revision}
        for tree in scan.trees
    ]
    details: dict[str, Json] = {
        "tool": scan.tool,
        "catalogue": scan.catalogue_digest,
        "profile": _digest_of(target.profile),
        "trees": trees,
        "files": coverage.files,
        "read": coverage.read,
        "gaps": len(scan.gaps),
        "part": is_part,
        "incomplete": scan.is_incomplete,
    }
    if report.only_vendors:
        details["vendors"] = list(report.only_vendors)
    if check is not None:
        details |= _of_check(check)
    return details


def _of_check(check: Check) -> dict[str, Json]:
    return {
        "as_of": check.as_of.isoformat(),
        "known_at": check.known_at.isoformat(),
        "stance": check.stance.value,
        "orders": to_json(sorted({order for order, _ in check.checked_until})),
        "library": check.order_digest,
        "outcomes": to_json(dict(sorted(Counter(each.outcome.value for each in check.determinations).items()))),
    }


def _result(report: Report) -> str:
    if report.check is not None:
        outcomes = Counter(each.outcome.value for each in report.check.determinations)
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
        return f"{sum(outcomes.values())} answers{f': {told}' if told else ''}"
    used: dict[tuple[str, str], Strength] = {}
    for each in report.scan.dependences:
        if each.uses and each.vendor:
            key = (each.vendor, each.basis.value)
            used[key] = min(used.get(key, each.strength), each.strength, key=STRENGTHS.index)
    told = ", ".join(f"{vendor} ({basis}, {strength.value})" for (vendor, basis), strength in sorted(used.items()))
    gaps = f"; {len(report.scan.gaps)} places could not be read" if report.scan.gaps else ""
    return f"uses of {told or 'no vendor'}{gaps}"


def _path(path: Path, profile: Path) -> str:
    """A path as it is seen from the profile, so that the log names no home folder; else as it was given."""
    try:
        return path.resolve().relative_to(profile.resolve().parent).as_posix()
    except (ValueError, OSError):
        return path.as_posix()


def _digest_of(profile: Path) -> str:
    try:
        return "sha256:" + hashlib.sha256(profile.read_bytes()).hexdigest()
    except OSError:
        return ""


def _write(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(text: str) -> datetime.datetime | None:
    try:
        read = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo is not None else None
