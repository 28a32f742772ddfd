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
        "what is handed to an executor, to a thread or to a partial",
        {
            "later.py": "import asyncio\nimport boto3\nimport litellm\nfrom functools import partial\nfrom anthropic import Anthropic\n"
            "async def ask(loop, key):\n"
            "    asker = await loop.run_in_executor(None, Anthropic, key)\n"
            '    await asyncio.to_thread(asker.messages.create, model="claude-3-opus-20240229")\n'
            '    voice = await loop.run_in_executor(None, partial(boto3.client, "polly", region_name="eu"))\n'
            "    await loop.run_in_executor(None, partial(voice.synthesize_speech, Text=key))\n",
            "inner.py": "from anthropic import AsyncAnthropic\n"
            "async def make(hub, **told):\n"
            "    def build():\n"
            "        return AsyncAnthropic(**told)\n"
            "    asker = await hub.async_add_executor_job(build)\n"
            "    await asker.models.list()\n",
        },
        (
            "later.py:7 anthropic",
            "later.py:8 anthropic",
            "later.py:9 amazon",
            "later.py:10 amazon",
            "inner.py:6 anthropic",
        ),
    ),
    Pattern(
        "what is only passed on",
        {
            "passed.py": "from anthropic import Anthropic\nasker = Anthropic()\n"
            "print(asker.messages.create, 1)\n"
            "patch(Anthropic, key=1)\n"
            "isinstance(it, Anthropic)\n"
        },
        never=("passed.py:3", "passed.py:4", "passed.py:5"),
    ),
    Pattern(
        "a function that says that it returns a client, asked in another",
        {
            "giver.py": "from anthropic import AsyncAnthropic\nfrom anthropic.types import Message\n"
            "class Giver:\n"
            "    async def _build(self, wait: float | None = None) -> AsyncAnthropic:\n"
            "        return await self.kept.get()\n"
            "    def last(self) -> Message:\n"
            "        return self.kept.last()\n"
            "    async def ask(self, told):\n"
            "        asker = await self._build(wait=10)\n"
            "        async with asker.messages.stream(**told) as said:\n"
            "            pass\n"
            "        answer = self.last()\n"
            "        answer.content.strip()\n"
        },
        ("giver.py:10 anthropic",),
        never=("giver.py:13",),
    ),
    Pattern(
        "a model that is put into the environment, or into something else",
        {
            "set.rb": "require 'ollama'\nENV['CHAT_MODEL'] = 'llama3.1'\nkept['CHAT_MODEL'] = 'llama3.2'\n",
            "set.py": 'import os\nos.environ["CHAT_MODEL"] = "gpt-4o"\nos.environ["CHAT_TITLE"] = "gpt-4o"\n',
        },
        ("set.rb:2 meta", "set.py:2 openai"),
        never=("set.rb:3", "set.py:3"),
    ),
    Pattern(
        "the default of a setting that a block describes",
        {
            "settings.rb": "module Chat\n  MODEL = set do\n    description 'the model'\n    default 'llama3.1'\n  end\n\n"
            "  TITLE = set do\n    default 'llama3.2'\n  end\n  MODEL = set do\n  end\n  default 'llama3.3'\nend\n"
        },
        ("settings.rb:4 meta",),
        never=("settings.rb:8", "settings.rb:12"),
    ),
    Pattern(
        "the default of a parameter with a type of several lines",
        {
            "title.py": "import boto3\nfrom typing import Literal\n"
            "def name(\n    who: str,\n    model: Literal[\n"
            '        "claude-v2",\n        "claude-v3-opus",\n    ] = "claude-v3-haiku",\n    kind: Literal[\n'
            '        "claude-v2",\n    ] = "claude-v2",\n) -> str:\n    pass\n'
        },
        ("title.py:8 anthropic",),
        never=("title.py:6", "title.py:7", "title.py:11"),
    ),
    Pattern(
        "a message that is sent with the model which is asked, and one that is kept",
        {
            "sent.py": "import boto3\n"
            'asked = MessageInput(role="user", content="hello", model="claude-v3-haiku")\n'
            'kept = MessageRecord(role="user", content="hello", model="claude-v3-opus")\n'
        },
        ("sent.py:2 anthropic",),
        never=("sent.py:3",),
    ),
    Pattern(
        "names that a function only sorts, and one that it gives",
        {
            "sort.py": "import openai\nopenai.chat.completions.create(model=pick_model(1))\n"
            "def sort_model(name):\n"
            '    if "GPT-4" in name:\n        return "GPT-4"\n'
            '    elif "Qwen" in name:\n        return "Qwen"\n'
            '    return "Other"\n'
            "def pick_model(size):\n"
            '    if size == "small":\n        return "gpt-4o-mini"\n'
            '    return "gpt-4o"\n'
        },
        ("sort.py:11 openai", "sort.py:12 openai"),
        never=("sort.py:5", "sort.py:7"),
    ),
    Pattern(
        "an address that people fill in, and one of theirs",
        {
            "form.py": 'BASE_URL = "https://domain.openai.azure.com/"\n'
            'OTHER_URL = "https://your-resource-name.openai.azure.com/"\n'
            'OWN_URL = "https://harbour.openai.azure.com/"\n'
            "import requests\nrequests.post(BASE_URL)\nrequests.post(OTHER_URL)\nrequests.post(OWN_URL)\n"
        },
        ("form.py:3 openai",),
        never=("form.py:1", "form.py:2"),
    ),
    Pattern(
        "what a runtime says of the weights that it keeps",
        {
            "spec/assets/tags.json": '{"models": [\n{"name": "llama3.1:latest",\n"model": "llama3.1:latest",\n'
            '"modified_at": "2024-12-08T23:33:46Z", "digest": "46e0"}]}\n',
            "config/settings.json": '{\n"model": "llama3.1:latest"}\n',
        },
        ("config/settings.json:2 meta",),
        never=("spec/assets/tags.json",),
    ),
    Pattern(
        "a table of a library's that is looked up in",
        {
            "codes.py": "from whisper import tokenizer, load_model\nCODES = sorted(tokenizer.LANGUAGES.keys())\nload_model('base')\n"
        },
        ("codes.py:1 openai", "codes.py:3 openai"),
        never=("codes.py:2",),
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
