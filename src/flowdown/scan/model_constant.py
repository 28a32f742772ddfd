"""Model ids by their form alone: those that names of constants spell, and those that tests invent."""

from __future__ import annotations

import re

_JOINTS = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z]{3})(?=[0-9])|_|(?<=[0-9])(?=[A-Z][a-z])")
"""Where the words of a constant's name meet: `ModelClaude3_7Sonnet`, `GPT4o`, `CLAUDE_3_7_SONNET`."""
_PREFIX = re.compile(r"^(?:chat-)?model-(?:id-)?")

_INVENTED = re.compile(r"[^\d]*[-_/.:](?:test|fake|mock|dummy|stub|example|nonexistent|invalid)\Z", re.IGNORECASE)


def is_invented_model(text: str) -> bool:
    """Whether a model's id is made up for a test: a family's name without a version, and `-test` or the like."""
    return _INVENTED.match(text) is not None


def spell_constant(word: str) -> str:
    """The id that a constant's name spells, in lower case with hyphens."""
    return _PREFIX.sub("", _JOINTS.sub("-", word).lower())
