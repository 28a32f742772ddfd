"""What bills say: sums a month, whose a service is, both tables, hostile input."""

from __future__ import annotations

import datetime
import gzip
import io
from decimal import Decimal
from pathlib import Path

import pytest

from flowdown.base.errors import FlowdownError
from flowdown.evidence.claim import Claim
from flowdown.evidence.reader import Yield
from flowdown.pipeline.importing import Wanted, import_documents
from tests.unit.evidence.usage_logs import MOMENT, broken, claims_of, read_all

COLUMNS = (
    "BilledCost", "EffectiveCost", "BillingCurrency", "ChargeCategory", "ChargePeriodStart", "BillingAccountId",
    "ProviderName", "PublisherName", "ServiceName", "SkuMeter",
)  # fmt: skip


def _csv(*rows: tuple[str, ...]) -> str:
    return "\n".join([",".join(COLUMNS), *(",".join(row) for row in rows)]) + "\n"


def _row(
    cost: str, day: str, publisher: str = "Anthropic", service: str = "Claude", meter: str = "", **more: str
) -> tuple[str, ...]:
    provider, currency, kind = more.get("provider", "AWS"), more.get("currency", "USD"), more.get("kind", "Usage")
    return (cost, cost, currency, kind, day, "77", provider, publisher, service, meter)


def _billed(told: list[Yield]) -> dict[tuple[str, str, datetime.date | None], Decimal]:
    return {
        (each.subject, each.qualifier("currency"), each.valid_from): Decimal(each.object.partition(":")[2])
        for each in told
        if isinstance(each, Claim) and each.qualifier("of") == "spend"
    }


def test_costs_are_summed_a_month_and_a_currency(tmp_path: Path) -> None:
    rows = (
        _row("0.1", "2026-01-01T00:00:00Z"),
        _row("0.2", "2026-01-31T23:00:00Z"),
        _row("-1e-7", "2026-01-31"),
        _row("5", "2026-01-31", currency="EUR"),
        _row("7", "2026-02-01"),
    )
    told = read_all(tmp_path, _csv(*rows))
    line, january = "service:account/aws/77/claude", datetime.date(2026, 1, 1)
    assert _billed(told) == {
        (line, "EUR", january): Decimal("5"),
        (line, "USD", january): Decimal("0.2999999"),
        (line, "USD", datetime.date(2026, 2, 1)): Decimal("7"),
    }


def test_only_the_last_month_goes_on(tmp_path: Path) -> None:
    told = read_all(tmp_path, _csv(_row("1", "2026-01-05"), _row("2", "2026-02-05")))
    ends = {
        each.valid_from: each.valid_until
        for each in told
        if isinstance(each, Claim) and each.qualifier("of") == "spend"
    }
    assert ends == {datetime.date(2026, 1, 1): datetime.date(2026, 2, 1), datetime.date(2026, 2, 1): None}


def test_the_publisher_decides_and_a_model_on_anothers_service_is_its_makers(tmp_path: Path) -> None:
    rows = (
        _row("1", "2026-01-01", "Amazon Web Services", "Amazon Bedrock", "DeepSeek-R1 input tokens"),
        _row("2", "2026-01-01", "Amazon Web Services", "Amazon Bedrock", "knowledge base storage"),
        _row("3", "2026-01-01", "Amazon Web Services EMEA SARL", "Amazon S3"),
        _row("4", "2026-01-01", "Brightfold Widgets LLC", "Planner"),
    )
    told = claims_of(read_all(tmp_path, _csv(*rows)))
    prefix = "service:account/aws/77"
    assert told[f"{prefix}/amazon-bedrock/deepseek uses vendor:deepseek"].qualifier("basis") == "model"
    assert told[f"{prefix}/amazon-bedrock/deepseek uses vendor:amazon"].qualifier("basis") == "host"
    assert f"{prefix}/amazon-bedrock uses vendor:amazon" in told
    assert f"{prefix}/amazon-bedrock uses vendor:deepseek" not in told
    assert told[f"{prefix}/amazon-s3/amazon-web-services-emea-sarl uses vendor:amazon"].qualifier("basis") == "host"
    assert [each for each in told if each.startswith(f"{prefix}/planner uses")] == [
        f"{prefix}/planner uses organisation:brightfold-widgets-llc"
    ]


def test_a_credit_shows_no_use(tmp_path: Path) -> None:
    told = read_all(tmp_path, _csv(_row("-4", "2026-01-01", kind="Credit")))
    assert not [each for each in claims_of(told) if " uses " in each]
    assert list(_billed(told).values()) == [Decimal(-4)]


@pytest.mark.parametrize("cost", ["1e999999999", "NaN", "Infinity", "1,5", "0x10", "9" * 400, ""])
def test_what_is_no_amount_is_told(tmp_path: Path, cost: str) -> None:
    told = read_all(tmp_path, _csv(_row(f'"{cost}"', "2026-01-01"), _row("1", "2026-01-01")))
    assert len(broken(told)) == 1
    assert list(_billed(told).values()) == [Decimal(1)]


def test_a_table_with_an_endless_cell_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FlowdownError, match="not readable as a table"):
        read_all(tmp_path, _csv(_row("1", "2026-01-01", "x" * 2_000_000)))


def test_parquet_and_gzip_give_the_same_claims(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    rows = (_row("1.25", "2026-01-01"), _row("2", "2026-02-01", "OpenAI", "API", "gpt-4o input"))
    columns = {name: [row[index] for row in rows] for index, name in enumerate(COLUMNS)}
    costs = {name: arrow.array([Decimal(each) for each in columns[name]]) for name in COLUMNS[:2]}
    days = arrow.array([datetime.datetime.fromisoformat(each) for each in columns["ChargePeriodStart"]])
    out = io.BytesIO()
    parquet.write_table(arrow.table({**columns, **costs, "ChargePeriodStart": days}), out)
    plain = claims_of(read_all(tmp_path, _csv(*rows)))
    assert len(plain) > 8
    assert set(claims_of(read_all(tmp_path, out.getvalue()))) == set(plain)
    packed = tmp_path / "costs.csv.gz"
    packed.write_bytes(gzip.compress(_csv(*rows).encode()))
    (taken,) = import_documents(Wanted((packed,), dry_run=True), tmp_path / "store", MOMENT, tmp_path)
    assert (taken.kind, taken.broken) == ("focus", 0)
    assert taken.claims >= len(plain)


def test_broken_or_other_parquet_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(FlowdownError, match="no Parquet that can be read"):
        read_all(tmp_path, b"PAR1" + b"\0" * 100)
