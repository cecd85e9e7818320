"""Everything a comparison leaves behind: tidy Parquet and CSV, verdict, figures, manifest."""

from __future__ import annotations

import dataclasses
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from experiments.comparison.data import ComparisonData
from experiments.comparison.prices import yearly_cost
from experiments.comparison.tables import verdict_text
from experiments.comparison.words import assumptions
from experiments.disk import files
from experiments.disk.arrow import named, numbers, table_of, texts
from experiments.disk.lock import LOCK
from experiments.disk.provenance import commit, versions
from experiments.running.batch import MONTHLY, TOTALS, Batch
from experiments.running.folder import CARD, check_comparison
from experiments.running.parts import event_table, place_table
from experiments.running.plan import Plan
from experiments.text.messages import language

MANIFEST = "manifest.json"


def write_results(
    comparison: ComparisonData, folder: Path, command: str = "", times: Mapping[str, Any] | None = None
) -> list[Path]:
    """Write all files of ``comparison`` to ``folder``, the manifest last; the files written."""
    from experiments.comparison.figures import draw_all
    from experiments.comparison.records import records

    check_comparison(folder, comparison.plan)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    left_out: list[str] = []
    if comparison.worlds:
        tables = _tables(comparison) | {"comparison": table_of(records(comparison)), **_worth_tables(comparison)}
        for name, table in tables.items():
            files.write_parquet(folder / f"{name}.parquet", table)
            written.append(folder / f"{name}.parquet")
            path = folder / f"{name}.csv"
            if files.write_csv(path, table):
                written.append(path)
            else:
                path.unlink(missing_ok=True)
                left_out.append(path.name)
        if "breakdowns" not in tables:  # of a comparison that lay here before
            for kind in ("parquet", "csv"):
                (folder / f"breakdowns.{kind}").unlink(missing_ok=True)
        written += draw_all(comparison, folder / "figures")
    files.write_text(folder / "verdict.txt", verdict_text(comparison))
    written.append(folder / "verdict.txt")
    written += _write_failures(comparison, folder)
    files.write_json(folder / MANIFEST, manifest(comparison, folder, command, left_out, times or {}))
    return [*written, folder / MANIFEST]


def _tables(comparison: ComparisonData) -> dict[str, pa.Table]:
    batch = comparison.batch
    runs = _long(batch, batch.totals_array[..., None], TOTALS).drop_columns(["month"])
    by_hand = assumptions.column(assumptions.of(comparison))
    tables = {
        "runs": runs.append_column("not_default", texts([by_hand] * runs.num_rows).dictionary_encode()),
        "monthly": _long(batch, batch.monthly_array, MONTHLY),
        "events": event_table(batch.events),
        "places": place_table(batch.places),
    }
    if batch.groups:
        tables["breakdowns"] = group_table(batch)
    if batch.over == "worlds":
        return tables
    return {name: table.rename_columns({"world": "district"}) for name, table in tables.items()}


def _worth_tables(comparison: ComparisonData) -> dict[str, pa.Table]:
    """The appraisal: by values, who pays, year by year; none where there is nothing but the baseline."""
    from experiments.comparison.appraisal_records import payer_records, worth_records, yearly_records

    if not comparison.policies:
        return {}
    return {"appraisal": table_of(worth_records(comparison)), "payers": table_of(payer_records(comparison)), "years": table_of(yearly_records(comparison))}


def _long(batch: Batch, values: np.ndarray, names: tuple[str, ...]) -> pa.Table:
    """(policies, worlds, names, months) as rows of policy, world, month, outcome, value."""
    p, w, o, m = values.shape
    index = np.indices((p, w, o, m), dtype=np.int32).reshape(4, -1)
    return pa.table(
        {
            "policy": named(index[0], batch.policies),
            "world": numbers(np.array(batch.worlds, dtype=np.int64)[index[1]]),
            "month": numbers(index[3]),
            "outcome": named(index[2], names),
            "value": numbers(values.reshape(-1)),
        }
    )


