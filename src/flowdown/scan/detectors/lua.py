"""Lua source files: plugins of editors, scripts of gateways and games."""

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
            "lua/ask.lua",
            'local acme = require("acme")\n\nlocal key = os.getenv("ACME_API_KEY")\n'
            'local reply = acme.chat({ model = "acme-large-2", prompt = [[Who are you?]] })\n'
            "if name ~= 'acme-small-1' then return end\n",
            yields=(
                "import imported acme",
                "env-key read ACME_API_KEY",
                "model-id configured acme-large-2",
                "text compared acme",
            ),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "lua/url.lua",
            'local base = "https://api.acme.example"\nlocal url = base .. "/v1/chat"\n',
            yields=("endpoint configured https://api.acme.example", "binding base=https://api.acme.example"),
        ),
        DetectorExample(
            "lua/a.lua",
            '-- acme\n--[[ acme\nlocal x = "acme" ]]\n--[==[ acme ]] ]==]\n',
            yields=("text commented acme",),
            never=("model-id", "import", "client", "text listed acme"),
        ),
    ),
)
