"""Keys that a page keeps by name, what is reported of a provider, and what Swift's enumerations give."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

_NOTE = "  // a comment about prices, dates and what is known of them, as people write them above each member\n" * 60

TREES = {
    "keys that a page keeps by their names": (
        {
            "keys.ts": "import OpenAI from 'openai'\n\nexport const kept = {\n  key: localStorage.getItem('openai-api-key'),\n"
            "  host: getLocalValue('keys.anthropic-api-host'),\n  theme: localStorage.getItem('theme-key'),\n"
            "  model: localStorage.getItem('openai-history'),\n}\nexport const asked = (req) => req.body.get('mistral_api_key')\n"
            "import Anthropic from '@anthropic-ai/sdk'\n",
        },
        {"keys.ts:1 openai", "keys.ts:4 openai", "keys.ts:5 anthropic", "keys.ts:10 anthropic"},
    ),
    "what is reported of a provider, and what a client is told": (
        {
            "report.ts": "import Anthropic from '@anthropic-ai/sdk'\n\nexport function done(sessionId: string) {\n"
            "  send(makeMessage({ kind: 'done', sessionId, provider: 'anthropic' }))\n"
            "  return { installed: true, provider: 'anthropic', error: null }\n}\n",
            "build.ts": "export const llm = makeClient({ provider: 'anthropic', apiKey: key(), error: null })\n"
            "export const chosen = connect({ provider: 'anthropic', model: 'x', status: 1 })\n",
        },
        {"report.ts:1 anthropic", "build.ts:1 anthropic", "build.ts:2 anthropic"},
    ),
    "the variables that Swift's enumeration says for each member": (
        {
            "Keys.swift": "enum Credential: String {\n  case google, other\n  var environmentVariableNames: [String] {\n    switch self {\n"
            '    case .google: return ["GEMINI_API_KEY"]\n    default: return []\n    }\n  }\n  var sampleNames: [String] {\n    switch self {\n'
            '    case .google: return ["MISTRAL_API_KEY"]\n    default: return []\n    }\n  }\n}\n',
        },
        {"Keys.swift:5 google"},
    ),
    "a long enumeration of models in Swift, and what its members give": (
        {
            "Models.swift": 'enum ChatModel: String {\n  case first = "gpt-4o"\n'
            + _NOTE
            + '  case last = "claude-sonnet-4-5"\n'
            "  var apiModelID: String? {\n    switch self {\n"
            '    case .first: return "gpt-4o-mini"\n    default: return nil\n    }\n  }\n  var displayModelName: String? {\n    switch self {\n'
            '    case .last: return "claude-3-opus"\n    default: return nil\n    }\n  }\n}\n',
            "Ask.swift": "import OpenAI\n\nlet client = OpenAI(apiToken: key)\nlet chosen = ChatModel.allCases.map { $0.rawValue }\n"
            "let said = client.chats(query: ChatQuery(messages: [], model: ChatModel.first.rawValue))\n",
        },
        {
            "Models.swift:2 openai",
            "Models.swift:63 anthropic",
            "Models.swift:66 openai",
            "Ask.swift:1 openai",
            "Ask.swift:3 openai",
            "Ask.swift:5 openai",
        },
    ),
    "models that a function or a computed property gives for each of those who offer some": (
        {
            "rows.ts": "import OpenAI from 'openai'\n\nexport const getOfferedModels = (\n  kind: string\n): { id: string; name: string }[] => {\n"
            "  if (kind === 'small') {\n    return [\n      { id: 'gpt-4o-mini', name: 'Small' },\n    ]\n  }\n"
            "  return [\n    { id: 'gpt-4o-2024-08-06', name: 'Large' },\n  ]\n}\nexport const getKnownWords = (): { id: string }[] => {\n"
            "  return [{ id: 'gpt-4-turbo', name: 'Old' }]\n}\nexport const shown = [getOfferedModels('small'), getKnownWords()]\n",
            "Offer.swift": "import OpenAI\n\nenum Provider {\n  case openai, other\n  var models: [String] {\n    switch self {\n"
            '    case .openai: return ["gpt-4o", "gpt-4o-mini"]\n    case .other: ["claude-sonnet-4-5", "claude-haiku-4-5"]\n    }\n  }\n}\n'
            "let shown = Provider.openai.models.first\n",
        },
        {"rows.ts:1 openai", "rows.ts:8 openai", "rows.ts:12 openai", "Offer.swift:1 openai"}
        | {"Offer.swift:7 openai", "Offer.swift:8 anthropic"},
    ),
    "a map from models' ids to their settings that is gone through, and one of prices": (
        {
            "table.ts": "import Anthropic from '@anthropic-ai/sdk'\n\nexport const modelConfig = {\n  'claude-3-5-sonnet-latest': {\n    window: 8192,\n  },\n"
            "  'claude-3-5-haiku-latest': {\n    window: 4096,\n  },\n}\nexport const shown = Object.keys(modelConfig)\n"
            "export const modelPricing = {\n  'claude-3-opus-20240229': {\n    input: 15,\n  },\n}\nexport const cost = modelPricing['x'].input\n",
        },
        {"table.ts:1 anthropic", "table.ts:4 anthropic", "table.ts:7 anthropic"},
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_kept(name: str, tmp_path: Path) -> None:
    """A key that is read and a model that is offered are used; what is only told is not."""
    files, lines = TREES[name]
    assert used_lines(tmp_path, files) == lines
