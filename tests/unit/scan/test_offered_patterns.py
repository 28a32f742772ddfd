"""Small trees that offer models in tables, in statements and in texts of other notations, or only know of some."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan.run import scan

CATALOGUE = load()
WIRE = {"model", "service", "device"}
ASKS = "import anthropic\nclient = anthropic.Anthropic()\nclient.messages.create(model=pick())\n"
"""A program that reaches models at all: without one nothing can be offered."""


@dataclass(frozen=True)
class Pattern:
    """Files; the use lines `path:line vendor` that must be seen, and the paths in which none may be."""

    name: str
    files: dict[str, str]
    lines: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


ROWS = "models:\n- api_name: gpt-4o\n  title: Best\n- api_name: claude-3-opus-20240229\n  title: Other\n"
PATTERNS = [
    Pattern(
        "rows of a file that code loads by a constant",
        {"models.yml": ROWS, "ask.py": ASKS + "SEEDS = 'models.yml'\n"},
        ("models.yml:2 openai", "models.yml:4 anthropic"),
    ),
    Pattern(
        "rows of a resource that code names without its ending",
        {
            "app/Resources/ModelChoices.json": '{"services": [{"id": "own", "models": [\n{"id": "z-ai/glm-4.7", "isDefault": true}\n]}]}\n',
            "app/Main.swift": 'let url = Bundle.main.url(forResource: "ModelChoices", withExtension: "json")\n'
            'let base = URL(string: "https://api.openai.com/v1/chat/completions")!\n',
        },
        ("app/Resources/ModelChoices.json:2 zhipu",),
    ),
    Pattern(
        "rows of files in a folder that code lists",
        {
            "inst/configs/a.yml": "models:\n- id: gpt-4o\n  label: A\n",
            "ask.py": ASKS + "import glob\nfiles = glob.glob('inst/configs/*.yml')\n",
        },
        ("inst/configs/a.yml:2 openai",),
    ),
    Pattern("rows of a file that nobody loads", {"models.yml": ROWS, "ask.py": ASKS}, never=("models.yml",)),
    Pattern(
        "rows that are loaded where nothing reaches a model",
        {"models.yml": ROWS, "show.py": "import yaml\nprint(yaml.safe_load(open('models.yml')))\n"},
        never=("models.yml",),
    ),
    Pattern(
        "rows with prices, and rows of measurements",
        {
            "models.json": '[{"id": "gpt-4o", "title": "x", "input_price": 3},\n{"id": "gpt-4", "title": "y", "input_price": 4}]\n',
            "results.json": '[{"model": "gpt-4o", "accuracy": 0.9}]\n',
            "ask.py": ASKS + "import json\na = json.load(open('models.json'))\nb = json.load(open('results.json'))\n",
        },
        never=("models.json", "results.json"),
    ),
    Pattern(
        "services whose rows hold prices",
        {
            "data.json": '{"providers": [{"id": "deepseek", "name": "x", "models": [{"id": "deepseek-chat", "cost": 1}]}]}\n',
            "ask.py": ASKS + "import json\na = json.load(open('data.json'))\n",
        },
        never=("data.json",),
    ),
    Pattern(
        "a table in a string of the program",
        {
            "a.swift": 'let base = URL(string: "https://api.anthropic.com/v1/messages")!\nlet fallback = """\n{"models": [\n'
            '  {"id": "gpt-4o", "isDefault": true}\n]}\n"""\nload(fallback)\n'
        },
        ("a.swift:4 openai",),
    ),
    Pattern(
        "a picker's rows in a module of its own",
        {
            "src/choices.ts": "export const chatModels = [\n  { id: 'gpt-4o', label: 'Best' },\n  { id: 'claude-3-opus-20240229', label: 'Other' },\n]\n",
            "src/App.tsx": "import { chatModels } from './choices'\nconst r = await fetch('https://api.openai.com/v1/chat/completions')\n"
            "export default () => chatModels.map((m) => <option value={m.id}>{m.label}</option>)\n",
        },
        ("src/choices.ts:2 openai", "src/choices.ts:3 anthropic"),
    ),
    Pattern(
        "settings by a model's id, typed with a comma",
        {
            "src/models.ts": "import OpenAI from 'openai'\nconst client = new OpenAI()\nexport const chatModels: Record<string, Detail> = {\n"
            "  'gpt-4o': detail(1, 2),\n}\nexport const detailOf = (id: string) => chatModels[id]\n",
            "src/main.ts": "import { detailOf } from './models'\ndetailOf('x')\n",
        },
        ("src/models.ts:4 openai",),
    ),
    Pattern(
        "windows and prices by a model's id, and rows that nobody takes up",
        {
            "src/windows.ts": "export const MODEL_CONTEXT_WINDOWS = { 'gpt-4o': 128000, 'claude-3-opus-20240229': 200000 }\n",
            "src/rows.ts": "export const oldModels = [{ id: 'gpt-4o', label: 'Best' }]\n",
            "src/main.ts": "import { MODEL_CONTEXT_WINDOWS } from './windows'\nimport './rows'\nimport OpenAI from 'openai'\n"
            "const client = new OpenAI()\nconsole.log(MODEL_CONTEXT_WINDOWS['x'])\n",
        },
        never=("src/windows.ts", "src/rows.ts"),
    ),
    Pattern(
        "a statement in SQL that a program runs",
        {
            "a.py": 'def find(cursor, words):\n    cursor.execute("""\n        SELECT id FROM notes\n'
            "        ORDER BY embedding <=> ai.openai_embed('text-embedding-3-small', %s)\n"
            '    """, (words,))\n    return plan("select ai.anthropic_generate($1, $2)")\n'
        },
        ("a.py:4 openai", "a.py:6 anthropic"),
    ),
    Pattern(
        "words for people that begin as a statement does",
        {"a.py": 'raise ValueError("select a model from the list, for example gpt-4o or claude-3-opus")\n'},
        never=("a.py",),
    ),
    Pattern(
        "a class that a method returns (Ruby)",
        {
            "a.rb": "class Ask\n  def self.client\n    if test?\n      ::Stand::In\n    else\n      ::Anthropic::Client\n    end\n  end\n\n"
            "  def initialize(token)\n    @client = self.class.client.new(access_token: token)\n  end\n\n"
            "  def ask(q)\n    @client.messages(parameters: { messages: [q] })\n  end\nend\n"
        },
        ("a.rb:6 anthropic", "a.rb:11 anthropic", "a.rb:15 anthropic"),
    ),
    Pattern(
        "an address among the defaults of settings, read elsewhere",
        {
            "src/config.mjs": "export const defaults = {\n  customClaudeApiUrl: 'https://api.anthropic.com',\n}\n",
            "src/ask.mjs": "import { settings } from './config.mjs'\nexport async function ask(q) {\n  const base = (await settings()).customClaudeApiUrl\n"
            "  return fetch(`${base}/v1/messages`, { method: 'POST' })\n}\n",
            "src/main.mjs": "import { ask } from './ask.mjs'\nask('x')\n",
        },
        ("src/config.mjs:2 anthropic", "src/ask.mjs:4 anthropic"),
    ),
    Pattern(
        "an address under a name that anybody uses",
        {
            "src/rows.py": "ROWS = {'a': {'api_host': 'https://api.deepseek.com/v1'}}\n",
            "src/ask.py": "import requests\n\n\nclass Ask:\n    def go(self):\n        return requests.post(self.api_host)\n",
        },
        never=("src/ask.py",),
    ),
    Pattern(
        "keys in templates of settings and in commands that run in a container",
        {
            "config/app.yml": 'shared:\n  default_openai_key: <%= ENV["DEFAULT_OPENAI_KEY"] %>\n  model: <%= ENV.fetch("MODEL", "claude-3-opus-20240229") %>\n',
            ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    steps:\n      - run: docker exec -d\n          -e COHERE_API_KEY\n          box just test\n",
        },
        ("config/app.yml:2 openai", "config/app.yml:3 anthropic", ".github/workflows/ci.yml:6 cohere"),
    ),
    Pattern(
        "a call in a setting",
        {"inst/a.yml": 'default:\n  chat: library::chat(model = "gpt-4.1")\n'},
        ("inst/a.yml:2 openai",),
    ),
    Pattern(
        "a table from names to settings, and one from names to ids",
        {
            "presets.py": ASKS + "MODEL_METADATA = {\n    'Fast': {'model_name': 'gpt-4o', 'token_limit': 9},\n}\n"
            "SIZES_OF_MODELS = {\n    'tiny': 'mlx-community/whisper-tiny-mlx',\n}\n"
            "WHISPER_MODELS = {\n    'tiny': 'mlx-community/whisper-tiny-mlx',\n}\n"
            "take(MODEL_METADATA[name], WHISPER_MODELS[size])\n"
        },
        ("presets.py:5 openai", "presets.py:11 openai"),
    ),
    Pattern(
        "a plain list of models that a program takes up",
        {"pick.py": ASKS + "LOCAL_MODELS = [\n    'chatglm3-6b',\n]\nshow(LOCAL_MODELS)\n"},
        ("pick.py:5 zhipu",),
    ),
    Pattern(
        "a list of what models can do offers none",
        {
            "can.py": "import requests\n\nNO_SUPPORT_TEMPERATURE_MODELS = ['o3-mini']\nif m in NO_SUPPORT_TEMPERATURE_MODELS:\n    pass\n"
        },
        never=("can.py",),
    ),
    Pattern(
        "a catalogue of downloads that a program embeds, with what is told of each beside",
        {
            "src/catalog.json": '{"models": [\n{"id": "acme/whisper-medium-gguf", "speed_score": 79, "files": [{"filename": "a.gguf"}]}\n]}\n',
            "src/main.rs": "use anthropic_sdk::Client;\nfn main() {\n    let c = Client::new();\n"
            '    let rows = parse(include_str!("catalog.json"));\n}\n',
        },
        ("src/catalog.json:2 openai",),
    ),
    Pattern(
        "the script of a page",
        {
            "page.html": "<p>Claude</p>\n<script>\nfetch('https://api.anthropic.com/v1/messages', {\n"
            "  body: JSON.stringify({ model: 'claude-sonnet-4-5' })\n})\n</script>\n"
        },
        ("page.html:3 anthropic", "page.html:4 anthropic"),
    ),
    Pattern(
        "an argument before a named one is still the name that another file holds",
        {
            "names.py": "CHOSEN_MODEL_NAME = 'gpt-4o'\n",
            "app.py": "from names import CHOSEN_MODEL_NAME\nfrom litellm import completion\n\n"
            "reply = completion(model=CHOSEN_MODEL_NAME, messages=[])\n",
        },
        ("app.py:4 openai", "names.py:1 openai"),
    ),
    Pattern(
        "a generated module of a package",
        {
            "say.py": "from google.cloud import texttospeech_v1beta1\n\nvoice = texttospeech_v1beta1.TextToSpeechClient()\n"
        },
        ("say.py:1 google", "say.py:3 google"),
    ),
    Pattern(
        "a regular expression at the start of a line hides nothing",
        {"a.js": "const hit = text.match(\n  /[`\"]x/i\n)\nconst reply = ask({ model: 'gpt-4o' })\n"},
        ("a.js:4 openai",),
    ),
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_pattern(pattern: Pattern, tmp_path: Path) -> None:
    for path, text in pattern.files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    sightings = [each for each in scan([tmp_path], CATALOGUE).sightings if each.is_use and each.basis in WIRE]
    seen = {f"{each.place.path}:{each.place.line} {each.vendor}" for each in sightings}
    assert set(pattern.lines) <= seen
    assert not {each.place.path for each in sightings} & set(pattern.never)
