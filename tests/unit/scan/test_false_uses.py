"""Small trees that tempt to see a use where there is none, or to lose a real one in a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan.area import Area, area_of, is_stored_output
from flowdown.scan.run import scan

CATALOGUE = load()


def uses(tmp_path: Path, files: dict[str, str]) -> set[str]:
    """The use lines of a tree as `path:line vendor`."""
    for name, text in files.items():
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    report = scan([tmp_path], CATALOGUE)
    return {f"{each.place.path}:{each.place.line} {each.vendor}" for each in report.sightings if each.is_use}


NO_USES = {
    "a list of models that is only asked whether one of it is meant": (
        {
            "costs.py": "DEAR_MODELS = (\n    'claude-opus-4-6',\n    'claude-sonnet-4-6',\n)\n\n\ndef factor(model_name):\n"
            "    if any(pattern in model_name for pattern in DEAR_MODELS):\n        return 1.1\n    return 1.0\n"
        },
        "costs.py:2 anthropic",
    ),
    "a variable of another function": (
        {
            "a.py": "import requests\n\n\ndef one():\n    url = 'https://api.deepseek.com/user/balance'\n    return requests.get(url)\n\n\n"
            "def two(url):\n    return requests.get(url)\n"
        },
        "a.py:10 deepseek",
    ),
    "a name that a file of another language binds": (
        {
            "scripts/run.py": "API_ROOT = 'https://api.deepseek.com'\n",
            "web/a.js": "export async function f() {\n  return fetch(`${API_ROOT}/conversation`);\n}\n",
        },
        "web/a.js:2 deepseek",
    ),
    "a client of a test that the product does not know": (
        {
            "tests/store.py": "from langchain_openai import ChatOpenAI\n\nvector_store = ChatOpenAI(model='gpt-4o')\n",
            "app/skill.py": "class A:\n    def load(self, text):\n        return self.owner.vector_store.load(text)\n",
        },
        "app/skill.py:3 openai",
    ),
    "a model whose tokens are only counted": (
        {
            "a.py": "from pricing import count_message_tokens\n\n\ndef f(m):\n    return count_message_tokens(m, model='gpt-4o')\n"
        },
        "a.py:5 openai",
    ),
    "the body of an answer": (
        {
            "a.py": "def f(text):\n    return {\n        'id': 'x',\n        'object': 'chat.completion',\n        'model': 'gpt-4o',\n"
            "        'choices': [text],\n    }\n"
        },
        "a.py:5 openai",
    ),
    "a stored message": (
        {
            "a.ts": "const stored = {\n  role: 'assistant',\n  content: 'hi',\n  model: 'claude-3-haiku-20240307',\n};\nsave(stored);\n"
        },
        "a.ts:4 anthropic",
    ),
    "a constant called like a vendor's address that holds another's": (
        {"a.ts": "const OPENAI_BASE_URL = 'https://router.huggingface.co/v1';\nfetch(`${OPENAI_BASE_URL}/models`);\n"},
        "a.ts:1 openai",
    ),
    "a type of one common word that no import brings": (
        {"a.py": "class Perplexity:\n    pass\n\n\nmetric = Perplexity(model=net)\n"},
        "a.py:5 perplexity",
    ),
    "a path to which something is saved": (
        {"a.py": "save_path = 'out/firefly-baichuan-7b-merged'\nmodel.save_pretrained(save_path)\n"},
        "a.py:1 baichuan",
    ),
    "a model that goes to what a test fakes": (
        {
            "tests/test_a.py": "from app import ask\n\n\ndef test_it(mocker):\n    mocker.patch('app.send', return_value='x')\n"
            "    fake_client = object()\n    ask(fake_client, model='gpt-4o')\n"
        },
        "tests/test_a.py:7 openai",
    ),
    "a call that a test expects to fail": (
        {
            "tests/test_a.py": "import pytest\nfrom app import make_llm\n\n\ndef test_it():\n    with pytest.raises(ValueError, match='ANTHROPIC_API_KEY'):\n"
            "        make_llm('claude-opus-5')\n"
        },
        "tests/test_a.py:7 anthropic",
    ),
    "a call that a test expects to fail, as a formatter broke it": (
        {
            "tests/test_a.py": "import pytest\nfrom app import make_llm\n\n\ndef test_it():\n    with pytest.raises(\n        ValueError,\n"
            "        match='ANTHROPIC_API_KEY',\n    ):\n        make_llm(\n            'claude-opus-5',\n        )\n"
        },
        "tests/test_a.py:11 anthropic",
    ),
    "a model in a mark over several lines, of what a test fakes": (
        {
            "tests/test_a.py": "from app import flow\n\n\nclass TestIt:\n    def test_it(self):\n        class Flow:\n            @flow(\n"
            "                name='Review:',\n                llm='gpt-4o',\n            )\n            def produce(self):\n"
            "                return 'x'\n\n        run = Flow()\n        run.memory = MagicMock()\n"
        },
        "tests/test_a.py:9 openai",
    ),
    "a header of the tree's own whose file is called like something of a vendor": (
        {"a.c": '#include <linux/init.h>\n#include "gemini.h"\n\nint main(void)\n{\n\treturn gemini_start();\n}\n'},
        "a.c:2 google",
    ),
    "a header in the folder of another library": (
        {"a.c": "#include <babeltrace/ctf-writer/writer.h>\n\nint main(void)\n{\n\treturn 0;\n}\n"},
        "a.c:1 writer",
    ),
    "three characters that a macro is given": (
        {"a.c": 'DEFS(capture_2,\n\tLINK(COMP_CPU("UL2")),\n\tLINK(Dummy("UL2")));\n'},
        "a.c:2 google",
    ),
    "a value of a program's graph": (
        {
            "a_test.go": 'package ssa\n\nfunc f() {\n\tx := Bloc("b3",\n\t\tValu("phi2", OpPhi, 0, "cmp1"),\n\t\tIf("phi2", "b4"))\n}\n'
        },
        "a_test.go:5 microsoft",
    ),
    "who made a processor": (
        {
            "caps.xml": "<capabilities>\n <mode>\n  <model usable='unknown' vendor='IBM'>POWER9</model>\n </mode>\n</capabilities>\n"
        },
        "caps.xml:3 ibm",
    ),
    "a number of an enumeration": (
        {
            "gen.xml": '<fields>\n <field name="Source">\n  <value name="VERTEX_LOCATION" value="1" />\n </field>\n</fields>\n'
        },
        "gen.xml:3 google",
    ),
    "an image in a type of a package called model": (
        {
            "a.go": 'package discovery\n\nimport "github.com/other/common/model"\n\nvar labels = map[string]model.LabelValue{\n'
            '\t"image": model.LabelValue("google/cadvisor"),\n}\n'
        },
        "a.go:6 google",
    ),
    "a result that a run has left": (
        {"bench/benchmark_results/run_2026.json": '{"model": "gpt-4o", "score": 3}\n'},
        "bench/benchmark_results/run_2026.json:1 openai",
    ),
}


@pytest.mark.parametrize("name", NO_USES)
def test_a_tempting_line_is_no_use(tmp_path: Path, name: str) -> None:
    files, line = NO_USES[name]
    assert line not in uses(tmp_path, files)


REAL_USES = {
    "a test beside one that fakes": (
        {
            "tests/test_a.py": "import os\nfrom openai import OpenAI\n\n\ndef test_fake():\n    fake_client = object()\n    run(fake_client, model='gpt-4o')\n\n\n"
            "def test_real():\n    client = OpenAI(api_key=os.environ['OPENAI_API_KEY'])\n"
            "    client.chat.completions.create(model='gpt-4o', messages=[])\n"
        },
        {"tests/test_a.py:12 openai", "tests/test_a.py:11 openai"},
    ),
    "a key that is read in a test that fakes": (
        {
            "tests/test_a.py": "import os\n\n\ndef test_it(mock_server):\n    key = os.environ['OPENAI_API_KEY']\n    run(mock_server, key)\n"
        },
        {"tests/test_a.py:5 openai"},
    ),
    "a client of its own function where another has one of the same name": (
        {
            "a.py": "from anthropic import Anthropic\nfrom openai import OpenAI\n\n\ndef one():\n    client = OpenAI()\n"
            "    return client.chat.completions.create(model='gpt-4o', messages=[])\n\n\ndef two():\n    client = Anthropic()\n"
            "    return client.messages.create(messages=[])\n"
        },
        {"a.py:7 openai", "a.py:12 anthropic"},
    ),
    "a variable that an inner function sees": (
        {
            "a.js": "export function f() {\n  const url = 'https://api.deepseek.com/chat/completions';\n"
            "  return [1].map(() => {\n    return fetch(url, {method: 'POST'});\n  });\n}\n"
        },
        {"a.js:4 deepseek"},
    ),
    "a client that a function of the file returns": (
        {
            "a.ts": "import OpenAI from 'openai';\n\nfunction getOpenAi(key) {\n  const openAi = new OpenAI({ apiKey: key });\n  return openAi;\n}\n\n"
            "export async function listed(key) {\n  const openAi = getOpenAi(key);\n  return openAi.models.list();\n}\n"
        },
        {"a.ts:10 openai"},
    ),
    "an address in the body of a function with a type of its own": (
        {
            "a.ts": "async function f(): Promise<Answer> {\n  const response = await fetch('https://api.openai.com/v1/models');\n  return response;\n}\n"
        },
        {"a.ts:2 openai"},
    ),
    "a setting that hands a variable to what reads it": (
        {
            "infra/main.tf": 'variable "letter_model_id" {\n  default = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"\n}\n\n'
            'resource "aws_lambda_function" "a" {\n  environment {\n    variables = {\n      LETTER_MODEL_ID = var.letter_model_id\n    }\n  }\n}\n',
            "app.py": "import os\nimport boto3\n\nclient = boto3.client('bedrock-runtime')\n\n"
            "client.converse(modelId=os.environ['LETTER_MODEL_ID'], messages=[])\n",
        },
        {"infra/main.tf:8 anthropic"},
    ),
}


@pytest.mark.parametrize("name", REAL_USES)
def test_a_real_use_stays(tmp_path: Path, name: str) -> None:
    files, lines = REAL_USES[name]
    assert lines <= uses(tmp_path, files)


@pytest.mark.parametrize(
    "path", ["tests_integ/a.py", "src/AppUnitTests/a.swift", "lib/MyUnittest.cpp", "a/__tests__/b.ts", "x_test.go"]
)
def test_tests_are_told_by_many_names(path: str) -> None:
    assert area_of(path) is Area.TEST


@pytest.mark.parametrize("path", ["src/requests/a.py", "latest/a.py", "contests/a.py", "action.yml"])
def test_product_is_no_test(path: str) -> None:
    assert area_of(path) is Area.PRODUCT


def test_a_vignette_is_documentation() -> None:
    assert area_of("vignettes/a.Rmd") is Area.DOCUMENTATION


def test_a_configuration_is_no_stored_output() -> None:
    assert not is_stored_output("config/models.yaml")
