"""A whole organisation is put to the orders: each contract with what serves it, and what is not known is asked."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.pipeline.check import CheckRequest
from flowdown.pipeline.check_diff import diff_organisation
from flowdown.pipeline.organisation import check_organisation
from flowdown.pipeline.record import Keeping
from flowdown.reason.determination import Check, Determination
from flowdown.reason.rulings import RANKING

PROFILE = """
organisation: {id: hull-works, name: Hull Works LLC}
contracts:
  - {id: navy, agency_kind: defense, tier: 0, clauses: [FAR 52.204-25 (NOV 2021)], all_clauses_listed: yes}
  - {id: parks, agency_kind: civilian, tier: 0, clauses: [FAR 52.204-27 (JUN 2023)], all_clauses_listed: yes}
  - {id: riddle, tier: 0, clauses: [], all_clauses_listed: yes}
repositories:
  - {id: code, path: code, serves: [navy]}
  - {id: gone, path: gone, serves: [parks]}
systems:
  - {id: site, repository: code, paths: [site], serves: own-business}
equipment:
  - {id: phone, kind: phone, maker: Huawei, serves: [parks], installed: [{name: TikTok, maker: tiktok}]}
vendors:
  - {vendor: deepseek, what: chat accounts, serves: [riddle]}
"""


KEPT = tempfile.TemporaryDirectory()
"""What was read of catalogue and library is kept there between the tests."""
CACHE = Path(KEPT.name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "flowdown.yaml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "code" / "site").mkdir(parents=True)
    client = "from openai import OpenAI\nclient = OpenAI(base_url='https://api.deepseek.com')\n"
    call = "client.chat.completions.create(model='deepseek-chat', messages=[])\n"
    (tmp_path / "code" / "main.py").write_text(client + call, encoding="utf-8")
    (tmp_path / "code" / "site" / "mail.py").write_text("import anthropic\nanthropic.Anthropic()\n", encoding="utf-8")
    return tmp_path


def ask(folder: Path, *orders: str, day: str = "2026-03-01", given: dict[str, bool] | None = None) -> Check:
    keeping = Keeping(
        folder / "flowdown.yaml", folder / "claims.db", datetime.datetime(2026, 10, 1, tzinfo=datetime.UTC), print
    )
    as_of = datetime.date.fromisoformat(day)
    request = CheckRequest((), orders, as_of, datetime.date(2026, 10, 1), given=given, keeping=keeping)
    check = check_organisation(request, CACHE).check
    assert check is not None
    return check


def one(check: Check, norm: str, subject: str) -> Determination:
    return next(each for each in check.determinations if (each.norm, each.subject) == (norm, subject))


def test_code_counts_for_the_contract_that_it_serves_and_for_no_other(folder: Path) -> None:
    check = ask(folder, "us-ndaa26-1532", "us-ant-4713")
    breach = one(check, "us-ndaa26-1532/a3a", "contract:navy")
    assert (breach.outcome, breach.position) == ("BREACH", "FORBIDDEN")
    assert breach.places == ("tree:code",)
    assert {each.place.path for each in breach.sightings} == {"main.py"}
    assert "code/main.py:" in breach.says
    # What is under `site` is the site's, which serves no contract.
    assert one(check, "us-ant-4713/exclusion", "contract:navy").outcome == "CLEAR"


def test_a_contract_of_an_unknown_side_is_asked_about(folder: Path) -> None:
    found = one(ask(folder, "us-ndaa26-1532"), "us-ndaa26-1532/a3a", "contract:riddle")
    assert found.outcome == "UNDETERMINED"
    assert any("riddle for defense" in question.asks for question in found.questions)
    assert {reading.outcome for reading in found.readings} >= {"BREACH", "CLEAR"}
    assert "stated of the known use of deepseek" in found.says


@pytest.mark.parametrize(("said", "outcome"), [("yes", "BREACH"), ("no", "CLEAR"), ("unknown", "UNDETERMINED")])
def test_an_intelligence_agency_may_be_one_of_defense(folder: Path, said: str, outcome: str) -> None:
    kind = f"intelligence, of_defense: {said}, tier: 0"
    (folder / "flowdown.yaml").write_text(PROFILE.replace("defense, tier: 0", kind), encoding="utf-8")
    told = [each for each in ask(folder, "us-ndaa26-1532").determinations if each.subject == "contract:navy"]
    assert min((each.outcome for each in told), key=RANKING.index) == outcome
    asked = [question.asks for each in told for question in each.questions]
    assert ("is the intelligence agency of navy an element of the Department of Defense?" in asked) == (
        said == "unknown"
    )


def test_an_intelligence_agency_of_defense_keeps_its_own_orders(folder: Path) -> None:
    kind = "intelligence, of_defense: yes, tier: 0"
    (folder / "flowdown.yaml").write_text(PROFILE.replace("defense, tier: 0", kind), encoding="utf-8")
    told = one(ask(folder, "us-ndaa26-6604"), "us-ndaa26-6604/contractors_models", "contract:navy")
    assert told.context == "ic_contract_performance"


def test_a_repository_that_is_not_there_keeps_its_contract_from_being_clear(folder: Path) -> None:
    check = ask(folder, "us-kasp-ndaa")
    open_ = [each for each in check.determinations if each.subject == "contract:parks" and each.questions]
    assert all(each.outcome == "UNDETERMINED" for each in open_)
    found = ask(folder, "us-889-a")
    parks = [each for each in found.determinations if each.subject == "contract:parks"]
    assert {each.outcome for each in parks} == {"CLEAR"}
    assert all("does not carry FAR 52.204-25" in each.says for each in parks)


def test_without_a_profile_there_is_nothing_to_check(tmp_path: Path) -> None:
    request = CheckRequest((), (), datetime.date(2026, 3, 1), datetime.date(2026, 3, 1))
    with pytest.raises(UnusableArgument, match="no profile"):
        check_organisation(request, CACHE)


def test_an_unknown_reading_is_refused(folder: Path) -> None:
    request = CheckRequest((folder,), (), datetime.date(2026, 3, 1), datetime.date(2026, 3, 1), readings=("none",))
    with pytest.raises(UnusableArgument, match="names no reading"):
        check_organisation(request, CACHE)


def test_a_difference_names_the_instrument_that_made_it(folder: Path) -> None:
    keeping = Keeping(
        folder / "flowdown.yaml", folder / "claims.db", datetime.datetime(2026, 10, 1, tzinfo=datetime.UTC), print
    )
    days = (datetime.date(2026, 1, 16), datetime.date(2026, 2, 1))
    request = CheckRequest((), ("us-ndaa26-1532",), days[1], datetime.date(2026, 10, 1), keeping=keeping)
    diff = diff_organisation(request, days, CACHE)
    change = next(each for each in diff.changes if (each.norm, each.subject) == ("us-ndaa26-1532/a3a", "contract:navy"))
    assert (change.before, change.after) == ("CLEAR", "BREACH")
    assert any(why.startswith("2026-01-17: in-force") for why in change.why)
    with pytest.raises(UnusableArgument, match="is not after"):
        diff_organisation(request, (days[1], days[0]))


def test_contexts_restrict_what_is_put_to_the_orders(folder: Path) -> None:
    keeping = Keeping(
        folder / "flowdown.yaml", folder / "claims.db", datetime.datetime(2026, 10, 1, tzinfo=datetime.UTC), print
    )
    day = datetime.date(2026, 3, 1)
    request = CheckRequest(
        (), ("us-ndaa26-1532",), day, day, contexts=("civilian_contract_performance",), keeping=keeping
    )
    check = check_organisation(request, CACHE).check
    assert check is not None
    # What may be of that context counts too: of `riddle` nobody said whose contract it is.
    assert {each.subject for each in check.determinations} == {"contract:parks", "contract:riddle"}


def test_an_app_that_is_installed_is_the_product_that_a_norm_names(folder: Path) -> None:
    points = ("employees_own", "incidental", "excepted_in_writing")
    parks = {"us-tiktok/on_it_of_the_contract": True, **{f"us-tiktok/{point}": False for point in points}}
    found = one(ask(folder, "us-tiktok", given=parks), "us-tiktok/app", "contract:parks")
    assert (found.outcome, found.places) == ("BREACH", ("device:phone",))


def test_an_app_of_no_telling_name_may_be_the_product(folder: Path) -> None:
    profile = folder / "flowdown.yaml"
    profile.write_text(profile.read_text("utf-8").replace("{name: TikTok, maker", "{name: something, maker"), "utf-8")
    found = one(ask(folder, "us-tiktok"), "us-tiktok/app", "contract:parks")
    assert found.outcome == "UNDETERMINED"
    assert any("the product tiktok/tiktok-app" in question.asks for question in found.questions)


def test_what_a_scan_kept_of_a_repository_counts_where_it_is_not_here_any_more(folder: Path) -> None:
    ask(folder, "us-ndaa26-1532")
    shutil.rmtree(folder / "code")
    check = ask(folder, "us-ndaa26-1532", "us-ant-4713", day="2026-03-10")
    breach = one(check, "us-ndaa26-1532/a3a", "contract:navy")
    assert (breach.outcome, breach.places) == ("BREACH", ("tree:code",))
    assert len(breach.claims) > 1
    # What a scan could not read is not kept, so that nothing is clear by it.
    absent = one(check, "us-ant-4713/exclusion", "contract:navy")
    assert absent.outcome == "UNDETERMINED"
    assert any("its last scan keeps what it saw" in each.asks for each in absent.questions)


def test_a_folder_of_a_system_that_was_never_read_keeps_its_contract_from_being_clear(folder: Path) -> None:
    profile = folder / "flowdown.yaml"
    text = profile.read_text(encoding="utf-8").replace(
        "path: gone, serves: [parks]", "path: gone, serves: own-business"
    )
    text = text.replace("systems:\n", "systems:\n  - {id: ferry, repository: gone, paths: [ferry], serves: [navy]}\n")
    profile.write_text(text, encoding="utf-8")
    found = one(ask(folder, "us-ant-4713", day="2026-03-10"), "us-ant-4713/exclusion", "contract:navy")
    assert found.outcome == "UNDETERMINED"
    assert any("gone/ferry" in question.asks for question in found.questions)


def test_a_use_that_no_order_forbids_is_told_with_the_answer_of_those_that_name_its_vendor(folder: Path) -> None:
    text = PROFILE + "  - {vendor: alibaba, what: Qwen at a host in the US, serves: [navy]}\n"
    (folder / "flowdown.yaml").write_text(text, encoding="utf-8")
    check = ask(folder, day="2026-09-01")
    [free] = [each for each in check.free if each.vendor == "alibaba"]
    assert free.subjects == ("contract:navy",)
    assert free.is_stated
    answers = dict(free.answers)
    assert "only under a condition" in answers["us-ndaa26-1532/a3b_1260h"]
    assert "takes effect on 2027-06-30" in answers["us-ndaa24-805/provide"]
    # What is forbidden there, or may be, is none.
    assert not [each for each in check.free if each.vendor == "deepseek" and "contract:navy" in each.subjects]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("", "UNDETERMINED"),
        (", used_for: [weapons]", "BREACH"),
        (", all_purposes_listed: yes", "CLEAR"),
        (", used_for: [intelligence], all_purposes_listed: yes", "CLEAR"),
    ],
)
def test_stated_purposes_answer_the_terms_of_vendors(folder: Path, said: str, outcome: str) -> None:
    text = PROFILE.replace("serves: own-business}", f"serves: own-business{said}}}")
    (folder / "flowdown.yaml").write_text(text, encoding="utf-8")
    found = one(ask(folder, "terms-anthropic", day="2026-04-01"), "terms-anthropic/restricted_uses", "own-business")
    assert found.outcome == outcome
    assert ("as you state" in found.says) == bool(said)


@pytest.mark.parametrize(("owner", "asks"), [("employee", False), ("us", False), ("unknown-yet", False), ("", True)])
def test_whose_a_phone_is_need_not_be_asked_once_it_is_stated(folder: Path, owner: str, asks: bool) -> None:
    text = PROFILE.replace("kind: phone,", f"kind: phone, owner: {owner}," if owner else "kind: phone,")
    (folder / "flowdown.yaml").write_text(text, encoding="utf-8")
    told = [each for each in ask(folder, "us-tiktok").determinations if each.subject == "contract:parks"]
    asked = {question.id for each in told for question in each.questions}
    assert ("us-tiktok/employees_own" in asked) == asks


def test_a_difference_tells_the_same_outcome_for_other_reasons(folder: Path) -> None:
    text = PROFILE + "  - {vendor: anthropic, what: Claude, serves: [navy]}\n"
    (folder / "flowdown.yaml").write_text(text, encoding="utf-8")
    keeping = Keeping(
        folder / "flowdown.yaml", folder / "claims.db", datetime.datetime(2026, 10, 1, tzinfo=datetime.UTC), print
    )
    days = (datetime.date(2026, 3, 20), datetime.date(2026, 9, 1))
    orders = ("us-ant-3252", "us-ant-4713")
    request = CheckRequest((), orders, days[1], datetime.date(2026, 10, 1), keeping=keeping)
    diff = diff_organisation(request, days, CACHE)
    [reason] = [each for each in diff.reasons if each.about == "vendor:anthropic" and each.subject == "contract:navy"]
    assert set(reason.before) - set(reason.after) <= {"us-ant-3252/exclusion", "us-ant-3252/exclusion_direct_part"}
    assert "us-ant-4713/exclusion" in reason.after
    assert any("2026-08-27" in words for words in reason.why)


def test_a_difference_tells_that_the_same_norm_turns_on_something_else(folder: Path) -> None:
    text = PROFILE + "  - {vendor: anthropic, what: Claude, serves: [navy]}\n"
    (folder / "flowdown.yaml").write_text(text, encoding="utf-8")
    keeping = Keeping(
        folder / "flowdown.yaml", folder / "claims.db", datetime.datetime(2026, 10, 6, tzinfo=datetime.UTC), print
    )
    days = (datetime.date(2026, 8, 28), datetime.date(2026, 9, 26))
    request = CheckRequest((), ("us-ant-4713",), days[1], datetime.date(2026, 10, 6), keeping=keeping)
    diff = diff_organisation(request, days, CACHE)
    assert diff.changes == ()
    [reason] = [each for each in diff.reasons if each.of_questions and each.subject == "contract:navy"]
    assert (reason.about, reason.after) == (
        "us-ant-4713/exclusion",
        ("Does the withheld mandate suspend the exclusion?",),
    )
    assert any("2026-09-25: upheld" in words for words in reason.why)
