"""Every message is sent once where nothing fails, and at least once under one name whatever fails."""

from __future__ import annotations

import datetime
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flowdown.report.json_text import write_json
from flowdown.watch.deliver import MOST_TRIES, Post, deliver
from flowdown.watch.errors import WatchError
from flowdown.watch.ledger import Letter, open_ledger
from flowdown.watch.read_receivers import read_receivers
from tests.unit.watch.notices import NOW, notice, write_receivers
from tests.unit.watch.servers import hook_server

ROOT = Path(__file__).resolve().parents[3]
SECRET = {"HOOK_SECRET": "hidden"}


def receivers_file(folder: Path, port: int, ca_file: Path) -> Path:
    return write_receivers(
        folder,
        f"webhooks:\n  - {{id: chat, url: 'https://localhost:{port}/', secret_env: HOOK_SECRET,"
        f" allow_networks: [127.0.0.0/8, '::1/128'], ca_file: '{ca_file}'}}\n",
    )


def letter(identity: str = "d1") -> Letter:
    return Letter(identity, "n1", "chat", "", write_json(replace(notice(), delivery=identity)))


def clock(moment: datetime.datetime = NOW) -> Callable[[], datetime.datetime]:
    return lambda: moment


def fill(file: Path, *letters: Letter) -> None:
    with open_ledger(file) as ledger:
        ledger.keep(0, "{}", ["c1"], letters, NOW)


def test_a_message_is_sent_once(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    file = tmp_path / "watch.sqlite"
    fill(file, letter("d1"), letter("d2"), letter("d1"))
    with hook_server(pair) as hooked:
        post = Post(read_receivers(receivers_file(tmp_path, hooked.port, pair[0])), SECRET, clock())
        for _ in range(3):
            with open_ledger(file) as ledger:
                deliver(ledger, post)
                states = [each.state for each in ledger.letters()]
    assert [headers["flowdown-delivery"] for headers, _ in hooked.got] == ["d1", "d2"]
    assert [json.loads(body)["delivery"] for _, body in hooked.got] == ["d1", "d2"]
    assert states == ["sent", "sent"]


def test_what_fails_is_tried_again_later_and_later_and_in_the_end_told(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    file = tmp_path / "watch.sqlite"
    fill(file, letter())
    post = Post(read_receivers(receivers_file(tmp_path, 1, pair[0])), SECRET, clock())
    waits, moment = [], NOW
    with open_ledger(file) as ledger:
        for _ in range(MOST_TRIES - 1):
            (told,) = deliver(ledger, replace(post, clock=clock(moment)))
            then = datetime.datetime.fromisoformat(told.next_try)
            assert deliver(ledger, replace(post, clock=clock(then - datetime.timedelta(seconds=1)))) == ()
            waits.append((then - moment).total_seconds())
            moment = then
        (told,) = deliver(ledger, replace(post, clock=clock(moment)))
    assert waits[:4] == [60, 120, 240, 480]
    assert max(waits) == 6 * 3600
    assert (told.state, told.tries) == ("refused", MOST_TRIES)
    assert "cannot be reached" in told.fault


@pytest.mark.parametrize(("step", "arrivals"), [("before", ["d1"]), ("after", ["d1", "d1"])])
def test_killed_while_sending_it_is_sent_again_under_the_same_name(
    tmp_path: Path, pair: tuple[Path, Path], step: str, arrivals: list[str]
) -> None:
    file = tmp_path / "watch.sqlite"
    fill(file, letter())
    with hook_server(pair) as hooked:
        receivers = receivers_file(tmp_path, hooked.port, pair[0])
        script = Path(__file__).with_name("kill_sender.py")
        environment = {**os.environ, **SECRET, "PYTHONPATH": str(ROOT / "src")}
        done = subprocess.run(
            [sys.executable, str(script), str(file), str(receivers), step], check=False, env=environment
        )
        assert done.returncode == -signal.SIGKILL
        with open_ledger(file) as ledger:
            deliver(ledger, Post(read_receivers(receivers), SECRET, clock()))
            assert [each.state for each in ledger.letters()] == ["sent"]
    assert [headers["flowdown-delivery"] for headers, _ in hooked.got] == arrivals


def test_two_looks_at_once_are_kept_apart(tmp_path: Path) -> None:
    file = tmp_path / ".flowdown" / "watch.sqlite"
    with open_ledger(file), pytest.raises(WatchError, match="another look"), open_ledger(file):
        pass
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert (file.parent / ".gitignore").read_text() == "*\n"


def test_a_look_is_kept_with_its_messages_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "watch.sqlite"
    fill(file, letter())
    with open_ledger(file) as ledger:
        with pytest.raises(WatchError):
            ledger.keep(0, "{}", ["c2"], [letter("d2")], NOW)  # the number is taken
        assert [each.id for each in ledger.letters()] == ["d1"]
        assert ledger.known_changes(["c1", "c2"]) == {"c1"}


def test_a_receiver_who_was_taken_out_gets_nothing_more(tmp_path: Path) -> None:
    file = tmp_path / "watch.sqlite"
    fill(file, letter())
    with open_ledger(file) as ledger:
        (told,) = deliver(ledger, Post(read_receivers(write_receivers(tmp_path, "webhooks: []\n")), {}, clock()))
        assert (told.state, told.fault) == ("refused", "the receiver is no longer named")
        assert ledger.try_again() == 1


@pytest.mark.parametrize("content", [b"not a database" * 100, b""])
def test_a_file_that_is_no_ledger(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "watch.sqlite"
    file.write_bytes(content)
    if content:
        with pytest.raises(WatchError, match="no ledger"), open_ledger(file):
            pass
    else:
        with open_ledger(file) as ledger:
            assert ledger.last_look() is None
