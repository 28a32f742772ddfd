"""Draws the dossier up once for each state, and holds its files."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.pipeline.dossier import DossierRequest, write_papers

if TYPE_CHECKING:
    from flowdown.report.dossier_v1 import DossierV1
    from flowdown.server.visit import Visit

ZIP = "dossier.zip"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Every file has the same time, so that the same dossier gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a dossier by name, with its manifest."""

    manifest: DossierV1
    contents: Mapping[str, bytes]

    def zip(self) -> bytes:
        """All of them in one."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in sorted(self.contents.items()):
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()


def draw_files(visit: Visit, *, is_redacted: bool) -> Files:
    """The dossier for what is looked at. Raises `NotReady` until it is drawn up."""
    answer = visit.answer

    def make() -> Files:
        with tempfile.TemporaryDirectory(prefix="flowdown-dossier-") as name:
            folder = Path(name) / "dossier"
            request = DossierRequest(
                visit.site.request_of(visit.lens), folder, is_redacted=is_redacted, log=visit.site.log
            )
            manifest = write_papers(answer.facts, request)
            return Files(manifest, {each.name: each.read_bytes() for each in sorted(folder.iterdir())})

    return visit.work(("dossier", visit.lens, is_redacted), make)
