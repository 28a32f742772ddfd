"""The whole pipeline on small trees, in every format, against outputs that people have read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.expected import projects, render

WHAT_TO_DO = "differs; run `make expected`, read the difference, and commit it if it is right"


@pytest.mark.parametrize("project", projects(), ids=lambda project: project.name)
def test_outputs_are_as_expected(project: Path) -> None:
    wanted = {path.name: path.read_text(encoding="utf-8") for path in sorted((project / "expected").iterdir())}
    made = render(project)
    assert sorted(made) == sorted(wanted)
    assert [f"{project.name}/expected/{name} {WHAT_TO_DO}" for name in made if made[name] != wanted[name]] == []


@pytest.mark.parametrize("project", projects(), ids=lambda project: project.name)
def test_project_says_what_it_shows(project: Path) -> None:
    assert len((project / "README.md").read_text(encoding="utf-8").split()) > 20
