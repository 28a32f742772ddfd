"""C# and F#: verbatim and interpolated strings, `using`."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import (
    BLOCK_COMMENT,
    CHARACTER,
    DELIMITERS,
    LINE_COMMENT,
    TRIPLE,
    dotted_imports,
    token,
)

# A verbatim string begins with `@"` and doubles its quotes; the prefix is seen by looking back one or two characters.
_STRING = (
    r'(?P<string1>"(?:(?<=@")(?:[^"]++|"")*+|(?<=@\$")(?:[^"]++|"")*+|(?<=\$@")(?:[^"]++|"")*+|(?:[^"\\\n]++|\\.)*+)")'
)

LEXER = Lexer(
    id="dotnet",
    language="dotnet",
    suffixes=(".cs", ".fs", ".vb", ".csx", ".cshtml", ".razor"),
    token=token("/\"'", LINE_COMMENT, BLOCK_COMMENT, TRIPLE, _STRING, CHARACTER),
    delimiters=DELIMITERS,
    imports=dotted_imports("(?:using|open|Imports)", is_open=True),
    interpolation=re.compile(r"\{([^{}:]+)(?::[^{}]*)?\}"),
    prefix_letters="@$",
    template_letters="$",
)
