"""Small trees whose settings hold providers' keys and other names of models, and the same written for something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import Pattern, used_lines

ASKS = "import anthropic\nclient = anthropic.Anthropic()\nclient.messages.create(model=pick())\n"
"""A program that reaches models at all: without one nothing can be offered."""

PATTERNS = (
    Pattern(
        "a library for anybody's models that is asked one",
        {"a.py": "import litellm\nMODEL = 'gpt-4o'\nlitellm.completion(model=MODEL, messages=m)\n"},
        ("a.py:2 openai", "a.py:3 openai"),
    ),
    Pattern(
        "a library for anybody's models that says what is known of one",
        {
            "a.py": "import litellm\nMODEL = 'gpt-4o'\nlitellm.token_counter(model=MODEL, messages=m)\n"
            "litellm.supports_vision(model=MODEL)\nlitellm.validate_environment(model=MODEL)\n",
        },
        never=("a.py:3 openai", "a.py:4 openai", "a.py:5 openai"),
    ),
    Pattern(
        "classes built of a model each, under keys of a map",
        {
            "ask.py": ASKS,
            "a.py": "MADE = {\n    'near': lambda: Wrapper(\n        'sentence-transformers/all-mpnet-base-v2'\n    ),\n"
            "    'fast': Wrapper('gpt-4o-mini'),\n}\n",
        },
        ("a.py:3 microsoft", "a.py:5 openai"),
    ),
    Pattern(
        "rows that say something of a model, and files that are called after one",
        {
            "ask.py": ASKS,
            "a.py": "MADE = {\n    'fast': Row('gpt-4o-mini', 128000),\n    'page': Path('gpt-4o/notes.txt'),\n"
            "    'shown': Label('gpt-4.1'),\n    'told': Wrapper({'label': 'gpt-5'}),\n}\n",
        },
        never=("a.py:2 openai", "a.py:3 openai", "a.py:4 openai", "a.py:5 openai"),
    ),
    Pattern(
        "the default of a field of a class, and of a field that its own argument calls a model",
        {
            "a.py": "class Asked(BaseModel):\n    model: str | None = Field(\n        'gpt-4o',\n        title='Model',\n    )\n\n\n"
            "FIELDS = [Row(key='model', default='gpt-4o-mini')]\n",
        },
        ("a.py:3 openai", "a.py:8 openai"),
    ),
    Pattern(
        "the default of a field of another name, and models of which something is required",
        {
            "ask.py": ASKS,
            "a.py": "class Asked(BaseModel):\n    colour: str = Field('gpt-4o')\n\n\n"
            "FIELDS = [Row(key='colour', default='gpt-4o-mini')]\nSTREAM_REQUIRED_MODELS = ['gpt-4.1']\n\n\n"
            "class Desk:\n    def __init__(self):\n        self.stream_required_models = STREAM_REQUIRED_MODELS\n",
        },
        never=("a.py:2 openai", "a.py:5 openai", "a.py:6 openai"),
    ),
    Pattern(
        "maps from a model's id to what it is called, and types of models, that are taken up",
        {
            "ask.py": ASKS,
            "rows.py": "MODELS = {\n    'gemini-3.1-flash-lite': 'gemini',\n}\nSUPPORTED_EMBEDDING_MODELS = {\n"
            "    'cohere.embed-english-v3': 'Cohere Embed English',\n}\n\n\ndef pick(name):\n"
            "    return MODELS[name] or SUPPORTED_EMBEDDING_MODELS.get(name)\n",
            "types.py": "from typing import Literal\n\nLargeModel = Literal[\n    'gpt-4o',\n]\n\n\nclass Desk:\n"
            "    model: LargeModel = Field(default='x')\n",
        },
        ("rows.py:2 google", "rows.py:5 cohere", "types.py:4 openai"),
    ),
    Pattern(
        "maps that say something of models or of older ones, a type that is only a key, and one of a field",
        {
            "ask.py": ASKS,
            "rows.py": "MODEL_CONTEXT = {\n    'gemini-3.1-flash-lite': 'long',\n}\nLEGACY_MODELS = {\n"
            "    'gpt-4-0613': 'Old',\n}\nIDLE_MODELS = {\n    'cohere.embed-english-v3': 'Embed',\n}\n\n\ndef pick(name):\n"
            "    return MODEL_CONTEXT[name] or LEGACY_MODELS[name]\n",
            "types.py": "from typing import Literal\n\nPricedModel = Literal['gpt-4o']\nPRICES: dict[PricedModel, int] = {}\n",
        },
        never=("rows.py:2 google", "rows.py:5 openai", "rows.py:8 cohere", "types.py:3 openai"),
    ),
    Pattern(
        "lists of models in one text, where nothing else is set",
        {
            "a.py": "import os\nNAMES = os.getenv('MODELS', 'gpt-4.1,claude-3-opus').split(',')\n"
            "parser.add_argument('--models', default='gpt-4o,gpt-4.1')\n",
        },
        ("a.py:2 openai", "a.py:2 anthropic", "a.py:3 openai"),
    ),
    Pattern(
        "lists in one text of something else, of models that only have something, and in a help text",
        {
            "a.py": "import os\nSTRICT = os.getenv('LLMS_WITH_STRICT_CALLS', 'gpt-4.1,claude-3-opus').split(',')\n"
            "TAGS = os.getenv('TAGS', 'gpt-4,red')\nparser.add_argument('--models', help='gpt-4o,gpt-4.1')\n",
        },
        never=("a.py:2 openai", "a.py:2 anthropic", "a.py:3 openai", "a.py:4 openai"),
    ),
    Pattern(
        "models of a template that programs read, in files without a word of a vendor",
        {
            ".env.example": "SUMMARY_LLM=gpt-4o\nROUTER_MODEL=gpt-4.1\nFIELD_MODEL=gpt-4o-mini\nPAGE_MODEL=gpt-4.1-mini\n",
            "conf.py": "import os\nsummary = os.getenv('SUMMARY_LLM')\nrouter = os.environ['ROUTER_MODEL']\n",
            "fields.py": "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    field_model: str\n",
            "page.ts": "export const model = process.env.PAGE_MODEL;\n",
        },
        (".env.example:1 openai", ".env.example:2 openai", ".env.example:3 openai", ".env.example:4 openai"),
    ),
    Pattern(
        "models of a template that nobody reads: named in a comment, in a text, in tests, and as a field of something else",
        {
            ".env.example": "SUMMARY_LLM=gpt-4o\nROUTER_MODEL=gpt-4.1\nFIELD_MODEL=gpt-4o-mini\nPAGE_MODEL=gpt-4.1-mini\n",
            "conf.py": "# os.getenv('SUMMARY_LLM')\nprint('set ROUTER_MODEL')\n",
            "fields.py": "class Row:\n    field_model: str\n",
            "tests/test_page.py": "import os\n\n\ndef test_page():\n    assert os.environ['PAGE_MODEL']\n",
        },
        never=(".env.example:1 openai", ".env.example:2 openai", ".env.example:3 openai", ".env.example:4 openai"),
    ),
    Pattern(
        "a provider's key that is taken out of settings",
        {
            "ask.py": ASKS,
            "desk.py": "from conf import conf\n\ndef key():\n    return conf().get('claude_api_key')\n\n"
            "def other(self):\n    return self.config['deepseek_api_key']\n",
        },
        ("desk.py:4 anthropic", "desk.py:7 deepseek"),
    ),
    Pattern(
        "the same name in what somebody sends, and a setting of another name",
        {
            "ask.py": ASKS,
            "desk.py": "def key(payload):\n    return payload.get('claude_api_key')\n\n"
            "def colour(config):\n    return config.get('claude_colour')\n",
        },
        never=("desk.py:2 anthropic", "desk.py:5 anthropic"),
    ),
    Pattern(
        "a key that is pointed at a host of its own vendor's, which bears another name",
        {
            "docker-compose.yml": "services:\n  app:\n    image: app\n    environment:\n      CLAUDE_API_KEY: ''\n"
            "      CLAUDE_API_BASE: 'https://api.anthropic.com/v1'\n",
        },
        ("docker-compose.yml:5 anthropic", "docker-compose.yml:6 anthropic"),
    ),
    Pattern(
        "a key that is pointed at somebody else's host",
        {
            "docker-compose.yml": "services:\n  app:\n    image: app\n    environment:\n      CLAUDE_API_KEY: ''\n"
            "      CLAUDE_API_BASE: 'https://models.example.org/v1'\n",
        },
        never=("docker-compose.yml:5 anthropic", "docker-compose.yml:6 anthropic"),
    ),
    Pattern(
        "other names of models, of which what is found is asked",
        {
            "ask.py": ASKS,
            "names.py": "SHORT_ALIASES = {\n    'small': 'gpt-4o-mini',\n    'large': 'gpt-4.1',\n}\n\n\nclass Desk:\n"
            "    def __init__(self, model):\n        self.model = SHORT_ALIASES.get(model, model)\n",
        },
        ("names.py:2 openai", "names.py:3 openai"),
    ),
    Pattern(
        "other names of models, of which what is found is priced",
        {
            "ask.py": ASKS,
            "names.py": "MODEL_ALIASES = {\n    'small': 'gpt-4o-mini',\n    'large': 'gpt-4.1',\n}\n\n\ndef price(name):\n"
            "    row = MODEL_ALIASES.get(name, name)\n    return PRICES[row]\n",
        },
        never=("names.py:2 openai", "names.py:3 openai"),
    ),
)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_right_vendor_at_right_line(tmp_path: Path, pattern: Pattern) -> None:
    found = used_lines(tmp_path, pattern.files)
    assert set(pattern.lines) <= found
    assert not set(pattern.never) & found
