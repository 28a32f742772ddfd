"""Every example in every reader comes out as it says there, and no other reader takes the document for its own."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.evidence.arriving.choose import load_readers
from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import Names
from flowdown.evidence.claim import Claim
from flowdown.evidence.examine import examine
from flowdown.evidence.reader import Reader, ReaderExample, Violation

EXAMPLES = [
    pytest.param(reader, example, id=f"{reader.id}-{number}")
    for reader in load_readers().values()
    for number, example in enumerate(reader.examples)
]


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(load())


@pytest.mark.parametrize(("reader", "example"), EXAMPLES)
def test_example(reader: Reader, example: ReaderExample, names: Names, tmp_path: Path) -> None:
    content = example.text.encode()
    file = tmp_path / "document"
    file.write_bytes(content)
    head = Head(example.name, content)
    dialect = reader.recognise(head)
    if not example.says and not example.breaks:
        assert example.never
        if not dialect:
            return
    assert dialect
    assert [each.id for each in load_readers().values() if each.recognise(head)] == [reader.id]
    revision = "sha256:" + hashlib.sha256(content).hexdigest()
    moment = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    incoming = Incoming(
        example.name,
        f"document:{example.name}",
        file,
        revision,
        len(content),
        names,
        moment,
        strict=bool(example.breaks),
    )
    told = list(reader.read(incoming))
    claims = [each for each in told if isinstance(each, Claim)]
    assert not [fault for claim in claims for fault in examine(claim)]
    said = {f"{each.subject} {each.predicate} {each.object}" for each in claims}
    for triple in example.says:
        assert triple in said, "\n".join(sorted(said))
    for beginning in example.never:
        assert not [each for each in said if each.startswith(beginning)]
    violations = [each.says for each in (*told, *incoming.faults) if isinstance(each, Violation)]
    for words in example.breaks:
        assert any(words in each for each in violations), violations
    if not example.breaks:
        assert not violations


@pytest.mark.parametrize("reader", load_readers().values(), ids=lambda reader: reader.id)
def test_reader_has_examples(reader: Reader) -> None:
    assert any(example.says for example in reader.examples)
    assert reader.formats
