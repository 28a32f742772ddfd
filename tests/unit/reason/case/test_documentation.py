"""The page on the command shows what the command really says."""

from pathlib import Path

from flowdown.cli.main import main

ROOT = Path(__file__).parents[4]
PAGE = (ROOT / "docs" / "case.md").read_text(encoding="utf-8")


def output(capsys, *arguments):
    main(["case", *arguments])
    return capsys.readouterr().out.rstrip()


def test_the_founding_case_is_shown_as_it_begins(capsys):
    text = output(capsys, str(ROOT / "tests/scenarios/01-founding-article.yaml"))
    assert text.split("\nIN FORCE\n")[0].rstrip() in PAGE


def test_a_whole_answer_is_shown(capsys):
    assert output(capsys, str(ROOT / "tests/scenarios/02-direct-contradiction.yaml")) in PAGE
