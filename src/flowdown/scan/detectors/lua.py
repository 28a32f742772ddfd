"""Lua source files: plugins of editors, games and gateways."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.lua import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Yield


def _detect(source: SourceFile) -> Iterator[Yield]:
    yield from read_code(source, LEXER)


DETECTOR = Detector(
    id="lua",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "lua/asker.lua",
            'local acme = require("acme")\n\nlocal key = os.getenv("ACME_API_KEY")\nlocal reply = acme.chat({ model = "acme-large-2" })\n',
            yields=(
                "import imported acme",
                "env-key read ACME_API_KEY",
                "model-id configured acme-large-2",
            ),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "lua/a.lua",
            "-- acme\n--[[ acme\nacme ]]\n",
            yields=("text commented acme",),
            never=("model-id", "import", "client"),
        ),
    ),
)
