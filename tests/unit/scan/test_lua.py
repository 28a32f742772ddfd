"""Small trees of Lua: which of their lines ask a service.

A line that must be seen as a use ends in `§` and its vendors; no other line may be one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import is_as_marked

TREES = {
    "an adapter with the choices of its option": {
        "lua/talk/adapter.lua": 'local log = require("talk.log")\n\nreturn {\n  name = "openai",\n'
        '  url = "https://api.openai.com/v1/chat/completions", §openai\n'
        '  env = { api_key = "OPENAI_API_KEY" }, §openai\n'
        "  schema = {\n    model = {\n      order = 1,\n      ---@type string\n"
        '      default = "gpt-4.1", §openai\n'
        "      choices = {\n        -- the large ones\n"
        '        ["gpt-5"] = { can_think = true }, §openai\n'
        '        ["o3-mini"] = { formatted = "o3-mini" }, §openai\n'
        '        "gpt-4o", §openai\n      },\n    },\n  },\n}\n',
    },
    "what is only compared, said or answered": {
        "lua/talk/answer.lua": '-- gpt-4o is asked here\nlocal said = { model = "gpt-4o", choices = {}, id = "1" }\n'
        'if model == "gpt-4" or model ~= "gpt-4o" then\n  print("gpt-4o is not known here")\nend\n'
        'local lines = vim.fn.readfile("tests/stubs/gpt-4o/answer.txt")\n'
        '--[[\nlocal url = "https://api.openai.com/v1"\n]]\n',
    },
    "an address that is put together, and a key of the environment": {
        "lua/talk/ask.lua": 'local http = require("http")\nlocal base = "https://api.anthropic.com" §anthropic\n'
        "local function ask(text)\n"
        '  local key = os.getenv("ANTHROPIC_API_KEY") or vim.env.ANTHROPIC_API_KEY §anthropic\n'
        '  local url = base .. "/v1/messages"\n'
        '  local body = vim.json.encode({ model = "claude-3-haiku-20240307", text = text }) §anthropic\n'
        "  http.post(url, { body = body, headers = { key = key } }) §anthropic\nend\n",
    },
}


@pytest.mark.parametrize("name", TREES)
def test_lines_of_lua(name: str, tmp_path: Path) -> None:
    assert is_as_marked(tmp_path, TREES[name])
