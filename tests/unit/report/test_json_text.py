"""JSON text that keeps its value and steers no screen."""

from __future__ import annotations

import json

from flowdown.report.json_text import write_json

STEERING = "\x1b[2J \x7f \x9b2J \u202e \u2028 \u200b \ufeff \U000e0041"


def test_steering_characters_are_written_as_escapes_of_the_same_value() -> None:
    text = write_json([STEERING])
    assert json.loads(text) == [STEERING]
    assert not set(text) & set(STEERING) - set("[]2J ")


def test_other_characters_stay_readable() -> None:
    assert write_json("naïve 文件 😀") == '"naïve 文件 😀"\n'


def test_a_byte_that_is_no_text_becomes_its_name() -> None:
    text = write_json(["a\udcffb", "\ud800"])
    assert json.loads(text.encode("utf-8")) == ["a\\xffb", "\ufffd"]


def test_keys_keep_their_order() -> None:
    assert list(json.loads(write_json({"b": 1, "a": 2}))) == ["b", "a"]
