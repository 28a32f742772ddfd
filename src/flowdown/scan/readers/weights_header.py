"""Read what a file of weights says of itself at its beginning: GGUF, safetensors, ONNX."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from flowdown.scan.readers.flow_reader import read_json
from flowdown.scan.readers.node import Scalar, child, pairs_of

SUFFIXES = (".gguf", ".safetensors", ".onnx")
"""Of files whose beginning is understood."""

_PAIR_LIMIT = 4096
_TEXT_LIMIT = 4096
_LIST_LIMIT = 64
_HEADER_LIMIT = 100_000_000
_STRING, _ARRAY = 8, 9
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}

_NAMING = re.compile(
    r"general\.(?:name|basename|base_model\.\d+\.name|source\.(?:huggingface\.repository|repo_url|url))"
    r"|.*(?:_name_or_path|base_model(?:_name)?|sd_model_name|parent_model|finetuned_from|repo_id|base_checkpoint)"
    r"|modelspec\.title|graph\.name|(?:model|source)[._]?(?:name|id)|model_card\.name",
    re.IGNORECASE,
)
_REPOSITORY = re.compile(r"https?://[^/\s]+/(?:models/)?([\w.-]+/[\w.-]+)/?\Z")
_MAKER = re.compile(r"general\.base_model\.(\d+)\.(name|organization|repo_url)\Z")


class _Short(Exception):
    """The beginning ends before what is read."""


def header_pairs(head: bytes) -> tuple[tuple[str, str], ...]:
    """The texts that the beginning of a file of weights gives to keys, in its order; none if it is no such file.

    A beginning that breaks off gives what it holds whole.
    """
    if head.startswith(b"GGUF"):
        found = _gguf_pairs(head)
    elif len(head) > 9 and head[8:9] == b"{" and 2 <= struct.unpack_from("<Q", head)[0] <= _HEADER_LIMIT:
        found = _safetensors_pairs(head)
    elif head[:1] == b"\x08":
        found = _onnx_pairs(head)
    else:
        return ()
    pairs: list[tuple[str, str]] = []
    try:
        for key, value in found:
            if value.strip() and len(pairs) < _PAIR_LIMIT:
                pairs.append((key, value.strip()[:_TEXT_LIMIT]))
    except (_Short, struct.error, ValueError):
        pass
    return tuple(pairs)


def named_models(path: str, head: bytes) -> tuple[tuple[str, str], ...]:
    """The models that a file of weights names: its own name, then those of its header, as ids (`maker/model`).

    Each with the key that names it; `file` for the name of the file.
    """
    stem = re.sub(r"-\d{5}-of-\d{5}\Z", "", path.rsplit("/", 1)[-1].rpartition(".")[0])
    found = [("file", stem)] if stem and path.lower().endswith(SUFFIXES) else []
    makers: dict[str, dict[str, str]] = {}
    for key, value in header_pairs(head):
        part = _MAKER.match(key)
        if part:
            makers.setdefault(part.group(1), {})[part.group(2)] = value
        elif _NAMING.fullmatch(key):
            found.append((key, as_id(value)))
    for number, parts in makers.items():
        name = as_id(parts.get("repo_url") or parts.get("name", ""))
        if "/" not in name and parts.get("organization") and name:
            name = f"{as_id(parts['organization'])}/{name}"
        found.append((f"general.base_model.{number}", name))
    return tuple(dict.fromkeys((key, value) for key, value in found if value))


def as_id(text: str) -> str:
    """A model's title or the address of its repository, written as an id."""
    repository = _REPOSITORY.match(text.strip())
    return repository.group(1) if repository else re.sub(r"\s+", "-", text.strip())[:200]


def _gguf_pairs(head: bytes) -> Iterator[tuple[str, str]]:
    order = "<" if 0 < struct.unpack_from("<I", head, 4)[0] < 0x10000 else ">"
    version = struct.unpack_from(order + "I", head, 4)[0]
    size = "I" if version == 1 else "Q"
    reader = _GgufReader(head, 8, order, size)
    reader.number()
    for _ in range(min(reader.number(), _PAIR_LIMIT)):
        key = reader.text()
        kind = reader.kind()
        if kind == _STRING:
            yield key, reader.text()
        elif kind == _ARRAY:
            yield from ((key, one) for one in reader.texts())
        else:
            reader.skip(_SIZES[kind] if kind in _SIZES else len(head))


class _GgufReader:
    def __init__(self, head: bytes, at: int, order: str, size: str) -> None:
        self.head = head
        self.at = at
        self.order = order
        self.size = size

    def number(self) -> int:
        return self._take(self.size)

    def kind(self) -> int:
        return self._take("I")

    def _take(self, code: str) -> int:
        value: int = struct.unpack_from(self.order + code, self.head, self.at)[0]
        self.at += struct.calcsize(self.order + code)
        return value

    def text(self) -> str:
        length = self.number()
        start = self.at
        self.skip(length)
        return self.head[start : self.at].decode("utf-8", "replace")

    def texts(self) -> list[str]:
        """The texts of a short list; what is none is passed over."""
        kind = self.kind()
        count = self.number()
        if kind != _STRING:
            self.skip(_SIZES.get(kind, len(self.head)) * count)
            return []
        texts: list[str] = []
        for _ in range(count):
            one = self.text()
            if len(texts) < _LIST_LIMIT:
                texts.append(one)
        return texts if count <= _LIST_LIMIT else []

    def skip(self, length: int) -> None:
        self.at += length
        if self.at > len(self.head):
            raise _Short


def _safetensors_pairs(head: bytes) -> Iterator[tuple[str, str]]:
    length = struct.unpack_from("<Q", head)[0]
    document = read_json(head[8 : 8 + length].decode("utf-8", "replace"))
    for root in document.roots[:1]:
        for pair in pairs_of(child(root, "__metadata__")):
            if isinstance(pair.value, Scalar):
                yield pair.key.text, pair.value.text


_ONNX_TEXTS = {2: "producer_name", 3: "producer_version", 4: "domain", 6: "doc_string"}
_GRAPH, _PROPERTY = 7, 14


def _onnx_pairs(head: bytes) -> Iterator[tuple[str, str]]:
    for number, body in _fields(head, 0, len(head)):
        if number in _ONNX_TEXTS:
            yield _ONNX_TEXTS[number], body.decode("utf-8", "replace")
        elif number == _PROPERTY:
            entry = dict(_fields(body, 0, len(body)))
            yield entry.get(1, b"").decode("utf-8", "replace"), entry.get(2, b"").decode("utf-8", "replace")
        elif number == _GRAPH:
            for inner, name in _fields(body, 0, len(body)):
                if inner == 2:
                    yield "graph.name", name.decode("utf-8", "replace")


def _fields(data: bytes, at: int, end: int) -> Iterator[tuple[int, bytes]]:
    """The fields of a protocol-buffer message that hold bytes; the others are passed over."""
    while at < end:
        tag, at = _varint(data, at)
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            _, at = _varint(data, at)
        elif wire in (1, 5):
            at += 8 if wire == 1 else 4
        elif wire == 2:
            length, at = _varint(data, at)
            if at + length > end:
                raise _Short
            yield number, data[at : at + length]
            at += length
        else:
            raise _Short


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise _Short
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
