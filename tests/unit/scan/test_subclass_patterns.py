"""Classes that a tree makes of a library's own client, and what they ask of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

PATTERNS: dict[str, tuple[dict[str, str], set[str]]] = {
    "a class of the module's own is put something round (Python)": (
        {
            "cached.py": "import openai\n\n\n\nclass Moderation(openai.Moderation, Kept):\n\n\n\n    @classmethod\n    def ask(cls, *given):\n"
            "        return super().create(*given)\n\n\n\n    @classmethod\n    async def listen(cls, *given):\n"
            "        return await super(Moderation, cls).acreate(*given)\n\n\n\ndef other():\n    return super().create()\n",
            "main.py": "from cached import Moderation\nModeration.ask('hello')\n",
        },
        {"cached.py:1 openai", "cached.py:5 openai", "cached.py:11 openai", "cached.py:17 openai"},
    ),
    "what a framework calls inside is asked, its small methods are not (Python)": (
        {
            "chat.py": "from langchain_openai import ChatOpenAI\n\n\n\nclass Patient(ChatOpenAI):\n    attempts: int = 3\n\n\n\n"
            "    def _generate(self, messages):\n        return super()._generate(messages)\n\n\n\n    def _fields(self):\n"
            "        return super()._fields()\n",
        },
        {"chat.py:1 openai", "chat.py:5 openai", "chat.py:11 openai"},
    ),
    "errors, values and handlers that are extended are no clients, nor is what is for anybody (Python)": (
        {
            "types.py": "from openai import AssistantEventHandler, BaseModel, OpenAIError\nfrom langchain_core.language_models import BaseChatModel\n"
            "\n\n\nclass Out(BaseModel):\n    text: str\n\n\n\nclass Failed(OpenAIError):\n    pass\n\n\n\nclass Heard(AssistantEventHandler):\n"
            "    def on_text(self, text):\n        return super().on_text(text)\n\n\n\nclass Own(BaseChatModel):\n"
            "    def invoke(self, text):\n        return super().invoke(text)\n",
        },
        {"types.py:1 openai"},
    ),
    "what points its base elsewhere is not the base's (Python)": (
        {
            "here.py": "from openai import OpenAI\n\n\n\nclass Here(OpenAI):\n    def __init__(self):\n"
            "        super().__init__(base_url='http://localhost:8000/v1', api_key='none')\n\n\n\n    def ask(self, path):\n"
            "        return super().post(path)\n",
            "deep.py": "from langchain_openai import ChatOpenAI\n\n\n\nclass Deep(ChatOpenAI):\n\n\n\n"
            "    openai_api_base: str = 'https://api.deepseek.com/v1'\n",
        },
        {"deep.py:5 deepseek", "deep.py:9 deepseek"},
    ),
    "a class made to ask another is not its base's (Python)": (
        {
            "adapter.py": "from langchain_openai import ChatOpenAI\n\n\n\nclass DeepSeekChat(ChatOpenAI):\n"
            "    def _generate(self, messages):\n        return super()._generate(messages)\n",
        },
        {"adapter.py:1 openai"},
    ),
    "a class that its file makes with another's address is that one's (Python)": (
        {
            "near.py": "from langchain_openai import ChatOpenAI\n\n\n\nclass Near(ChatOpenAI):\n"
            "    def _generate(self, messages):\n        return super()._generate(messages)\n\n\n\n"
            "near = Near(base_url='http://127.0.0.1:8000/v1')\n",
        },
        set(),
    ),
    "a class extends a client (TypeScript)": (
        {
            "chat.ts": "import { ChatOpenAI } from '@langchain/openai'\nimport { OpenAIError } from 'openai'\n\n\n\n"
            "export class Patient extends ChatOpenAI {\n\n\n\n  async _generate(messages) {\n    return super._generate(messages)\n  }\n}\n\n\n\n"
            "class Failed extends OpenAIError {}\n",
        },
        {"chat.ts:1 openai", "chat.ts:2 openai", "chat.ts:6 openai", "chat.ts:11 openai"},
    ),
}


@pytest.mark.parametrize("name", PATTERNS)
def test_a_class_made_of_a_client_is_one(name: str, tmp_path: Path) -> None:
    files, used = PATTERNS[name]
    assert used_lines(tmp_path, files) == used
