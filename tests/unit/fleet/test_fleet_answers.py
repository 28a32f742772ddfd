"""What is answered over a fleet is what scans and checks of its trees say, and what is not known is said."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest

from flowdown.base.errors import FlowdownError, UnusableArgument
from flowdown.fleet.cell import Limits
from flowdown.fleet.check import check_fleet
from flowdown.fleet.ledger import Status
from flowdown.pipeline.check import CheckRequest, check_paths
from flowdown.report.fleet_v1 import FleetCheckV1
from tests.unit.fleet.fleets import CALL, OTHER, make_fleet, run_sweep
from tests.unit.gate.repository import commit, write

DAY = datetime.date(2026, 4, 10)
CONTEXT = "dod_contract_performance"
OPEN_MODEL = (
    "import os\nimport boto3\nclient = boto3.client('bedrock-runtime')\nclient.converse(modelId=os.environ['M'])\n"
)
CHINESE = "from openai import OpenAI\n\nOpenAI(base_url='https://api.deepseek.com').chat.completions.create(model='deepseek-chat')\n"


def ask(out: Path, *vendors: str) -> dict[str, object]:
    pytest.importorskip("duckdb", reason="the extra `fleet` is not installed")
    from flowdown.fleet.impact import find_impact

    told = find_impact(out, vendors)
    return {
        "trees": told.trees,
        "contents": told.contents,
        "using": {each.tree for each in told.using},
        "mentioning": {each.tree for each in told.mentioning},
        "without": told.without,
        "unread": {each.tree: each.why for each in told.unread},
        "places": {(each.tree, each.place) for each in told.using},
    }


def test_who_uses_a_vendor_who_mentions_it_and_who_is_without(tmp_path: Path) -> None:
    top = make_fleet(tmp_path)
    write(top, {"notes/README.md": "We looked at Cohere once.\n"})
    run_sweep(top, tmp_path / "out")
    told = ask(tmp_path / "out", "cohere")
    assert told["using"] == {"code", "group/bare.git", "archives/old.tar.gz"}
    assert told["mentioning"] == {"notes"}
    assert (told["trees"], told["without"], told["unread"]) == (6, 2, {})
    assert ("group/bare.git", "b.py:1") in told["places"]  # type: ignore[operator]


def test_forks_are_trees_of_one_content(tmp_path: Path) -> None:
    for number in range(4):
        write(tmp_path / "trees" / f"copy{number}", {"a.py": CALL})
    run_sweep(tmp_path / "trees", tmp_path / "out")
    told = ask(tmp_path / "out", "openai")
    assert (len(told["using"]), told["contents"]) == (4, 1)  # type: ignore[arg-type]


def test_what_was_not_read_is_not_taken_for_clean(tmp_path: Path) -> None:
    top = tmp_path / "trees"
    write(top / "clean", {"a.py": "x = 1\n"})
    write(top / "torn", {"a.py": "x = 1\n"})
    (top / "torn" / "link").symlink_to("/elsewhere")
    write(top / "open", {"b.py": OPEN_MODEL})
    commit(top / "hung", {"a.py": CALL})
    os.mkfifo(top / "hung" / ".git" / "objects" / "info" / "alternates")
    run_sweep(top, tmp_path / "out", limits=Limits(2.0, 1024**3), tries=1)
    told = ask(tmp_path / "out", "deepseek")
    assert told["unread"] == {
        "hung": "takes longer than 2 seconds",
        "open": "b.py:4: whose model is used cannot be determined",
        "torn": "link: link out of the tree, not followed",
    }
    assert told["without"] == 1


def test_a_folder_that_is_no_fleet_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("duckdb", reason="the extra `fleet` is not installed")
    with pytest.raises(UnusableArgument, match="has no tables"):
        ask(tmp_path, "openai")
    with pytest.raises(UnusableArgument, match="is no fleet"):
        check_fleet(tmp_path, CheckRequest((), (), DAY, DAY))
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "manifest.json").write_text("{}")
    with pytest.raises(FlowdownError, match="cannot be read"):
        ask(tmp_path, "openai")


def outcomes(told: FleetCheckV1) -> dict[tuple[str, str], set[str]]:
    return {(each.order, each.outcome.value): set(each.trees) for each in told.outcomes}


def test_orders_are_put_to_every_tree_as_a_check_would(tmp_path: Path) -> None:
    top = tmp_path / "trees"
    commit(top / "bad", {"a.py": CHINESE})
    commit(top / "bad-fork", {"a.py": CHINESE})
    commit(top / "good", {"a.py": "x = 1\n"})
    run_sweep(top, tmp_path / "out")
    request = CheckRequest((), ("us-ndaa26-1532",), DAY, DAY, contexts=(CONTEXT,))
    told = check_fleet(tmp_path / "out", request)
    assert (told.trees, told.decided, told.unread) == (3, 2, ())
    assert outcomes(told)["us-ndaa26-1532", "BREACH"] == {"bad", "bad-fork"}
    alone = check_paths(CheckRequest((top / "good",), ("us-ndaa26-1532",), DAY, DAY, contexts=(CONTEXT,)))
    assert alone.check is not None
    assert ("us-ndaa26-1532", alone.check.worst.value) in outcomes(told)


def test_several_processes_decide_the_same(tmp_path: Path) -> None:
    for number in range(20):
        write(tmp_path / "trees" / f"t{number:02}", {"a.py": (CHINESE if number % 3 else OTHER) + f"# {number}\n"})
    run_sweep(tmp_path / "trees", tmp_path / "out", jobs=2)
    request = CheckRequest((), ("us-ndaa26-1532",), DAY, DAY, contexts=(CONTEXT,))
    assert check_fleet(tmp_path / "out", request, jobs=2) == check_fleet(tmp_path / "out", request)


def test_a_tree_without_a_part_is_not_known(tmp_path: Path) -> None:
    write(tmp_path / "trees" / "a", {"a.py": CHINESE})
    account = run_sweep(tmp_path / "trees", tmp_path / "out")
    assert account.rows[0].status is Status.DONE
    for part in (tmp_path / "out" / "parts").rglob("*.part"):
        part.unlink()
    told = check_fleet(tmp_path / "out", CheckRequest((), ("us-ndaa26-1532",), DAY, DAY, contexts=(CONTEXT,)))
    assert (told.outcomes, [each.tree for each in told.unread]) == ((), ["a"])
