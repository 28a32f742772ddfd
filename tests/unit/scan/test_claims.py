"""Which detectors read a path."""

from __future__ import annotations

import pytest

from flowdown.scan.area import is_stored_output
from flowdown.scan.claims import Claims, claims_of
from flowdown.scan.detector import load_detectors

CLAIMS = Claims(claims_of(load_detectors()))


@pytest.mark.parametrize(
    ("path", "like"),
    [
        (".env.template", ".env"),
        ("deploy/app.env.template", "deploy/app.env"),
        ("docker-compose.yml.dist", "docker-compose.yml"),
        ("roles/app/templates/docker-compose.yml.j2", "roles/app/templates/docker-compose.yml"),
        ("config.yaml.example", "config.yaml"),
        ("settings.json.template", "settings.json"),
        ("secrets.toml.example", "secrets.toml"),
        ("values.yaml.gotmpl", "values.yaml"),
        ("requirements.txt.j2", "requirements.txt"),
        ("user-data.sh.tftpl", "user-data.sh"),
        ("app.conf.sample.j2", "app.conf"),
        ("appsettings.json.azure-example", "appsettings.json"),
        ("config.json-example", "config.json"),
        ("database.yml_sample", "database.yml"),
        ("main.template", "other.template"),
        ("prompt.j2", "other.j2"),
    ],
)
def test_what_is_filled_in_is_read_like_what_is_made_of_it(path: str, like: str) -> None:
    assert CLAIMS.of(path) == CLAIMS.of(like) != ()


@pytest.mark.parametrize("path", ["main.go.tmpl", "page.html.j2", "client.py.j2", "letter.md.j2"])
def test_scaffolds_of_programs_and_prose_stay_text(path: str) -> None:
    assert CLAIMS.of(path) == ("stored-text",)


def test_what_is_packed_into_a_program_is_no_stored_output() -> None:
    assert not is_stored_output("structured-output/ask/src/main/resources/application.yml")
    assert not is_stored_output("patterns/structured-outputs/config.yml")
    assert is_stored_output("run-outputs/config.yml")
