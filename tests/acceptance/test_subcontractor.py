"""A mid-size subcontractor is put to the whole library: the answer of each contract, with its reasons, and what is not known.

The profile is the one of `bench/organisation`; small stand-ins take the places of its public repositories.
"""

from __future__ import annotations

import datetime
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from flowdown.pipeline.check import CheckRequest
from flowdown.pipeline.organisation import check_organisation
from flowdown.pipeline.record import Keeping
from flowdown.reason.determination import Check, Determination, Position
from flowdown.report.format import Look
from flowdown.report.formats.markdown import render
from flowdown.report.report import Report

PROFILE = Path(__file__).parents[2] / "bench" / "organisation" / "flowdown.yaml"
CODE = {
    "support-desk/answer.py": "from openai import AzureOpenAI\nAzureOpenAI().chat.completions.create(model='gpt-4o')\n",
    "site-chat/models.ts": "import { anthropic } from '@ai-sdk/anthropic';\nexport const model = anthropic('claude-sonnet-4-5');\n",
    "researcher/model.py": (
        "from openai import OpenAI\nimport anthropic\nclient = OpenAI(base_url='https://api.deepseek.com')\n"
        "client.chat.completions.create(model='deepseek-chat')\n"
        "anthropic.Anthropic().messages.create(model='claude-sonnet-4-5')\n"
    ),
}
DAY = datetime.date(2026, 10, 1)
KEPT = tempfile.TemporaryDirectory()


@cache
def report() -> Report:
    """The report on the firm; made once."""
    folder = Path(KEPT.name) / "firm"
    folder.mkdir()
    shutil.copy(PROFILE, folder)
    for name, text in CODE.items():
        (folder / "code" / name).parent.mkdir(parents=True)
        (folder / "code" / name).write_text(text, encoding="utf-8")
    moment = datetime.datetime(2026, 10, 6, tzinfo=datetime.UTC)
    keeping = Keeping(folder / "flowdown.yaml", folder / "claims.db", moment, print)
    request = CheckRequest((), (), DAY, moment.date(), keeping=keeping)
    return check_organisation(request, Path(KEPT.name) / "cache")


def check() -> Check:
    """The answers."""
    found = report().check
    assert found is not None
    return found


def told(norm: str, contract: str) -> Determination:
    """The answer of a norm for a contract or the own business."""
    subject = contract if contract == "own-business" else f"contract:{contract}"
    return next(each for each in check().determinations if (each.norm, each.subject) == (norm, subject))


def test_deepseek_in_the_performance_of_a_prime_dod_contract_is_a_breach_by_statute() -> None:
    found = told("us-ndaa26-1532/a3a", "readiness-desk")
    assert (found.outcome, found.position, found.clauses) == ("BREACH", "FORBIDDEN", ())
    assert {each.place.path for each in found.sightings} == {"model.py"}


def test_whether_the_statute_reaches_a_lower_tier_is_open_with_both_readings() -> None:
    found = told("us-ndaa26-1532/a3a_subcontractor", "field-manuals")
    assert found.outcome == "UNDETERMINED"
    assert "us-ndaa26-1532/every_tier" in {each.id for each in found.questions}
    assert {each.outcome for each in found.readings} == {"BREACH", "CLEAR"}


def test_claude_in_dod_work_hangs_on_the_withheld_mandate_and_nothing_else_of_the_matter_binds() -> None:
    found = told("us-ant-4713/exclusion", "readiness-desk")
    assert found.outcome == "UNDETERMINED"
    assert "us-ant-4713/withheld_mandate_suspends" in {each.id for each in found.questions}
    for norm in ("us-ant-3252/exclusion", "us-ant-hegseth-post/dod_work"):
        assert told(norm, "readiness-desk").outcome == "CLEAR"
    assert told("us-ant-4713", "clinic-portal").outcome == "CLEAR"


def test_cameras_of_the_own_business_reach_a_prime_by_part_b_of_any_of_its_contracts() -> None:
    found = [each for each in check().determinations if each.order == "us-889-b" and each.subject == "own-business"]
    seen = [each for each in found if "device:yard-cameras" in each.places]
    assert {each.outcome for each in seen} == {"UNDETERMINED"}
    assert all("reaches the whole company" in each.clauses[0] for each in seen)


def test_acronis_under_a_civil_contract_is_forbidden_by_nothing_and_it_is_said_why() -> None:
    [free] = [
        each for each in check().free if each.vendor == "acronis" and "contract:veterans-helpdesk" in each.subjects
    ]
    answers = dict(free.answers)
    assert "came after the solicitation of veterans-helpdesk" in answers["us-fascsa-acronis/use"]


def test_qwen_is_forbidden_by_nothing_absent_guidance_and_the_condition_is_shown() -> None:
    [free] = [
        each for each in check().free if each.vendor == "alibaba" and each.subjects == ("contract:field-manuals",)
    ]
    answers = dict(free.answers)
    assert "only under a condition" in answers["us-ndaa26-1532/a3b_1260h_subcontractor"]
    assert "2027-06-30" in answers["us-ndaa24-805/provide"]


def test_tiktok_on_phones_of_employees_hangs_on_the_reading_of_the_clause_that_a_modification_brought() -> None:
    found = told("us-tiktok/app_on_employees_own", "veterans-helpdesk")
    assert found.outcome == "UNDETERMINED"
    assert "added by P00004" in found.clauses[0]
    assert "us-tiktok/employees_own_counts" in {each.id for each in found.questions}
    assert "us-tiktok/employees_own" not in {each.id for each in found.questions}


def test_a_contract_of_which_nothing_is_known_may_be_bound_and_is_asked_for_its_side() -> None:
    asked = {question.asks for each in check().determinations for question in each.questions}
    assert "is po-5561 for defense, intelligence, a civilian agency, a state, or private?" in asked
    # Its clauses are not listed: what hangs on one may bind, and is never taken to be absent.
    found = [each for each in check().determinations if each.subject == "contract:clinic-portal"]
    assert {each.position for each in found if each.order == "us-fascsa-acronis"} >= {Position.UNDETERMINED}


def test_the_state_contract_and_the_private_one_are_reached_by_no_federal_ban() -> None:
    bans = {"us-ndaa26-1532", "us-ant-4713", "us-889-a", "us-tiktok", "us-fascsa-acronis"}
    for contract in ("road-permits", "harbor-notices"):
        told_there = [each for each in check().determinations if each.subject == f"contract:{contract}"]
        assert {each.outcome for each in told_there if each.order in bans} == {"CLEAR"}


def test_the_page_is_short_and_tells_every_contract_what_is_due_and_what_is_not_known() -> None:
    text = render(report(), Look())
    assert sum(bool(re.search(r"\w", each)) for each in text.split()) < 1800
    assert "BREACH" in text
    for name in (
        "readiness-desk",
        "po-5561",
        "road-permits",
        "search of SAM for FASCSA orders",
        "yearly representation",
    ):
        assert name in text
    assert text.index("Contract by contract") < text.index("Seen in use") < text.index("Not seen, and not ruled out")
