"""A user's own order file: every fault at once, each at its line, and its examples are run."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.orders.load import HERE
from flowdown.pipeline.order_validation import validate_orders
from tests.unit.orders.order_files import ORDER


def faults(folder: Path, text: str | bytes, name: str = "xx-parts.yaml") -> list[str]:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    (validated,) = validate_orders([file])
    return [str(each).removeprefix(str(folder) + "/") for each in validated.problems]


def test_a_sound_file_has_no_fault_and_its_examples_come_out(tmp_path: Path) -> None:
    assert faults(tmp_path, ORDER) == []


WRONG = [
    ("kind: directive", "kind: decree", "(kind): `decree` is not known here"),
    ("checked_until: 2026-06-01", "checked_until: 2026-06-31", "`2026-06-31` is not a day of the calendar"),
    ("vendors: [huawei]", "vendors: [huawai]", "the catalogue has no vendor `huawai`"),
    ("modality: must_not", "modality: mustnt", "`mustnt` is not known here; did you mean `must_not`?"),
    ("contexts: [dod_contract_performance]", "contexts: [dod_contracts]", "unknown context `dod_contracts`"),
    ("    authority: us_dod_acquisition\n", "    authorty: us_dod_acquisition\n", "unknown key `authorty`"),
    ("of: no_parts", "of: no_part", "unknown norm `no_part`; did you mean `no_parts`?"),
    ("to: 2026-05-01, cites", "to: 2026-03-01, cites", "`to` 2026-03-01 is not after `from` 2026-04-01"),
    ("clock: {business_days: 1,", "clock: {business_days: 1, hours: 3,", "a clock has exactly one of"),
    ("    cites: Order 7 (e)\n", "", "`cites` is missing"),
    ("follows: first_report", "follows: report", "unknown duty `report`"),
]


def test_eleven_faults_are_told_in_one_pass_each_with_its_line(tmp_path: Path) -> None:
    text = ORDER
    for old, new, _ in WRONG:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    told = faults(tmp_path, text)
    missing = [words for _, _, words in WRONG if not any(words in each for each in told)]
    assert missing == []
    assert all(each.startswith("xx-parts.yaml:") and each.split(":")[1].isdigit() for each in told)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x [1]\nb: *x\n", "anchors and aliases are not allowed"),
        ("a: !!python/object:os.system x\n", "is not allowed"),
        ("[" * 90 + "]" * 90, "nested too deeply"),
        ("[" * 5000, "nesting depth"),
        (b"\xff\xfe\x00", "not UTF-8 text"),
        ("", "empty file"),
        ("- a\n- b\n", "expected keys and values"),
        ("a: [1\n", "not valid YAML"),
        ("just words\n", "expected keys and values"),
    ],
)
def test_what_is_no_order_is_refused_in_one_line(tmp_path: Path, text: str | bytes, words: str) -> None:
    told = faults(tmp_path, text)
    assert any(words in each for each in told), told
    assert all("\n" not in each for each in told)


def test_a_folder_and_a_file_that_is_not_there_are_told(tmp_path: Path) -> None:
    folder, gone = validate_orders([tmp_path, tmp_path / "gone.yaml"])
    assert "not a file" in str(folder.problems[0])
    assert "cannot be read" in str(gone.problems[0])


def test_an_example_that_does_not_come_out_is_a_fault_at_its_line(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, ORDER.replace("outcome: EXEMPT", "outcome: CLEAR"))
    assert "(examples[2]): the example does not come out" in told
    assert "it comes to EXEMPT, not CLEAR" in told


def test_an_id_is_the_files_name_and_nobody_elses(tmp_path: Path) -> None:
    assert "is not the file's name" in faults(tmp_path, ORDER, "other.yaml")[0]
    taken = ORDER.replace("id: xx-parts", "id: us-ant-4713", 1)
    assert "`us-ant-4713` is there already" in faults(tmp_path, taken, "us-ant-4713.yaml")[0]


def test_other_orders_that_are_named_have_to_be_there(tmp_path: Path) -> None:
    wrong = ORDER.replace("    exceptions: [{given: spare,", "    exceptions: [{given: us-ant-4713/moonlit,")
    assert "`us-ant-4713` has no open point `moonlit`" in faults(tmp_path, wrong)[0]
    assert "unknown order `us-moon`" in faults(tmp_path, ORDER.replace("vendors:", "related: [us-moon]\nvendors:"))[0]


def test_files_know_one_another(tmp_path: Path) -> None:
    other = ORDER.replace("id: xx-parts", "id: xx-more", 1).replace("vendors:", "related: [xx-parts]\nvendors:")
    (tmp_path / "xx-parts.yaml").write_text(ORDER)
    (tmp_path / "xx-more.yaml").write_text(other)
    both = validate_orders([tmp_path / "xx-more.yaml", tmp_path / "xx-parts.yaml"])
    assert [each.problems for each in both] == [(), ()]


def test_the_orders_of_the_library_are_valid() -> None:
    files = sorted((HERE / "library").glob("*.yaml"))
    broken = {
        each.order: [str(problem) for problem in each.problems] for each in validate_orders(files) if each.problems
    }
    assert broken == {}
