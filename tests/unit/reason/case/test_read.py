"""Case files that cannot be used are refused with file, line, path and one sentence, all problems at once."""

from pathlib import Path

import pytest

from flowdown.base.errors import FlowdownError
from flowdown.cli.main import main
from flowdown.reason.case.read import NORM_LIMIT, read_case

BROKEN = Path(__file__).parent / "broken"

FAULTS = {
    "anchor": ["4:10: anchors and aliases are not allowed", "4:22: anchors and aliases are not allowed"],
    "ban-with-a-due-day": ["6:5 (norms[0]): only a `must` can have a `timing`"],
    "cyclic-contexts": ["5:13 (contexts[0].within): the context `a` lies within itself"],
    "duplicate-id": ["6:6 (actors[1].id): duplicate id `a`"],
    "empty": ["empty file"],
    "extend-without-a-due-day": ["8:25 (repairs[0].norm): `n` has no due day that could be extended"],
    "half-a-pair": ["4:38 (incompatible_findings[1]): expected a pair of findings"],
    "many-at-once": [
        "4:20 (actors[1].id): duplicate id `a`",
        "5:23 (authorities[0].rank): expected a number, found `high`",
        "6:20 (contexts[0].within): unknown context `d`",
        "8:38 (norms[0].bearer.actor): unknown actor `z`",
        "8:93 (norms[0].contexts[0]): unknown context `e`",
        "9:13 (norms[1].modality): `shall` is not known here; one of must, must_not, may, need_not",
        "10:28 (lead_times[0].days): a lead time is below zero",
        "11:1 (unheard_of): unknown key `unheard_of`",
    ],
    "negative-cost": ["8:5 (repairs[0]): a cost is a number from 0 up"],
    "no-such-day": ["6:88 (norms[0].from): `2026-02-30` is not a day of the calendar"],
    "not-a-case": ["1:1: expected the keys of a case, found something else"],
    "not-a-list": ["4:1 (actors): expected a list"],
    "not-yaml": ["4:1: not valid YAML: did not find expected ',' or '}'"],
    "on-is-a-word": ["6:82 (norms[0].on): unknown key `on`"],
    "rank-is-text": ["5:30 (authorities[0].rank): expected a number, found `high`"],
    "reversed-window": [
        "3:1 (window): the window ends on 2026-01-01, which is not after its start, 2027-01-01",
    ],
    "share-above-all": ["6:38 (relations[0].percent): `140.0` is no percentage"],
    "two-selectors": [
        "6:29 (norms[0].bearer): a bearer has exactly one of `actor`, `supplier_of`, `owned_by`, `kind`, `all`",
    ],
    "unknown-actor": ["6:38 (norms[0].bearer.actor): unknown actor `alhpa`; did you mean `alpha`?"],
    "unknown-authority": ["6:82 (norms[0].authority): unknown authority `nobody`"],
    "unknown-fact": ["6:41 (relations[0].given): unknown fact `g`"],
    "unknown-key": [
        "6:5 (norms[0]): `modality` is missing",
        "7:5 (norms[0].modalty): unknown key `modalty`; did you mean `modality`?",
    ],
    "unknown-norm": [
        "6:98 (norms[0].replaces[0]): unknown norm `order0`; did you mean `order1`?",
        "8:18 (stays[0].of[0]): unknown norm `order2`; did you mean `order1`?",
    ],
    "unknown-relation": [
        "6:6 (relations[0].type): `suplies` is not known here; one of supplies, owns, derived_from, contains",
    ],
}


def test_every_broken_file_is_looked_at():
    assert sorted(path.stem for path in BROKEN.glob("*.yaml")) == sorted(FAULTS)


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_broken_file_is_refused_with_all_its_faults(name, capsys):
    path = BROKEN / f"{name}.yaml"
    assert main(["case", str(path)]) == 2
    shown = capsys.readouterr().err.splitlines()
    places = [
        f"flowdown: {path}: {fault}" if fault == "empty file" else f"flowdown: {path}:{fault}" for fault in FAULTS[name]
    ]
    assert shown == places


def big(count, pattern):
    norms = pattern.join(
        f"{{id: n{number}, modality: must, bearer: {{all: true}}, action: use, object: {{thing: t}}}}"
        for number in range(count)
    )
    head = "id: big\nas_of: 2026-03-01\nwindow: {from: 2026-01-01, to: 2027-01-01}\n"
    return (f"{head}norms:\n- {norms}\n" if "\n" in pattern else f"{head}norms: [{norms}]\n").encode()


@pytest.mark.parametrize("pattern", ["\n- ", ", "])
def test_a_hundred_thousand_norms_are_refused_at_once(pattern):
    with pytest.raises(FlowdownError) as raised:
        read_case(big(100_000, pattern), "big.yaml")
    assert str(raised.value) == f"big.yaml:4:1 (norms): about 100000 norms; a case holds at most {NORM_LIMIT}"


def test_a_reversed_period_of_a_norm_is_only_empty():
    text = big(1, ", ").replace(b"action", b"from: 2026-05-01, to: 2026-02-01, action")
    assert read_case(text, "case.yaml").situation.norms[0].id == "n0"


def test_a_missing_file_is_one_line(capsys):
    assert main(["case", "no/such/file.yaml"]) == 2
    assert capsys.readouterr().err == "flowdown: no/such/file.yaml: cannot be read: No such file or directory\n"


def test_control_characters_of_a_file_do_not_reach_the_screen(tmp_path, capsys):
    text = big(1, ", ").replace(b"id: big", b'id: "big\\e[31m"')
    (tmp_path / "case.yaml").write_bytes(text)
    main(["case", str(tmp_path / "case.yaml")])
    assert "\x1b" not in capsys.readouterr().out
