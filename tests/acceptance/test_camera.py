"""Acceptance test 3 of the users, on the library itself: a camera found on Friday 2026-07-03 at 16:00 in two contracts."""

from __future__ import annotations

import datetime
from pathlib import Path

from flowdown.catalogue import load as load_catalogue
from flowdown.orders.load import load as load_orders
from flowdown.pipeline.deadlines import DeadlinesRequest, count_deadlines
from flowdown.reason.running import State

FRIDAY = datetime.date(2026, 7, 3)
PROFILE = """\
organisation: {id: us-inc, time_zone: America/New_York}
contracts:
  - id: old
    agency_kind: civilian
    tier: 0
    clauses: [FAR 52.204-25 (NOV 2021)]
    all_clauses_listed: yes
    office: {name: Spares Office, time_zone: America/New_York}
  - id: new
    agency_kind: civilian
    tier: 0
    clauses: [FAR 52.240-91]
    all_clauses_listed: yes
    office: {name: Buying Office, time_zone: America/New_York}
equipment:
  - {id: cam, kind: camera, maker: hikvision, model: DS-2CD, serves: [old, new]}
discoveries:
  - {id: camera, what: gate camera, where: cam, identified: 2026-07-03T16:00}
"""


def test_every_deadline_of_both_contracts(tmp_path: Path) -> None:
    file = tmp_path / "flowdown.yaml"
    file.write_text(PROFILE)
    asked = DeadlinesRequest(file, FRIDAY, FRIDAY)
    found = count_deadlines(asked, load_orders(), load_catalogue())
    told = {
        (each.name, each.contract): (each.state, each.end.moment.iso if each.end.moment else "", each.assumption)
        for each in found.clocks
        if each.found
    }
    # 52.204-25(d)(2): one business day; the observed holiday and the weekend do not count (orders-facts, section 5).
    assert told["us-889-report/report_first", "old"][:2] == (State.RUNNING, "2026-07-06")
    # Ten business days after the first report.
    assert told["us-889-report/report_second", "old"][:2] == (State.WAITING, "2026-07-20")
    # 72 hours run on over the weekend; what starts them was not read, so that the day is conditional.
    state, moment, assumption = told["us-far-52-240-91/report", "new"]
    assert (state, moment) == (State.NOT_KNOWN, "2026-07-06T16:00-04:00")
    assert assumption == "if identification on 2026-07-03 16:00-04:00 starts it"
    assert ("us-889-report/report_first", "new") not in told
    assert ("us-far-52-240-91/report", "old") not in told
