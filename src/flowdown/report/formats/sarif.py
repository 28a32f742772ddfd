"""Reports as SARIF 2.1.0, for code-scanning pages and editors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias, assert_never

from flowdown.base.canonical import Json
from flowdown.catalogue.kinds import Basis
from flowdown.reason.determination import Check, Cited, Determination, Outcome
from flowdown.report.format import Format, Look
from flowdown.report.json_text import write_json
from flowdown.report.kind_words import stands_there
from flowdown.report.pieces import product_name, route_name, vendor_name
from flowdown.report.report import Report
from flowdown.report.sarif_gate import (
    MOST_RESULTS,
    cut_descriptors,
    cut_notification,
    is_too_large,
    keep,
    places_cut,
    rank_of,
    related,
    standing_of,
)
from flowdown.report.sarif_parts import (
    NOT_READ,
    base_ids,
    fingerprints,
    location,
    message,
    notification,
    root_location,
)
from flowdown.report.summary import is_evidence
from flowdown.report.words import NO_ADVICE, mark_words, norm_name, shorten, visible
from flowdown.scan.sighting import Scan, Sighting

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
"""Where the standard's schema stands, as the schema itself says."""

_Result: TypeAlias = tuple[str, int, dict[str, Json]]
"""A rule's id, by what the result is kept where not all fit, and the result."""
_FEWEST_RESULTS = 100
_LONGEST_VALUE = 200
_WAYS_OUT = (
    "Ways out: take the use away or replace it (`flowdown vendors` shows what a vendor supplies); keep it out of what the "
    "order covers; rely on an exception or a waiver that the order itself grants, and say so (`--given`). What is no use "
    "at all, or is accepted for a time, is waived at its place, with a reason, a name and an end: it is then counted apart."
)
_BASIS_WORDS: dict[Basis, str] = {
    Basis.MODEL: "A model made by {vendor} is used",
    Basis.SERVICE: "A service of {vendor} is used",
    Basis.HOST: "The endpoint through which another's model is reached is operated by {vendor}",
    Basis.LIBRARY: "Code of {vendor} is used, and nothing of it is called over a wire",
    Basis.DEVICE: "Equipment or installed software of {vendor} is used",
}


def render(report: Report, look: Look) -> str:
    """The report as one SARIF run; only what readers would refuse is left out, and that is said."""
    rules, results = _of_check(report, report.check) if report.check else _of_scan(report)
    most = MOST_RESULTS
    while True:
        kept = keep([rank for _, rank, _ in results], most)
        text = _render(report, rules, [each for number, each in enumerate(results) if number in kept], len(results))
        if not is_too_large(text) or most < _FEWEST_RESULTS:
            return text
        most = min(most, len(results)) // 2


def _render(report: Report, rules: dict[str, Json], results: Sequence[_Result], total: int) -> str:
    positions = {rule: index for index, rule in enumerate(rules)}
    scan = report.scan
    run: dict[str, Json] = {
        "tool": {
            "driver": {
                **_tool(report.tool),
                "rules": list(rules.values()),
                "notifications": [_gap_descriptor(), *cut_descriptors()],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not scan.is_incomplete,
                "toolExecutionNotifications": [
                    *(notification(gap, scan) for gap in scan.gaps),
                    *([cut_notification(total - len(results), len(results))] if len(results) < total else []),
                    *places_cut(_shown(report)),
                ],
            }
        ],
        "originalUriBaseIds": base_ids(scan),
        "columnKind": "unicodeCodePoints",
        "results": [{"ruleId": rule, "ruleIndex": positions[rule], **result} for rule, _, result in results],
        "properties": _properties(report),
    }
    return write_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _shown(report: Report) -> list[Sighting]:
    """The sightings of which there are results."""
    if report.check is None:
        return [sighting for sighting in report.scan.sightings if is_evidence(sighting)]
    open_ = (each for each in report.check.determinations if each.outcome is not Outcome.CLEAR)
    return [sighting for each in open_ for sighting in each.sightings]


def _tool(tool: str) -> dict[str, Json]:
    name, *version = re.split(r"[ /]", tool, maxsplit=1)
    return {"name": name, **({"version": version[0]} if version else {})}


def _gap_descriptor() -> Json:
    words: Json = {"text": "Something that could not be read."}
    return {"id": NOT_READ, "shortDescription": words, "defaultConfiguration": {"level": "warning"}}


