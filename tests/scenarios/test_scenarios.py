"""Every shared case file comes out as it expects, in every format."""

import json
from pathlib import Path

import pytest

from flowdown.cli.main import main
from flowdown.pipeline.case import load_case, verify_case

CASES = sorted(Path(__file__).parent.glob("*.yaml"))
IDS = [case.stem for case in CASES]


@pytest.mark.parametrize("path", CASES, ids=IDS)
def test_comes_out_as_expected(path):
    assert verify_case(load_case(path)) == ()


@pytest.mark.parametrize("path", CASES, ids=IDS)
def test_json_has_an_entry_for_every_view_with_an_answer_to_every_question(path, capsys):
    main(["case", str(path), "--format", "json"])
    answer = json.loads(capsys.readouterr().out)
    case = load_case(path)
    assert (answer["schema"], answer["id"]) == ("flowdown.case/1", path.stem)
    asked = [(e.view.value, len(e.bound), len(e.status), len(e.deadlines)) for e in case.expect]
    assert asked == [
        (view["view"], len(view["bound"]), len(view["status"]), len(view["deadlines"])) for view in answer["views"]
    ]


@pytest.mark.parametrize("path", CASES, ids=IDS)
def test_text_names_every_conflicting_norm_with_its_citation(path, capsys):
    main(["case", str(path)])
    text = " ".join(capsys.readouterr().out.split())
    case = load_case(path)
    cites = {norm.id: norm.cites for norm in case.situation.norms}
    for expected in case.expect:
        for conflict in expected.conflicts or ():
            for norm in conflict.norms:
                assert norm in text
                assert " ".join(cites[norm].split()) in text
