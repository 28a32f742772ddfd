"""An answer for many lookers: lines of evidence, and rows that agree with the determinations that they sum up."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest

from flowdown.pipeline.answering import Answer, Lens, answer, take_up_keeping
from flowdown.pipeline.claim_index import index_claims
from flowdown.pipeline.panorama import tally
from flowdown.pipeline.record import Keeping

DAY, KNOWN = datetime.date(2026, 3, 1), datetime.date(2026, 10, 1)
PROFILE = """
organisation: {id: hull-works, name: Hull Works LLC}
contracts:
  - {id: navy, agency_kind: defense, tier: 0, clauses: [FAR 52.204-25 (NOV 2021)], all_clauses_listed: yes}
  - {id: shop, agency_kind: private, tier: 0, clauses: [], all_clauses_listed: yes, all_orders_listed: yes}
repositories:
  - {id: code, path: code, serves: [navy]}
systems:
  - {id: site, name: Site, repository: code, paths: [site], serves: [shop]}
  - {id: lost, repository: nowhere, serves: [shop]}
suppliers:
  - {id: chat, name: Chat Seller, vendor: openai, supplies: [{what: seats, to: [site]}]}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("answering")
    (root / "flowdown.yaml").write_text(PROFILE.replace("repository: nowhere, ", ""), encoding="utf-8")
    (root / "code" / "site").mkdir(parents=True)
    client = "from openai import OpenAI\nclient = OpenAI(base_url='https://api.deepseek.com')\n"
    call = "client.chat.completions.create(model='deepseek-chat', messages=[])\n"
    (root / "code" / "main.py").write_text(client + call, encoding="utf-8")
    (root / "code" / "site" / "mail.py").write_text("import anthropic\nanthropic.Anthropic()\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def found(folder: Path) -> Answer:
    moment = datetime.datetime(2026, 10, 1, tzinfo=datetime.UTC)
    keeping = Keeping(folder / "flowdown.yaml", folder / "claims.db", moment, print)
    matter = take_up_keeping(keeping, KNOWN, None)
    return answer(matter, keeping, Lens(DAY), KNOWN, folder / "log.jsonl", None)


def test_lines_are_those_of_the_places_strongest_first(found: Answer) -> None:
    assert {line.place for line in found.lines_of_vendor["deepseek"]} == {"tree:code"}
    assert {line.place for line in found.lines_of_vendor["anthropic"]} == {"tree:code/site"}
    assert [line.rank for line in found.lines] == sorted(line.rank for line in found.lines)
    assert all(line.id == line.claim.id for line in found.lines)
    assert len({(line.vendor, line.place, line.id) for line in found.lines}) == len(found.lines)


def test_rows_count_the_determinations(found: Answer) -> None:
    panorama = found.panorama
    determinations = found.facts.check.determinations
    assert sum(row.tally.breach for row in panorama.orders) == tally(determinations).breach > 0
    assert sum(row.tally.undetermined for row in panorama.contracts) == tally(determinations).undetermined
    navy = next(row for row in panorama.contracts if row.subject == "contract:navy")
    assert navy.tally.worst == "BREACH"
    assert navy.vendors == ("deepseek", "openai")
    deepseek = panorama.vendors[0]
    assert (deepseek.id, deepseek.tally.worst, deepseek.subjects) == ("deepseek", "BREACH", ("contract:navy",))


def test_system_holds_what_is_seen_in_its_folder_alone(found: Answer) -> None:
    rows = {row.system.id: row for row in found.panorama.systems}
    assert rows["site"].places == ("tree:code/site",)
    assert "anthropic" in rows["site"].vendors
    assert "deepseek" not in rows["site"].vendors
    assert rows["lost"].places == ()


def test_questions_count_the_answers_that_wait(found: Answer) -> None:
    counts = Counter(
        asks
        for each in found.facts.check.determinations
        if each.outcome == "UNDETERMINED"
        for asks in {question.asks for question in each.questions}
    )
    assert {row.question.asks: row.answers for row in found.panorama.questions} == counts


def test_index_holds_every_claim_that_stands(folder: Path, found: Answer) -> None:
    index = index_claims(folder / "claims.db", DAY, datetime.datetime(2026, 10, 2, tzinfo=datetime.UTC))
    assert sum(index.standings.values()) == len(index.claims) > 0
    around = index.around("vendor:deepseek")
    assert around
    assert all("vendor:deepseek" in (each.row.subject, each.row.object) for each in around)
    uses = index.choose("vendor:deepseek", predicate="uses", document="tree:code", standing="firm")
    assert {each.row.id for each in uses} == {line.id for line in found.lines_of_vendor["deepseek"]}
    assert index.choose("vendor:nobody") == ()
    assert index.choose() == index.claims
    for words in ("deepseek", "TREE:code uses", "uses vendor", "\n", "no such word", index.claims[-1].row.id):
        texts = {
            each: f"{row.id} {row.subject} {row.predicate} {row.object} {row.document} {row.locator}".casefold()
            for each, row in ((each, each.row) for each in index.claims)
        }
        assert index.choose(words=words) == tuple(each for each in index.claims if words.casefold() in texts[each])
    uses = index.choose("vendor:deepseek", predicate="uses")
    assert index.choose("vendor:deepseek", predicate="uses", words="no such word") == ()
    assert index.choose("vendor:deepseek", predicate="uses", words="DeepSeek") == uses
