"""What a sweep found, read back: every file is held against its checksum before a number of it is used.

``experiments.studies.sweep.results.open(DIR).runs()`` is a pandas table, ``open(DIR).sql("select ...")`` a DuckDB answer.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet
from numpy.typing import NDArray

from experiments.disk import files
from experiments.disk.arrow import texts
from experiments.disk.reading import read_bytes
from experiments.disk.sealed import DamagedError
from experiments.running.asked import folder_asked
from experiments.running.batch import MONTHLY, TOTALS
from experiments.studies.sweep.card import MANIFEST, PARTS, POINTS, plan_of, read_card, read_manifest
from experiments.studies.sweep.ledger import Ledger
from experiments.studies.sweep.reading import dataset_of, held_paths, table_of
from experiments.studies.sweep.rows import DONE, FAILED, content_digest, schema_of
from experiments.studies.sweep.rows import KEYS as COLUMNS
from experiments.text.errors import UserError
from experiments.text.extras import need
from experiments.text.messages import _
from scenarios import PlanFile
from simulation.outcomes import OUTCOME_BY_NAME

KEYS = ("point", "world", "set", "policy", "status")


def open(folder: str | Path) -> Results:
    """The results in ``folder``; ``UserError`` naming the file where one is missing or damaged, or where no sweep lies there."""
    path = folder_asked(folder, "folder")
    try:
        return verified(path)
    except OSError as error:
        raise UserError(_("A file of the sweep cannot be read: {reason}.").format(reason=_reason(error)), str(folder),
                        _("`inspectorate sweep` with the same plan and folder runs again what is missing."))  from error  # fmt: skip


def _reason(error: OSError) -> str:
    file = f" ({Path(error.filename).name})" if isinstance(error.filename, str) else ""
    return f"{error.strerror or error}{file}"


def verified(folder: Path) -> Results:
    """``open`` that leaves the errors of the disk as they are, for who can tell how to go on: raises ``OSError``, too."""
    card = read_card(folder)
    if card is None:
        raise UserError(_("There is no sweep in this folder."), str(folder), _("`inspectorate sweep PLAN --out DIR` makes one."))
    try:
        return _verified(folder, card)
    except DamagedError as error:
        raise UserError(_("{file} is damaged: {reason}.").format(file=error.path.name, reason=error.reason), str(folder),
                        _("`inspectorate sweep` with the same plan and folder sets damaged parts aside and runs their tasks again."))  from error  # fmt: skip


def _verified(folder: Path, card: dict[str, Any]) -> Results:
    ledger = Ledger.read(folder)
    manifest = read_manifest(folder)
    points = _held(folder / POINTS, card["points"])
    parts = [_held(folder / PARTS / entry["part"], entry["sha256"]) for entry in ledger.entries]
    plan, own = plan_of(card), tuple(sorted(card.get("outcomes", {})))
    whole = pa.concat_tables(parts).replace_schema_metadata() if parts else schema_of(own, sorted(plan.keep)).empty_table()
    rank = pa.compute.index_in(whole["policy"], value_set=texts(card["policies"]))
    whole = whole.append_column("rank", rank).sort_by([("point", "ascending"), ("world", "ascending"), ("rank", "ascending")]).drop_columns(["rank"])
    found = Results(folder, plan, tuple(card["policies"]), card, manifest, points, whole, own, held_paths(folder, ledger))
    _hold(folder, manifest, found)
    return found


def _hold(folder: Path, manifest: dict[str, Any] | None, found: Results) -> None:
    """Raise ``DamagedError`` where the manifest, if there is one, vouches for other files or rows."""
    for name, checksum in (manifest or {}).get("files", {}).items():
        if files.sha256(folder / name) != checksum:
            raise DamagedError(folder / name, _("its checksum does not hold"))
    if manifest is not None and manifest["digest"] != found.digest:
        raise DamagedError(folder / MANIFEST, _("the rows are not those that it vouches for"))


def _held(path: Path, checksum: str) -> pa.Table:
    """The table in a file whose checksum holds."""
    content = read_bytes(path)
    if hashlib.sha256(content).hexdigest() != checksum:
        raise DamagedError(path, _("its checksum does not hold"))
    return pa.parquet.read_table(io.BytesIO(content))


class Results:
    """The rows of a sweep; made by ``open``. ``policies`` has the reference first; ``own`` are the outcomes of the user's own."""

    def __init__(self, folder: Path, plan: PlanFile, policies: tuple[str, ...], card: dict[str, Any], manifest: dict[str, Any] | None,
                 points: pa.Table, rows: pa.Table, own: tuple[str, ...], kept: Mapping[str, Sequence[Path]]) -> None:  # fmt: skip
        self.folder, self.plan, self.policies, self.card, self.manifest = folder, plan, policies, card, manifest
        self._points, self._rows, self.own, self._kept = points, rows, own, kept

    @property
    def tasks(self) -> int:
        """How many tasks the plan has."""
        return int(self.card["tasks"])

    @property
    def whole(self) -> bool:
        """Whether every task has its row; one that failed has one too."""
        return self._rows.num_rows == self.tasks * len(self.policies)

    @property
    def complete(self) -> bool:
        """Whether every task has its row and the manifest vouches for all of them."""
        return self.whole and self.manifest is not None

    def vouched(self) -> Results:
        """These results with the manifest that was written for them; raises ``DamagedError`` where it does not hold."""
        manifest = read_manifest(self.folder)
        _hold(self.folder, manifest, self)
        found = Results(self.folder, self.plan, self.policies, self.card, manifest, self._points, self._rows, self.own, self._kept)
        vars(found)["digest"] = self.digest
        return found

    @cached_property
    def digest(self) -> str:
        """sha256 of all that was found, whatever the parts, the order or the processes."""
        return content_digest(self._rows)

    @property
    def failures(self) -> pd.DataFrame:
        """A row for each task that failed: point, world, set, kind, reason, replay."""
        rows = self._rows.select(["point", "world", "set", "status", "kind", "reason", "replay"]).to_pandas()
        failed = rows[rows["status"] == FAILED]
        return failed.drop_duplicates(["point", "world"]).drop(columns="status").reset_index(drop=True)

    def points(self) -> pd.DataFrame:
        """Index ``point``; a column for each factor, and with the sampler "ensemble" for each parameter of the set."""
        return self._points.to_pandas().set_index("point")

    def table(self) -> pa.Table:
        """Every row with every outcome, as they lie on disk, in order of point, world and policy."""
        return self._rows

    def joined(self, outcomes: Sequence[str] | None = None) -> pa.Table:
        """Every row with the factors of its point beside it; all outcomes, or those named; outcomes of the user's own always."""
        chosen = [*(TOTALS if outcomes is None else outcomes), *self.own]
        return self._with_factors(self._rows.select([*COLUMNS, *dict.fromkeys(chosen)]))

    def _with_factors(self, rows: pa.Table) -> pa.Table:
        place = rows["point"]
        for name in self._points.column_names:
            if name not in {"point", "set"}:
                rows = rows.append_column(name if name not in rows.column_names else f"factor_{name}", self._points[name].take(place))
        return rows

    def runs(self, outcomes: Sequence[str] | None = None) -> pd.DataFrame:
        """point, world, set, policy, status and the ``outcomes``, over the whole run by their own rules; if None all of the plan's and the
        user's own."""
        chosen = [*self.plan.outcomes, *self.own] if outcomes is None else list(outcomes)
        known = (*TOTALS, *self.own)
        unknown = [name for name in chosen if name not in known]
        if unknown:
            raise KeyError(f"there is no outcome {unknown[0]}; known: {', '.join(known)}")
        return self._rows.select([*KEYS, *chosen]).to_pandas()

    def monthly(self, outcomes: Sequence[str] | None = None) -> pd.DataFrame:
        """point, world, policy, month (from 0 on) and the ``outcomes`` of that month, all of the plan's if None; ``UserError`` if not kept."""
        return self.kept_table("monthly", [name for name in self.plan.outcomes if name in MONTHLY] if outcomes is None else outcomes).to_pandas()

    def places(self) -> pd.DataFrame:
        """point, world, policy, name and title of a place, and its totals over the run; ``UserError`` where they were not kept."""
        return self.kept_table("places", None).to_pandas()

    def breakdowns(self) -> pd.DataFrame:
        """point, world, policy, by, group, and the group's outcomes over the run; ``UserError`` where they were not kept."""
        return self.kept_table("breakdowns", None).to_pandas()

    def kept_table(self, kind: str, columns: Sequence[str] | None) -> pa.Table:
        """Months, places or groups ("monthly", "places", "breakdowns") as an Arrow table, all numbers or those named; ``UserError`` where they were not kept."""
        return table_of(kind, self._kept, kind in self.plan.keep, self.policies, columns, self.folder)

    def kept_joined(self, kind: str, outcomes: Sequence[str] | None) -> pa.Table:
        """Months, places or groups with the factors of their point beside them; of months all ``outcomes``, or those named."""
        monthly = kind == "monthly" and outcomes is not None
        rows = self.kept_table(kind, [name for name in outcomes or () if name in MONTHLY] if monthly else None)
        return self._with_factors(rows)

    def cube(self, outcome: str) -> NDArray[np.float64]:
        """(points, policies, worlds) of an outcome, per year where months add up; nan where there is no number."""
        values = self._rows[outcome].to_numpy(zero_copy_only=False)
        if outcome in OUTCOME_BY_NAME and OUTCOME_BY_NAME[outcome].months == "sum":
            values = values / (self.plan.months / 12)
        cube = np.full((self._points.num_rows, len(self.policies), self.plan.worlds), np.nan)
        place = {name: number for number, name in enumerate(self.policies)}
        policy = np.array([place[name] for name in self._rows["policy"].to_pylist()], dtype=np.int64)
        point, world = (self._rows[name].to_numpy() for name in ("point", "world"))
        cube[point, policy, world - self.plan.first_world] = values
        return cube

    def sets(self) -> NDArray[np.int64] | None:
        """The set of each world (worlds,), where worlds have sets; None without an ensemble, or where points have them."""
        if self.plan.ensemble == "none" or self.plan.sampler.method == "ensemble":
            return None
        from experiments.studies.sweep.design import ensemble_of

        ensemble = ensemble_of(self.plan)
        assert ensemble is not None
        return np.array([ensemble.of_world(self.plan.first_world + w) for w in range(self.plan.worlds)], dtype=np.int64)

    def sql(self, query: str) -> Any:
        """What DuckDB answers over the tables ``runs`` and ``points``, and over ``monthly``, ``places`` and ``breakdowns`` where they are
        kept; ``.df()`` makes a pandas table of it."""
        need("duckdb")
        import duckdb

        connection = duckdb.connect(":memory:")
        connection.register("runs", self._rows)
        connection.register("points", self._points)
        for kind in self.plan.keep:
            connection.register(kind, dataset_of(kind, self._kept.get(kind, [])))
        return connection.sql(query)

    def done(self) -> int:
        """Tasks with numbers."""
        return sum(status == DONE for status in self._rows["status"].to_pylist()) // max(1, len(self.policies))
