"""Keys, settings and voices as trees really spell them; mirrors of packages; what a build leaves beside its sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

USED = [
    pytest.param(
        "k.py", 'import os\na = os.getenv("ERNIE_SECRETKEY")\n', {"k.py:2 baidu"}, id="two words written as one"
    ),
    pytest.param(
        "k.py",
        'import os\na = os.getenv("GEMINI_APIKEY")\n',
        {"k.py:2 google"},
        id="the key of a word that others have",
    ),
    pytest.param("k.R", 'app <- Sys.getenv("AZURE_OPENAI_CLIENT_ID")\n', {"k.R:1 openai"}, id="who asks a service"),
    pytest.param(
        "k.R", 'app <- Sys.getenv("AZURE_OPENAI_SCOPE")\n', {"k.R:1 openai"}, id="for what a service is asked"
    ),
    pytest.param(
        "k.py", 'org = settings().get("OPENAI.ORG", None)\n', {"k.py:1 openai"}, id="for whom a service is asked"
    ),
    pytest.param(
        "k.py",
        'a = settings.get("OPENAI.KEY")\nb = settings.get("ANTHROPIC.KEY")\nc = settings.get("COHERE.KEY")\n',
        {"k.py:1 openai", "k.py:2 anthropic", "k.py:3 cohere"},
        id="a name that others have in the company of its kind",
    ),
    pytest.param("k.py", 'c = settings.get("COHERE.KEY")\n', set(), id="that name alone"),
    pytest.param(
        "talk.yaml",
        "speech:\n  voices:\n    question: en-US-JennyNeural\n    answer: en-US-EricNeural\n",
        {"talk.yaml:3 microsoft", "talk.yaml:4 microsoft"},
        id="voices by the part that each speaks",
    ),
    pytest.param("talk.yaml", "faq:\n  question: en-US-JennyNeural\n", set(), id="what people ask"),
    pytest.param(
        "talk.yaml",
        "default_tts_model: openai\nspeech:\n  model: gpt-4o-mini-tts\n  url: https://api.openai.com/v1\n",
        {"talk.yaml:1 openai", "talk.yaml:3 openai", "talk.yaml:4 openai"},
        id="who serves under the key of a model",
    ),
    pytest.param(
        "talk.yaml", "search_engine: google\nurl: https://www.google.com\n", set(), id="an engine of anything"
    ),
    pytest.param(
        "get.sh", "pip install -i https://mirrors.aliyun.com/pypi/simple/ requests\n", set(), id="a mirror of packages"
    ),
    pytest.param(
        "wx.py",
        "from wxauto import WeChat\nwx = WeChat()\n",
        {"wx.py:1 tencent", "wx.py:2 tencent"},
        id="a messenger's window",
    ),
    pytest.param(
        "main.ts",
        'import { createAzure } from "@ai-sdk/azure";\nexport const azure = createAzure({ resourceName: "r" });\n',
        {"main.ts:1 openai", "main.ts:2 openai"},
        id="a connector named after the cloud",
    ),
]


@pytest.mark.parametrize(("path", "text", "expected"), USED)
def test_use(tmp_path: Path, path: str, text: str, expected: set[str]) -> None:
    assert used_lines(tmp_path, {path: text}) == expected


CONFIG = "export class Asked {\n  ANTHROPIC_API_BASE = 'https://api.anthropic.com/v1';\n}\n"
AGENT = (
    "import type { Asked } from './config';\nexport async function ask(context: Asked, body: string) {\n"
    "  const url = `${context.ANTHROPIC_API_BASE}/messages`;\n  return send(url, body);\n}\n"
)


def test_what_a_build_wrote_answers_for_no_source(tmp_path: Path) -> None:
    built = "class Asked {\n  ANTHROPIC_API_BASE = 'https://example.invalid/v1';\n}\n"
    files = {
        "src/config.ts": CONFIG,
        "src/index.ts": AGENT,
        "src/ask.ts": "import { ask } from './index';\nask({} as any, '');\n",
    }
    files.update({f"dist/index-{number}.js": built for number in range(4)})
    assert "src/index.ts:3 anthropic" in used_lines(tmp_path, files)


@pytest.mark.parametrize("module", ["./agents", "#/agents", "@/agents", "~/agents"])
def test_a_class_of_the_tree_is_no_library(tmp_path: Path, module: str) -> None:
    files = {
        "src/agents.ts": "export class Mistral {}\n",
        "src/index.ts": f"import {{ Mistral }} from '{module}';\nexport const ALL = [new Mistral()];\n",
    }
    assert used_lines(tmp_path, files) == set()
