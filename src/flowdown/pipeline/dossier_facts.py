"""Gathers what papers are filled from: the check of the organisation, its clocks, its log, and the history of the orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache as once
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier_v1 import InputV1

if TYPE_CHECKING:
    from flowdown.pipeline.check import CheckRequest
    from flowdown.pipeline.dossier import DossierRequest
    from flowdown.pipeline.organisation import Matter
    from flowdown.reason.deadlines import Deadlines
    from flowdown.reason.determination import Check
    from flowdown.reason.place import Bench
    from flowdown.report.dossier.template import Templates
    from flowdown.report.log_v1 import LogV1
    from flowdown.report.orders_v1 import VendorOrdersV1
    from flowdown.report.plan_v1 import PlanV1
    from flowdown.scan.run import Progress


def gather_facts(request: DossierRequest, cache: Path | None, progress: Progress | None) -> Facts:
    """Check the organisation and count its clocks; raises what those raise."""
    from flowdown.pipeline.organisation import decide_benches, seat, take_up

    matter = take_up(request.check, cache, progress)
    benches = seat(matter, request.check)
    return draw_facts(
        matter, benches, decide_benches(matter, request.check, benches), request.check, request.log, cache
    )


def draw_facts(
    matter: Matter,
    benches: Sequence[Bench],
    check: Check,
    asked: CheckRequest,
    log: Path | None,
    cache: Path | None,
) -> Facts:
    """The same of what was read and decided before."""
    from flowdown.pipeline.order_timeline import trace_orders
    from flowdown.reason.occurrence import occurrences_of
    from flowdown.report import build

    report = replace(
        build(matter.scan.tool, asked.known_at.isoformat(), matter.scan, matter.catalogue),
        check=check,
        organisation=matter.name,
    )
    return Facts(
        matter.stated,
        matter.library,
        matter.catalogue,
        matter.orders,
        report,
        matter.seen.placed.scan,
        check,
        _deadlines(matter, asked, log),
        occurrences_of(matter.stated.profile, matter.catalogue),
        trace_orders(matter.orders, asked.as_of, asked.known_at),
        _log(log),
        _as_vendor(matter, asked, cache),
        asked.readings,
        once(partial(_plan, matter, benches, asked)),
    )


def _plan(matter: Matter, benches: Sequence[Bench], asked: CheckRequest) -> PlanV1:
    from flowdown.pipeline.plan import PlanRequest, plan_matter
    from flowdown.report.plan_shape import shape_plan

    return shape_plan(plan_matter(matter, benches, PlanRequest(asked)))


def _deadlines(matter: Matter, asked: CheckRequest, log: Path | None) -> Deadlines:
    from flowdown.pipeline.deadlines import DeadlinesRequest, count_deadlines

    assert asked.keeping is not None
    wanted = DeadlinesRequest(
        profile=asked.keeping.profile,
        as_of=asked.as_of,
        known_at=asked.known_at,
        orders=asked.orders,
        order_folders=asked.order_folders,
        stance=asked.stance.value,
        given=asked.given,
        readings=asked.readings,
        log=log,
    )
    return count_deadlines(wanted, matter.library, matter.catalogue)


def _log(file: Path | None) -> LogV1 | None:
    from flowdown.pipeline.inquiry_log import read_log, shape_log

    return shape_log(read_log(file), 0) if file is not None and file.is_file() else None


def _as_vendor(matter: Matter, asked: CheckRequest, cache: Path | None) -> VendorOrdersV1 | None:
    """What the orders say of the organisation itself, where it is a vendor that one of them names."""
    from flowdown.evidence.profile.maker import Makers
    from flowdown.pipeline.vendor_orders import VendorQuestion, find_vendor_orders

    us = matter.stated.profile.organisation
    known = Makers(matter.catalogue).recognise(us.name) if us.name else None
    vendor = known.vendor if known is not None and known.is_sure else ""
    if not any(vendor in order.vendors for order in matter.orders):
        return None
    question = VendorQuestion(
        vendor,
        asked.as_of,
        asked.known_at,
        asked.stance.value,
        order_folders=asked.order_folders,
        catalogues=asked.catalogues,
    )
    return find_vendor_orders(question, cache)


def inputs_of(facts: Facts, request: DossierRequest, templates: Templates) -> Iterator[InputV1]:
    """Everything that the dossier was made from, with digests."""
    from flowdown.base.canonical import digest
    from flowdown.pipeline.dossier import digest_of
    from flowdown.report.sighting_v1 import shape_sighting

    scan = facts.report.scan
    name = facts.stated.document.where().file.replace("\\", "/").rpartition("/")[2]
    yield InputV1("profile", name, facts.stated.digest, "")
    yield InputV1("orders", f"{len(facts.library.orders)} orders", facts.check.order_digest, "")
    yield InputV1("catalogue", f"{len(facts.catalogue.vendors)} vendors", scan.catalogue_digest, "")
    for file in templates.used():
        yield InputV1("template", file.name, digest_of(file.read_bytes()), "")
    if facts.log is not None:
        yield InputV1("log", "inquiry log", facts.log.head, f"{facts.log.total} entries")
    for tree in scan.trees:
        yield InputV1("tree", tree.id, "", f"revision {tree.revision or 'not known'}")
    sightings = [shape_sighting(each) for each in scan.sightings]
    yield InputV1("scan", f"{len(sightings)} sightings", digest(sightings), f"{scan.coverage.read} files read")
    claims = sorted({claim for each in facts.check.determinations for claim in each.claims})
    yield InputV1("claims", f"{len(claims)} claims", digest(claims), "those that answers rest on")
