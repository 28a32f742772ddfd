"""What files of weights say of themselves at their beginning is read, however it breaks off."""

from __future__ import annotations

import json
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowdown.scan.readers.weights_header import header_pairs, named_models


def _text(value: str, order: str = "<") -> bytes:
    body = value.encode()
    return struct.pack(order + "Q", len(body)) + body


def _gguf(order: str = "<", **extra: str) -> bytes:
    pairs = [
        _text("general.architecture", order) + struct.pack(order + "I", 8) + _text("acme", order),
        _text("general.file_type", order) + struct.pack(order + "II", 4, 15),
        _text("general.tags", order)
        + struct.pack(order + "IIQ", 9, 8, 2)
        + _text("chat", order)
        + _text("text-generation", order),
        _text("tokenizer.scores", order) + struct.pack(order + "IIQ", 9, 6, 3) + bytes(12),
        *(_text(key, order) + struct.pack(order + "I", 8) + _text(value, order) for key, value in extra.items()),
    ]
    return b"GGUF" + struct.pack(order + "IQQ", 3, 0, len(pairs)) + b"".join(pairs)


def _safetensors(metadata: dict[str, str]) -> bytes:
    header = {"__metadata__": metadata, "layer.weight": {"dtype": "F16", "shape": [2], "data_offsets": [0, 4]}}
    body = json.dumps(header).encode()
    return struct.pack("<Q", len(body)) + body + bytes(4)


def _field(number: int, body: bytes) -> bytes:
    return bytes([number << 3 | 2, len(body)]) + body


_ONNX = (
    b"\x08\x09"
    + _field(2, b"pytorch")
    + _field(7, _field(2, b"acme-small"))
    + _field(14, _field(1, b"model_id") + _field(2, b"acme/acme-small"))
)


@pytest.mark.parametrize("order", ["<", ">"])
def test_texts_of_a_gguf_file_are_read_past_its_numbers(order: str) -> None:
    pairs = header_pairs(_gguf(order, **{"general.name": "Acme Large 2"}))
    assert pairs[0] == ("general.architecture", "acme")
    assert pairs[-1] == ("general.name", "Acme Large 2")


def test_base_models_of_a_gguf_file_are_ids() -> None:
    head = _gguf(
        **{
            "general.name": "My Tune",
            "general.base_model.0.name": "Acme Large",
            "general.base_model.0.organization": "acme-ai",
            "general.base_model.1.name": "Other",
            "general.base_model.1.repo_url": "https://hub.example/other/other-7b",
        }
    )
    assert named_models("models/tune-Q4_K_M-00001-of-00002.gguf", head) == (
        ("file", "tune-Q4_K_M"),
        ("general.name", "My-Tune"),
        ("general.base_model.0", "acme-ai/Acme-Large"),
        ("general.base_model.1", "other/other-7b"),
    )


def test_metadata_of_safetensors_name_the_model_they_come_from() -> None:
    head = _safetensors({"format": "pt", "ss_base_model": "acme/acme-large", "modelspec.title": "Acme Tune"})
    assert ("format", "pt") in header_pairs(head)
    assert named_models("lora.safetensors", head)[1:] == (
        ("ss_base_model", "acme/acme-large"),
        ("modelspec.title", "Acme-Tune"),
    )


def test_properties_of_an_onnx_file_are_read() -> None:
    assert header_pairs(_ONNX) == (
        ("producer_name", "pytorch"),
        ("graph.name", "acme-small"),
        ("model_id", "acme/acme-small"),
    )


@pytest.mark.parametrize("head", [b"", b"PK\x03\x04", b"\x89PNG\r\n", b"GGUF", b"\x08", b"plain text {"])
def test_what_is_no_file_of_weights_says_nothing(head: bytes) -> None:
    assert header_pairs(head) == ()


@pytest.mark.parametrize("whole", [_gguf(**{"general.name": "Acme"}), _safetensors({"base_model": "acme/a"}), _ONNX])
def test_a_beginning_that_breaks_off_gives_no_more_than_the_whole(whole: bytes) -> None:
    told = header_pairs(whole)
    for length in range(len(whole)):
        assert len(header_pairs(whole[:length])) <= len(told)


@given(st.sampled_from([b"GGUF", b"\x08", struct.pack("<Q", 40) + b"{"]), st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_bytes_break_the_reading(start: bytes, rest: bytes) -> None:
    assert all(value for _, value in named_models("x.gguf", start + rest))
