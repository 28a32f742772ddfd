from __future__ import annotations

import pickle

import pytest

from flowdown.catalogue.match import Index


def makers(index: Index, text: str) -> tuple[str, ...]:
    reading = index.model(text)
    return reading.makers if reading else ()


@pytest.mark.parametrize(
    "text",
    [
        "orbit-4",
        "ORBIT-4-Large",
        "orbit4",
        "acme/orbit-4",
        "acme:orbit-4",
        "acme-ai/Orbit-4-Instruct",
        "switch/acme/orbit-4:free",
        "cumulus/acme.orbit-4-v1:0",
        "us.acme.orbit-4-20260101-v1:0",
        "arn:aws:cumulus:us-east-1::foundation-model/acme.orbit-4-v1:0",
        "accounts/cumulus/models/orbit-4p5-70b",
        "https://hub.example/acme-ai/orbit-4",
        "ft:orbit-4-mini:my-org::x1",
        "orbit-9@20290101",
        "acme--orbit-4",
        "coding-orbit-4",
        "someone/orbit-4-GGUF",
        "someone/orbit-4-GGUF/orbit-4.Q4_K_M.gguf",
        "/models/orbit-4-8b.gguf",
        "team/orbit-4-70b-legal-lora",
    ],
)
def test_a_family_is_read_in_every_spelling(index: Index, text: str) -> None:
    assert makers(index, text) == ("acme",)


@pytest.mark.parametrize(
    "text",
    [
        "orbit-camera",
        "orbit-4-client",
        "someone/orbit-4-bot",
        "docs/orbit-4.md",
        "src/llm/orbit-4/handler.ts",
        "https://elsewhere.example/acme-ai/orbit-4",
        "we use orbit-4 here",
        "reorbit-4",
        "orbit-1948",
        "orbit_4 ",
        "acme-ai/orbit-sdk",
        "acme-ai/website",
        "acme-ai/tool:1.2.3",
        "O1",
        "-o1",
        "tts_1",
        "kokoro-tts-1",
        "",
        "x" * 300,
    ],
)
def test_what_only_looks_alike_is_not_read(index: Index, text: str) -> None:
    assert makers(index, text) == ()


def test_short_stems_are_read_as_makers_write_them(index: Index) -> None:
    assert makers(index, "o1-mini") == ("acme",)
    assert makers(index, "o1") == ("acme",)


def test_routes_are_those_that_the_id_names(index: Index) -> None:
    reading = index.model("switch/cumulus/acme.orbit-4-v1:0")
    assert reading is not None
    assert reading.routes == ("switch", "cumulus")


@pytest.mark.parametrize(
    ("text", "made_by", "line"),
    [
        ("BlueAI/Whale-R1-Distill-Orbit-4-8B", ("blue",), ("blue", "acme")),
        ("someone/Whale-R1-Distill-Orbit-4-8B-AWQ", ("blue",), ("blue", "acme")),
        ("cyan/orbit-4-70b-medic", ("cyan",), ("cyan", "acme")),
        ("cyan/orbit-4-70b-FP8", ("acme",), ("acme",)),
        ("cyan/comet-2", ("cyan",), ("cyan", "blue")),
        ("orbit-3-comet-70b", ("cyan",), ("cyan", "acme")),
        ("someone/orbit-4-whale-slerp-merge-8b", ("acme", "blue"), ("acme", "blue")),
    ],
)
def test_every_vendor_of_the_line_is_named(
    index: Index, text: str, made_by: tuple[str, ...], line: tuple[str, ...]
) -> None:
    reading = index.model(text)
    assert reading is not None
    assert (reading.makers, reading.vendors) == (made_by, line)


def test_makers_come_first_among_the_hits(index: Index) -> None:
    reading = index.model("cyan/comet-2")
    assert reading is not None
    assert [(hit.vendor, hit.product, hit.basis) for hit in reading.hits] == [
        ("cyan", "tuned", "model"),
        ("blue", "whale", "model"),
    ]


def test_an_editor_outside_the_catalogue_is_said_so(index: Index) -> None:
    reading = index.model("someone/orbit-4-70b-legal-lora")
    assert reading is not None
    assert reading.makers == ("acme",)
    assert any("`someone` is not in the catalogue" in line for line in reading.why)


def test_a_namespace_alone_is_marked_as_such(index: Index) -> None:
    reading = index.model("BlueAI/dolphin-7b")
    assert reading is not None
    assert (reading.makers, reading.is_by_namespace) == (("blue",), True)


def test_the_place_may_say_that_it_is_a_model(index: Index) -> None:
    assert index.model("BlueAI/website") is None
    stated = index.model("BlueAI/website", is_model=True)
    assert stated is not None
    assert stated.makers == ("blue",)


def test_a_bare_stem_counts_only_where_a_model_must_stand(index: Index) -> None:
    assert index.model("orbit") is None
    assert makers(index, "cumulus/orbit") == ("acme",)
    assert makers(index, "cumulus/orbit/large") == ("acme",)
    stated = index.model("orbit:latest", is_model=True)
    assert stated is not None
    assert stated.makers == ("acme",)


def test_a_route_called_like_its_operator_publishes_nothing(index: Index) -> None:
    assert makers(index, "cumulus/orbit-4-70b-special") == ("acme",)


def test_an_index_can_be_kept_as_bytes(index: Index) -> None:
    assert pickle.loads(pickle.dumps(index)).model("orbit-4") == index.model("orbit-4")
