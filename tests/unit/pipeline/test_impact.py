"""What falls if a vendor is cut: numbers, money, ways, alternatives, and what is not known."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.catalogue import load
from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.from_profile import gather_profile
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.profile.read_profile import read_profile
from flowdown.evidence.sayings import assess
from flowdown.evidence.source import ClaimSource
from flowdown.graph import open_store
from flowdown.graph.alternatives import Fate
from flowdown.graph.impact import Answer
from flowdown.pipeline.graph_diff import compare_days, side_of
from flowdown.pipeline.impact import Cut, find_impact
from flowdown.pipeline.spof import find_points_of_failure

DAY = datetime.date(2026, 3, 1)
NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
P = Predicate
Words = tuple[str, Predicate, str]


def _claim(subject: str, predicate: Predicate, object_: str, **qualifiers: str) -> Claim:
    until = datetime.date.fromisoformat(qualifiers.pop("until")) if "until" in qualifiers else None
    pairs = tuple(sorted(qualifiers.items()))
    return Claim(subject, predicate, object_, ClaimSource("document:list", "r", ""), pairs, None, until)


def _store(folder: Path, claims: Iterable[Claim]) -> Path:
    file = folder / "claims.sqlite"
    with open_store(file) as store:
        store.add(claims, NOON)
    return file


def _ask(folder: Path, *claims: Claim, **how: object) -> Answer:
    cut = how.pop("cut", ("acme",))
    return find_impact(_store(folder, claims), Cut(cut, DAY, NOON, **how))  # type: ignore[arg-type]


def _fates(answer: Answer) -> dict[str, Fate]:
    return {each.node: each.fate for each in answer.impact.affected}


APP = _claim("tree:app", P.USES, "vendor:acme")
SERVES = _claim("tree:app", P.SERVES, "contract:w1")
ONE_OF = [_claim("system:pay", P.DEPENDS_ON, node, group="llm") for node in ("service:a", "service:b")]
MADE = [_claim("service:a", P.MADE_BY, "vendor:acme"), _claim("service:b", P.MADE_BY, "vendor:bolt")]


def test_the_three_measures_are_told_apart(tmp_path: Path) -> None:
    lean = _claim("system:pay", P.SERVES, "contract:w2")
    beside = _claim("tree:app", P.USES, "vendor:bolt")
    answer = _ask(tmp_path, APP, SERVES, beside, *ONE_OF, *MADE, lean)
    counts = answer.impact.counts
    assert (counts.reachable, counts.hit, counts.unavoidable) == (5, 3, 1)
    assert _fates(answer) == {
        "tree:app": Fate.FALLS,
        "contract:w1": Fate.FALLS,
        "service:a": Fate.UNAVOIDABLE,
        "system:pay": Fate.KEPT,
        "contract:w2": Fate.KEPT,
    }


def _used(tree: str, strength: str) -> Claim:
    return _claim(f"tree:{tree}", P.USES, "vendor:acme", strength=strength)


def test_a_use_that_can_be_spared_reaches_and_fells_nothing(tmp_path: Path) -> None:
    strengths = {
        "main": ["runtime-default"],
        "choice": ["runtime-optional"],
        "tests": ["test-only"],
        "tools": ["dev-tooling"],
        "both": ["test-only", "runtime-default"],
    }
    uses = [_used(tree, strength) for tree, all_ in strengths.items() for strength in all_]
    below = [_claim(f"tree:{tree}", P.SERVES, f"contract:{tree}") for tree in strengths]
    answer = _ask(tmp_path, *uses, *below)
    goes_on = ("choice", "tests", "tools")
    fates = {f"{kind}:{tree}": Fate.UNAVOIDABLE for tree in strengths for kind in ("tree", "contract")}
    assert _fates(answer) == fates | {f"{kind}:{tree}": Fate.KEPT for tree in goes_on for kind in ("tree", "contract")}
    counts = answer.impact.counts
    assert (counts.reachable, counts.hit, counts.unavoidable, counts.circular) == (10, 4, 4, 0)
    assert answer.impact.unknown.may_use == (("tree:choice", "vendor:acme"),)
    points = find_points_of_failure(tmp_path / "claims.sqlite", "", DAY, NOON).points
    assert points is not None and dict(points.points[0].of) == {"contract": 2, "tree": 2}


def test_a_library_goes_on_when_its_maker_is_cut(tmp_path: Path) -> None:
    library = _claim("package:pkg:pypi/alpha", P.MADE_BY, "vendor:acme", basis="library", product="libraries")
    over = [_claim("system:shop", P.DEPENDS_ON, "package:pkg:pypi/alpha")]
    answer = _ask(tmp_path, library, *over, _claim("service:a", P.MADE_BY, "vendor:acme", basis="service"))
    assert _fates(answer) == {"system:shop": Fate.KEPT, "service:a": Fate.UNAVOIDABLE}
    assert (answer.impact.counts.reachable, answer.impact.counts.hit) == (3, 1)


def test_a_thing_that_falls_is_told_no_way_that_it_could_do_without(tmp_path: Path) -> None:
    direct = _used("app", "test-only")
    over = [_claim("tree:app", P.USES, "service:a"), _claim("service:a", P.MADE_BY, "vendor:acme")]
    (app,) = (each for each in _ask(tmp_path, direct, *over).impact.affected if each.node == "tree:app")
    assert app.fate is Fate.UNAVOIDABLE and app.ways == (("tree:app", "service:a", "vendor:acme"),)


def test_an_alternative_that_falls_by_the_same_cut_is_told_as_such(tmp_path: Path) -> None:
    named = [
        _claim("vendor:bolt", P.ALTERNATIVE_TO, "vendor:acme"),
        _claim("vendor:cord", P.ALTERNATIVE_TO, "vendor:acme"),
    ]
    answer = _ask(tmp_path, APP, *ONE_OF, *MADE, *named, _claim("vendor:bolt", P.USES, "vendor:acme"))
    told = {each.node: (each.fate, each.named, each.groups) for each in answer.impact.alternatives}
    assert told == {
        "vendor:cord": (Fate.STAYS, ("vendor:acme",), 0),
        "vendor:bolt": (Fate.UNAVOIDABLE, ("vendor:acme",), 0),
        "service:a": (Fate.UNAVOIDABLE, (), 1),
        "service:b": (Fate.UNAVOIDABLE, (), 1),
    }
    assert _fates(answer)["system:pay"] is Fate.UNAVOIDABLE


@pytest.mark.parametrize(("need", "fate"), [("1", Fate.KEPT), ("2", Fate.KEPT), ("3", Fate.FALLS)])
def test_so_many_of_a_group_must_stay(tmp_path: Path, need: str, fate: Fate) -> None:
    group = [_claim("system:pay", P.DEPENDS_ON, f"service:{each}", group="g", need=need) for each in "abc"]
    assert _fates(_ask(tmp_path, *group, MADE[0]))["system:pay"] is fate


def test_alternatives_in_a_circle_hold_each_other_up_and_are_told(tmp_path: Path) -> None:
    circle = [
        _claim("service:a", P.DEPENDS_ON, "service:b", group="g"),
        _claim("service:a", P.DEPENDS_ON, "vendor:acme", group="g"),
        _claim("service:b", P.DEPENDS_ON, "service:a"),
    ]
    counts = _ask(tmp_path, *circle).impact.counts
    assert (counts.reachable, counts.hit, counts.unavoidable, counts.circular) == (2, 0, 2, 2)


def test_a_contract_is_counted_once_and_currencies_are_apart(tmp_path: Path) -> None:
    values = [
        _claim("contract:w1", P.VALUED, "amount:100.10", currency="USD"),
        _claim("contract:w2", P.VALUED, "amount:-20.05", currency="USD"),
        _claim("contract:w3", P.VALUED, "amount:7", currency="EUR"),
        _claim("contract:w1", P.VALUED, "amount:90", currency="USD", of="obligated"),
    ]
    serves = [_claim("tree:app", P.SERVES, f"contract:w{number}") for number in (1, 2, 3)]
    again = _claim("tree:lib", P.SERVES, "contract:w1")
    answer = _ask(tmp_path, APP, _claim("tree:lib", P.USES, "vendor:acme"), *serves, again, *values)
    assert [(each.of, each.currency, each.total, each.nodes) for each in answer.impact.sums] == [
        ("", "EUR", Decimal(7), 1),
        ("", "USD", Decimal("80.05"), 2),
        ("obligated", "USD", Decimal(90), 1),
    ]


def test_a_subcontract_is_inside_its_prime_contract(tmp_path: Path) -> None:
    values = [_claim(f"contract:{each}", P.VALUED, "amount:50", currency="USD") for each in ("prime", "sub")]
    below = _claim("contract:sub", P.SUBCONTRACTOR_OF, "contract:prime")
    (total,) = _ask(tmp_path, APP, _claim("tree:app", P.SERVES, "contract:sub"), below, *values).impact.sums
    assert (total.total, total.nodes, total.inside) == (50, 1, 1)


def test_a_subaward_is_inside_whatever_its_sum_is_called(tmp_path: Path) -> None:
    values = [
        _claim("contract:prime", P.VALUED, "amount:50", currency="USD", of="obligated"),
        _claim("contract:sub", P.VALUED, "amount:20", currency="USD", of="subaward"),
        _claim("contract:other", P.VALUED, "amount:5", currency="USD", of="subaward"),
    ]
    serves = [_claim("tree:app", P.SERVES, f"contract:{each}") for each in ("sub", "other")]
    below = _claim("contract:sub", P.SUBCONTRACTOR_OF, "contract:prime")
    sums = _ask(tmp_path, APP, *serves, below, *values).impact.sums
    assert [(each.of, each.total, each.inside) for each in sums] == [("obligated", 50, 0), ("subaward", 5, 1)]


def test_of_amounts_that_contradict_each_other_the_highest_counts_and_it_is_told(tmp_path: Path) -> None:
    values = [_claim("contract:w1", P.VALUED, f"amount:{each}", currency="USD") for each in (10, 30)]
    (total,) = _ask(tmp_path, APP, SERVES, *values).impact.sums
    assert (total.total, total.contradicted) == (30, 1)


def test_sums_that_no_machine_number_holds_stay_exact(tmp_path: Path) -> None:
    great = "9" * 28 + ".01"
    values = [_claim(f"contract:w{each}", P.VALUED, f"amount:{great}", currency="USD") for each in (1, 2)]
    (total,) = _ask(tmp_path, APP, SERVES, _claim("tree:app", P.SERVES, "contract:w2"), *values).impact.sums
    assert total.total == Decimal("19999999999999999999999999998.02")


def test_every_hop_of_every_way_has_its_claims(tmp_path: Path) -> None:
    second = [_claim("contract:w1", P.DEPENDS_ON, "service:a"), MADE[0]]
    answer = _ask(tmp_path, APP, SERVES, *second)
    contract = next(each for each in answer.impact.affected if each.node == "contract:w1")
    assert contract.ways == (("contract:w1", "service:a", "vendor:acme"), ("contract:w1", "tree:app", "vendor:acme"))
    assert [row.id for row in answer.hops["contract:w1", "tree:app"].rows] == [SERVES.id]
    assert all(hop.rows for hop in answer.hops.values())


def test_what_is_supplied_for_one_contract_is_needed_by_it(tmp_path: Path) -> None:
    supply = _claim("supplier:s", P.SUPPLIES, "organisation:us", contract="w9")
    answer = _ask(tmp_path, supply, cut=("supplier:s",))
    assert set(_fates(answer)) == {"organisation:us", "contract:w9"}
    assert answer.hops["contract:w9", "supplier:s"].rows[0].id == supply.id


def test_disputed_claims_count_only_when_asked_and_are_told_otherwise(tmp_path: Path) -> None:
    doubt = assess(APP.id, "person:bob", Stance.DISPUTES, "", NOON)
    answer = _ask(tmp_path, APP, SERVES, doubt)
    assert answer.impact.counts.reachable == 0
    assert answer.impact.with_disputed is not None and answer.impact.with_disputed.hit == 2
    again = find_impact(tmp_path / "claims.sqlite", Cut(("acme",), DAY, NOON, include_disputed=True))
    assert set(_fates(again)) == {"tree:app", "contract:w1"}
    assert again.hops["tree:app", "vendor:acme"].is_disputed


def test_who_is_owned_is_told_and_cut_only_when_asked(tmp_path: Path) -> None:
    owns = _claim("vendor:acme", P.OWNS, "organisation:child", share="60")
    uses = _claim("system:pay", P.USES, "organisation:child")
    answer = _ask(tmp_path, owns, uses)
    assert (answer.impact.counts.hit, answer.owned_apart) == (0, ("organisation:child",))
    again = find_impact(tmp_path / "claims.sqlite", Cut(("acme",), DAY, NOON, owned="half"))
    assert set(_fates(again)) == {"system:pay"}
    assert [row.id for row in again.owned["organisation:child"]] == [owns.id]


def test_what_may_use_it_and_what_is_not_known_is_told(tmp_path: Path) -> None:
    hint = _claim("tree:lib", P.MAY_USE, "vendor:acme")
    open_point = Claim(
        "contract:w1",
        P.DESCRIBED,
        "text:unknown",
        ClaimSource("document:p", "r", ""),
        (("of", "tier"),),
        stance=Stance.DISPUTES,
    )
    unknown = _ask(tmp_path, APP, SERVES, hint, open_point).impact.unknown
    assert unknown.may_use == (("tree:lib", "vendor:acme"),)
    assert [node for node, _ in unknown.open_points] == ["contract:w1"]


def test_shares_are_of_everything_that_is_paid(tmp_path: Path) -> None:
    spend = [
        _claim(f"vendor:{name}", P.VALUED, f"amount:{amount}", currency="USD", of="spend")
        for name, amount in (("acme", 300), ("bolt", 100))
    ]
    shares = _ask(tmp_path, APP, *spend).impact.shares
    assert [(each.node, each.fate, each.per_cent) for each in shares] == [
        ("vendor:acme", Fate.CUT, 75.0),
        ("vendor:bolt", Fate.STAYS, 25.0),
    ]


def test_nothing_known_of_a_vendor_is_an_error_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    with pytest.raises(UnusableArgument, match="nothing is known of `vendor:acne`"):
        _ask(tmp_path, APP, cut=("acne",))


def test_single_points_of_failure_of_everything_and_of_one(tmp_path: Path) -> None:
    both = [_claim("tree:lib", P.SERVES, "contract:w1"), _claim("tree:lib", P.USES, "vendor:acme")]
    file = _store(tmp_path, [APP, SERVES, *both])
    found = find_points_of_failure(file, "", DAY, NOON).points
    assert found is not None
    assert [(each.node, each.of) for each in found.points] == [("vendor:acme", (("contract", 1), ("tree", 2)))]
    assert find_points_of_failure(file, "contract:w1", DAY, NOON).chain == (("vendor:acme",),)


def test_a_circle_is_one_point_of_failure(tmp_path: Path) -> None:
    circle = [_claim("service:a", P.DEPENDS_ON, "service:b"), _claim("service:b", P.DEPENDS_ON, "service:a")]
    file = _store(tmp_path, [*circle, _claim("system:pay", P.USES, "service:b")])
    assert find_points_of_failure(file, "system:pay", DAY, NOON).chain == (("service:a", "service:b"),)
    assert find_points_of_failure(file, "service:a", DAY, NOON).chain == (("service:b",),)


def test_what_changed_between_two_days(tmp_path: Path) -> None:
    ended = _claim("tree:old", P.USES, "vendor:acme", until="2026-02-15")
    file = _store(tmp_path, [APP, ended])
    before, after = side_of(datetime.date(2026, 2, 1), NOON), side_of(DAY, NOON)
    arcs = compare_days(file, before, after, (), False).arcs
    assert arcs is not None and (arcs.new, arcs.gone) == ((), (("tree:old", "vendor:acme"),))
    falls = compare_days(file, before, after, ("acme",), False)
    assert [(each.node, each.before, each.after) for each in falls.fates] == [("tree:old", Fate.UNAVOIDABLE, None)]
    assert falls.before.counts is not None and (falls.before.counts.hit, falls.before.sums) == (2, ())
    with pytest.raises(UnusableArgument, match="both days are the same"):
        compare_days(file, after, after, (), False)


def test_a_diff_tells_whose_money_changed(tmp_path: Path) -> None:
    def worth(node: str, amount: str, until: str = "", **how: str) -> Claim:
        return _claim(node, P.VALUED, f"amount:{amount}", currency="USD", **how, **({"until": until} if until else {}))

    then = datetime.date(2026, 2, 1)
    grown = replace(worth("contract:grown", "30.5"), valid_from=DAY)
    claims = [
        worth("contract:same", "7"),
        worth("contract:grown", "10", until="2026-03-01"),
        grown,
        worth("contract:gone", "5", until="2026-02-15"),
        replace(worth("supplier:paid", "2", of="spend"), valid_from=DAY),
    ]
    changes = compare_days(_store(tmp_path, claims), side_of(then, NOON), side_of(DAY, NOON), (), False)
    told = [(each.node, each.of, each.before, each.after) for each in changes.amounts]
    assert told == [
        ("contract:grown", "", Decimal(10), Decimal("30.5")),
        ("contract:gone", "", Decimal(5), None),
        ("supplier:paid", "spend", None, Decimal(2)),
    ]
    assert [[(each.total, each.nodes) for each in side.sums] for side in (changes.before, changes.after)] == [
        [(Decimal(22), 3)],
        [(Decimal("37.5"), 2)],
    ]


@pytest.mark.parametrize("stance", [Stance.SUPPORTS, Stance.DISPUTES])
def test_only_code_of_a_vendor_goes_on_working(stance: Stance, tmp_path: Path) -> None:
    code = _claim("tree:code", P.USES, "vendor:acme", basis="library", kind="import")
    called = _claim("tree:called", P.USES, "vendor:acme", basis="service", kind="call")
    other = replace(_claim("tree:called", P.USES, "vendor:bolt", basis="library"), stance=stance)
    assert _fates(_ask(tmp_path, code, called, other)) == {"tree:called": Fate.UNAVOIDABLE}


_CONTRACTS = """
organisation: {id: us-inc}
contracts:
  - {id: navy, agency_kind: defense}
  - {id: parks, agency_kind: civilian}
  - {id: shop, agency_kind: private}
  - {id: unsaid}
