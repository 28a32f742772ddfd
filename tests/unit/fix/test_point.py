"""Clients of a library that calls any service are pointed at another: address, key and model together, or nothing of it."""

from __future__ import annotations

import ast
import datetime
import subprocess
import tempfile
from pathlib import Path

import pytest

from flowdown.fix.edit import Why
from flowdown.fix.patch import write_patch
from flowdown.fix.way import Fix
from flowdown.pipeline.check import CheckRequest
from flowdown.pipeline.fix import FixRequest, make_fix

KEPT = tempfile.TemporaryDirectory()
CACHE = Path(KEPT.name)
DAY = datetime.date(2026, 10, 1)
GROQ = 'base_url="https://api.groq.com/openai/v1"'
ASK = """    return client.chat.completions.create(
        model="gpt-4o", messages=[{"role": "user", "content": text}], temperature=0
    )
"""
PLAIN = f"from openai import OpenAI\n\nclient = OpenAI()\n\n\ndef letter(text):\n{ASK}"
KEYED = PLAIN.replace("from openai", "import os\n\nfrom openai").replace(
    "OpenAI()", 'OpenAI(api_key=os.environ["OPENAI_API_KEY"], timeout=30)'
)


def fix(tree: Path, to: str = "llama-3-3-70b", vendor: str = "openai") -> Fix:
    check = CheckRequest(paths=(tree,), orders=(), as_of=DAY, known_at=DAY)
    return make_fix(FixRequest(check, to, vendor), CACHE)


def write(tree: Path, **files: str) -> None:
    for name, text in files.items():
        place = tree / name.replace("__", "/").replace("_dot_", ".")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def after(found: Fix, path: str = "letters.py") -> str:
    return next(new.decode() for name, _, new in found.changes if name == path)


def whys(found: Fix, path: str = "letters.py") -> set[Why]:
    return {each.why for each in found.not_made if each.path == path and each.is_use}


def test_a_client_with_its_own_defaults_gets_address_key_and_model(tmp_path: Path) -> None:
    write(tmp_path, letters_dot_py=PLAIN)
    found = fix(tmp_path)
    assert after(found) == "import os\n\n" + PLAIN.replace(
        "OpenAI()", f'OpenAI({GROQ}, api_key=os.environ["GROQ_API_KEY"])'
    ).replace("gpt-4o", "llama-3.3-70b-versatile")
    assert len({each.group for each in found.edits}) == 1
    assert any("set `GROQ_API_KEY`" in each for each in found.follow)


def test_places_that_are_left_are_told_at_the_lines_that_they_have(tmp_path: Path) -> None:
    write(tmp_path, letters_dot_py=PLAIN)
    found = fix(tmp_path)
    assert {each.line for each in found.not_made if each.path == "letters.py"} == {1, 3}
    assert whys(found) == {Why.LIBRARY}


def test_a_patch_with_lines_put_in_applies_and_can_be_taken_back(tmp_path: Path) -> None:
    write(tmp_path, letters_dot_py=PLAIN + "\n\n" + "x = 1\n" * 20)
    patch = write_patch(fix(tmp_path).changes)
    assert patch.count(b"\n@@ ") == 1
    for arguments in (("init", "-q"), ("apply", "--check"), ("apply",), ("apply", "-R")):
        done = subprocess.run(["git", "-C", str(tmp_path), *arguments], input=patch, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "letters.py").read_text(encoding="utf-8").startswith(PLAIN)


def test_two_hunks_count_the_lines_that_were_put_in_before() -> None:
    lines = [b"%d\n" % number for number in range(40)]
    new = [b"new\n", *lines[:30], b"other\n", *lines[31:]]
    patch = write_patch([("a", b"".join(lines), b"".join(new))])
    assert b"@@ -1,3 +1,4 @@" in patch
    assert b"@@ -28,7 +29,7 @@" in patch


def test_the_name_of_the_key_changes_wherever_it_is_read_if_nobody_else_needs_it(tmp_path: Path) -> None:
    write(tmp_path, letters_dot_py=KEYED, _dot_env_dot_example="OPENAI_API_KEY=\n")
    found = fix(tmp_path)
    assert f'OpenAI({GROQ}, api_key=os.environ["GROQ_API_KEY"], timeout=30)' in after(found)
    assert after(found, ".env.example") == "GROQ_API_KEY=\n"


def test_the_key_stays_for_others_that_read_it(tmp_path: Path) -> None:
    other = KEYED.replace("client.chat.completions", "client.responses")
    write(tmp_path, letters_dot_py=KEYED, other_dot_py=other, _dot_env_dot_example="OPENAI_API_KEY=\n")
    assert [path for path, _, _ in fix(tmp_path).changes] == ["letters.py"]


def test_a_key_that_a_deployment_hands_on_for_others_too_is_left(tmp_path: Path) -> None:
    compose = "services:\n  app:\n    build: .\n    environment:\n      OPENAI_API_KEY: ${OPENAI_API_KEY}\n"
    other = KEYED.replace("client.chat.completions", "client.responses")
    write(tmp_path, letters_dot_py=KEYED, other_dot_py=other, docker__compose_dot_yml=compose)
    found = fix(tmp_path)
    assert not found.edits
    assert Why.KEY in whys(found)


def test_settings_that_are_spread_are_read_as_what_they_give(tmp_path: Path) -> None:
    settings = 'settings = {"model": "gpt-4o", "temperature": 0.7, "frequency_penalty": 0}\n'
    spread = PLAIN.replace('model="gpt-4o", ', "").replace("temperature=0", "**settings")
    write(tmp_path, letters_dot_py=spread.replace("\n\n\ndef", f"\n{settings}\n\ndef"))
    assert '"model": "llama-3.3-70b-versatile"' in after(fix(tmp_path))


