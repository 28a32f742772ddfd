"""What came and went is told whatever lines it stands on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowdown.catalogue.kinds import Basis
from flowdown.gate.compare import compare
from flowdown.gate.shift import Direction
from flowdown.scan.sighting import Sighting, Strength
from flowdown.scan.trace import TraceKind

from .samples import use


def test_moved_lines_shift_nothing() -> None:
    assert compare([use("a.py", 1), use("a.py", 9)], [use("a.py", 5), use("a.py", 30)], {}) == ()


def test_a_moved_file_shifts_nothing() -> None:
    assert compare([use("old/a.py", 1)], [use("new/a.py", 4)], {"old/a.py": "new/a.py"}) == ()


def test_a_new_version_of_a_package_shifts_nothing() -> None:
    before = [use("requirements.txt", 1, value="acme==1.0", kind=TraceKind.DEPENDENCY)]
    after = [use("requirements.txt", 3, value="acme[async]>=2,<3", kind=TraceKind.DEPENDENCY)]
    assert compare(before, after, {}) == ()


def test_a_scoped_package_keeps_its_name() -> None:
    before = [use("package.json", 1, value="@acme/one", kind=TraceKind.DEPENDENCY)]
    after = [use("package.json", 1, value="@acme/two", kind=TraceKind.DEPENDENCY)]
    assert [shift.direction for shift in compare(before, after, {})] == [Direction.FURTHER]


def test_a_vendor_that_comes_is_added() -> None:
    (shift,) = compare([], [use("a.py", 3)], {})
    assert (shift.direction, shift.vendor, shift.after, len(shift.came)) == (
        Direction.ADDED,
        "acme",
        Strength.RUNTIME_DEFAULT,
        1,
    )


def test_a_vendor_that_goes_is_removed() -> None:
    (shift,) = compare([use("a.py", 3)], [], {})
    assert (shift.direction, len(shift.gone)) == (Direction.REMOVED, 1)


def test_a_vendor_that_the_rest_of_the_tree_has_is_neither_added_nor_removed() -> None:
    elsewhere = [use("rest.py", 1)]
    assert [s.direction for s in compare([], [use("a.py", 3)], {}, elsewhere=elsewhere)] == [Direction.FURTHER]
    assert [s.direction for s in compare([use("a.py", 3)], [], {}, elsewhere=elsewhere)] == [Direction.FEWER]


def test_a_test_that_becomes_product_is_stronger() -> None:
    before = [use("tests/a.py", 1, strength=Strength.TEST_ONLY)]
    (shift,) = compare(before, [use("src/a.py", 1)], {"tests/a.py": "src/a.py"})
    assert (shift.direction, shift.before, shift.after) == (
        Direction.STRONGER,
        Strength.TEST_ONLY,
        Strength.RUNTIME_DEFAULT,
    )


def test_what_grows_weaker_did_not_come() -> None:
    after = [use("a.py", 1, strength=Strength.TEST_ONLY)]
    (shift,) = compare([use("a.py", 1)], after, {})
    assert (shift.direction, shift.came) == (Direction.WEAKER, ())


def test_one_more_vendor_on_offer_weakens_no_other() -> None:
    after = [use("a.py", 1, strength=Strength.RUNTIME_OPTIONAL)]
    assert compare([use("a.py", 1)], after, {}, lambda _: "import acme", lambda _: "import acme") == ()


def test_of_alike_sightings_the_one_on_the_new_line_came() -> None:
    lines = {1: "one()", 5: "new()", 9: "two()"}
    before = [use("a.py", line, kind=TraceKind.CALL) for line in (1, 2)]
    after = [use("a.py", line, kind=TraceKind.CALL) for line in (1, 5, 9)]
    old = {1: "one()", 2: "two()"}
    (shift,) = compare(before, after, {}, lambda s: old[s.place.line], lambda s: lines[s.place.line])
    assert [each.place.line for each in shift.came] == [5]


def test_a_mention_is_no_dependence() -> None:
    mention = use("README.md", 1, strength=Strength.MENTION_ONLY)
    assert [shift.direction for shift in compare([], [mention], {})] == [Direction.NAMED]


def test_a_vendor_of_whom_only_code_is_left_is_no_longer_served_by_it() -> None:
    before = [use("a.py", 1)]
    after = [replace(before[0], basis=Basis.LIBRARY)]
    assert [(s.direction, s.basis) for s in compare(before, after, {})] == [
        (Direction.FURTHER, Basis.LIBRARY),
        (Direction.REMOVED, Basis.SERVICE),
    ]


def test_a_vendor_with_a_service_is_not_added_by_its_model() -> None:
    service = use("a.py", 1)
    model = use("a.py", 9, basis=Basis.MODEL)
    assert [shift.direction for shift in compare([service], [service, model], {})] == [Direction.FURTHER]
    assert [shift.direction for shift in compare([service, model], [service], {})] == [Direction.FEWER]


def test_a_vendor_of_tests_that_comes_to_run_is_stronger_on_whatever_basis() -> None:
    tested = use("tests/a.py", 1, strength=Strength.TEST_ONLY)
    model = use("a.py", 9, basis=Basis.MODEL)
    assert [shift.direction for shift in compare([tested], [tested, model], {})] == [Direction.STRONGER]


def test_what_nobody_is_known_to_supply_is_open() -> None:
    assert [shift.direction for shift in compare([], [use("a.py", 1, None)], {})] == [Direction.OPEN]


def test_the_order_of_sightings_does_not_matter() -> None:
    before = [use("a.py", 1), use("b.py", 2, "other")]
    after = [use("b.py", 2, "other"), use("c.py", 1, "third"), use("a.py", 7)]
    assert compare(before, after, {}) == compare(before[::-1], after[::-1], {})


def test_lines_are_read_only_where_both_sides_have_the_like() -> None:
    def unread(_: Sighting) -> str:
        raise AssertionError("a line was read to no end")

    (shift,) = compare([], [use("a.py", 1), use("a.py", 2)], {}, unread, unread)
    assert shift.direction is Direction.ADDED
    (shift,) = compare([use("a.py", 2), use("a.py", 1)], [], {}, unread, unread)
    assert [each.place.line for each in shift.gone] == [1, 2]


@pytest.mark.parametrize("kind", [TraceKind.IMPORT, TraceKind.ENV_KEY])
def test_an_import_that_a_formatter_splits_shifts_nothing(kind: TraceKind) -> None:
    assert compare([use("a.py", 1, kind=kind)], [use("a.py", 1, kind=kind), use("a.py", 2, kind=kind)], {}) == ()


def test_one_more_import_that_is_stronger_is_told() -> None:
    weak = use("a.py", 1, strength=Strength.TEST_ONLY)
    (shift,) = compare([weak], [weak, use("a.py", 2)], {})
    assert (shift.direction, [each.place.line for each in shift.came]) == (Direction.STRONGER, [2])


def test_one_more_call_is_told() -> None:
    before, more = use("a.py", 1, kind=TraceKind.CALL), use("a.py", 2, kind=TraceKind.CALL)
    assert [shift.direction for shift in compare([before], [before, more], {})] == [Direction.FURTHER]


def test_what_is_only_mentioned_is_told_once_whatever_its_kind() -> None:
    before = use("a.ts", 1, strength=Strength.MENTION_ONLY, kind=TraceKind.CONFIG)
    after = [use("a.ts", line, strength=Strength.MENTION_ONLY, kind=TraceKind.MODEL_ID) for line in (3, 4)]
    assert compare([before], after, {}) == ()
    assert [shift.direction for shift in compare([], after, {})] == [Direction.NAMED]
