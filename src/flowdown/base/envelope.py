"""Signs a manifest: a DSSE envelope (protocol version 1) with an Ed25519 signature."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableFile, Where

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def encode(payload_type: str, payload: bytes) -> bytes:
    """What is signed: DSSE's pre-authentication encoding."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def new_key(file: Path) -> str:
    """Write a new private key (mode 0600) and its public key beside it; the id of the key."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    for target, content, mode in ((file, private, 0o600), (file.with_name(f"{file.name}.pub"), public, 0o644)):
        try:
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        except FileExistsError:
            raise UnusableFile("is there already, and is not overwritten", Where(str(target))) from None
        except OSError as error:
            raise UnusableFile(f"cannot be written: {error.strerror}", Where(str(target))) from None
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
    return _id_of(key.public_key())


def sign(payload_type: str, payload: bytes, file: Path) -> str:
    """The envelope of a payload, as JSON; raises `UnusableFile` for a file that holds no Ed25519 private key."""
    key = _private(file)
    signature = key.sign(encode(payload_type, payload))
    envelope = {
        "payloadType": payload_type,
        "payload": base64.b64encode(payload).decode(),
        "signatures": [{"keyid": _id_of(key.public_key()), "sig": base64.b64encode(signature).decode()}],
    }
    return json.dumps(envelope, indent=2) + "\n"


def check(payload_type: str, envelope: bytes, payload: bytes, file: Path | None) -> tuple[str, ...]:
    """What is wrong with an envelope: of another payload, or signed by no key in the file; empty if nothing is."""
    from cryptography.exceptions import InvalidSignature

    try:
        read = json.loads(envelope)
        kind, signed = read["payloadType"], base64.b64decode(read["payload"], validate=True)
        signatures = [base64.b64decode(each["sig"], validate=True) for each in read["signatures"]]
    except (ValueError, KeyError, TypeError, binascii.Error):
        return ("the signature is no DSSE envelope",)
    if kind != payload_type or signed != payload:
        return ("the signature is of another manifest",)
    if file is None:
        return ()
    key = _public(file)
    for signature in signatures:
        try:
            key.verify(signature, encode(payload_type, payload))
        except InvalidSignature:
            continue
        return ()
    return (f"the manifest was not signed by the key in {file}",)


def id_of_key(file: Path) -> str:
    """The id of the public key in a file; raises `UnusableFile` for a file that holds none."""
    return _id_of(_public(file))


def _private(file: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    content = _read(file)
    try:
        key = load_pem_private_key(content, None)
    except TypeError:
        raise UnusableFile("is protected by a password; such keys are not read", Where(str(file))) from None
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableFile(
            "holds no Ed25519 private key (PEM)", Where(str(file)), "`flowdown dossier keygen FILE` makes one"
        )
    return key


def _public(file: Path) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    content = _read(file)
    try:
        key = load_pem_public_key(content)
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise UnusableFile("holds no Ed25519 public key (PEM)", Where(str(file)))
    return key


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnusableFile(f"cannot be read: {error.strerror}", Where(str(file))) from None


def _id_of(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()
