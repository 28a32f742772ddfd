"""Settings that a framework loads from program files by their names: `config('acme.api.url')` out of `config/acme.php`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.code_file import CodeFile
from flowdown.scan.context import Context
from flowdown.scan.lexer import Span
from flowdown.scan.trace import Binding, Space, Value

_FILE = re.compile(r"(?:^|/)config/([A-Za-z][\w-]*)\.php\Z")
LOADED = "setting "
"""Before a setting's path: the name by which files are sought that take it."""


def kept_setting(file: CodeFile, context: Context, value: Value, span: Span) -> Iterator[Binding]:
    """The path under which a file of settings that is program code keeps a literal."""
    if file.lexer.language != "php" or not context.keys or context.is_key or context.callee:
        return
    found = _FILE.search(file.source.path)
    if found is not None:
        path = ".".join((found.group(1), *reversed(context.keys)))
        yield Binding(Space.SETTING, path, value, file.source.place(span.start, span.end), file.module)
