"""Model ids in the names of constants: `ModelClaude3_7Sonnet` is `claude-3-7-sonnet`."""

from __future__ import annotations

import re

_JOINTS = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z]{3})(?=[0-9])|_|(?<=[0-9])(?=[A-Z][a-z])")
"""Where the words of a constant's name meet: `ModelClaude3_7Sonnet`, `GPT4o`, `CLAUDE_3_7_SONNET`."""
_PREFIX = re.compile(r"^(?:chat-)?model-(?:id-)?")


def spell_constant(word: str) -> str:
    """The id that a constant's name spells, in lower case with hyphens."""
    return _PREFIX.sub("", _JOINTS.sub("-", word).lower())
