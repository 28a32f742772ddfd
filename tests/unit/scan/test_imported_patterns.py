"""Small trees whose files import a client, model or address by a name that says nothing by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

TREES = {
    "a client by the name of its library": (
        {
            "lib/openai.ts": 'import OpenAI from "openai"\n\nexport const openai = new OpenAI()\n',
            "app/route.ts": 'import { openai } from "@/lib/openai"\n\nexport async function POST() {\n'
            "  return openai.chat.completions.create({ messages: [] })\n}\n",
            "app/other.ts": "export async function POST(openai: Sender) {\n  return openai.chat.completions.create({})\n}\n",
        },
        {"lib/openai.ts:1 openai", "lib/openai.ts:3 openai", "app/route.ts:4 openai"},
    ),
    "what a file gives as a whole": (
        {
            "lib/writer.js": 'const Anthropic = require("@anthropic-ai/sdk")\n\nconst client = new Anthropic()\nmodule.exports = client\n',
            "app.js": 'const writer = require("./lib/writer")\n\nwriter.messages.create({ messages: [] })\n',
        },
        {"lib/writer.js:1 anthropic", "lib/writer.js:3 anthropic", "app.js:3 anthropic"},
    ),
    "clients of the same name in two files, each imported from its own": (
        {
            "one/llm.py": "from mistralai import Mistral\n\nclient = Mistral(api_key='x')\n",
            "two/llm.py": "import cohere\n\nclient = cohere.Client('x')\n",
            "one/main.py": "from .llm import client\n\n\ndef ask():\n    return client.chat.complete(messages=[])\n",
            "two/main.py": "from two import llm\n\n\ndef ask():\n    return llm.client.chat(message='x')\n",
            "app.py": "from one.main import ask\nfrom two.main import ask as other\n\nask()\nother()\n",
        },
        {
            "one/llm.py:1 mistral",
            "one/llm.py:3 mistral",
            "one/main.py:5 mistral",
            "two/llm.py:1 cohere",
            "two/llm.py:3 cohere",
            "two/main.py:5 cohere",
        },
    ),
    "a model and an address by plain names": (
        {
            "settings.py": 'MODEL = "deepseek-chat"\nBASE_URL = "https://api.deepseek.com"\n',
            "app.py": "from openai import OpenAI\n\nfrom settings import BASE_URL, MODEL\n\nllm = OpenAI(base_url=BASE_URL, api_key='x')\n"
            "llm.chat.completions.create(model=MODEL, messages=[])\n",
        },
        {"settings.py:1 deepseek", "settings.py:2 deepseek", "app.py:5 deepseek", "app.py:6 deepseek"},
    ),
    "the same name from a package that is none of the tree's files": (
        {
            "lib/openai.ts": 'import OpenAI from "openai"\n\nexport const openai = new OpenAI()\n',
            "app.ts": 'import { openai } from "openai"\nimport { client } from "sender"\n\nclient.messages.create({})\n',
        },
        {"lib/openai.ts:1 openai", "lib/openai.ts:3 openai", "app.ts:1 openai"},
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_imported(name: str, tmp_path: Path) -> None:
    """What is imported by name is used where it is called upon, and what only has its name is not."""
    files, lines = TREES[name]
    found = used_lines(tmp_path, files)
    assert found == lines
