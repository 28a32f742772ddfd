"""Keys under a tree's own name, programs that share a name, and documents that scripts hand to a cluster."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.catalogue.spelling import words_in_key
from flowdown.scan.area import Area, area_of
from tests.unit.scan.small_trees import used_lines

KEYS = (
    "import os\n"
    'a = os.environ["CLAUDE_MEMO_REDIS_URL"]\n'
    'b = os.environ["CLAUDE_MEMO_GEMINI_API_KEY"]\n'
    'c = os.environ["CLAUDE_MEMO_API_KEY"]\n'
    'd = os.environ["ANTHROPIC_API_KEY"]\n'
)
OTHERS = {"k.py:2 anthropic", "k.py:3 anthropic", "k.py:4 anthropic", "k.py:5 anthropic"}
OWN = {"k.py:3 google", "k.py:4 anthropic", "k.py:5 anthropic"}


@pytest.mark.parametrize(
    ("manifest", "text", "used"),
    [
        ("package.json", '{\n  "name": "@team/claude-memo",\n  "version": "1.0.0"\n}\n', OWN),
        ("Cargo.toml", '[package]\nname = "claude-memo"\n', OWN),
        ("go.mod", "module host.example/team/claude-memo\n", OWN),
        ("package.json", '{\n  "name": "memo"\n}\n', OTHERS),
        ("package.json", '{\n  "dependencies": {"claude-memo": "1.0.0"}\n}\n', OTHERS),
    ],
    ids=["npm", "cargo", "go", "another name", "the name of what it needs"],
)
def test_keys_that_begin_with_the_trees_name_are_its_own(
    tmp_path: Path, manifest: str, text: str, used: set[str]
) -> None:
    assert {each for each in used_lines(tmp_path, {manifest: text, "k.py": KEYS}) if each.startswith("k.py")} == used


@pytest.mark.parametrize(
    ("key", "holds"),
    [
        ("MY_OPENAI_BASE", True),
        ("OPENAI_API_BASE", True),
        ("OPENAI_MODEL_2", True),
        ("OPENAI_BIG_NET_BASE", False),
        ("OPENAI_MODEL_BIG_1_0_2", False),
        ("OPENAI_PAGE_REGISTRY_KEY", False),
    ],
)
def test_names_of_versions_and_of_things_are_no_keys(key: str, holds: bool) -> None:
    assert ("OPENAI" in words_in_key(key)) is holds


def test_two_programs_of_one_name_are_told_by_their_verbs(tmp_path: Path) -> None:
    lines = "#!/bin/sh\ncopilot svc deploy --name web\ncopilot -p 'fix it'\ncopilot\n"
    assert used_lines(tmp_path, {"go.sh": lines}) == {"go.sh:3 microsoft", "go.sh:4 microsoft"}


OBJECT = "apiVersion: kit.example/v1\nkind: Reader\nspec:\n  backend: openai\n  model: gpt-4o-mini\n"


@pytest.mark.parametrize(
    ("script", "lines"),
    [
        (f"kubectl apply -n x -f - <<EOF\n{OBJECT}EOF\n", (6, 7)),
        (f"cat <<EOF | kubectl apply -f -\n{OBJECT}EOF\n", (6, 7)),
        (f'made=$(cat <<EOF\n{OBJECT}EOF\n)\necho "$made" | kubectl apply -f -\n', (6, 7)),
        (f"cat > settings.yaml <<EOF\n{OBJECT}EOF\n", (6, 7)),
        (f"cat > settings.txt <<EOF\n{OBJECT}EOF\n", ()),
        (f"cat <<EOF\n{OBJECT}EOF\nkubectl get pods\n", ()),
        (f"kubectl delete -f - <<EOF\n{OBJECT}EOF\n", ()),
    ],
    ids=["handed", "piped", "kept", "written", "written as text", "shown", "taken away"],
)
def test_documents_that_scripts_write_or_hand_on(tmp_path: Path, script: str, lines: tuple[int, ...]) -> None:
    found = used_lines(tmp_path, {"up.sh": f"#!/bin/sh\n{script}"})
    assert found == {f"up.sh:{line} openai" for line in lines}


def test_settings_of_a_developers_own_stack() -> None:
    assert area_of("supabase/config.toml") is Area.TOOLING
    assert area_of("app/config.toml") is Area.PRODUCT
    assert "copilot svc" in {each.value for product in load().vendors["amazon"].products for each in product.signatures}


SCHEMA = "kind: CustomResourceDefinition\napiVersion: apiextensions.k8s.io/v1\nspec:\n  properties:\n    {name}:\n      default: openai\n      enum:\n      - openai\n      - cohere\n"


@pytest.mark.parametrize(("name", "lines"), [("backend", {"crd.yaml:6 openai"}), ("label", set())])
def test_the_default_that_a_schema_gives_a_provider(tmp_path: Path, name: str, lines: set[str]) -> None:
    files = {"crd.yaml": SCHEMA.format(name=name), "k.py": 'import os\nask(os.environ["OPENAI_API_KEY"])\n'}
    assert {each for each in used_lines(tmp_path, files) if each.startswith("crd")} == lines
