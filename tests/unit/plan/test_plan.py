"""A plan for an organisation: what has to go gets a way out that is itself allowed, in days that add up."""

from __future__ import annotations

import datetime
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from flowdown.base.errors import Problems, UnusableArgument, UnusableFile
from flowdown.pipeline.check import CheckRequest
from flowdown.pipeline.plan import PlanRequest, plan_way_out
from flowdown.pipeline.record import Keeping
from flowdown.plan.plan import Plan
from flowdown.plan.work import Option, OptionKind, WorkKind

PROFILE = """
organisation: {id: hull-works, name: Hull Works LLC}
contracts:
  - {id: navy, agency_kind: defense, tier: 0, clauses: [], all_clauses_listed: yes, all_orders_listed: yes, value: 90000}
repositories:
  - {id: code, path: code, serves: [navy, own-business]}
systems:
  - {id: site, repository: code, paths: [site], serves: own-business}
"""
CLIENT = "from openai import OpenAI\nclient = OpenAI(base_url='https://api.deepseek.com')\n"
CALL = "client.chat.completions.create(model='deepseek-chat', messages=[])\n"
KEPT = tempfile.TemporaryDirectory()
CACHE = Path(KEPT.name)
USE = "code:deepseek"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "flowdown.yaml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "code" / "site").mkdir(parents=True)
    (tmp_path / "code" / "main.py").write_text(CLIENT + CALL, encoding="utf-8")
    return tmp_path


def request(folder: Path, day: str = "2026-03-02", *orders: str) -> PlanRequest:
    keeping = Keeping(
        folder / "flowdown.yaml", folder / "claims.db", datetime.datetime(2026, 10, 1, tzinfo=datetime.UTC), print
    )
    as_of = datetime.date.fromisoformat(day)
    chosen = orders or ("us-ndaa26-1532",)
    return PlanRequest(CheckRequest((), chosen, as_of, datetime.date(2026, 10, 1), keeping=keeping))


def plan(folder: Path, **wishes: object) -> Plan:
    return plan_way_out(replace(request(folder), **wishes), CACHE)  # type: ignore[arg-type]


def option(found: Plan, use: str = USE) -> Option:
    taken = found.option(use)
    assert taken is not None
    return taken


def add(folder: Path, text: str) -> None:
    with (folder / "flowdown.yaml").open("a", encoding="utf-8") as file:
        file.write(text)


def test_what_is_forbidden_gets_an_alternative_that_is_not(folder: Path) -> None:
    found = plan(folder)
    assert [use.id for use in found.uses] == [USE]
    use = found.uses[0]
    assert use.is_sure
    assert use.subjects == ("contract:navy",)
    taken = option(found)
    assert taken.vendor not in ("deepseek", "")
    assert not taken.bars and not taken.doubts and not taken.loses and not taken.leaves
    assert found.gap == 0 and found.impasse is None and found.loses == ()
    assert found.days == pytest.approx(sum(step.work.days for step in found.steps))


def test_the_same_maker_by_another_route_is_barred_and_never_taken(folder: Path) -> None:
    routes = [each for each in plan(folder).options[USE] if each.kind is OptionKind.SWAP_ROUTE]
    assert routes and all(each.vendor == "deepseek" and "us-ndaa26-1532" in each.bars[0] for each in routes)


def test_steps_name_their_places_and_come_after_what_they_need(folder: Path) -> None:
    found = plan(folder)
    places = {place for step in found.steps for place in step.work.places}
    assert "main.py:3" in places
    ends = {step.work.id: step.to_day for step in found.steps}
    assert all(ends[need] <= step.from_day + 1e-9 for step in found.steps for need in step.needs)
    assert found.steps[-1].work.id.startswith("check:")
    assert all(step.work.undo for step in found.steps if not step.work.id.startswith("check:"))


def test_a_date_that_cannot_be_met_is_explained(folder: Path) -> None:
    found = plan(folder, by=datetime.date(2026, 3, 2), team_days_per_week=0.5)
    assert found.impasse is not None
    assert set(found.impasse.requirements) == {
        "everything has to be over by 2026-03-02",
        "no more than 0.5 team days a week",
    }
    assert any("team days a week in place of 0.5" in each for each in found.impasse.gives)
    assert any("later, all else can stand" in each for each in found.impasse.gives)
    assert found.steps, "what has to be done in any case is still told"


def test_a_short_date_drops_what_it_must_and_says_which_team_would_not(folder: Path) -> None:
    wide = plan(folder)
    short = datetime.date(2026, 3, 17)
    found = plan(folder, by=short, team_days_per_week=0.5)
    assert found.days < wide.days
    assert found.loses and option(found).loses
    assert found.lossless_team is not None
    assert plan(folder, by=short, team_days_per_week=found.lossless_team).loses == ()
    assert plan(folder, by=short, team_days_per_week=found.lossless_team - 0.2).loses


def test_work_can_wait_until_the_dates_need_every_day(folder: Path) -> None:
    found = plan(folder, by=datetime.date(2026, 3, 31))
    assert found.begins_by is not None and found.begins_by > datetime.date(2026, 3, 10)
    late = replace(request(folder, found.begins_by.isoformat()), by=datetime.date(2026, 3, 31))
    assert plan_way_out(late, CACHE).days == found.days


