"""Small trees that make objects of models and hand them on, and tables from which a model is picked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

TREES = {
    "a model's object that another file asks": (
        {
            "ai/index.ts": 'import { google } from "@ai-sdk/google"\nimport { wrapLanguageModel } from "ai"\n\n'
            'export const fastModel = google("gemini-2.5-flash")\n\n\n\nexport const goodModel = wrapLanguageModel({\n'
            '  model: google("gemini-2.5-pro"),\n  middleware: [],\n})\n',
            "app/ask.ts": 'import { generateText } from "ai"\nimport { fastModel, goodModel } from "../ai"\n\n\n\n'
            "export const one = () => generateText({ model: fastModel, prompt: q })\n\n\n\n"
            "export const two = () => generateText({ model: goodModel, prompt: q })\n",
            "app/index.ts": 'import { one, two } from "./ask"\n\nexport default [one, two]\n',
        },
        {
            "ai/index.ts:1 google",
            "ai/index.ts:4 google",
            "ai/index.ts:9 google",
            "app/ask.ts:6 google",
            "app/ask.ts:10 google",
        },
    ),
    "a router's object of another's model": (
        {
            "ask.ts": 'import { groq } from "@ai-sdk/groq"\nimport { streamText } from "ai"\n\nconst fast = groq("llama-3.1-8b-instant")\n\n\n\n'
            "export const ask = () => streamText({ model: fast })\n"
        },
        {"ask.ts:4 meta", "ask.ts:8 meta"},
    ),
    "pairs of a label and an id under their providers' names": (
        {
            "llm.py": "from openai import OpenAI\n\n\nclass Llm:\n    def __init__(self):\n        self.models = {\n"
            '            "FIRST": [\n                ("Sonnet", "claude-3-sonnet-20240229"),\n\n\n\n                ("Haiku", "claude-3-haiku-20240307"),\n            ],\n'
            '            "no vision": [\n\n\n\n                ("Mini", "o1-preview"),\n            ],\n        }\n\n'
            "    def ask(self, name):\n        ids = {one[0]: one[1] for listed in self.models.values() for one in listed}\n"
            "        return OpenAI(base_url=where()).chat.completions.create(model=ids[name], messages=[])\n"
        },
        {"llm.py:1 openai", "llm.py:8 anthropic", "llm.py:12 anthropic"},
    ),
    "classes under the ids of models": (
        {
            "one.py": "import anthropic\n\n\nclass Claude:\n    def ask(self, q):\n        return anthropic.Anthropic().messages.create(messages=[q])\n",
            "table.py": "from one import Claude\n\nMODEL_DICT = {\n    'claude-sonnet-4-20250514': Claude,\n    'other': Claude,\n}\n\n\n\n"
            "def pick(name):\n    return MODEL_DICT.get(name)()\n",
        },
        {"one.py:1 anthropic", "one.py:6 anthropic", "table.py:4 anthropic"},
    ),
    "the model that a page begins with (React, Vue)": (
        {
            "Page.tsx": 'export function Page() {\n  const [selectedModel, setSelectedModel] = useState("claude-3-haiku-20240307")\n\n\n\n'
            '  const [title, setTitle] = useState("gpt-4o")\n  return title + selectedModel\n}\n',
            "Page.vue": "<script setup>\nconst currentModel = ref('deepseek-chat')\n</script>\n",
        },
        {"Page.tsx:2 anthropic", "Page.vue:2 deepseek"},
    ),
    "models that a page lets choose (Python)": (
        {
            "app.py": "import streamlit as st\n\nMODEL = st.sidebar.selectbox(label='Model', options=['gpt-4', 'gpt-3.5-turbo'])\n\n\n\n"
            "model_dropdown = gr.Dropdown(['mistral-large-latest', 'mistral-small-latest'], label='Model')\n\n\n\n"
            "colour = st.selectbox('Colour', ['claude-3-opus-20240229', 'red'])\n"
        },
        {"app.py:3 openai", "app.py:7 mistral"},
    ),
    "the model that each provider has by default, by members of an enumeration": (
        {
            "app.py": "import anthropic\n\n\n\nPROVIDER_TO_DEFAULT_MODEL_NAME = {\n    Kind.ONE: 'claude-sonnet-4-20250514',\n\n\n\n    Kind.TWO: 'gemini-2.5-pro',\n}\n\n\n"
            "def ask(kind):\n    return put(model=PROVIDER_TO_DEFAULT_MODEL_NAME[kind])\n"
        },
        {"app.py:1 anthropic", "app.py:6 anthropic", "app.py:10 google"},
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_made(name: str, tmp_path: Path) -> None:
    """The object of a model stands for the model, wherever it is asked."""
    files, lines = TREES[name]
    assert used_lines(tmp_path, files) == lines
