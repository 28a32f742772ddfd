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
def test_lines_of_lua(name: str, tmp_path: Path) -> None:
    assert is_as_marked(tmp_path, TREES[name])
