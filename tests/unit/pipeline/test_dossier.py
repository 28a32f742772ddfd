"""A dossier as a folder: same bytes, closed to others, verified, compared, redacted."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from flowdown.base.chained_log import append
from flowdown.base.envelope import new_key
from flowdown.base.errors import UnusableArgument, UnusableFile
from flowdown.pipeline.dossier import DossierRequest, draw_up, parse_formats
from flowdown.pipeline.dossier_diff import diff_dossiers
from flowdown.pipeline.dossier_verify import verify_dossier
from flowdown.report.dossier_v1 import DossierV1
from flowdown.report.schema import read_schema
from tests.unit.report.papers.organisations import CAMERA, request

QUICK = ("html", "markdown", "json")


def draw(folder: Path, profile: str = CAMERA, day: str = "2026-07-03", **more: object) -> DossierV1:
    folder.mkdir(exist_ok=True)
    more.setdefault("formats", QUICK)
    return draw_up(request(folder, profile, day, ("us-889-a", "us-889-report", "us-far-52-240-91"), **more))  # type: ignore[arg-type]


def test_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = (draw(tmp_path / name, formats=("html", "pdf", "docx", "markdown", "json")) for name in ("a", "b"))
    assert one == two
    files = sorted(each.name for each in (tmp_path / "a" / "out").iterdir())
    assert [
        each for each in files if (tmp_path / "a/out" / each).read_bytes() != (tmp_path / "b/out" / each).read_bytes()
    ] == []
    assert {each.same_again for each in one.files} == {True}


def test_folder_is_closed_to_others(tmp_path: Path) -> None:
    draw(tmp_path / "a")
    out = tmp_path / "a" / "out"
    assert out.stat().st_mode & 0o777 == 0o700
    assert {each.stat().st_mode & 0o777 for each in out.iterdir()} == {0o600}


def test_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.docx").touch()
    with pytest.raises(UnusableArgument, match="is not empty"):
        draw(tmp_path)


def test_manifest_names_inputs_documents_and_what_is_left_out(tmp_path: Path) -> None:
    manifest = draw(tmp_path)
    assert {each.kind for each in manifest.inputs} >= {"profile", "orders", "catalogue", "scan", "claims"}
    assert next(each.digest for each in manifest.inputs if each.kind == "profile").startswith("sha256:")
    assert "customer-notice" in {each.paper for each in manifest.absent}
    assert all(each.why for each in manifest.absent)
    blanks = {each.name: each.blanks for each in manifest.documents}
    assert blanks["first-report--old--us-889-report--report-first--gate"] == 4
    index = (tmp_path / "out" / "index.md").read_text(encoding="utf-8")
    assert f"{sum(blanks.values())} places are to be filled in" in index
    assert "First report of covered equipment" in index


def test_json_is_as_its_schema_says(tmp_path: Path) -> None:
    manifest = draw(tmp_path)
    out = tmp_path / "out"
    validator = jsonschema.Draft202012Validator(read_schema("flowdown.paper/1"))
    for each in manifest.documents:
        validator.validate(json.loads((out / f"{each.name}.json").read_text(encoding="utf-8")))
    read = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(read_schema("flowdown.dossier/1")).validate(read)


def test_what_is_seen_and_not_recorded_is_told_first(tmp_path: Path) -> None:
    draw(tmp_path, CAMERA[: CAMERA.index("discoveries:")])
    index = (tmp_path / "out" / "index.md").read_text(encoding="utf-8")
    first = index[index.index("## What to do first") : index.index("## Deadlines")]
    assert "Hikvision is seen" in first
    assert "`discoveries`" in first


def test_unchanged_dossier_is_verified(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    new_key(key)
    log = tmp_path / "log.jsonl"
    append(log, {"at": "2026-07-03T20:00:00Z", "act": "by hand", "what": "camera list", "by": "Ann", "result": "one"})
    draw(tmp_path, key=key, log=log)
    verdict = verify_dossier(tmp_path / "out", key.with_name("key.pem.pub"))
    assert (verdict.faults, verdict.signature, verdict.log) == ((), "holds", "holds")
    assert verify_dossier(tmp_path / "out", None).signature == "not-checked"


def test_every_change_is_told(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    for number in (1, 2):
        append(log, {"at": "2026-07-03T20:00:00Z", "act": "by hand", "what": f"search {number}"})
    draw(tmp_path, log=log)
    out = tmp_path / "out"
    (out / "deadlines.md").write_text("nothing is due\n", encoding="utf-8")
    (out / "index.html").unlink()
    (out / "extra.html").touch()
    copy = out / "inquiry-log.jsonl"
    copy.write_bytes(copy.read_bytes().splitlines(keepends=True)[0])
    faults = " | ".join(verify_dossier(out, None).faults)
    for words in (
        "deadlines.md: was changed",
        "index.html: is missing",
        "extra.html: is no part",
        "inquiry log: no entry has",
    ):
        assert words in faults, words


def test_changed_manifest_fails_its_signature(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    new_key(key)
    draw(tmp_path, key=key)
    manifest = tmp_path / "out" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("Pier Works", "Quay Works"), encoding="utf-8")
    verdict = verify_dossier(tmp_path / "out", key.with_name("key.pem.pub"))
    assert verdict.signature == "fails"


def test_unsigned_dossier_fails_where_a_key_is_asked_for(tmp_path: Path) -> None:
    new_key(tmp_path / "key.pem")
    draw(tmp_path)
    assert verify_dossier(tmp_path / "out", tmp_path / "key.pem.pub").faults == ("the manifest is not signed",)


def test_manifest_that_leads_elsewhere_is_no_way_out(tmp_path: Path) -> None:
    draw(tmp_path)
    manifest = tmp_path / "out" / "manifest.json"
    read = json.loads(manifest.read_text(encoding="utf-8"))
    read["files"][0]["name"] = "../flowdown.yaml"
    manifest.write_text(json.dumps(read), encoding="utf-8")
    assert any("cannot be one of a dossier" in each for each in verify_dossier(tmp_path / "out", None).faults)


def test_folder_without_manifest_is_no_dossier(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="no manifest"):
        verify_dossier(tmp_path, None)


def test_diff_says_which_papers_fields_and_answers_changed(tmp_path: Path) -> None:
    draw(tmp_path / "a", CAMERA[: CAMERA.index("discoveries:")])
    draw(tmp_path / "b", CAMERA.replace("serves: [old, new]", "serves: [new]").replace("unplugged", "taken down"))
    diff = diff_dossiers(tmp_path / "a" / "out", tmp_path / "b" / "out")
    assert any(each.startswith("first-report--new") for each in diff.came)
    assert ("old", "us-889-a") in {(each.contract, each.order) for each in diff.answers}
    changed = {each.name: {change.where for change in each.changes} for each in diff.documents}
    assert "devices/cam/serves" in changed["inventory"]
    assert "profile" in {each.where for each in diff.inputs}


def test_dossier_does_not_differ_from_itself(tmp_path: Path) -> None:
    draw(tmp_path)
    diff = diff_dossiers(tmp_path / "out", tmp_path / "out")
    assert (diff.answers, diff.came, diff.went, diff.documents, diff.inputs) == ((), (), (), (), ())


def test_redacted_dossier_names_nobody(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    append(log, {"at": "2026-07-03T20:00:00Z", "act": "by hand", "what": "asked bo@pier.example", "by": "Bo Other"})
    manifest = draw(tmp_path, is_redacted=True, log=log, formats=("html", "docx", "markdown", "json"))
    secrets = ("Ann Example", "Bo Other", "Jo Example", "@pier.example", "@navy.example", "N00104", "1,200,000", "SN-1")
    out = tmp_path / "out"
    texts = {each.name: each.read_text(encoding="utf-8") for each in out.iterdir() if each.suffix != ".docx"}
    assert [(name, word) for name, text in texts.items() for word in secrets if word in text] == []
    assert manifest.redacted
    pages = [name for name in texts if name.endswith(".md")]
    assert all("Redacted for sharing" in texts[name] for name in pages)
    report = texts["first-report--old--us-889-report--report-first--gate.md"]
    assert report.count("\\[contract number 1\\]") == 2
    assert not (out / "inquiry-log.jsonl").exists()


def test_formats_are_named(tmp_path: Path) -> None:
    assert parse_formats("md, pdf,pdf") == ("markdown", "pdf")
    with pytest.raises(UnusableArgument, match="`odt` is no format"):
        parse_formats("html,odt")
    draw(tmp_path, formats=("html", "cyclonedx"))
    assert {each.suffix for each in (tmp_path / "out").iterdir()} == {".html", ".json"}
    assert json.loads((tmp_path / "out" / "scan.cdx.json").read_text(encoding="utf-8"))["bomFormat"] == "CycloneDX"


def test_templates_of_a_firm_are_among_the_inputs(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "deadlines.md").write_text("Our wording.\n", encoding="utf-8")
    manifest = draw(tmp_path, templates=own)
    assert "deadlines.md" in {each.name for each in manifest.inputs if each.kind == "template"}
    assert "Our wording." in (tmp_path / "out" / "deadlines.md").read_text(encoding="utf-8")


def test_request_without_a_profile_is_refused(tmp_path: Path) -> None:
    from dataclasses import replace

    asked = request(tmp_path, CAMERA)
    with pytest.raises(UnusableArgument, match="no profile"):
        draw_up(DossierRequest(replace(asked.check, keeping=None), tmp_path / "out"))