def _properties(report: Report) -> Json:
    """What SARIF has no word for, and would else be lost."""
    scan = report.scan
    properties: dict[str, Json] = {
        "catalogue": scan.catalogue_digest,
        "trees": [{"id": tree.id, "revision": tree.revision} for tree in scan.trees],
        "questions": [{"id": each.id, "about": each.about, "asks": each.asks} for each in scan.questions],
        "files": scan.coverage.files,
        "filesRead": scan.coverage.read,
        "mentions": sum(not is_evidence(sighting) for sighting in scan.sightings),
        "onlyVendors": list(report.only_vendors),
    }
    if report.check:
        check = report.check
        properties |= {
            "orders": check.order_digest,
            "asOf": check.as_of.isoformat(),
            "knownAt": check.known_at.isoformat(),
            "stance": check.stance.value,
            "checkedUntil": {order: day.isoformat() for order, day in check.checked_until},
            "limits": list(check.limits),
            "conflicts": [conflict.says for conflict in check.conflicts],
        }
    return properties


def _of_scan(report: Report) -> tuple[dict[str, Json], list[_Result]]:
    """One rule a vendor and basis, one result a sighting that carries a dependence; mentions are no results."""
    carried = [sighting for sighting in report.scan.sightings if is_evidence(sighting)]
    keys = sorted({(sighting.vendor or "", sighting.basis) for sighting in carried})
    rules = {_vendor_rule_id(vendor, basis): _vendor_rule(report, vendor, basis) for vendor, basis in keys}
    seen: Counter[str] = Counter()
    results = []
    for sighting in carried:
        rule = _vendor_rule_id(sighting.vendor, sighting.basis)
        results.append((rule, rank_of(sighting), _use(report, rule, sighting, seen)))
    return rules, results


def _vendor_rule_id(vendor: str | None, basis: Basis) -> str:
    return f"{vendor or 'undetermined'}/{basis.value}"


def _vendor_rule(report: Report, vendor: str, basis: Basis) -> Json:
    name = visible(vendor_name(report, vendor)) if vendor else "a vendor that is not determined"
    words = _BASIS_WORDS[basis].format(vendor=name)
    return {
        "id": _vendor_rule_id(vendor, basis),
        "shortDescription": {"text": f"{name} ({basis.value})"},
        "fullDescription": {"text": f"{words}."},
        "help": {"text": f"{words}. Whether that is allowed is for orders and contracts to say."},
        "defaultConfiguration": {"level": "note"},
    }


def _use(report: Report, rule: str, sighting: Sighting, seen: Counter[str]) -> dict[str, Json]:
    # Whether a use is a problem is for an order to say, so a scan only puts it up for review.
    verb = "is used" if sighting.is_use else "stands in a lock file"
    return {
        "kind": "review",
        "message": message(f"{_subject(report, sighting)} {verb}: {_what(sighting)}"),
        "locations": [location(sighting, report.scan)],
        **related(report, sighting),
        **standing_of(report, sighting),
        "partialFingerprints": fingerprints(rule, sighting, seen, report.scan),
        "properties": _sighting_properties(sighting),
    }


def _of_check(report: Report, check: Check) -> tuple[dict[str, Json], list[_Result]]:
    """One rule a norm, one result a sighting of what is not clear."""
    cited = {(norm.order, norm.norm): norm for norm in check.cited}
    keys = sorted({(each.order, each.norm) for each in check.determinations})
    rules = {norm_name(*key): _norm_rule(*key, cited.get(key)) for key in keys}
    seen: Counter[str] = Counter()
    results = [
        (norm_name(each.order, each.norm), rank, result)
        for each in check.determinations
        if each.outcome is not Outcome.CLEAR
        for rank, result in _outcome_results(report, each, seen)
    ]
    return rules, results


def _norm_rule(order: str, norm: str, cited: Cited | None) -> Json:
    rule: dict[str, Json] = {"id": norm_name(order, norm)}
    if cited:
        title = cited.title or order
        words = (
            f"{title}. Norm {norm} ({cited.modality.replace('_', ' ')}): “{cited.quote}” {cited.cites}. "
            f"Status: {cited.status.replace('_', ' ')}. Evidence: {mark_words(cited.mark)}; source: {cited.source}."
        )
        rule["shortDescription"] = {"text": visible(f"{title}, {cited.cites or norm}")}
        rule["fullDescription"] = {"text": visible(cited.quote or title)}
        rule["help"] = {"text": visible(f"{words} {_WAYS_OUT}"), "markdown": _help_markdown(title, cited)}
    else:
        rule["shortDescription"] = {"text": visible(f"{order}, norm {norm}")}
    return rule | {"defaultConfiguration": {"level": "warning"}}


