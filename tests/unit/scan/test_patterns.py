"""Small trees, each with one way of depending on a vendor or of only looking so: who is found, and how strongly."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan.run import scan
from flowdown.scan.sighting import Scan

CATALOGUE = load()
WIRE = {"model", "service", "device"}


@dataclass(frozen=True)
class Pattern:
    """Files, the vendors that must be found in use (vendor: strength), and those on the bases host and library."""

    name: str
    files: dict[str, str]
    uses: dict[str, str] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()
    questions: int = 0


DEFAULT, OPTIONAL, TOOLING, TEST = "runtime-default", "runtime-optional", "dev-tooling", "test-only"

PATTERNS = [
    Pattern(
        "a client of the vendor's own library",
        {
            "app.py": "import anthropic\n\nclient = anthropic.Anthropic()\nclient.messages.create(model='claude-sonnet-4-5')\n"
        },
        {"anthropic": DEFAULT},
    ),
    Pattern(
        "a library pointed at another vendor's host",
        {
            "requirements.txt": "openai>=1\n",
            "app.py": "from openai import OpenAI\n\nc = OpenAI(base_url='https://api.deepseek.com', api_key='x')\n"
            "c.chat.completions.create(model='deepseek-chat')\n",
        },
        {"deepseek": DEFAULT},
        frozenset({"openai:library"}),
    ),
    Pattern(
        "a library pointed at a loopback address",
        {"app.py": "from openai import OpenAI\n\nc = OpenAI(base_url='http://localhost:8000/v1', api_key='x')\n"},
        {},
        frozenset({"openai:library"}),
    ),
    Pattern(
        "another maker's model on a vendor's cloud",
        {
            "app.py": "import boto3\n\nc = boto3.client('bedrock-runtime')\n"
            "c.converse(modelId='us.anthropic.claude-3-7-sonnet-20250219-v1:0', messages=[])\n"
        },
        {"anthropic": DEFAULT},
        frozenset({"amazon:host", "amazon:library"}),
    ),
    Pattern(
        "a model that only the environment names",
        {
            "app.py": "import boto3\nimport os\n\nc = boto3.client('bedrock-runtime')\n"
            "c.converse(modelId=os.environ['MODEL'], messages=[])\n"
        },
        {},
        frozenset({"amazon:host", "amazon:library"}),
        questions=1,
    ),
    Pattern(
        "a constant in one file, used in another",
        {
            "settings.py": 'DEFAULT_MODEL = "mistral-large-latest"\n',
            "app.py": "from litellm import completion\nfrom settings import DEFAULT_MODEL\n\n"
            "completion(model=DEFAULT_MODEL, messages=[])\n",
        },
        {"mistral": DEFAULT},
    ),
    Pattern(
        "a constant that nobody uses",
        {"settings.py": 'OLD = "mistral-large-latest"\n'},
        {},
        mentions=frozenset({"mistral"}),
    ),
    Pattern(
        "a default of the environment",
        {"app.py": 'import os\n\nMODEL = os.environ.get("MODEL", "gemini-2.5-pro")\nrun(model=MODEL)\n'},
        {"google": DEFAULT},
    ),
    Pattern(
        "a distillation names every vendor of its line",
        {"app.py": 'load(model="deepseek-ai/DeepSeek-R1-Distill-Llama-70B")\n'},
        {"deepseek": DEFAULT, "meta": DEFAULT},
    ),
    Pattern(
        "a docstring, a comment, a price table, a comparison and a message",
        {
            "app.py": '"""Ask Claude through claude-sonnet-4-5."""\n# client = OpenAI()\n'
            'PRICES = {"gpt-4o": 5, "deepseek-chat": 1}\n'
            'if name == "gemini-2.5-pro":\n    raise ValueError("mistral-large-latest is gone")\n'
        },
        {},
        mentions=frozenset({"anthropic", "openai", "deepseek", "google", "mistral"}),
    ),
    Pattern(
        "a deny-list",
        {"policy.yaml": "denied_models:\n  - deepseek-chat\n  - qwen-max\n"},
        {},
        mentions=frozenset({"deepseek", "alibaba"}),
    ),
    Pattern(
        "prose",
        {"README.md": "We compared Claude with gpt-4o and DeepSeek.\n"},
        {},
        mentions=frozenset({"openai", "deepseek"}),
    ),
    Pattern(
        "a connector of a framework",
        {
            "src/llm.ts": "import { anthropic } from '@ai-sdk/anthropic';\n\nexport const model = anthropic('claude-opus-4-1');\n"
        },
        {"anthropic": DEFAULT},
    ),
    Pattern(
        "a class made for a vendor inside a framework",
        {"app.py": "from langchain.llms import OpenAI\n\nllm = OpenAI(temperature=0)\n"},
        {"openai": DEFAULT},
    ),
    Pattern(
        "a Terraform default through the environment into a call",
        {
            "infra/main.tf": 'variable "model_id" {\n  default = "anthropic.claude-3-haiku-20240307-v1:0"\n}\n\n'
            'resource "aws_lambda_function" "f" {\n  environment {\n    variables = {\n      MODEL_ID = var.model_id\n    }\n  }\n}\n',
            "app.py": "import boto3\nimport os\n\nc = boto3.client('bedrock-runtime')\n"
            "c.converse(modelId=os.environ['MODEL_ID'], messages=[])\n",
        },
        {"anthropic": DEFAULT},
        frozenset({"amazon:host", "amazon:library"}),
    ),
    Pattern(
        "a key that a compose file hands on",
        {
            "compose.yaml": "services:\n  app:\n    image: acme/app\n    environment:\n      MISTRAL_API_KEY: ${MISTRAL_API_KEY}\n",
        },
        {"mistral": DEFAULT},
    ),
    Pattern(
        "a template's key that nothing reads",
        {".env.example": "DEEPSEEK_API_KEY=\n"},
        {},
        mentions=frozenset({"deepseek"}),
        questions=1,
    ),
    Pattern(
        "weights served by a local runtime",
        {
            "compose.yaml": "services:\n  llm:\n    image: vllm/vllm-openai\n    command: --model Qwen/Qwen2.5-7B-Instruct\n"
        },
        {"alibaba": DEFAULT},
    ),
    Pattern("a local runtime without a model", {"compose.yaml": "services:\n  llm:\n    image: ollama/ollama\n"}, {}),
    Pattern(
        "a vendor's action in a workflow",
        {
            ".github/workflows/review.yml": "on: pull_request\njobs:\n  review:\n    runs-on: ubuntu-latest\n"
            "    steps:\n      - uses: anthropics/claude-code-action@v1\n"
        },
        {"anthropic": TOOLING},
    ),
    Pattern("a vendor's agent file", {"CLAUDE.md": "Use two spaces.\n"}, {"anthropic": TOOLING}),
    Pattern(
        "a command-line agent installed into an image",
        {"Dockerfile": "FROM node:22\nRUN npm install -g @anthropic-ai/claude-code\n"},
        {"anthropic": DEFAULT},
    ),
    Pattern(
        "only tests use it",
        {"tests/test_llm.py": "import anthropic\n\nclient = anthropic.Anthropic()\n"},
        {"anthropic": TEST},
    ),
    Pattern(
        "a development group of a manifest",
        {"pyproject.toml": '[project]\nname = "x"\n\n[project.optional-dependencies]\nchat = ["mistralai"]\n'},
        {"mistral": OPTIONAL},
    ),
    Pattern(
        "a branch on a provider that is not the default",
        {
            "app.py": "import os\n\nprovider = os.environ.get('PROVIDER', 'openai')\n"
            "if provider == 'openai':\n    from openai import OpenAI\n    client = OpenAI()\n"
            "elif provider == 'anthropic':\n    import anthropic\n    client = anthropic.Anthropic()\n"
        },
        {"openai": DEFAULT, "anthropic": OPTIONAL},
    ),
    Pattern(
        "a Java SDK in a build file",
        {
            "pom.xml": "<project><dependencies><dependency><groupId>com.anthropic</groupId>"
            "<artifactId>anthropic-java</artifactId><version>1</version></dependency></dependencies></project>\n"
        },
        {"anthropic": DEFAULT},
    ),
    Pattern(
        "a request by hand",
        {"app.py": "import requests\n\nrequests.post('https://api.anthropic.com/v1/messages', json={})\n"},
        {"anthropic": DEFAULT},
    ),
    Pattern(
        "a camera's dialect on its own host",
        {"cam.py": "import requests\n\nrequests.get('http://10.0.0.5/ISAPI/System/deviceInfo')\n"},
        {"hikvision": DEFAULT},
    ),
    Pattern(
        "names of other things",
        {
            "app.py": "from mistralclient.api import client\n\nGEMINI_EXCHANGE = 'https://api.gemini.com/v1'\n"
            "painter = 'Claude Monet'\nnova = openstack.nova\nmanager = CommandManager('mistral.cli')\n"
        },
    ),
    Pattern(
        "the tree's own package of the same name",
        {"together/__init__.py": "x = 1\n", "app.py": "from together import x\n\nprint(x)\n"},
    ),
]


def _scan(tmp_path: Path, files: dict[str, str]) -> Scan:
    for path, text in files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return scan([tmp_path], CATALOGUE)


def _strongest(scanned: Scan) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in scanned.dependences:
        if each.basis in WIRE and each.uses:
            found.setdefault(each.vendor, each.strength.value)
    return found


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_pattern(tmp_path: Path, pattern: Pattern) -> None:
    scanned = _scan(tmp_path, pattern.files)
    shown = [
        (each.place.path, each.place.line, each.vendor, each.basis, each.kind, each.role) for each in scanned.sightings
    ]
    assert _strongest(scanned) == pattern.uses, shown
    apart = {
        f"{each.vendor}:{each.basis.value}" for each in scanned.dependences if each.basis not in WIRE and each.uses
    }
    assert apart == pattern.apart, shown
    only_mentioned = {each.vendor for each in scanned.dependences if not each.uses}
    assert pattern.mentions <= only_mentioned, shown
    assert len(scanned.questions) >= pattern.questions
