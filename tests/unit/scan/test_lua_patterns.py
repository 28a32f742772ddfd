"""Small plugins and gateways in Lua: which of their lines ask a service."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

_MARK = re.compile(r" ?§([\w,-]+)$")

TREES = {
    "a plugin's settings, and what it asks": {
        "lua/asker/config.lua": "local M = {}\n\nM.defaults = {\n  ask_params = {\n"
        '    model = "gpt-4o-mini", §openai\n  },\n  note = "asks gpt-4o-mini",\n}\n\nreturn M\n',
        "lua/asker/api.lua": 'local job = require("plenary.job")\nlocal config = require("asker.config")\n\nlocal Api = {}\n\n'
        '-- https://api.mistral.ai/v1 is not asked\n--[[ nor is\nhttps://api.deepseek.com ]]\nApi.URL = "https://api.openai.com/v1/chat/completions" §openai\n\n'
        "function Api.ask(text)\n"
        '  local key = os.getenv("OPENAI_API_KEY") §openai\n'
        "  Api.complete({\n"
        '    model = "claude-sonnet-4-5", §anthropic\n    prompt = text,\n  })\n\n\n'
        "  return key\nend\n\n\nreturn Api\n",
    },
    "a key that a module keeps for itself": {
        "lua/asker/keys.lua": "local Api = {}\n\nfunction Api.setup(given)\n  Api.OPENAI_API_KEY = given\n"
        "end\n\nfunction Api.head()\n  return Api.OPENAI_API_KEY\nend\n\nfunction Api.other()\n"
        "  return vim.env.MISTRAL_API_KEY §mistral\nend\n\nreturn Api\n",
    },
    "what stands in long brackets is no remark": {
        "kong/ask.lua": "local body = [[\n  -- not a remark\n]]\n"
        'local url = "https://api.mistral.ai/v1/chat/completions" §mistral\nreturn http.request(url, body) §mistral\n',
    },
}


@pytest.mark.parametrize("name", TREES)
def test_what_is_used(name: str, tmp_path: Path) -> None:
    """Every marked line, and no other, is a use of its vendors."""
    files: dict[str, str] = {}
    expected: set[str] = set()
    for path, text in TREES[name].items():
        lines = text.split("\n")
        for number, line in enumerate(lines):
            mark = _MARK.search(line)
            if mark is not None:
                lines[number] = line[: mark.start()]
                expected |= {f"{path}:{number + 1} {vendor}" for vendor in mark.group(1).split(",")}
        files[path] = "\n".join(lines)
    assert used_lines(tmp_path, files) == expected