"""


def test_a_context_of_use_tells_only_what_is_used_in_it(tmp_path: Path) -> None:
    claims = [
        APP,
        *(_claim("tree:app", P.SERVES, f"contract:{name}") for name in ("navy", "parks", "shop", "unsaid")),
        *(_claim(f"contract:{name}", P.VALUED, "amount:10", currency="USD") for name in ("navy", "parks", "unsaid")),
        *gather_profile(read_profile(_CONTRACTS.encode(), "flowdown.yaml", load()), load()),
        _claim("tree:site", P.USES, "vendor:acme"),
        _claim("tree:site", P.SERVES, "organisation:us-inc"),
    ]

    def told(*contexts: str) -> tuple[set[str], int, int]:
        folder = tmp_path / "-".join(contexts)
        impact = _ask(folder, *claims, contexts=contexts).impact
        assert impact.counts.reachable == impact.counts.hit == len(impact.affected)
        return {each.node for each in impact.affected}, impact.unplaced, sum(int(each.total) for each in impact.sums)

    assert told("dod_contract_performance") == ({"contract:navy", "tree:app"}, 1, 10)
    assert told("federal_contract_performance") == ({"contract:navy", "contract:parks", "tree:app"}, 1, 20)
    own = {"contract:shop", "organisation:us-inc", "tree:app", "tree:site"}
    assert told("own_business") == (own, 1, 0)
    assert told("ic_contract_performance") == (set(), 1, 0)


@pytest.mark.parametrize(
    ("context", "said"), [("nowhere", "unknown context `nowhere`"), ("dod_systems", "no claim tells what is used")]
)
def test_a_context_that_nothing_can_be_told_of_is_refused(tmp_path: Path, context: str, said: str) -> None:
    with pytest.raises(UnusableArgument, match=said):
        _ask(tmp_path, APP, contexts=(context,))
