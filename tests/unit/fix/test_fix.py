"""The mechanical part of the way out: what is certain is changed, everything else is listed, nothing is written unasked."""

from __future__ import annotations

import datetime
import subprocess
import tempfile
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.fix.edit import Why
from flowdown.fix.patch import write_patch
from flowdown.fix.way import Fix
from flowdown.pipeline.check import CheckRequest
from flowdown.pipeline.fix import FixRequest, make_fix

KEPT = tempfile.TemporaryDirectory()
CACHE = Path(KEPT.name)
DAY = datetime.date(2026, 10, 1)
CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
CONVERSE = f"""import boto3

# {CLAUDE} drafts the letters
client = boto3.client("bedrock-runtime")


def letter(text: str) -> str:
    answer = client.converse(modelId="{CLAUDE}", messages=[{{"role": "user", "content": [{{"text": text}}]}}])
    return str(answer)
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    (root / "tests").mkdir(parents=True)
    (root / "letters.py").write_text(CONVERSE, encoding="utf-8")
    (root / "tests" / "test_letters.py").write_text(
        f"def test_it() -> None:\n    assert '{CLAUDE}'\n", encoding="utf-8"
    )
    return root


def fix(tree: Path, to: str = "nova-pro", vendor: str = "anthropic", *, writes: bool = False) -> Fix:
    check = CheckRequest(paths=(tree,), orders=(), as_of=DAY, known_at=DAY)
    return make_fix(FixRequest(check, to, vendor, writes=writes), CACHE)


def git(tree: Path, *arguments: str, given: bytes = b"") -> int:
    done = subprocess.run(["git", "-C", str(tree), *arguments], input=given, capture_output=True, check=False)
    return done.returncode


def test_the_id_changes_where_it_is_called_and_nowhere_else(tree: Path) -> None:
    found = fix(tree)
    assert [(each.path, each.line, each.old, each.new) for each in found.edits] == [
        ("letters.py", 8, CLAUDE, "us.amazon.nova-pro-v1:0")
    ]
    ((path, before, after),) = found.changes
    assert path == "letters.py"
    lines = zip(before.decode().splitlines(), after.decode().splitlines(), strict=True)
    assert [number for number, (old, new) in enumerate(lines, 1) if old != new] == [8]
    assert {(each.path, each.why) for each in found.not_made} >= {("letters.py", Why.COMMENT)}
    assert (tree / "letters.py").read_text(encoding="utf-8") == CONVERSE


def test_the_patch_applies_and_can_be_taken_back(tree: Path) -> None:
    patch = write_patch(fix(tree).changes)
    assert git(tree, "init", "-q") == 0
    assert git(tree, "apply", "--check", given=patch) == 0
    assert git(tree, "apply", given=patch) == 0
    assert CLAUDE not in (tree / "letters.py").read_text(encoding="utf-8").replace(f"# {CLAUDE}", "")
    assert git(tree, "apply", "-R", given=patch) == 0
    assert (tree / "letters.py").read_text(encoding="utf-8") == CONVERSE


def test_a_body_of_the_makers_own_is_left(tree: Path) -> None:
    body = CONVERSE.replace("client.converse(", "client.invoke_model(")
    (tree / "letters.py").write_text(body, encoding="utf-8")
    found = fix(tree)
    assert not found.edits
    assert Why.CALLS in {each.why for each in found.not_made if each.path == "letters.py"}


def test_tools_need_a_model_that_is_known_to_take_them(tree: Path) -> None:
    asked = CONVERSE.replace("messages=", "toolConfig={}, messages=")
    (tree / "letters.py").write_text(asked, encoding="utf-8")
    found = fix(tree, "phi-4")
    assert not found.edits


def test_calls_of_somebody_else_in_another_program_do_not_speak_against_it(tree: Path) -> None:
    key = '"DEEPSEEK_API_KEY"'
    (tree / "ask.py").write_text(
        "import os\n\nfrom openai import OpenAI\n\n"
        f'client = OpenAI(api_key=os.environ[{key}], base_url="https://api.deepseek.com")\n'
        'client.chat.completions.create(model="deepseek-chat", messages=[])\n',
        encoding="utf-8",
    )
    (tree / "search.py").write_text(
        "import os\n\nfrom openai import OpenAI\n\n"
        'client = OpenAI(api_key=os.environ["OPENAI_API_KEY"])\n'
        'client.embeddings.create(model="text-embedding-3-small", input="x")\n',
        encoding="utf-8",
    )
    found = fix(tree, "gpt-4-1", "deepseek")
    assert not [each for each in found.not_made if "embeddings" in each.words]


def test_nothing_is_written_into_what_git_could_not_bring_back(tree: Path) -> None:
    with pytest.raises(UnusableArgument, match="nothing was written"):
        fix(tree, writes=True)
    assert (tree / "letters.py").read_text(encoding="utf-8") == CONVERSE


def test_a_model_that_is_not_in_the_map_is_refused(tree: Path) -> None:
    with pytest.raises(UnusableArgument, match="replacement map"):
        fix(tree, "no-such-model")


def test_what_another_program_does_with_the_model_counts(tree: Path) -> None:
    (tree / "models.ts").write_text(
        'import { gateway } from "@ai-sdk/gateway";\n\nexport function draftModel() {\n'
        '  return gateway.languageModel("anthropic/claude-haiku-4.5");\n}\n',
        encoding="utf-8",
    )
    asks = 'import { streamText } from "ai";\nimport { draftModel } from "./models";\n\n'
    plain = asks + 'export const told = streamText({ model: draftModel(), prompt: "x" });\n'
    (tree / "draft.ts").write_text(plain, encoding="utf-8")
    assert "models.ts" in {each.path for each in fix(tree).edits}
    (tree / "draft.ts").write_text(plain.replace("prompt:", "output: Output.array({}), prompt:"), encoding="utf-8")
    found = fix(tree)
    assert "models.ts" not in {each.path for each in found.edits}
    assert (Why.ABILITY, "models.ts") in {(each.why, each.path) for each in found.not_made}


def test_a_function_that_is_named_after_the_model_is_left(tree: Path) -> None:
    (tree / "letters.py").write_text(CONVERSE.replace("def letter(", "def ask_claude("), encoding="utf-8")
    found = fix(tree)
    assert not found.edits
    assert Why.NAMED in {each.why for each in found.not_made if each.path == "letters.py"}


def test_an_id_without_a_region_takes_a_model_of_which_it_is_known_how_it_is_called(tree: Path) -> None:
    (tree / "letters.py").write_text(CONVERSE.replace("us.anthropic", "anthropic"), encoding="utf-8")
    bare = fix(tree)
    assert [each.new for each in bare.edits] == ["amazon.nova-pro-v1:0"]
    assert any("put `us.` or `eu.` before it" in each for each in bare.follow)
    found = fix(tree, "llama-3-3-70b")
    assert not found.edits
    assert any("inference profile" in each.words for each in found.not_made)


def test_a_model_that_is_told_before_its_call_takes_the_route_of_its_file(tree: Path) -> None:
    (tree / "draft.py").write_text(
        "from groq import Groq\n\nclient = Groq()\n\n\ndef draft(text: str) -> object:\n    name = 'qwen/qwen3-32b'\n"
        "    return client.chat.completions.create(model=name, messages=[{'role': 'user', 'content': text}])\n",
        encoding="utf-8",
    )
    assert [(each.path, each.new) for each in fix(tree, "llama-3-3-70b", "alibaba").edits] == [
        ("draft.py", "llama-3.3-70b-versatile")
    ]


def test_ids_of_one_file_of_settings_change_together_or_not_at_all(tree: Path) -> None:
    settings = (
        'data "aws_bedrock_foundation_model" "writer" {\n  model_id = "anthropic.claude-3-7-sonnet-20250219-v1:0"\n}\n'
    )
    (tree / "models.tf").write_text(settings, encoding="utf-8")
    assert "models.tf" in {each.path for each in fix(tree).edits}
    profile = 'data "aws_bedrock_inference_profile" "writer" {\n  inference_profile_id = "us.anthropic.claude-3-7-sonnet-20250219-v1:0"\n}\n'
    (tree / "models.tf").write_text(settings + profile, encoding="utf-8")
    assert [each.line for each in fix(tree).edits if each.path == "models.tf"] == [2, 5]
    arn = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-7-sonnet-20250219-v1:0"
    allowed = f'resource "aws_iam_policy" "writer" {{\n  policy = jsonencode({{Resource = ["{arn}"]}})\n}}\n'
    (tree / "models.tf").write_text(settings + allowed, encoding="utf-8")
    found = fix(tree)
    assert "models.tf" not in {each.path for each in found.edits}
    assert any("stays, and may go with it" in each.words for each in found.not_made)
