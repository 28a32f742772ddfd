"""Which of several vendors a product takes by default, and which are only there to be chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan.run import scan
from flowdown.scan.variants import find_variants


def strengths(root: Path, **files: str) -> dict[str, str]:
    """The strength of each vendor in a tree of these files (`__` for `/`, `_dot_` for `.`, `_dash_` for `-`)."""
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_dot_", ".").replace("_dash_", "-")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return {each.vendor: each.strength.value for each in scan([root], load()).dependences if each.vendor and each.uses}


def test_a_section_that_another_setting_does_not_choose_is_optional(tmp_path: Path) -> None:
    settings = (
        "llm:\n  mode: anthropic\n"
        "anthropic:\n  model: claude-sonnet-4-5\n  api_key: ${ANTHROPIC_API_KEY}\n"
        "openai:\n  model: gpt-4o\n  api_key: ${OPENAI_API_KEY}\n"
        "mistral:\n  model: mistral-large-latest\n  api_key: ${MISTRAL_API_KEY}\n"
    )
    assert strengths(tmp_path, settings_dot_yaml=settings) == {
        "anthropic": "runtime-default",
        "openai": "runtime-optional",
        "mistral": "runtime-optional",
    }


def test_a_profile_beside_its_base_is_optional(tmp_path: Path) -> None:
    assert strengths(
        tmp_path,
        settings_dot_yaml="llm:\n  model: claude-sonnet-4-5\n",
        settings_dash_cloud_dot_yaml="llm:\n  model: gpt-4o\n",
    ) == {"anthropic": "runtime-default", "openai": "runtime-optional"}


def test_a_case_of_a_match_is_taken_only_if_the_subject_says_so(tmp_path: Path) -> None:
    code = (
        "import os\nfrom openai import OpenAI\nfrom anthropic import Anthropic\n\n"
        'kind = os.environ.get("KIND", "openai")\n\n\ndef build():\n    match kind:\n'
        '        case "openai":\n            return OpenAI().responses.create(model="gpt-4o")\n'
        '        case "anthropic":\n            return Anthropic().messages.create(model="claude-sonnet-4-5")\n'
    )
    found = strengths(tmp_path, app_dot_py=code + "\n\nbuild()\n")
    assert found["openai"] == "runtime-default"
    assert found["anthropic"] == "runtime-optional"


def test_the_default_of_one_vendors_own_client_does_not_decide_for_it(tmp_path: Path) -> None:
    files = {
        f"provider__{name}__{name}_dot_go": f'package {name}\n\nconst defaultModel = "{model}"\n\n'
        f'func run() {{ http.Post("https://{host}/v1/messages", "application/json", defaultModel) }}\n'
        for name, model, host in (
            ("gemini", "gemini-2.5-pro", "generativelanguage.googleapis.com"),
            ("mistral", "mistral-large-latest", "api.mistral.ai"),
            ("deepseek", "deepseek-chat", "api.deepseek.com"),
        )
    }
    assert set(strengths(tmp_path, **files).values()) == {"runtime-optional"}


@pytest.mark.parametrize(
    ("paths", "variants"),
    [
        (("settings.yaml", "settings-openai.yaml"), {"settings-openai.yaml"}),
        (("settings-openai.yaml",), set()),
        (("application.yml", "application-prod.yml"), set()),
        (("a/docker-compose.gpu.yml", "a/docker-compose.cpu.yml", "a/docker-compose.arm.yml"), None),
        (("a/docker-compose.yml", "b/docker-compose.gpu.yml"), set()),
        (("Dockerfile", "Dockerfile.local"), {"Dockerfile.local"}),
        (("worker.yaml", "worker-gpu.yaml"), set()),
    ],
)
def test_variants_are_told_by_their_base_or_their_number(paths: tuple[str, ...], variants: set[str] | None) -> None:
    assert find_variants(paths) == (set(paths) if variants is None else variants)


def test_what_a_developers_script_sets_is_no_default(tmp_path: Path) -> None:
    manifest = (
        '{"scripts": {"start": "CHAT_MODEL=gpt-4o node main.js",\n'
        ' "dev:other": "CHAT_MODEL=gemini-2.5-pro node main.js"}}\n'
    )
    assert strengths(tmp_path, package_dot_json=manifest, main_dot_js="ask(process.env.CHAT_MODEL)\n") == {
        "openai": "runtime-default",
        "google": "runtime-optional",
    }


ASKS = "import requests\n\n\ndef ask(text):\n    return requests.post('https://{host}', json={{'model': '{model}', 'input': text}})\n"
OPENAI = ASKS.format(host="api.openai.com/v1/responses", model="gpt-4o")
ANTHROPIC = ASKS.format(host="api.anthropic.com/v1/messages", model="claude-sonnet-4-5")
MISTRAL = ASKS.format(host="api.mistral.ai/v1/chat/completions", model="mistral-large-latest")
TWO = {
    "main_dot_py": "from back.ask_claude import ask\nfrom back.ask_openai import ask as tell\n\nprint(ask('a'), tell('b'))\n",
    "back__ask_openai_dot_py": OPENAI,
    "back__ask_claude_dot_py": ANTHROPIC,
}
THREE = {**TWO, "back__ask_ollama_dot_py": "HOST = 'localhost'\n"}
"""Beside two vendors' files that of a local runtime, called alike."""


