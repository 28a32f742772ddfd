"""Which functions of a program read its environment."""

from __future__ import annotations

import re

from flowdown.scan.frames import Frame, Frames
from flowdown.scan.lexer import Lexed

_ENV_READER = re.compile(
    r"(?:^|[.:>\s])(?:getenv|get_env|getEnv|Getenv|LookupEnv|lookupEnv|GetEnvironmentVariable|environ|environment|env|ENV"
    r"|envOr|env_or|mustGetenv|mustEnv|requireEnv|require_env|getEnvVar|get_env_var|env_var|envvar|optionalEnv"
    r"|std::env::var|env::var|env::var_os|fetch_env|option_env|dotenv|fromEnvironment|dotenv\.get|get_secret|getSecret|get_from_dict_or_env|secret_from_env|from_env|get_from_env"
    r"|userdata\.get|environ\.get|environ\.pop|environ\.setdefault|[eE]nv\.get|env\.str|env\.fetch|ENV\.fetch|ENV\.get|secrets\.get"
    r"|get_or_env|Deno\.env\.get|Environment\.get|Platform\.environment|System\.getenv|System\.getProperty)!?\s*$"
)
ENV_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
"""The form of an environment variable's name."""
_OWN_READER = re.compile(
    r"(?i)(?:^|[.:>])(?:get|read|load|fetch|lookup|require|must|optional|opt|str|string|text|setting|config|conf|param|var)"
    r"(?:_?(?:str|string|text|value|var|variable|setting|config|conf|option|param|key|or|default))*\Z"
)
"""A program's own function that may look up a setting."""

_ASKED_BEFORE = re.compile(
    r"(?:(?:process\.env|import\.meta\.env|Bun\.env|\benv|\bENV)\??\."
    r"|(?:\b(?:env|ENV|environ|[gG]etenv|get_?[eE]nv|GetEnvironmentVariable|fetch)|(?:environ|env|ENV)\.(?:get|fetch))\s*[\[(]\s*[\"'])"
    r"(?P<key>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)[\"']?\s*[\])]?(?:\??\.\w+(?:\(\))?)*\s*(?:\?\?|\|\||\bor|\?:)\s*[(frb]?\Z"
)
_REACH = 160


def asked_before(text: str, start: int) -> tuple[int, int] | None:
    """The name of the variable for which the environment is asked before what is taken if it is not set."""
    found = _ASKED_BEFORE.search(text, max(0, start - _REACH), start)
    return found.span("key") if found is not None else None


def is_env_reader(callee: str) -> bool:
    """Whether a function or container of this name is read for environment variables or secrets."""
    return _ENV_READER.search(callee) is not None


def may_read_env(callee: str) -> bool:
    """Whether a program's own function of this name can look up a setting that it is told by name, with a default."""
    return _OWN_READER.search(callee) is not None


def is_env_name(text: str) -> bool:
    """Whether a text has the form of an environment variable's name."""
    return ENV_NAME.match(text) is not None


def reads_env(lexed: Lexed, frames: Frames, frame: Frame, callee: str) -> bool:
    """Whether a call reads the environment: by its name, or as a program's own function that is told a variable first."""
    if is_env_reader(callee) or is_env_reader(callee.removesuffix(".get")):
        return True
    if frame.position < 1 or not may_read_env(callee):
        return False
    parts = frames.parts_of(frame.opener, 1)
    return bool(parts) and is_env_name(lexed.text[slice(*parts[0])].strip().strip("\"'"))
