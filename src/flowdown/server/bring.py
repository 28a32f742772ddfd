"""Takes in a file that somebody brought: a scan, or a document that an import knows; and keeps what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdown.pipeline.importing import Wanted, bring_documents
from flowdown.pipeline.pushed_scan import keep_pushed
from flowdown.report.import_v1 import ImportV1, shape_import
from flowdown.report.json_text import write_json
from flowdown.report.work_v1 import PushedV1, shape_pushed
from flowdown.server.accounts.secret import make_id, stamp
from flowdown.server.accounts.uploads import Upload
from flowdown.server.faults import TooLarge

if TYPE_CHECKING:
    from flowdown.server.act import Brought, Work

MOST_SCAN = 64 * 1024 * 1024
"""Bytes of a scan, unpacked: it is read as a whole."""


def bring_scan(work: Work, brought: Brought, repository: str) -> tuple[PushedV1, str]:
    """Keep a scan; what is told of it, and the id of the upload."""
    if brought.size > MOST_SCAN:
        raise TooLarge(f"a scan has at most {MOST_SCAN // 1024:,} KiB", hint="push each repository for itself")
    site = work.site
    with site.writing():
        pushed = keep_pushed(
            brought.file.read_bytes(),
            brought.name,
            site.profile,
            site.target,
            work.who,
            work.moment,
            repository,
            site.cache,
        )
    counts = (pushed.sightings, pushed.new, pushed.known)
    told = shape_pushed(brought.digest, pushed.trees, counts, pushed.strays, incomplete=pushed.is_incomplete)
    return told, _keep(work, brought, "kept" if pushed.new else "known", write_json(told))


def bring_document(work: Work, brought: Brought, kind: str, about: str) -> tuple[ImportV1, str]:
    """Import a document, or an archive of some; what is told of it, and the id of the upload."""
    site = work.site
    wanted = Wanted((brought.file,), kind, about)
    with site.writing():
        taken = bring_documents(wanted, site.target, work.moment, brought.file.parent, work.who, site.cache)
    told = shape_import(taken, strict=False, dry_run=False)
    fate = "refused" if told.refused else "kept" if told.new else "known"
    return told, _keep(work, brought, fate, write_json(told))


def _keep(work: Work, brought: Brought, fate: str, told: str) -> str:
    identity = make_id()
    upload = Upload(identity, work.who, stamp(work.moment), brought.name, str(brought.size), brought.digest, fate, told)
    work.door.keep_upload(work.visitor, upload)
    return identity
