"""Small trees that take models and addresses out of files of settings, hand them to functions, or pass requests on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

TREES = {
    "an address and a model out of a file of settings, by their path": (
        {
            "config.yaml": "llm:\n  base_url: https://api.deepseek.com/v1\n  model: deepseek-chat\n",
            "app.py": "import yaml\nfrom openai import OpenAI\n\nwith open('config.yaml') as file:\n    config = yaml.safe_load(file)\n\n"
            "client = OpenAI(base_url=config['llm']['base_url'], api_key=config['llm'].get('key', ''))\n\n\n\ndef ask(q):\n"
            "    return client.chat.completions.create(model=config.get('llm', {}).get('model'), messages=[q])\n",
        },
        {"config.yaml:2 deepseek", "config.yaml:3 deepseek", "app.py:7 deepseek", "app.py:12 deepseek"},
    ),
    "a member of what a JSON file says": (
        {
            "config.json": '{\n  "chat": {\n    "baseUrl": "https://api.mistral.ai/v1"\n  }\n}\n',
            "ask.ts": 'import OpenAI from "openai"\nimport config from "./config.json"\n\n\n\n'
            "const llm = new OpenAI({ baseURL: config.chat.baseUrl })\n",
        },
        {"config.json:3 mistral", "ask.ts:6 mistral"},
    ),
    "a path that several files give different values": (
        {
            **{
                f"{name}.yaml": f"llm:\n  base_url: https://{host}/v1\n"
                for name, host in (
                    ("a", "api.mistral.ai"),
                    ("b", "api.deepseek.com"),
                    ("c", "api.x.ai"),
                    ("d", "api.cohere.com"),
                )
            },
            "app.py": "from openai import OpenAI\n\n\n\nllm = OpenAI(base_url=config['llm']['base_url'])\n",
        },
        {"a.yaml:2 mistral", "b.yaml:2 deepseek", "c.yaml:2 xai", "d.yaml:2 cohere", "app.py:1 openai"},
    ),
    "a function that asks the model which it is told": (
        {
            "wrap.py": "import litellm\n\n\ndef put(model, q):\n    return litellm.completion(model=model, messages=[q])\n\n\n"
            "def note(model, q):\n    return model + q\n",
            "app.py": "from wrap import note, put\n\nput('anthropic/claude-3-5-sonnet-20240620', 'x')\n\n\n\nnote('deepseek/deepseek-chat', 'x')\n",
        },
        {"app.py:3 anthropic"},
    ),
    "requests that a web server passes on": (
        {
            "vite.config.ts": "export default defineConfig(({ mode }) => {\n  return {\n    server: {\n      proxy: {\n        '/one': {\n"
            "          target: 'https://api.deepseek.com',\n        },\n\n\n        '/two': 'https://api.mistral.ai',\n      },\n    },\n  }\n})\n",
            "next.config.js": "module.exports = {\n  async rewrites() {\n    return [\n"
            "      { source: '/ask', destination: 'https://api.openai.com/v1' },\n    ]\n  },\n}\n",
            "links.ts": "export const shown = { target: 'https://api.x.ai/v1' }\n",
        },
        {"vite.config.ts:6 deepseek", "vite.config.ts:10 mistral", "next.config.js:4 openai"},
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_loaded(name: str, tmp_path: Path) -> None:
    """What is taken out of a file, handed over or passed on reaches whom it names."""
    files, lines = TREES[name]
    assert used_lines(tmp_path, files) == lines