def _help_markdown(title: str, cited: Cited) -> str:
    quoted = visible(cited.quote).replace("\n", " ")
    lines = [f"**{visible(title)}**, {visible(cited.cites or cited.norm)}"]
    lines += [f"> {quoted}"] if quoted else []
    status = f"Status: {cited.status.replace('_', ' ')}. Evidence: {mark_words(cited.mark)}. Source: {cited.source}."
    return "\n\n".join([*lines, visible(status), _WAYS_OUT, NO_ADVICE])


def _outcome_results(report: Report, each: Determination, seen: Counter[str]) -> list[tuple[int, dict[str, Json]]]:
    """One result a sighting; one at the tree's root where there is none, so that no answer is lost."""
    # A single tree's name is that of a folder, which differs from machine to machine.
    subject = "" if [each.subject] == [tree.id for tree in report.scan.trees] else each.subject
    scope = f"{norm_name(each.order, each.norm)}|{subject}|{each.context}"
    sentence = f"{each.outcome.value}: {each.says or f'{each.order}, norm {each.norm}, for {each.subject}.'}"
    properties: dict[str, Json] = {
        "outcome": each.outcome.value,
        "position": each.position.value,
        "subject": each.subject,
        "context": each.context,
        "because": list(each.because),
        "questions": [question.asks for question in each.questions],
    }
    if not each.sightings:
        lone = {
            **_level(each.outcome),
            "message": message(sentence),
            "locations": [root_location(_tree_of(each, report.scan), report.scan)],
            "partialFingerprints": fingerprints(scope, None, seen, report.scan),
            "properties": properties,
        }
        return [(rank_of(None), lone)]
    return [
        (
            rank_of(sighting),
            {
                **_level(each.outcome),
                "message": message(f"{sentence} {_subject(report, sighting)}: {_what(sighting)}"),
                "locations": [location(sighting, report.scan)],
                **related(report, sighting),
                **standing_of(report, sighting),
                "partialFingerprints": fingerprints(scope, sighting, seen, report.scan),
                "properties": properties | {"sighting": _sighting_properties(sighting)},
            },
        )
        for sighting in each.sightings
    ]


def _level(outcome: Outcome) -> dict[str, Json]:
    """Kind and level of an outcome.

    `open` is the standard's word for what could not be decided; such a result may state no level of its own.
    Readers that know no kinds take the rule's: a warning.
    """
    match outcome:
        case Outcome.BREACH:
            return {"kind": "fail", "level": "error"}
        case Outcome.UNDETERMINED:
            return {"kind": "open"}
        case Outcome.EXEMPT:
            return {"kind": "fail", "level": "note"}
        case Outcome.CLEAR:
            return {"kind": "pass", "level": "none"}
        case _:
            assert_never(outcome)


def _tree_of(each: Determination, scan: Scan) -> str:
    """The tree that a determination is about: the one its subject names, else the first."""
    ids = [tree.id for tree in scan.trees]
    return each.subject if each.subject in ids else ids[0] if ids else ""


def _subject(report: Report, sighting: Sighting) -> str:
    vendor = vendor_name(report, sighting.vendor) if sighting.vendor else "A vendor that is not determined"
    product = product_name(report, sighting)
    words = f"{vendor}, {product}" if product else vendor
    return f"{words} (by {route_name(report, sighting.route)})" if sighting.route else words


def _what(sighting: Sighting) -> str:
    because = f", because {'; '.join(sighting.because)}" if sighting.because else ""
    end = "" if because.endswith("?") else "."
    return f"`{shorten(sighting.value, _LONGEST_VALUE)}` ({stands_there(sighting)}){because}{end}"


def _sighting_properties(sighting: Sighting) -> Json:
    return {
        "vendor": sighting.vendor,
        "product": sighting.product,
        "basis": sighting.basis.value,
        "route": sighting.route,
        "traceKind": sighting.kind.value,
        "role": sighting.role.value,
        "use": sighting.is_use,
        "strength": sighting.strength.value,
        "value": sighting.value,
        "signature": sighting.signature,
    }


FORMAT = Format(
    id="sarif",
    media_type="application/sarif+json",
    suffix=".sarif",
    about="for code-scanning pages and editors (SARIF 2.1.0)",
    render=render,
    schema=SCHEMA,
)
