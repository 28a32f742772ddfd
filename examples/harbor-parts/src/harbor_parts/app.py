"""The service."""

from fastapi import FastAPI
from pydantic import BaseModel

from harbor_parts.letters import draft_letter
from harbor_parts.requests import read_lines

app = FastAPI(title="Harbor Parts")


class Mail(BaseModel):
    buyer: str
    text: str


@app.post("/quotes")
def quote(mail: Mail) -> dict[str, object]:
    lines = read_lines(mail.text)
    return {"lines": lines, "letter": draft_letter(mail.buyer, lines)}