def test_an_address_that_the_map_knows_is_replaced(tmp_path: Path) -> None:
    there = KEYED.replace("OPENAI", "DEEPSEEK").replace("timeout=30", 'base_url="https://api.deepseek.com"')
    own = (
        KEYED.replace("OPENAI", "DEEPSEEK").replace("timeout=30", "base_url=where()").replace("gpt-4o", "deepseek-chat")
    )
    write(tmp_path, letters_dot_py=there.replace("gpt-4o", "deepseek-chat"), other_dot_py=own)
    found = fix(tmp_path, vendor="deepseek")
    assert after(found) == there.replace("DEEPSEEK", "GROQ").replace(
        "https://api.deepseek.com", "https://api.groq.com/openai/v1"
    ).replace("gpt-4o", "llama-3.3-70b-versatile")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("temperature=0", "temperature=0, logprobs=True"),
        ("temperature=0", "temperature=0, presence_penalty=1"),
        ("temperature=0", 'temperature=0, response_format={"type": "json_object"}'),
        ("temperature=0", "**given"),
        ('"gpt-4o"', "chosen()"),
        (
            "    return client.",
            "    client.embeddings.create(model='text-embedding-3-small', input=text)\n    return client.",
        ),
        ("    return client.", "    send(client)\n    return client."),
        ("client = OpenAI()", "client = wrapped(OpenAI())"),
        ("client = OpenAI()", "client = OpenAI(http_client=through())"),
        ("client = OpenAI()", "client = OpenAI(api_key=stored())"),
        ("client = OpenAI()", "client = OpenAI()\nclient = other()"),
        ("def letter", "import tiktoken\n\nCODE = tiktoken.encoding_for_model('gpt-4o')\n\n\ndef letter"),
    ],
)
def test_what_is_not_wholly_seen_or_not_for_all_is_left(tmp_path: Path, old: str, new: str) -> None:
    text = PLAIN.replace(old, new)
    assert text != PLAIN and ast.parse(text)
    write(tmp_path, letters_dot_py=text)
    assert not fix(tmp_path).edits


def test_a_client_that_another_program_uses_is_left(tmp_path: Path) -> None:
    write(tmp_path, letters_dot_py=PLAIN, other_dot_py="from letters import client\n\nprint(client.models.list())\n")
    assert not fix(tmp_path).edits


def test_a_model_that_a_caller_names_is_left(tmp_path: Path) -> None:
    text = PLAIN.replace("def letter(text)", 'def letter(text, model="gpt-4o")').replace(
        'model="gpt-4o", mess', "model=model, mess"
    )
    write(tmp_path, letters_dot_py=text + '\n\nletter("x")\n')
    assert 'model="llama-3.3-70b-versatile"' in after(fix(tmp_path))
    write(tmp_path, letters_dot_py=text + '\n\nletter("x", "gpt-4o-mini")\n')
    assert not fix(tmp_path).edits


def test_a_branch_that_asks_for_it_by_name_is_left(tmp_path: Path) -> None:
    body = ASK.replace("\n", "\n    ").rstrip(" ")
    text = PLAIN.replace(ASK, f'    if kind == "openai":\n    {body}    return None\n').replace(
        "(text)", "(text, kind)"
    )
    assert ast.parse(text)
    write(tmp_path, letters_dot_py=text)
    assert not fix(tmp_path).edits


def test_a_program_that_calls_others_too_is_one_of_several(tmp_path: Path) -> None:
    other = 'import anthropic\n\nanthropic.Anthropic().messages.create(model="claude-sonnet-4-5", max_tokens=9, messages=[])\n'
    write(tmp_path, letters_dot_py=PLAIN + "\n\n" + other)
    assert not fix(tmp_path).edits


def test_a_framework_that_takes_the_model_itself(tmp_path: Path) -> None:
    write(
        tmp_path,
        letters_dot_py="import os\n\nfrom langchain_openai import ChatOpenAI\n\nllm = ChatOpenAI(temperature=0)\n",
    )
    write(
        tmp_path,
        other_dot_py='from langchain_openai import ChatOpenAI\n\nllm = ChatOpenAI(model="gpt-4o")\nllm.invoke("x")\n',
    )
    found = fix(tmp_path)
    given = f'{GROQ}, api_key=os.environ["GROQ_API_KEY"], '
    assert f'ChatOpenAI(model="llama-3.3-70b-versatile", {given}temperature=0)' in after(found)
    assert f'ChatOpenAI({given}model="llama-3.3-70b-versatile")' in after(found, "other.py")


def test_a_client_that_a_variable_points_somewhere_is_left(tmp_path: Path) -> None:
    write(tmp_path, letters_dot_py=PLAIN, _dot_env="OPENAI_BASE_URL=https://proxy.acme.example/v1\n")
    found = fix(tmp_path)
    assert not found.edits


def test_pictures_that_another_program_hands_over_count(tmp_path: Path) -> None:
    asks = 'from letters import letter\n\nletter([{"type": "image_url", "image_url": {"url": picture()}}])\n'
    asks += "from openai import OpenAI\n\nOpenAI().models.list()\n"
    write(tmp_path, letters_dot_py=PLAIN, other_dot_py=asks)
    found = fix(tmp_path)
    assert not found.edits
    assert Why.ABILITY in whys(found)
