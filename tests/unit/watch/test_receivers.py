"""The file of receivers: what is wrong with it is told with its place, and secrets that stand in it are not repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.base.errors import FlowdownError
from flowdown.report.receivers import Wish
from flowdown.watch.narrow import narrow
from flowdown.watch.read_receivers import read_receivers
from tests.unit.watch.notices import change, notice, write_receivers

GOOD = """
due_within: [7, 1]
mails:
  - id: counsel
    server: smtp.example.org
    sender: flowdown@harbor.example
    to: [counsel@harbor.example, jo@harbor.example]
    only: {contracts: [pump-spares], outcomes: [BREACH]}
webhooks:
  - {id: chat, url_env: HOOK_URL, secret_env: HOOK_SECRET}
calendars:
  - {id: team, file: deadlines.ics}
"""


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    read = read_receivers(write_receivers(tmp_path, GOOD))
    assert read.due_within == (7, 1)
    assert [each.id for each in read.channels] == ["counsel", "chat"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: chat", "id: counsel", "is there already"),
        ("url_env: HOOK_URL", "url: http://hooks.example/", "only `https://`"),
        ("url_env: HOOK_URL", "url: 'https://u:hunter2@hooks.example/'", "name or password"),
        ("secret_env: HOOK_SECRET", "secret_env: 'hunter2!'", "no name of a variable"),
        ("secret_env: HOOK_SECRET", "secret_env: S, allow_networks: [10.0.0.0/99]", "no network"),
        ("counsel@harbor.example, ", "'a@b.example\\nBcc: c@d.example', ", "is no address"),
        ("server: smtp.example.org", "server: smtp.example.org\n    tls: none", "this machine only"),
        ("server: smtp.example.org", "server: smtp.example.org\n    user_env: U", "needs a password"),
        ("[7, 1]", "[400]", "days from 0 to 366"),
        ("mails:", "mail:", "unknown key `mail`"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(FlowdownError, match=told) as caught:
        read_receivers(write_receivers(tmp_path, GOOD.replace(old, new, 1)))
    assert "flowdown-watch.yaml:" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_wish_leaves_out_and_counts() -> None:
    told = notice(change("a"), change("b", after="CLEAR", before="EXEMPT"), change("c", kind="order"))
    kept = narrow(told, Wish(outcomes=("BREACH",), kinds=("answer",)))
    assert [each.id for each in kept.changes] == ["a"]
    assert kept.left_out == 2
    assert narrow(told, Wish(contracts=("ferry-catalogue",))).changes == ()
    assert narrow(told, Wish(systems=("quotes",), vendors=("anthropic",))).left_out == 0
