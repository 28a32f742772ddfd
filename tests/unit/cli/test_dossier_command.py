"""`flowdown dossier` as it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.cli.main import main
from tests.unit.report.papers.organisations import CAMERA

ASKED = ("--order", "us-889-report", "--as-of", "2026-07-03", "--known-at", "2026-11-26", "--formats", "html,json")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "flowdown.yaml").write_text(CAMERA, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_draw_sign_verify_diff(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dossier", "keygen", "key.pem"]) == 0
    assert main(["dossier", "--out", "a", "--sign", "key.pem", *ASKED]) == 0
    assert "to be filled in. Start with index.html" in capsys.readouterr().out
    assert main(["dossier", "verify", "a", "--key", "key.pem.pub"]) == 0
    assert "the signature holds" in capsys.readouterr().out
    assert main(["dossier", "verify", "a"]) == 3
    assert main(["dossier", "diff", "a", "a"]) == 0
    assert "No answer, paper or field changed" in capsys.readouterr().out
    (here / "a" / "index.html").write_text("x", encoding="utf-8")
    assert main(["dossier", "verify", "a", "--key", "key.pem.pub"]) == 1
    assert "index.html: was changed" in capsys.readouterr().out


def test_nothing_is_written_without_a_folder_or_over_another(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dossier"]) == 2
    assert "says not where to write" in capsys.readouterr().err
    (here / "a").mkdir()
    (here / "a" / "letter.docx").touch()
    assert main(["dossier", "--out", "a", *ASKED]) == 2
    assert "is not empty" in capsys.readouterr().err


def test_papers_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dossier", "papers"]) == 0
    assert "applicability-memo" in capsys.readouterr().out
