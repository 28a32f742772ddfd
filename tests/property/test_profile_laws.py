"""Laws of the profile: what is written is read back, what one contract leaves open touches no other, nothing crashes."""

from __future__ import annotations

import datetime
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from flowdown.base.errors import FlowdownError
from flowdown.catalogue.kinds import Basis
from flowdown.evidence.from_profile import gather_profile, read_profile_at
from flowdown.evidence.place_scan import Home, place_scan
from flowdown.evidence.profile.contract import AgencyKind, Contract, ContractKind, StatedClause
from flowdown.evidence.profile.draft import Draft
from flowdown.evidence.profile.field import Answer, Unknown
from flowdown.evidence.profile.holding import Equipment, Software
from flowdown.evidence.profile.party import Organisation, Supplier, Supply
from flowdown.evidence.profile.profile import Profile
from flowdown.evidence.profile.write_draft import write_draft
from flowdown.evidence.tables.table import read_table
from flowdown.graph import open_store
from flowdown.graph.reading import leave_out_known
from flowdown.scan.sighting import Coverage, Scan, Sighting, Strength, Tree
from flowdown.scan.trace import Place, Role, TraceKind
from tests.unit.evidence.profiles import catalogue, faults, read

DAYS = st.dates(datetime.date(2018, 1, 1), datetime.date(2030, 1, 1))
TEXTS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30)
NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,10}", fullmatch=True).filter(
    lambda name: name not in ("us", "unknown", "own-business", "us-inc")
)
UNKNOWN_OR = st.sampled_from([Unknown.UNKNOWN, None])
CLAUSES = st.lists(
    st.sampled_from(
        [
            StatedClause("FAR 52.204-25", "NOV 2021"),
            StatedClause("FAR 52.204-30", Unknown.UNKNOWN, modification="P00002"),
            StatedClause("DFARS 252.239-7018", datetime.date(2022, 12, 1)),
            StatedClause("FAR 52.212-1", "Jan 2020", "I"),
        ]
    ),
    unique_by=lambda each: each.clause,
).map(tuple)


@st.composite
def contracts(draw: st.DrawFn, name: str) -> Contract:
    """A contract that can be."""
    days = sorted(draw(st.lists(DAYS, min_size=3, max_size=3, unique=True)))
    solicited, awarded, ends = (draw(st.just(day) | UNKNOWN_OR) for day in days)
    return Contract(
        id=name,
        title=draw(TEXTS | st.just("")),
        agency=draw(TEXTS.filter(lambda text: text != "unknown") | UNKNOWN_OR),
        agency_kind=draw(st.sampled_from(AgencyKind)),
        kind=draw(st.sampled_from(ContractKind)),
        tier=draw(st.integers(0, 5) | UNKNOWN_OR),
        value=draw(st.integers(0, 10**9) | UNKNOWN_OR),
        solicited=solicited,
        awarded=awarded,
        ends=ends,
        clauses=draw(CLAUSES.filter(bool) | UNKNOWN_OR),
        all_clauses_listed=draw(st.sampled_from(Answer)),
    )


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """A profile that can be."""
    names = draw(st.lists(NAMES, min_size=3, max_size=6, unique=True))
    held, supplier = names[:-1], names[-1]
    return Profile(
        organisation=Organisation("us-inc", draw(TEXTS)),
        contracts=tuple(draw(contracts(name)) for name in held),
        suppliers=(Supplier(supplier, draw(TEXTS), supplies=(Supply(draw(TEXTS), (held[0],)),)),),
        equipment=(Equipment("e-1", draw(TEXTS), installed=(Software(draw(TEXTS), "", draw(TEXTS)),)),),
    )


@given(profiles())
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(profile: Profile) -> None:
    assert read(write_draft(Draft(profile, asks_for_more=False))).profile == profile


@given(profiles())
@settings(max_examples=40, deadline=None)
def test_a_commented_file_states_the_same(profile: Profile) -> None:
    """Its first entries say `unknown` where the others say nothing."""
    commented = read(write_draft(Draft(profile)))
    plain = read(write_draft(Draft(profile, asks_for_more=False)))
    sentences = [
        {(each.subject, each.predicate, each.object, each.qualifiers) for each in gather_profile(stated, catalogue())}
        for stated in (commented, plain)
    ]
    assert sentences[0] == sentences[1]


