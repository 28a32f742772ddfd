"""Small trees in which somebody picks a model from a list, and the same trees written otherwise or leading nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan.run import scan

CATALOGUE = load()
WIRE = {"model", "service", "device"}
ASKS = "import anthropic\nclient = anthropic.Anthropic()\nclient.messages.create(model=pick())\n"
"""A program that reaches models at all: without one nothing can be offered."""


def uses(root: Path, files: dict[str, str], line_end: str = "\n") -> set[str]:
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.replace("\n", line_end).encode())
    sightings = [each for each in scan([root], CATALOGUE).sightings if each.is_use and each.basis in WIRE]
    return {f"{each.place.path}:{each.place.line} {each.vendor}" for each in sightings}


FORM = (
    '<form action="/ask">\n<select name="{name}">\n<option value="gpt-4o" selected>Best</option>\n'
    "<option>gemini-1.5-pro</option>\n</select>\n</form>\n"
)
ROW = (
    '{"id": "somebody/talk-small-gguf",\n"base_model": "mistralai/Mistral-7B-v0.1",\n"files": [{"filename": "a.gguf"}]}'
)
PICKED: dict[str, tuple[dict[str, str], set[str]]] = {
    "a list that a generic function of R gives": (
        {
            "models.R": 'offer_models <- function(x) {\n  UseMethod("offer_models")\n}\n'
            'offer_models.hub <- function(x) {\n  c(\n    "google/gemma-2-2b-it",\n    "microsoft/phi-4"\n  )\n}\n'
            "pick <- function(x) offer_models(x)[1]\n",
            "ask.py": ASKS,
        },
        {"models.R:6 google", "models.R:7 microsoft"},
    ),
    "pairs of a label and an id that another module's template shows": (
        {
            "lib/talk.ex": "defmodule Talk do\n  def model_options() do\n    [\n"
            '      {"Quick", "gpt-4o-mini"},\n      {"Deep", "o1"}\n    ]\n  end\nend\n',
            "lib/form.ex": "defmodule Form do\n  def render(assigns) do\n"
            '    ~H"""\n    <.input type="select" options={Talk.model_options()} />\n    """\n  end\nend\n',
            "ask.py": ASKS,
        },
        {"lib/talk.ex:4 openai", "lib/talk.ex:5 openai"},
    ),
    "a list of no telling name in a function that tells": (
        {
            "pick.js": "function refreshModelOptions(kind) {\n  let options = [];\n  if (kind) {\n    options = [\n"
            "      { value: 'deepseek-chat', text: 'Quick' },\n    ];\n  }\n  options.forEach(show);\n}\n",
            "ask.py": ASKS,
        },
        {"pick.js:5 deepseek"},
    ),
    "models in the object of a store": (
        {
            "store.js": "export const makeStore = (set) => ({\n  models: [\n    { id: 'gpt-4', name: 'Best' },\n"
            "    {\n      id: 'claude-2',\n      name: 'Long',\n    },\n  ],\n});\n",
            "main.js": "import { makeStore } from './store';\nrun(makeStore);\n",
            "ask.py": ASKS,
        },
        {"store.js:3 openai", "store.js:5 anthropic"},
    ),
    "what an action asks for": (
        {
            "action.yml": "inputs:\n  MODEL_STRING:\n    default: 'openai:gpt-4.1-mini'\n  ANTHROPIC_API_KEY:\n    required: false\n"
            "runs:\n  using: node24\n  main: a.js\n",
        },
        {"action.yml:3 openai", "action.yml:4 anthropic"},
    ),
    "a default of an option for the text of a model": (
        {"args.ts": "parse(argv).option('modelString', { type: 'string', default: 'openai:gpt-4.1-mini' });\n"},
        {"args.ts:1 openai"},
    ),
    "plain lists of other languages": (
        {
            "a.go": 'package a\n\nvar KnownModels = []string{"gpt-4o", "gpt-4o-mini"}\n\nfunc First() string { return KnownModels[0] }\n',
            "B.java": 'class B {\n  static final List<String> MODELS = List.of("mistral-large-2411");\n'
            "  String first() { return MODELS.get(0); }\n}\n",
            "C.kt": 'val models = listOf("claude-3-haiku-20240307")\nfun first() = models.first()\n',
            "ask.py": ASKS,
        },
        {"a.go:3 openai", "B.java:2 mistral", "C.kt:1 anthropic"},
    ),
    "options of a form": (
        {"page.html": FORM.format(name="model"), "ask.py": ASKS},
        {"page.html:3 openai", "page.html:4 google"},
    ),
    "options of a component": (
        {
            "Pick.tsx": "export const Pick = ({ model, setModel }) => (\n  <select value={model} onChange={(e) => setModel(e.target.value)}>\n"
            '    <option value="gpt-4o">Best</option>\n  </select>\n);\n',
            "Pick.vue": '<select v-model="llmName">\n  <option value="mistral-large-latest">L</option>\n</select>\n',
            "ask.py": ASKS,
        },
        {"Pick.tsx:3 openai", "Pick.vue:2 mistral"},
    ),
    "a row's id, whoever made what it was made from": (
        {
            "models.json": '{"models": [\n' + ",\n".join([ROW] * 50) + "\n]}\n",
            "ask.py": ASKS + "import json\nrows = json.load(open('models.json'))\n",
        },
        {"models.json:2 mistral"},
    ),
    "a parameter file of a deployment, with a default": (
        {
            "infra/main.parameters.json": '{"parameters": {\n"answerModelName": {"value": "${ANSWER_MODEL=gpt-4o}"}\n}}\n',
            "infra/main.bicep": "param answerModelName string\n",
        },
        {"infra/main.parameters.json:2 openai"},
    ),
    "a template of settings for a shell's folder": (
        {
            ".envrc_template": 'export ANTHROPIC_API_KEY="YOUR_KEY"\n',
            "ask.py": "import os\nos.environ['ANTHROPIC_API_KEY']\n",
        },
        {".envrc_template:1 anthropic", "ask.py:2 anthropic"},
    ),
    "a use beside a mention of the same in one line": (
        {"a.py": "import os\n\ndef give(context):\n    context['OPENAI_API_KEY'] = os.environ['OPENAI_API_KEY']\n"},
        {"a.py:4 openai"},
    ),
    "an alternative at the end of a line": (
        {"a.ts": "this.settings.chatModel =\n  url.split('/').at(3) ||\n  'gpt-4o-mini';\n"},
        {"a.ts:3 openai"},
    ),
    "settings under a key that is broken off": (
        {"a.py": "values[\n    'DEEPSEEK_BASE_URL'\n] = 'https://api.deepseek.com'\n"},
        {"a.py:3 deepseek"},
    ),
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("name", PICKED)
def test_what_is_picked_is_used(tmp_path: Path, name: str, line_end: str) -> None:
    files, lines = PICKED[name]
    assert lines <= uses(tmp_path, files, line_end)


NOWHERE: dict[str, dict[str, str]] = {
    "options of a list of something else": {"page.html": FORM.format(name="colour"), "ask.py": ASKS},
    "options where nothing reaches a model": {"page.html": FORM.format(name="model")},
    "a list that nobody calls for": {
        "b.R": 'offer_models <- function(x) {\n  c("google/gemma-2-2b-it")\n}\n',
        "ask.py": ASKS,
    },
    "a list in a function that tells nothing": {
        "b.js": "function paint() {\n  const options = [{ value: 'gpt-4o', text: 'x' }];\n  options.forEach(show);\n}\n",
        "ask.py": ASKS,
    },
    "a family's name given to a check": {"b.py": "def show(size):\n    return model_exists(size, 'whisper')\n"},
    "prices in an object of another name": {
        "b.js": "export const makeStore = () => ({\n  models: [{ id: 'gpt-4', name: 'Best', inputPrice: 3 }],\n});\n",
        "c.js": "import { makeStore } from './b';\nrun(makeStore);\n",
        "ask.py": ASKS,
    },
    "what an action asks for under a name of its own": {
        "action.yml": "inputs:\n  openai_hint:\n    required: false\nruns:\n  using: node24\n  main: a.js\n"
    },
    "what a test tries": {
        "b_test.go": 'package b\n\nfunc TestB(t *testing.T) {\n\tExpect(os.Setenv("OPENAI_API_KEY", "x")).To(Succeed())\n}\n'
    },
    "a variable that is filled later": {
        "b.py": "CHATGLM_MODEL = None\n\ndef load():\n    global CHATGLM_MODEL\n    print(CHATGLM_MODEL)\n"
    },
    "the name of a key of the program's own": {
        "b.py": "CONF_OPENAI_ENDPOINT = 'openai_endpoint'\n\ndef show(data):\n    return data[CONF_OPENAI_ENDPOINT]\n"
    },
    "what a program writes into its own settings": {
        "b.py": "def keep(values, given):\n    values['MOONSHOT_API_KEY'] = given\n"
    },
    "a wrapped body of an arrow": {
        "b.ts": "const model = useStore((state) => (state.chats ? state.model : 'gpt-3.5-turbo'));\n"
    },
}


@pytest.mark.parametrize("name", NOWHERE)
def test_what_leads_nowhere_is_not_used(tmp_path: Path, name: str) -> None:
    assert not {line for line in uses(tmp_path, NOWHERE[name]) if not line.startswith("ask.py:")}
