"""Places of strings that say what they are for: defaults of functions, sources of flags, answers of a switch."""

from __future__ import annotations

import re

from flowdown.scan import vocabulary
from flowdown.scan.code_file import CodeFile


def is_named_default(file: CodeFile, name: str) -> bool:
    """Whether a function says by its name that it gives the default of a model, and its file calls or names it again."""
    if name[:7].lower() != "default" or not vocabulary.is_model_key(name):
        return False
    return len(re.findall(rf"\b{re.escape(name)}\b", file.source.text)) > 1


def is_flag_source(key: str) -> bool:
    """Whether a key of a flag's declaration says which variables it is read from: `EnvVars: []string{...}`, `envvar=[...]`."""
    return "".join(vocabulary.words_of(key)) in ("envvars", "envvar")


def is_case(file: CodeFile, start: int) -> bool:
    """Whether a string is an answer of R's `switch(name, first = "...", second = "...")`."""
    opener = file.frames.around(start, 1)[0].opener
    return opener > 0 and file.masked.endswith("switch", 0, opener)
