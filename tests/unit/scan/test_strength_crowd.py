"""Which vendors a product takes by default where it knows many, and where files are called after the ways to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.test_strength_choice import strengths

ASKS = "import requests\n\n\ndef ask(text):\n    return requests.post('https://{host}', json={{'input': text}})\n"
HOSTS = {
    "openai": "api.openai.com/v1/responses",
    "anthropic": "api.anthropic.com/v1/messages",
    "mistral": "api.mistral.ai/v1/chat/completions",
    "deepseek": "api.deepseek.com/chat/completions",
    "cohere": "api.cohere.com/v2/chat",
}
CROWD = {
    "main_dot_py": "".join(f"from back.{name} import ask as {name}\n" for name in HOSTS) + "print(openai, cohere)\n",
    **{f"back__{name}_dot_py": ASKS.format(host=host) for name, host in HOSTS.items()},
}
VOICES = ASKS.format(host=HOSTS["openai"])


def test_in_a_crowd_a_lone_request_decides_for_nobody(tmp_path: Path) -> None:
    found = strengths(tmp_path, **CROWD, speak__main_dot_py=VOICES)
    assert found == dict.fromkeys(HOSTS, "runtime-optional")


def test_in_a_crowd_what_settings_name_is_the_default(tmp_path: Path) -> None:
    found = strengths(tmp_path, **CROWD, settings_dot_toml='[chat]\nmodel = "mistral-large-latest"\n')
    assert found == {**dict.fromkeys(HOSTS, "runtime-optional"), "mistral": "runtime-default"}


def test_among_few_a_lone_request_decides(tmp_path: Path) -> None:
    few = {path: text for path, text in CROWD.items() if "deepseek" not in path and "cohere" not in path}
    few["main_dot_py"] = "from back.openai import ask\nfrom back.mistral import ask\nfrom back.anthropic import ask\n"
    assert strengths(tmp_path, **few, speak__main_dot_py=VOICES)["openai"] == "runtime-default"


@pytest.mark.parametrize(("name", "strength"), [("bedrock", "runtime-optional"), ("writer", "runtime-default")])
def test_a_file_called_after_a_cloud_stands_beside_those_called_after_vendors(
    tmp_path: Path, name: str, strength: str
) -> None:
    files = {f"llm__{each}_dot_py": ASKS.format(host=HOSTS[each]) for each in ("openai", "mistral")}
    claude = (
        'import boto3\n\nDEFAULT_MODEL = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"\n\n\ndef ask(text):\n'
        "    return boto3.client('bedrock-runtime').converse(modelId=DEFAULT_MODEL, messages=[text])\n"
    )
    files["main_dot_py"] = f"from llm.openai import ask\nfrom llm.mistral import ask\nfrom llm.{name} import ask\n"
    found = strengths(tmp_path, **files, **{f"llm__{name}_dot_py": claude})
    assert found["anthropic"] == strength


def test_hosts_under_vendors_own_keys_in_a_composition_choose_nobody(tmp_path: Path) -> None:
    composition = (
        "services:\n  web:\n    build: .\n    environment:\n      CHAT_MODEL: mistral-large-latest\n"
        "      OPENAI_API_BASE: https://api.openai.com/v1\n      ANTHROPIC_API_BASE: https://api.anthropic.com\n"
    )
    read = "import os\n\nFIRST, SECOND = os.environ['OPENAI_API_BASE'], os.environ['ANTHROPIC_API_BASE']\nask(os.environ['CHAT_MODEL'])\n"
    found = strengths(tmp_path, docker_dash_compose_dot_yml=composition, main_dot_py=read)
    assert found == {
        "mistral": "runtime-default",
        "openai": "runtime-optional",
        "anthropic": "runtime-optional",
    }


def test_the_plain_default_decides_among_those_of_kinds(tmp_path: Path) -> None:
    found = strengths(
        tmp_path,
        main_dot_py="from config import *\n\nask(DEFAULT_MODEL, DEFAULT_OCR_MODEL, DEFAULT_VIDEO_MODEL)\n",
        config_dot_py=(
            'DEFAULT_MODEL = "gpt-4o"\nDEFAULT_OCR_MODEL = "mistral-ocr-latest"\nDEFAULT_VIDEO_MODEL = "veo-3.0-generate-001"\n'
        ),
    )
    assert found["openai"] == "runtime-default"
    assert found["mistral"] == "runtime-optional"


@pytest.mark.parametrize(
    ("path", "strength"), [("scripts__work_dot_sh", "dev-tooling"), ("work_dot_sh", "runtime-default")]
)
def test_an_agent_that_a_products_chores_call_is_a_developers_tool(tmp_path: Path, path: str, strength: str) -> None:
    found = strengths(
        tmp_path,
        main_dot_py=ASKS.format(host=HOSTS["mistral"]) + "\n\nask('a')\n",
        **{path: "#!/bin/sh\nclaude -p 'go on'\n"},
    )
    assert found == {"mistral": "runtime-default", "anthropic": strength}


def test_where_nothing_but_scripts_is_an_agent_is_what_they_are_for(tmp_path: Path) -> None:
    assert strengths(tmp_path, scripts__work_dot_sh="#!/bin/sh\nclaude -p 'go on'\n") == {
        "anthropic": "runtime-default"
    }