def test_steps_name_the_settings_around_a_system_by_which_it_is_deployed(folder: Path) -> None:
    """An override beside the system's own folder would keep the vendor running after every other line is changed."""
    profile = PROFILE.replace("serves: [navy, own-business]", "serves: own-business").replace(
        "serves: own-business}\n", "serves: navy}\n"
    )
    profile = profile.replace("path: code, serves: navy", "path: code, serves: own-business")
    (folder / "flowdown.yaml").write_text(profile, encoding="utf-8")
    (folder / "code" / "main.py").replace(folder / "code" / "site" / "main.py")
    compose = (
        "services:\n  site:\n    environment:\n      MODEL: deepseek-chat\n      BASE_URL: https://api.deepseek.com\n"
    )
    (folder / "code" / "compose.yaml").write_text(compose, encoding="utf-8")
    steps = plan(folder).steps
    (change,) = [step.work for step in steps if step.work.kind is WorkKind.MODEL]
    assert {"main.py:3", "../compose.yaml:4"} <= set(change.places)
    assert "../compose.yaml:5" in {place for step in steps for place in step.work.places if step.work is not change}


def test_what_is_done_stays_done_and_the_rest_is_planned(folder: Path) -> None:
    before = plan(folder)
    first = before.steps[0].work.id
    file = folder / "done.yaml"
    file.write_text(f"done: ['{first}', 'gone:by-now']\n", encoding="utf-8")
    after = plan(folder, done=file)
    done = next(step for step in after.steps if step.work.id == first)
    assert done.work.is_done and done.work.days == 0
    assert after.days == pytest.approx(before.days - before.steps[0].work.days)
    assert after.strange == ("gone:by-now",)


def test_every_figure_can_be_put_right(folder: Path) -> None:
    before = plan(folder)
    step = before.steps[-1].work
    file = folder / "figures.yaml"
    file.write_text(f"evaluation: 3.5\nsteps: {{'{step.id}': 2}}\n", encoding="utf-8")
    found = plan(folder, effort=file)
    assert next(each.work.days for each in found.steps if each.work.id == step.id) == 2
    assert found.days == pytest.approx(before.days + 2 - step.days + 3.5 - 1)


@pytest.mark.parametrize("text", ["evaluation: -1\n", "evaluations: 3\n", "steps: {a: -2}\n", "- 3\n"])
def test_figures_that_are_none_are_refused_with_their_place(folder: Path, text: str) -> None:
    file = folder / "figures.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises((Problems, UnusableFile), match=r"figures\.yaml"):
        plan(folder, effort=file)


def test_an_alternative_of_the_profile_counts_with_its_own_days(folder: Path) -> None:
    add(folder, "alternatives:\n  - {to: deepseek, vendor: mistral, what: our own host, days: 1, ready: yes}\n")
    taken = option(plan(folder))
    assert (taken.kind, taken.vendor) == (OptionKind.REPLACE, "mistral")


def test_a_forbidden_alternative_of_the_profile_is_barred(folder: Path) -> None:
    add(folder, "alternatives:\n  - {to: deepseek, vendor: high-flyer, what: a model, days: 0}\n")
    found = plan(folder)
    own = next(each for each in found.options[USE] if each.id == "alternative-1")
    assert own.bars and option(found).id != own.id


def test_isolating_is_offered_where_something_else_goes_on(folder: Path) -> None:
    kinds = {each.kind for each in plan(folder).options[USE]}
    assert OptionKind.ISOLATE in kinds
    text = (folder / "flowdown.yaml").read_text(encoding="utf-8").replace("[navy, own-business]", "[navy]")
    (folder / "flowdown.yaml").write_text(text, encoding="utf-8")
    assert OptionKind.ISOLATE not in {each.kind for each in plan(folder).options[USE]}


def test_a_waiver_is_shown_and_not_planned_on(folder: Path) -> None:
    found = plan(folder, by=datetime.date(2026, 3, 2), team_days_per_week=0.5)
    asked = next(each for each in found.options[USE] if each.kind is OptionKind.ASK)
    assert "Secretary" in asked.title and "not stated" in asked.cannot
    assert found.chosen.get(USE) != asked.id


def test_an_order_to_come_sets_the_date(folder: Path) -> None:
    found = plan_way_out(request(folder, "2026-01-05"), CACHE)
    assert {demand.first for demand in found.uses[0].demands if demand.is_sure} == {datetime.date(2026, 1, 17)}
    assert all(step.ends <= datetime.date(2026, 1, 16) for step in found.steps)
    assert found.urgent == ()


def test_without_the_order_there_is_nothing_to_plan(folder: Path) -> None:
    found = plan_way_out(request(folder, "2026-03-02", "us-kasp-bis"), CACHE)
    assert (found.uses, found.steps, found.days) == ((), (), 0)


def test_what_if_a_vendor_went(folder: Path) -> None:
    check = replace(request(folder).check, paths=(folder / "code",), orders=(), keeping=None)
    found = plan_way_out(PlanRequest(check, vendor="deepseek"), CACHE)
    assert [use.id for use in found.uses] == ["code:deepseek"]
    assert option(found, "code:deepseek").vendor != "deepseek"
    assert found.urgent == ()


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"by": datetime.date(2026, 1, 1)}, "has passed"),
        ({"team_days_per_week": 0.0}, "more than no days"),
        ({"vendor": "deepseek"}, "one of them"),
    ],
)
def test_wishes_that_make_no_sense_are_refused(folder: Path, wishes: dict[str, object], message: str) -> None:
    with pytest.raises(UnusableArgument, match=message):
        plan(folder, **wishes)
