"""Small trees that keep what they import, or what they are told, before they go on to ask it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import Pattern, used_lines

PATTERNS = [
    Pattern(
        "classes of a package that is imported late, called by the members that keep them",
        {
            "late.py": "class Late:\n"
            "    def __init__(self, key):\n"
            "        from cohere import ClientV2\n"
            "        self._Client = ClientV2\n"
            "        self.asker = self._Client(key)\n"
            "    def ask(self, what):\n"
            "        again = self._Client(self.key)\n"
            "        return again.chat(model=what)\n"
        },
        ("late.py:5 cohere", "late.py:7 cohere", "late.py:8 cohere"),
    ),
    Pattern(
        "members that keep something else, or another object's of that name",
        {
            "late.py": "from cohere import ClientV2\n"
            "class Late:\n"
            "    def __init__(self, key, other):\n"
            "        self.kept = key.ClientV2\n"
            "        self._Client = other or make(ClientV2)\n"
            "    def ask(self, own):\n"
            "        self.kept(1)\n"
            "        self._Client(2)\n"
            "        own.self._Client(3)\n"
        },
        never=("late.py:7", "late.py:8", "late.py:9"),
    ),
    Pattern(
        "modules of a store of vectors, in a schema and where the store is deployed",
        {
            "load.py": 'shape = {"class": "Part", "vectorizer": "text2vec-openai",\n'
            '    "moduleConfig": {\n'
            '        "generative-cohere": {"kind": "text"},\n'
            "    }}\n"
            "store.schema.create(shape)\n",
            "docker-compose.yml": "services:\n  store:\n    image: semitechnologies/weaviate:1.24.1\n    environment:\n"
            "      DEFAULT_VECTORIZER_MODULE: text2vec-cohere\n",
        },
        ("load.py:1 openai", "load.py:3 cohere", "docker-compose.yml:5 cohere"),
    ),
    Pattern(
        "names of such modules that are only listed or compared",
        {
            "load.py": 'KNOWN = {"text2vec-openai": 1, "generative-cohere": 2}\n'
            'if kind == "text2vec-openai":\n    pass\n'
            'titles = ["text2vec-cohere"]\n'
        },
        never=("load.py",),
    ),
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda each: each.name)
def test_a_pattern(pattern: Pattern, tmp_path: Path) -> None:
    found = used_lines(tmp_path, pattern.files)
    assert set(pattern.lines) <= found
    assert not [line for line in found if any(line.startswith((f"{never} ", f"{never}:")) for never in pattern.never)]
