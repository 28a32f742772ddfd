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


WEIGHTS = [
    pytest.param(
        "https://blobs.example.com/parakeet-v2-int8.tar.gz", "nvidia", id="an archive that says its precision"
    ),
    pytest.param("https://blobs.example.com/whisper-medium-q4_1.bin", "openai", id="a file that some other host keeps"),
    pytest.param("https://blobs.example.com/ggml-small.bin", "openai", id="one that is called after its form"),
    pytest.param(
        "https://github.com/a/b/releases/download/w/pt_inception-2015-12-05-6726825d.pth", "google", id="ported weights"
    ),
    pytest.param("https://files.example.org/whisper-1.2.3.tar.gz", "", id="the sources of a program"),
]


@pytest.mark.parametrize(("address", "vendor"), WEIGHTS)
def test_weights_that_somebody_keeps(tmp_path: Path, address: str, vendor: str) -> None:
    expected = {f"get.py:1 {vendor}"} if vendor else set()
    assert used_lines(tmp_path, {"get.py": f'download(url="{address}")\n'}) == expected


SWIFT = [
    pytest.param(
        {"a.swift": "import FoundationModels\nlet model = SystemLanguageModel.default\n"},
        {"a.swift:1 apple", "a.swift:2 apple"},
        id="the one object of a class",
    ),
    pytest.param(
        {
            "a.swift": 'enum ChatModel: String, CaseIterable {\n  case turbo = "gpt-3.5-turbo"\n  case large = "gpt-4"\n}\n',
            "b.swift": 'let url = URL(string: "https://api.openai.com/v1/chat/completions")!\nvar picked = ChatModel.turbo\n',
        },
        {"a.swift:2 openai", "a.swift:3 openai", "b.swift:1 openai"},
        id="an enumeration of models that is picked from",
    ),
    pytest.param(
        {"a.swift": 'enum Plan: String {\n  case turbo = "gpt-3.5-turbo"\n}\nvar picked = Plan.turbo\n'},
        set(),
        id="one of plans",
    ),
    pytest.param(
        {
            "App.xcodeproj/project.pbxproj": '/* Begin */\n\t\tref = {\n\t\t\trepositoryURL = "https://github.com/MacPaw/OpenAI.git";\n\t\t};\n'
        },
        {"App.xcodeproj/project.pbxproj:3 openai"},
        id="a package of a project of Xcode",
    ),
]


@pytest.mark.parametrize(("files", "expected"), SWIFT)
def test_swift(tmp_path: Path, files: dict[str, str], expected: set[str]) -> None:
    assert used_lines(tmp_path, files) == expected


ACCOUNT = (
    "param name string\nparam kind string = 'OpenAI'\n"
    "resource account 'Microsoft.CognitiveServices/accounts@2023-05-01' = {\n  name: name\n  kind: kind\n}\n"
)
DEPLOYED = (
    "module vision 'account.bicep' = {\n  params: {\n    name: 'v'\n    kind: 'ComputerVision'\n  }\n}\n"
    "module chat 'account.bicep' = {\n  params: {\n    name: 'c'\n    deployments: concat([\n      {\n        model: {\n"
    "          format: 'OpenAI'\n          name: chatName\n        }\n      }\n    ], others)\n  }\n}\n"
)


def test_a_module_is_of_the_kind_that_it_is_told(tmp_path: Path) -> None:
    used = used_lines(tmp_path, {"account.bicep": ACCOUNT, "main.bicep": DEPLOYED})
    assert {each for each in used if each.startswith("main")} == {
        "main.bicep:1 microsoft",
        "main.bicep:7 openai",
        "main.bicep:13 openai",
    }


def test_powershell_parameters_and_what_tests_expect(tmp_path: Path) -> None:
    files = {
        "ask.ps1": "$answer = ai $question -model:gpt-4\n",
        "tests/ask.tests.ps1": "$ExpectedData = @{\n  Body = @{\n    model = 'gpt-4o-mini'\n  }\n  Provider = 'OpenAI'\n}\n",
    }
    assert used_lines(tmp_path, files) == {"ask.ps1:1 openai"}


def test_a_path_that_goes_on(tmp_path: Path) -> None:
    text = 'req <- request(base) |>\n  req_url_path_append("openai/deployments") |>\n  req_url_path_append(name)\n'
    assert used_lines(tmp_path, {"ask.R": text}) == {"ask.R:2 openai"}


def test_settings_under_the_names_of_the_environment(tmp_path: Path) -> None:
    files = {
        "config_example.json": '{\n  "claude_api_secret": "",\n  "ernie_secret_key": ""\n}\n',
        "app.py": 'import os\nsecret = os.getenv("CLAUDE_API_SECRET")\n',
    }
    assert used_lines(tmp_path, files) == {"config_example.json:2 anthropic", "app.py:2 anthropic"}


def test_a_member_of_one_class_says_nothing_of_that_of_another(tmp_path: Path) -> None:
    files = {
        "models/claude.py": "import anthropic\n\nclass Claude:\n    def __init__(self, host):\n        self.api_host = host\n"
        "        self.client = anthropic.Anthropic(base_url=self.api_host)\n",
        "models/other.py": 'class Gemini:\n    def __init__(self):\n        self.api_host = "https://generativelanguage.googleapis.com"\n',
        "main.py": "from models import claude, other\nclaude.Claude(None), other.Gemini()\n",
    }
    assert "models/claude.py:6 google" not in used_lines(tmp_path, files)


def test_what_a_function_keeps_for_its_file_is_no_setting(tmp_path: Path) -> None:
    text = "CHATGLM_MODEL = None\n\ndef load(model):\n    global CHATGLM_TOKENIZER, CHATGLM_MODEL\n    CHATGLM_MODEL = model\n    CHATGLM_MODEL.eval()\n"
    assert used_lines(tmp_path, {"load.py": text}) == set()


def test_what_a_service_calls_its_domain(tmp_path: Path) -> None:
    text = 'body = {"parameter": {"chat": {"domain": "generalv3.5"}}}\nother = {"site": {"domain": "generals"}}\n'
    assert used_lines(tmp_path, {"ask.py": text}) == {"ask.py:1 iflytek"}
