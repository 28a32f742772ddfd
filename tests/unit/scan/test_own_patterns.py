"""What a tree takes of itself and what its tests make up, beside what is really asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import is_as_marked

TREES = {
    "an environment that a test makes up is nobody's key, one that it reads is": {
        "src/choose.ts": "export function chosen(env: Record<string, string | undefined>) {\n"
        "  return env.ANTHROPIC_API_KEY; §anthropic\n}\n",
        "src/choose.test.ts": 'import { chosen } from "./choose";\n\nconst KEYS = { ANTHROPIC_API_KEY: "a", OPENAI_API_KEY: "o" };\n\n'
        'it("takes the key", () => {\n  expect(chosen({ ANTHROPIC_API_KEY: "a" })).toBe("a");\n'
        '  expect(chosen({ env: {\n    ANTHROPIC_API_KEY: "",\n  } })).toBe("");\n'
        "  expect(chosen({ ANTHROPIC_API_KEY: process.env.ANTHROPIC_API_KEY })).toBe(KEYS); §anthropic\n});\n",
        "tests/test_choose.py": "import os\nfrom choose import chosen\n\n\ndef test_chosen():\n"
        '    assert chosen({"ANTHROPIC_API_KEY": "a"}) == "a"\n'
        '    assert chosen({"ANTHROPIC_API_KEY": os.environ["ANTHROPIC_API_KEY"]}) §anthropic\n',
    },
    "a program gives the key of what it starts": {
        "src/start.ts": 'import { spawn } from "node:child_process";\n\nexport function start(key: string) {\n'
        '  return spawn("agent", [], { env: { ANTHROPIC_API_KEY: key } }); §anthropic\n}\n',
    },
    "a test imports the module of Swift that its tree builds, and a library": {
        "Sources/OpenAISwift/Asker.swift": "import Foundation\n\npublic struct Asker {}\n",
        "Tests/AskerTests/AskerTests.swift": "import XCTest\n@testable import OpenAISwift\nimport OpenAIKit §openai\n",
        "Demo/Demo/App.swift": "import SwiftUI\nimport OpenAISwift §openai\n",
    },
    "an app imports the module of Swift of somebody else": {
        "Sources/App/App.swift": "import SwiftUI\nimport OpenAISwift §openai\n",
        "Tests/AppTests/AppTests.swift": "@testable import App\nimport OpenAISwift §openai\n",
    },
    "the case of an enumeration that is taken when nobody says another": {
        "Sources/Kit/AskModel.swift": "import Foundation\n\npublic enum AskModel {\n    case chat(Chat)\n    case embed(Embed)\n\n"
        '    public enum Chat: String {\n        case large = "gpt-4o" §openai\n    }\n\n'
        '    public enum Embed: String {\n        case large = "mistral-embed" §mistral\n    }\n}\n\n'
        'public enum Badge: String {\n    case large = "gpt-4o"\n}\n',
        "Sources/Kit/Asker.swift": "import Foundation\n\npublic struct Asker {\n"
        "    func ask(_ text: String, model: AskModel = .chat(.large)) { §openai\n"
        '        send(URLRequest(url: URL(string: "https://api.openai.com/v1/chat/completions")!)) §openai\n    }\n\n'
        "    func embed(_ text: String,\n        model: AskModel = .embed(.large)) {} §mistral\n\n"
        "    func show(badge: Badge = .large) {}\n}\n",
    },
    "a constant of a type of models by which a model is chosen": {
        "src/main/java/shop/AskModel.java": "package shop;\n\npublic enum AskModel {\n"
        '    SMALL_2("gpt-4o-mini"), §openai\n    ;\n    private String value;\n}\n',
        "src/main/java/shop/Asking.java": "package shop;\n\npublic class Asking {\n    public interface Model {\n"
        '        String LARGE_4 = "mistral-large-latest"; §mistral\n    }\n}\n',
        "src/main/java/shop/Asker.java": "package shop;\n\nclass Asker {\n  Object ask() {\n    return Ask.builder()\n"
        "      .model(AskModel.SMALL_2.getValue()) §openai\n      .build();\n  }\n\n"
        "  Object other(Ask asked) {\n    if (asked.model().equals(Asking.Model.LARGE_4)) {\n      return null;\n    }\n\n\n"
        "    log.info(AskModel.SMALL_2.getValue());\n\n    return Ask.builder()\n"
        "      .model(Asking.Model.LARGE_4) §mistral\n      .label(Asking.Model.LARGE_4)\n      .build();\n  }\n}\n",
    },
}


@pytest.mark.parametrize("name", TREES)
def test_what_is_used(name: str, tmp_path: Path) -> None:
    """Every marked line, and no other, is a use of its vendors."""
    assert is_as_marked(tmp_path, TREES[name])
