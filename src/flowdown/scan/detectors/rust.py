"""Rust source files."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.rust import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Yield


def _detect(source: SourceFile) -> Iterator[Yield]:
    yield from read_code(source, LEXER)


DETECTOR = Detector(
    id="rust",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "src/main.rs",
            'use acme_client::{Client, types::Request};\n\nfn main() {\n    let key = std::env::var("ACME_API_KEY").unwrap();\n    let client = Client::new(key);\n    let request = Request { model: "acme-large-2".into(), ..Default::default() };\n}\n',
            yields=("import imported acme_client", "env-key read ACME_API_KEY", "model-id configured acme-large-2"),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "src/a.rs", "//! acme\n// acme\n", yields=("text commented acme",), never=("model-id", "import", "client")
        ),
    ),
)
