"""Reads the lines of a request for quotation out of a mail."""

import json
from dataclasses import dataclass

from openai import OpenAI

from harbor_parts import settings

PROMPT = """\
List every part in this request as JSON: {"lines": [{"nsn": "...", "quantity": 1, "note": "..."}]}.
Leave out what is no part. Do not guess stock numbers."""


@dataclass(frozen=True)
class Line:
    nsn: str
    quantity: int
    note: str


def build_client() -> OpenAI:
    return OpenAI(base_url=settings.READER_BASE_URL, api_key=settings.READER_API_KEY)


def read_lines(mail: str, client: OpenAI | None = None) -> list[Line]:
    # Gemini 2.5 Flash read tables a little better, but cost four times as much (decision 4).
    answer = (client or build_client()).chat.completions.create(
        model=settings.READER_MODEL,
        messages=[{"role": "system", "content": PROMPT}, {"role": "user", "content": mail}],
        response_format={"type": "json_object"},
        temperature=0,
    )
    return parse_lines(answer.choices[0].message.content or "")


def parse_lines(text: str) -> list[Line]:
    return [
        Line(str(line["nsn"]), int(line["quantity"]), str(line.get("note", "")))
        for line in json.loads(text).get("lines", [])
    ]