@given(profiles())
@settings(max_examples=30, deadline=None)
def test_a_second_reading_adds_nothing(profile: Profile) -> None:
    stated = read(write_draft(Draft(profile)))
    noon = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)
    with open_store() as store:
        store.add(leave_out_known(store, (*gather_profile(stated, catalogue()), read_profile_at(stated, noon))), noon)
        later = noon + datetime.timedelta(days=3)
        again = leave_out_known(store, (*gather_profile(stated, catalogue()), read_profile_at(stated, later)))
        assert store.add(again, later).new == 0


@given(profiles(), st.sampled_from(["solicited", "awarded", "tier", "agency", "value"]))
@settings(max_examples=40, deadline=None)
def test_what_one_contract_leaves_open_touches_no_other(profile: Profile, name: str) -> None:
    first, *others = profile.contracts
    open_ = replace(profile, contracts=(replace(first, **{name: Unknown.UNKNOWN}), *others))  # type: ignore[arg-type]
    changed = _sentences(profile) ^ _sentences(open_)
    named = {word for sentence in changed for word in (sentence[0], sentence[2], *(value for _, value in sentence[3]))}
    assert named.isdisjoint({word for each in others for word in (each.id, f"contract:{each.id}")})


def _sentences(profile: Profile) -> set[tuple[str, str, str, tuple[tuple[str, str], ...]]]:
    claims = gather_profile(read(write_draft(Draft(profile, asks_for_more=False))), catalogue())
    return {(each.subject, each.predicate.value, each.object, each.qualifiers) for each in claims}


WORDS = st.sampled_from(
    [
        "unknown",
        "[]",
        "{}",
        "-1",
        "1.10",
        "2025-13-40",
        "[{}]",
        "[[1]]",
        "~",
        "'",
        "&a x",
        "*a",
        "own-business",
        "[us]",
        "- a",
        "yes",
        '"\\0"',
    ]
)
KEYS = st.sampled_from(
    "organisation contracts systems repositories equipment suppliers customers firms people vendors alternatives ownership waivers "
    "id name clauses orders serves owner owned percent supplies to office piid x".split()
)


@given(st.lists(st.tuples(st.integers(0, 3), KEYS, WORDS), max_size=12))
@settings(max_examples=300, deadline=None)
def test_no_text_stops_the_reader(parts: list[tuple[int, str, str]]) -> None:
    text = "\n".join(f"{'  ' * indent}{'- ' if indent else ''}{key}: {word}" for indent, key, word in parts)
    assert all(each.startswith("flowdown.yaml") for each in faults(text))


@given(st.binary(max_size=400) | st.text(st.sampled_from('ab,;\t"\n=[]{}:piid1é'), max_size=200).map(str.encode))
@settings(max_examples=300, deadline=None)
def test_no_table_stops_its_reader(content: bytes) -> None:
    try:
        table = read_table(b"piid;agency\n" + content, "t.csv", frozenset({"piid"}))
    except FlowdownError as error:
        assert error.where is not None
    else:
        assert all(row.line > 1 for row in table.rows)


FOLDERS = st.lists(st.sampled_from("ab"), max_size=3).map(lambda parts: "/".join(["/top", *parts]))


@given(st.lists(FOLDERS, max_size=4, unique=True), FOLDERS, st.lists(FOLDERS, min_size=1, max_size=6, unique=True))
@settings(max_examples=100, deadline=None)
def test_each_sighting_is_placed_once_in_the_innermost_home(folders: list[str], root: str, seen: list[str]) -> None:
    below = [folder for folder in seen if folder == root or folder.startswith(root + "/")]
    sightings = tuple(_sighting(f"{folder}/f.py"[len(root) + 1 :]) for folder in below)
    scan = Scan((Tree("t", root),), sightings, (), (), (), Coverage(0, 0, 0, (), ()), "", "")
    homes = [Home(folder, folder) for folder in folders]
    placed = place_scan(scan, {"t": root}, homes, {"t": "stray"})
    assert len(placed.scan.sightings) == len(sightings)
    for each in placed.scan.sightings:
        around = root if each.tree == "stray" else each.tree
        folder = f"{around}/{each.place.path}".rpartition("/")[0]
        inner = [home for home in folders if folder == home or folder.startswith(home + "/")]
        assert each.tree == (max(inner, key=len) if inner else "stray")


def _sighting(path: str) -> Sighting:
    place = Place(path, 1, 1)
    return Sighting(
        "t", "v", "p", Basis.MODEL, "direct", TraceKind.CALL, place, Role.CALLED, True, Strength.TEST_ONLY, "x", "s"
    )
