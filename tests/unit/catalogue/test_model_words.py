from __future__ import annotations

import pytest

from flowdown.catalogue.model_words import Part, looks_like_a_model, part_of


@pytest.mark.parametrize(
    ("token", "part"),
    [
        ("70b", Part.SIZE),
        ("8x7b", Part.SIZE),
        ("a22b", Part.SIZE),
        ("20250929", Part.NUMBER),
        ("v0", Part.NUMBER),
        ("128k", Part.NUMBER),
        ("fp8", Part.PACKING),
        ("gguf", Part.PACKING),
        ("4bit", Part.PACKING),
        ("instruct", Part.VARIANT),
        ("lora", Part.TUNING),
        ("client", Part.SOFTWARE),
        ("medical", Part.FOREIGN),
    ],
)
def test_parts_are_told_apart(token: str, part: Part) -> None:
    assert part_of(token) is part


@pytest.mark.parametrize("name", ["opt-1.3b", "bert-base-uncased", "clip-vit-base-patch32", "foo-2"])
def test_the_form_of_a_model(name: str) -> None:
    assert looks_like_a_model(name)


@pytest.mark.parametrize("name", ["guava", "leveldb", "cloud-sdk", "go-github-2"])
def test_the_form_of_a_program(name: str) -> None:
    assert not looks_like_a_model(name)