def test_a_local_runtime_beside_two_vendors_is_a_third_to_choose(tmp_path: Path) -> None:
    optional = {"openai": "runtime-optional", "anthropic": "runtime-optional"}
    assert strengths(tmp_path / "two", **TWO) == dict.fromkeys(optional, "runtime-default")
    assert strengths(tmp_path / "three", **THREE) == optional


def test_folders_that_begin_alike_are_alternatives_however_they_end(tmp_path: Path) -> None:
    files = {
        f"ai__{name}__{name}_dot_go": f"package {name}\n\nfunc run() {{ "
        f'http.Post("https://{host}/v1/messages", "application/json", nil) }}\n'
        for name, host in (
            ("gemini", "generativelanguage.googleapis.com"),
            ("mistral", "api.mistral.ai"),
            ("deepseek", "api.deepseek.com"),
            ("gemini_chat", "generativelanguage.googleapis.com"),
        )
    }
    assert set(strengths(tmp_path, **files).values()) == {"runtime-optional"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("config_dot_toml", 'open-ai-url = "https://api.openai.com"\n'),
        ("cmd__generate_changelog__ask_dot_py", OPENAI),
    ],
    ids=["a vendor's own key for its host", "what writes the changelog"],
)
def test_a_place_that_decides_nothing(tmp_path: Path, path: str, text: str) -> None:
    assert set(strengths(tmp_path, **THREE, **{path: text}).values()) == {"runtime-optional"}


def test_a_lone_place_decides(tmp_path: Path) -> None:
    found = strengths(tmp_path, **THREE, cmd__show__main_dot_py=OPENAI)
    assert found == {"openai": "runtime-default", "anthropic": "runtime-optional"}


@pytest.mark.parametrize(("needs", "strength"), [("numpy", "runtime-optional"), ("openai", "runtime-default")])
def test_a_library_that_the_package_does_not_require_decides_nothing(tmp_path: Path, needs: str, strength: str) -> None:
    built = "import openai\n\n\ndef check(text):\n    return openai.OpenAI().responses.create(model='gpt-4o')\n"
    found = strengths(
        tmp_path,
        pyproject_dot_toml=f'[project]\nname = "kit"\ndependencies = ["{needs}"]\n',
        main_dot_py="from back.ask_claude import ask\nfrom back.ask_mistral import ask as tell\n\nprint(ask('a'), tell('b'))\n",
        core__main_dot_py=built,
        back__ask_claude_dot_py=ANTHROPIC,
        back__ask_mistral_dot_py=MISTRAL,
    )
    assert found["openai"] == strength


def test_a_file_that_lies_beside_that_of_a_local_runtime_is_an_alternative(tmp_path: Path) -> None:
    files = {
        "main_dot_py": "from back.base import make\nfrom other.name import ask\n\nprint(make('local'), ask('a'))\n",
        "back__base_dot_py": "from back.claude_client import Asks\nfrom back.ollama_client import Runs\n\n\n"
        "def make(kind):\n    return Asks() if kind == 'far' else Runs()\n",
        "back__claude_client_dot_py": "import anthropic\n\n\nclass Asks:\n    def ask(self, text):\n"
        "        return anthropic.Anthropic().messages.create(model='claude-sonnet-4-5')\n",
        "back__ollama_client_dot_py": "class Runs:\n    pass\n",
        "other__name_dot_py": OPENAI,
    }
    assert strengths(tmp_path, **files)["anthropic"] == "runtime-optional"


def test_without_the_runtime_it_decides(tmp_path: Path) -> None:
    files = {
        "main_dot_py": "from back.claude_client import Asks\nfrom other.name import ask\n\nprint(Asks(), ask('a'))\n",
        "back__claude_client_dot_py": "import anthropic\n\n\nclass Asks:\n    def ask(self, text):\n"
        "        return anthropic.Anthropic().messages.create(model='claude-sonnet-4-5')\n",
        "back__shared_client_dot_py": "class Runs:\n    pass\n",
        "other__name_dot_py": OPENAI,
    }
    assert strengths(tmp_path, **files)["anthropic"] == "runtime-default"


@pytest.mark.parametrize(
    ("name", "strength"), [("DEFAULT_HUB_MODEL", "runtime-optional"), ("DEFAULT_MODEL", "runtime-default")]
)
def test_a_default_for_one_provider_among_others_is_none_of_the_product(
    tmp_path: Path, name: str, strength: str
) -> None:
    text = (
        "import openai\nimport anthropic\n\nDEFAULT_OPENAI_MODEL = 'gpt-4o'\nDEFAULT_ANTHROPIC_MODEL = 'claude-sonnet-4-5'\n"
        f"{name} = 'mistral-large-latest'\n\n\ndef ask(kind):\n    if kind == 1:\n"
        "        return openai.OpenAI().responses.create(model=DEFAULT_OPENAI_MODEL)\n    if kind == 2:\n"
        "        return anthropic.Anthropic().messages.create(model=DEFAULT_ANTHROPIC_MODEL)\n"
        f"    return hub.chat(model={name})\n"
    )
    assert strengths(tmp_path, ask_dot_py=text)["mistral"] == strength
