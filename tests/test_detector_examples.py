"""Every example in every detector comes out as it says there."""

from __future__ import annotations

import re

import pytest

from flowdown.scan.detector import Detector, DetectorExample, Unreadable, load_detectors
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Binding, Choice, Join, Reference, Text, Trace, Value

_KEYWORD = re.compile(r"acme|ACME|Acme")

EXAMPLES = [
    pytest.param(detector, example, id=f"{detector.id}-{number}")
    for detector in load_detectors().values()
    for number, example in enumerate(detector.examples)
]


def written(value: Value) -> str:
    """A value as examples write it: `${name}` for a reference, `a|b` for a choice, `?` for what is not known."""
    if isinstance(value, Text):
        return value.text
    if isinstance(value, Reference):
        return "${" + value.name + (":-" + written(value.default) if value.default is not None else "") + "}"
    if isinstance(value, Choice):
        return "|".join(written(option) for option in value.options)
    if isinstance(value, Join):
        return "".join(written(part) for part in value.parts)
    return "?"


def seen(detector: Detector, path: str, text: str) -> list[str]:
    """What a detector makes of a text: `kind role value` for traces, `binding name=value` for bindings."""
    source = SourceFile(path, text, [found.span() for found in _KEYWORD.finditer(text)])
    told: list[str] = []
    try:
        for each in detector.detect(source):
            if isinstance(each, Trace):
                told.append(f"{each.kind} {each.role} {written(each.value)}")
            elif isinstance(each, Binding):
                told.append(f"binding {each.name}={written(each.value)}")
    except Unreadable as error:
        told.append(f"gap {error.reason}")
    return told


@pytest.mark.parametrize(("detector", "example"), EXAMPLES)
def test_example_holds(detector: Detector, example: DetectorExample) -> None:
    told = seen(detector, example.path, example.text)
    assert detector.claims(example.path)
    assert [each for each in example.yields if each not in told] == [], told
    assert [
        each for each in told if any(each == never or each.startswith(never + " ") for never in example.never)
    ] == []


@pytest.mark.parametrize("detector", [pytest.param(each, id=each.id) for each in load_detectors().values()])
def test_detector_has_examples_of_both_kinds(detector: Detector) -> None:
    assert any(example.yields for example in detector.examples)
    assert any(example.never for example in detector.examples)


@pytest.mark.parametrize("detector", [pytest.param(each, id=each.id) for each in load_detectors().values()])
@pytest.mark.parametrize(
    "text", ["", "acme", "acme: [", "{" * 5000, '"' * 5001, "acme\n" * 3, "\x00acme\ufffd\r\n\tacme = ${"]
)
def test_detector_survives_any_text(detector: Detector, text: str) -> None:
    for example in detector.examples[:3]:
        assert isinstance(seen(detector, example.path, text), list)
