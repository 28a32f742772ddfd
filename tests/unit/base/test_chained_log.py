"""A chained log only grows; what was changed, added between or taken out shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import flowdown
from flowdown.base.chained_log import append, read_chain
from flowdown.base.errors import UnusableFile

WRITER = """
import sys
from pathlib import Path
from flowdown.base.chained_log import append
for number in range(int(sys.argv[3])):
    append(Path(sys.argv[1]), {"writer": sys.argv[2], "turn": number, "text": "x" * 5000})
"""


def _fill(file: Path, count: int = 3) -> None:
    for number in range(count):
        append(file, {"what": f"search {number}"})


def _change(file: Path, line: int, **fields: object) -> None:
    lines = file.read_text().splitlines()
    lines[line] = json.dumps({**json.loads(lines[line]), **fields})
    file.write_text("\n".join(lines) + "\n")


def _faults(file: Path) -> list[str]:
    return [str(each).removeprefix(f"{file}:") for each in read_chain(file).faults]


def test_entries_are_numbered_and_each_holds_the_digest_of_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    _fill(file)
    read = [json.loads(line) for line in file.read_text().splitlines()]
    assert [each["number"] for each in read] == [1, 2, 3]
    assert [each["before"] for each in read] == ["", read[0]["digest"], read[1]["digest"]]
    chain = read_chain(file)
    assert (chain.faults, chain.torn, chain.head) == ((), 0, read[2]["digest"])
    assert [each.fields for each in chain.links] == [{"what": f"search {number}"} for number in range(3)]


def test_file_and_folder_are_private(tmp_path: Path) -> None:
    file = tmp_path / ".flowdown" / "log.jsonl"
    _fill(file, 1)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert (file.parent / ".gitignore").read_text() == "*\n"


def test_a_changed_entry_shows_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    _fill(file)
    _change(file, 1, what="another search")
    assert _faults(file) == ["2: the entry was changed: it does not have the digest that it tells"]


def test_an_entry_that_was_taken_out_shows(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    _fill(file)
    lines = file.read_text().splitlines(keepends=True)
    file.write_text(lines[0] + lines[2])
    assert _faults(file) == ["2: does not follow on the entry before it: one was changed, added or taken out here"]


def test_the_first_entry_cannot_be_taken_out_unseen(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    _fill(file)
    file.write_text("".join(file.read_text().splitlines(keepends=True)[1:]))
    assert len(_faults(file)) == 1


def test_two_entries_that_changed_places_show(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    _fill(file)
    lines = file.read_text().splitlines(keepends=True)
    file.write_text(lines[0] + lines[2] + lines[1])
    assert {each.partition(":")[0] for each in _faults(file)} == {"2", "3"}


@pytest.mark.parametrize("line", ["", "no json", "[1, 2]", "{}", '{"digest": 7}', "[" * 100_000])
def test_a_line_that_is_no_entry_shows_and_stops_no_writer(tmp_path: Path, line: str) -> None:
    file = tmp_path / "log.jsonl"
    _fill(file, 1)
    with file.open("a") as opened:
        opened.write(line + "\n")
    append(file, {"what": "after it"})
    assert [each.partition(":")[0] for each in _faults(file)][:1] == ["2"]
    assert read_chain(file).links[-1].fields == {"what": "after it"}


@pytest.mark.parametrize("cut", [1, 2, 40, 100])
def test_a_torn_line_is_no_fault_and_is_mended(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "log.jsonl"
    _fill(file)
    content = file.read_bytes()
    file.write_bytes(content[:-cut])
    assert read_chain(file).faults == ()
    append(file, {"what": "after the kill"})
    chain = read_chain(file)
    assert (chain.faults, chain.torn) == ((), 0)
    # A line that only lacks its end is whole; of another one the next entry tells.
    kept = 3 if cut == 1 else 2
    assert [each.fields["what"] for each in chain.links] == [*(f"search {n}" for n in range(kept)), "after the kill"]
    last = json.loads(file.read_text().splitlines()[-1])
    assert ("mends" in last) is (cut > 1)


def test_a_torn_end_is_told(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    _fill(file)
    file.write_bytes(file.read_bytes()[:-30])
    chain = read_chain(file)
    assert len(chain.links) == 2
    assert chain.torn > 0


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    environment = {**os.environ, "PYTHONPATH": str(Path(flowdown.__file__).parents[1])}
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(file), str(writer), "20"], env=environment)
        for writer in range(4)
    ]
    assert [each.wait() for each in running] == [0, 0, 0, 0]
    chain = read_chain(file)
    assert (chain.faults, len(chain.links)) == ((), 80)
    for writer in range(4):
        assert [each.fields["turn"] for each in chain.links if each.fields["writer"] == str(writer)] == list(range(20))


def test_a_killed_writer_leaves_a_log_that_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    environment = {**os.environ, "PYTHONPATH": str(Path(flowdown.__file__).parents[1])}
    _fill(file, 1)
    for writer in range(5):
        started = subprocess.Popen([sys.executable, "-c", WRITER, str(file), str(writer), "100000"], env=environment)
        while file.stat().st_size < 200_000 * (writer + 1):
            assert started.poll() is None
        started.kill()
        started.wait()
        append(file, {"what": "goes on"})
        assert read_chain(file).faults == ()


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    (tmp_path / "log.jsonl").symlink_to(target)
    with pytest.raises(UnusableFile, match="is a link"):
        append(tmp_path / "log.jsonl", {"what": "x"})
    assert not target.exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnusableFile, match="cannot be written"):
        append(tmp_path / "file" / "log.jsonl", {"what": "x"})


def test_the_keys_of_the_chain_are_not_the_writers(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="digest"):
        append(tmp_path / "log.jsonl", {"digest": "mine"})


def test_characters_that_no_file_can_hold_are_written_escaped(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    append(file, {"what": "a\udcffb\nc"})
    append(file, {"what": "next"})
    assert read_chain(file).faults == ()
