"""Small trees in which a library looks for its key itself, a list of keys is gone through, or a key's name is all there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

TREES = {
    "a template's key that the library reads itself": (
        {
            ".env.example": "OPENAI_API_KEY=\nANTHROPIC_API_KEY=\nMISTRAL_API_KEY=\n",
            "app.py": "import anthropic\nfrom openai import OpenAI\n\n\n\nllm = OpenAI()\n\n\n\nother = anthropic.Anthropic(api_key=held())\n",
        },
        {".env.example:1 openai", "app.py:1 anthropic", "app.py:2 openai", "app.py:6 openai", "app.py:10 anthropic"},
    ),
    "keys of a list that a loop, a comprehension or a filter asks the environment for": (
        {
            "app.py": 'import os\n\nrequired = ["PORT", "OPENAI_API_KEY"]\nmissing = [one for one in required if not os.environ.get(one)]\n'
            'for name in ["MISTRAL_API_KEY"]:\n    if name not in os.environ:\n        raise SystemExit(name)\n'
            'SHOWN = ["COHERE_API_KEY"]\nfor name in SHOWN:\n    draw(name)\n',
            "app.ts": 'const needed = ["DEEPSEEK_API_KEY"]\nfor (const key of needed) {\n  if (!process.env[key]) throw new Error(key)\n}\n'
            'export const missing = ["GROQ_API_KEY", "XAI_API_KEY"].filter((key) => !process.env[key])\n',
        },
        {"app.py:3 openai", "app.py:5 mistral", "app.ts:1 deepseek", "app.ts:5 xai"},
    ),
    "a test that is passed over without a key": (
        {
            "tests/test_ask.py": "import os\n\nimport pytest\n\n\n@pytest.mark.skipif(\n    not os.environ.get('OPENAI_API_KEY'),\n"
            "    reason='OPENAI_API_KEY is not set',\n)\ndef test_ask():\n    pass\n"
        },
        {"tests/test_ask.py:7 openai"},
    ),
    "an address of the library that is set only if one is given": (
        {
            "app.py": "import openai\n\nfrom settings import of\n\nbase = of('base')\nif base:\n    openai.api_base = base\n\n\n"
            "def draw(q):\n    return openai.Image.create(prompt=q)\n"
        },
        {"app.py:1 openai", "app.py:11 openai"},
    ),
    "a ring of keys by their providers' names": (
        {
            "config.toml": '[API_KEYS]\nCLAUDE = "x"\nGEMINI = "x"\n',
            "app.py": "import anthropic\n",
        },
        {"config.toml:2 anthropic", "app.py:1 anthropic"},
    ),
    "a setting by a name that somebody else has, too": (
        {
            "trade.js": "const client = new Exchange({ key: conf.gemini.key, secret: conf.gemini.secret })\n",
            "ask.js": 'import OpenAI from "openai"\n\n\n\nexport const llm = build(config.openai.key)\n',
        },
        {"ask.js:1 openai", "ask.js:5 openai"},
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_left(name: str, tmp_path: Path) -> None:
    """What is read is used, by whomever it is read; what only has the name is not."""
    files, lines = TREES[name]
    assert used_lines(tmp_path, files) == lines
