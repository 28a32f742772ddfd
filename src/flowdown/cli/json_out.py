"""JSON on standard output."""

from __future__ import annotations

import json

from flowdown.base.canonical import Json


def print_json(value: Json) -> None:
    """Print a value as indented JSON, keys as they come."""
    print(json.dumps(value, indent=2, ensure_ascii=False))
