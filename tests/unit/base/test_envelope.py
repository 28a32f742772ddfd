"""The signature of a manifest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowdown.base.envelope import check, encode, new_key, sign
from flowdown.base.errors import UnusableFile

KIND = "application/vnd.example+json"


def test_encoding_is_that_of_the_protocol() -> None:
    # The example of the DSSE protocol page.
    assert encode("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def test_signature_holds_for_its_payload_and_key_only(tmp_path: Path) -> None:
    key, other = tmp_path / "key.pem", tmp_path / "other.pem"
    identity = new_key(key)
    new_key(other)
    assert key.stat().st_mode & 0o777 == 0o600
    envelope = sign(KIND, b"manifest", key).encode()
    assert json.loads(envelope)["signatures"][0]["keyid"] == identity
    public = key.with_name("key.pem.pub")
    assert check(KIND, envelope, b"manifest", public) == ()
    assert check(KIND, envelope, b"manifest", None) == ()
    assert "another manifest" in check(KIND, envelope, b"manifesto", public)[0]
    assert "not signed by the key" in check(KIND, envelope, b"manifest", other.with_name("other.pem.pub"))[0]
    assert "no DSSE envelope" in check(KIND, b"{}", b"manifest", public)[0]


def test_key_is_never_overwritten(tmp_path: Path) -> None:
    new_key(tmp_path / "key.pem")
    with pytest.raises(UnusableFile, match="is there already"):
        new_key(tmp_path / "key.pem")


def test_file_that_is_no_key_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text("nothing", encoding="utf-8")
    with pytest.raises(UnusableFile, match="no Ed25519 private key"):
        sign(KIND, b"manifest", file)
