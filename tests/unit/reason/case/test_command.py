"""The command `case`: exit codes, questions, words and drawings."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from flowdown.cli.main import main
from tests.unit.report.contrast import words_of

SCENARIOS = Path(__file__).parents[3] / "scenarios"
FOUNDING = str(SCENARIOS / "01-founding-article.yaml")
DISPUTED = str(SCENARIOS / "12-disputed-facts.yaml")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["10-disjoint-contexts.yaml"], 0),
        (["02-direct-contradiction.yaml"], 1),
        (["01-founding-article.yaml", "--verify"], 0),
        (["01-founding-article.yaml", "--stance", "in_force"], 0),
        (["01-founding-article.yaml", "--stance", "as_threatened"], 1),
    ],
)
def test_exit_codes(arguments, code, capsys):
    assert main(["case", str(SCENARIOS / arguments[0]), *arguments[1:]]) == code
    assert capsys.readouterr().out


def ask(capsys, file, *words):
    code = main(["case", file, "--ask", *words])
    return code, capsys.readouterr().out


def test_a_question_is_answered_with_its_norm(capsys):
    words = ["actor=palantir", "action=use", "thing=claude", "context=other_business", "day=2026-03-02"]
    code, out = ask(capsys, FOUNDING, *words, "--stance", "as_threatened")
    assert code == 0
    assert "forbidden" in out
    assert "risk_ban" in out
    assert "free" in ask(capsys, FOUNDING, *words)[1]


def test_a_question_may_depend_on_disputed_facts(capsys):
    words = ["actor=fire_service", "action=use", "thing=dispatch", "day=2026-04-01"]
    code, out = ask(capsys, DISPUTED, *words)
    assert (code, "depends on f_contains" in out) == (3, True)
    assert ask(capsys, DISPUTED, *words, "--given", "f_contains=true")[0] == 1
    assert ask(capsys, DISPUTED, *words, "--given", "f_contains=false")[0] == 0


@pytest.mark.parametrize(
    "words",
    [
        ["actor=nobody", "action=use", "thing=claude"],
        ["actor=dod", "action=use"],
        ["actor=dod", "action=use", "thing=claude", "day=soon"],
        ["actor=dod", "action=use", "thing=claude", "day=2031-01-01"],
        ["actor", "action=use", "thing=claude"],
        ["actor=dod", "action=use", "thing=claude", "--given", "f_contract=perhaps"],
        ["actor=dod", "action=use", "thing=claude", "--given", "f_none=true"],
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_one_line(words, capsys):
    assert main(["case", FOUNDING, "--ask", *words]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_founding_case_says_what_the_expert_would(capsys):
    main(["case", FOUNDING])
    text = " ".join(capsys.readouterr().out.split())
    assert "so far nobody is bound by that" in text
    assert "together they are incoherent" in text
    assert "“indispensable” (dpa_order) and “unacceptable_risk” (risk_ban) at once" in text
    palantir = text.split("What it would mean for each actor:")[1].split(" palantir - ")[1]
    assert palantir.startswith("must not use claude")
    assert "other_business" in palantir.split("Because palantir supplies dod.")[0]


def test_json_of_a_question_has_the_shape_of_status(capsys):
    main(["case", FOUNDING, "--format", "json", "--ask", "actor=dod", "action=obtain", "thing=claude"])
    answer = json.loads(capsys.readouterr().out)
    assert answer["views"][0]["status"][0]["is"] == "free"


def test_a_mismatch_is_told_and_fails(tmp_path, capsys):
    text = Path(FOUNDING).read_text(encoding="utf-8").replace("repairs: {cost: 4", "repairs: {cost: 5")
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    assert main(["case", str(tmp_path / "case.yaml"), "--verify"]) == 1
    assert "as_threatened: repairs: expected" in capsys.readouterr().out


def test_a_file_without_expectations_gets_both_views_and_everyone_bound(tmp_path, capsys):
    text = Path(FOUNDING).read_text(encoding="utf-8").split("expect:")[0]
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    main(["case", str(tmp_path / "case.yaml"), "--format", "json"])
    views = json.loads(capsys.readouterr().out)["views"]
    assert [view["view"] for view in views] == ["in_force", "as_threatened"]
    assert len(views[0]["bound"]) == 7
    assert main(["case", str(tmp_path / "case.yaml"), "--verify"]) == 2


def test_drawings_are_well_formed_and_one_a_conflict(tmp_path, capsys):
    main(["case", FOUNDING, "--svg", str(tmp_path)])
    names = sorted(path.name for path in tmp_path.iterdir())
    assert [name for name in names if "conflict" in name] == [f"as_threatened-conflict-{n}.svg" for n in (1, 2, 3)]
    for path in tmp_path.iterdir():
        assert ElementTree.fromstring(path.read_text(encoding="utf-8")).tag.endswith("svg")
    capsys.readouterr()
    main(["case", FOUNDING, "--format", "svg"])
    assert ElementTree.fromstring(capsys.readouterr().out).tag.endswith("svg")


def test_the_same_file_gives_the_same_bytes(capsys):
    outputs = set()
    for _ in range(2):
        main(["case", FOUNDING, "--format", "json"])
        outputs.add(capsys.readouterr().out)
    assert len(outputs) == 1


def test_words_of_drawings_stand_out(tmp_path):
    main(["case", FOUNDING, "--svg", str(tmp_path)])
    for path in tmp_path.iterdir():
        told = words_of(path.read_text(encoding="utf-8"), is_dark=False)
        assert told
        assert not [(each.text, each.ink, each.grounds) for each in told if each.contrast < 4.5], path.name