def group_table(batch: Batch) -> pa.Table:
    """Outcomes by group as rows of policy, world, by, group, outcome, value."""
    found = []
    for by, grouped in batch.groups.items():
        values = np.stack([*grouped.values.values()], axis=2)
        index = np.indices(values.shape, dtype=np.int32).reshape(4, -1)
        found.append(pa.table({
            "policy": named(index[0], batch.policies),
            "world": numbers(np.array(batch.worlds, dtype=np.int64)[index[1]]),
            "by": texts([by] * index.shape[1]),
            "group": texts([grouped.groups[g] for g in index[3]]),
            "outcome": texts([[*grouped.values][o] for o in index[2]]),
            "value": numbers(values.reshape(-1)),
        }))  # fmt: skip
    return pa.concat_tables(found)


def _write_failures(comparison: ComparisonData, folder: Path) -> list[Path]:
    path = folder / "failures.csv"
    if not comparison.failures:
        path.unlink(missing_ok=True)
        return []
    header = [field.name for field in dataclasses.fields(comparison.failures[0])]
    rows = [dataclasses.astuple(failure) for failure in comparison.failures]
    files.write_bytes(path, files.csv_text(header, rows))
    return [path]


def manifest(
    comparison: ComparisonData, folder: Path, command: str, left_out: list[str], times: Mapping[str, Any]
) -> dict[str, Any]:
    """Where the results come from, and the checksum of every file beside it."""
    from experiments.comparison.records import ensemble_card

    plan = comparison.plan
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in (MANIFEST, CARD, LOCK))
    return {
        "schema_version": 1,
        "command": command or shlex.join(["python", *sys.argv]),
        "versions": versions(),
        "git": commit(),
        "language": language(),
        "seed": plan.seed,
        "months": plan.months,
        "interval_over": comparison.interval_over,
        "worlds": list(comparison.batch.worlds if comparison.over == "worlds" else plan.worlds),
        "districts": list(comparison.batch.worlds) if comparison.over == "districts" else [],
        "failed_worlds": [failure.world for failure in comparison.failures],
        "policies": list(plan.names),
        "asked": asked(plan),
        "discount": comparison.discount,
        "scenario_hash": plan.scenario_hash,
        "identity": plan.identity,
        "by": list(plan.by),
        "window": plan.window and list(plan.window),
        "engine": plan.engine if plan.own is None else None,
        "simulator": plan.own and dataclasses.asdict(plan.own),
        "ensemble": ensemble_card(comparison),
        "precision": comparison.stopping and comparison.stopping.card,
        "not_default": [change.plain for change in assumptions.of(comparison)],
        "scenario": _finite(plan.scenario),
        "difference_from_baseline": difference(plan),
        "run_digests": {f"{policy} {world}": d for (policy, world), d in sorted(comparison.batch.digests.items())},
        "not_written": left_out,
        "times": dict(times),
        "files": {str(path.relative_to(folder).as_posix()): files.sha256(path) for path in paths},
    }


def asked(plan: Plan) -> dict[str, Any] | None:
    """What makes the same plan again (``experiments.comparison.finished``), beside the seed, the months and the worlds; None of a simulator of one's own."""
    if plan.simulate is not None:
        return None
    return {"district": plan.district_spec or plan.district.name, "policies": list(plan.policy_specs), "parameters": dict(plan.overrides),
            "ensemble": plan.ensemble_spec, "sample": plan.sample, "by": list(plan.by), "engine": plan.engine}  # fmt: skip


def difference(plan: Plan) -> dict[str, Any]:
    """What each policy sets against the baseline's values, and which parameters the user replaced."""
    policies = {
        policy.name: {
            "levers": [{"baseline": plan.parameters.get(s.lever), **dataclasses.asdict(s)} for s in policy.settings],
            **({"responsibility": [dataclasses.asdict(cell) for cell in policy.cells]} if policy.cells else {}),
            "yearly_cost": yearly_cost(policy),
        }
        for policy in plan.policies[1:]
    }
    return {"policies": policies, "parameters": dict(plan.overrides)}


def _finite(value: Any) -> Any:
    """JSON has no infinity; a scenario that holds one shows it as text."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not np.isfinite(value):
        return str(value)
    return value
