"""The JSON schemas of our own formats: which there are, and how they are drawn and read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

from flowdown.base.canonical import Json
from flowdown.base.errors import UnusableArgument
from flowdown.base.structure import json_schema
from flowdown.orders.order import Order
from flowdown.orders.pack import OrderPack
from flowdown.report.backup_v1 import BackupV1
from flowdown.report.check_diff_v1 import CheckDiffV1
from flowdown.report.claims_v1 import ClaimShownV1, ClaimsV1
from flowdown.report.contract_v1 import ContractV1
from flowdown.report.deadlines_v1 import DeadlinesV1
from flowdown.report.dossier_v1 import DossierDiffV1, DossierV1, PaperV1, VerdictV1
from flowdown.report.explain_v1 import ExplainV1
from flowdown.report.fix_v1 import FixV1
from flowdown.report.fleet_v1 import FleetCheckV1, FleetClaimsV1, FleetImpactV1, FleetV1
from flowdown.report.graph_v1 import ClosureV1, NodeV1, PathsV1
from flowdown.report.history_v1 import HistoryV1
from flowdown.report.impact_v1 import GraphDiffV1, ImpactV1, SpofV1
from flowdown.report.import_v1 import ImportV1, KindsV1
from flowdown.report.json_v1 import CheckV1, WhoseV1
from flowdown.report.log_v1 import LogV1
from flowdown.report.notice_v1 import NoticeV1, OutboxV1, WatchV1
from flowdown.report.orders_v1 import OrderChangesV1, OrderFilesV1, OrderShownV1, TimelineV1, VendorOrdersV1
from flowdown.report.pack_v1 import InstalledPackV1
from flowdown.report.plan_v1 import PlanV1
from flowdown.report.profile_v1 import ProfileV1
from flowdown.report.push_v1 import PushV1
from flowdown.report.receivers import Receivers
from flowdown.report.scan_v1 import ScanV1
from flowdown.report.view_v1 import FaultV1, ViewV1
from flowdown.report.work_v1 import DoneV1, PushedV1, SecretV1

SCHEMAS: Mapping[str, type] = MappingProxyType(
    {
        "flowdown.backup/1": BackupV1,
        "flowdown.check-diff/1": CheckDiffV1,
        "flowdown.check/1": CheckV1,
        "flowdown.claim/1": ClaimShownV1,
        "flowdown.claims/1": ClaimsV1,
        "flowdown.closure/1": ClosureV1,
        "flowdown.contract/1": ContractV1,
        "flowdown.deadlines/1": DeadlinesV1,
        "flowdown.dossier-diff/1": DossierDiffV1,
        "flowdown.dossier-verdict/1": VerdictV1,
        "flowdown.dossier/1": DossierV1,
        "flowdown.done/1": DoneV1,
        "flowdown.explain/1": ExplainV1,
        "flowdown.fault/1": FaultV1,
        "flowdown.fix/1": FixV1,
        "flowdown.fleet-check/1": FleetCheckV1,
        "flowdown.fleet-claims/1": FleetClaimsV1,
        "flowdown.fleet-impact/1": FleetImpactV1,
        "flowdown.fleet/1": FleetV1,
        "flowdown.graph-diff/1": GraphDiffV1,
        "flowdown.history/1": HistoryV1,
        "flowdown.impact/1": ImpactV1,
        "flowdown.import-kinds/1": KindsV1,
        "flowdown.import/1": ImportV1,
        "flowdown.installed-pack/1": InstalledPackV1,
        "flowdown.log/1": LogV1,
        "flowdown.node/1": NodeV1,
        "flowdown.notice/1": NoticeV1,
        "flowdown.order-changes/1": OrderChangesV1,
        "flowdown.order-file/1": Order,
        "flowdown.order-files/1": OrderFilesV1,
        "flowdown.order-pack/1": OrderPack,
        "flowdown.order-timeline/1": TimelineV1,
        "flowdown.order/1": OrderShownV1,
        "flowdown.outbox/1": OutboxV1,
        "flowdown.paper/1": PaperV1,
        "flowdown.paths/1": PathsV1,
        "flowdown.plan/1": PlanV1,
        "flowdown.profile/1": ProfileV1,
        "flowdown.push/1": PushV1,
        "flowdown.pushed/1": PushedV1,
        "flowdown.scan/1": ScanV1,
        "flowdown.secret/1": SecretV1,
        "flowdown.spof/1": SpofV1,
        "flowdown.vendor-orders/1": VendorOrdersV1,
        "flowdown.view/1": ViewV1,
        "flowdown.watch-file/1": Receivers,
        "flowdown.watch/1": WatchV1,
        "flowdown.whose/1": WhoseV1,
    }
)
"""Every schema by its name, with the class that it describes."""


def file_name(name: str) -> str:
    """The file in `report/schemas` that holds the schema called `name`."""
    return name.replace("/", "-") + ".json"


def draw_schema(name: str) -> str:
    """The schema as its class says it, as the text of its file."""
    if name not in SCHEMAS:
        raise UnusableArgument(f"no schema is called `{name}`", hint=f"one of {', '.join(SCHEMAS)}")
    return json.dumps(json_schema(SCHEMAS[name], name), indent=2) + "\n"


def read_schema(name: str) -> dict[str, Json]:
    """The schema as it is published with the package."""
    if name not in SCHEMAS:
        raise UnusableArgument(f"no schema is called `{name}`", hint=f"one of {', '.join(SCHEMAS)}")
    text = files("flowdown.report").joinpath("schemas", file_name(name)).read_text("utf-8")
    schema: dict[str, Json] = json.loads(text)
    return schema
