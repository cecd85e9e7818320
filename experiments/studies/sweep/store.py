"""The folder of a sweep: card, points, ledger and parts; what a killed, failing or flipping disk leaves is noticed and mended.

Nothing in memory is a result: a task is finished when its part lies on disk under its final name and the ledger has its line.
A part's name begins with its checksum, so that the ledger can be written anew from the parts.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from experiments.disk import files, sealed
from experiments.disk.provenance import model_version
from experiments.disk.reading import read_bytes
from experiments.disk.sealed import DamagedError
from experiments.studies.sweep import kept
from experiments.studies.sweep.card import CARD, DAMAGED, MANIFEST, PARTS, POINTS, read_manifest
from experiments.studies.sweep.ledger import NAME as LEDGER
from experiments.studies.sweep.ledger import Ledger
from experiments.studies.sweep.rows import FAILED, schema_of, table, tasks_in
from experiments.studies.sweep.tasks import Sweep
from experiments.studies.sweep.work import Done, Outcome
from experiments.text.messages import _, enumerated

NAMED = 16
"""Hex digits of its checksum in a part's name."""


class Store:
    """The folder of ``sweep``, held alone; made by ``opened``."""

    def __init__(self, folder: Path, sweep: Sweep) -> None:
        self.folder = folder
        self.sweep = sweep
        self.notes: list[str] = []
        """What was found damaged and mended, for the user."""
        self.status: dict[tuple[int, int], str] = {}
        """(point, world) of every finished task: done or failed."""
        self.failed = 0
        """How many of them failed; counted along, for it is told hundreds of times."""

    def add(self, outcomes: Sequence[Outcome], replay: Any, facts: dict[str, Any]) -> None:
        """Put what came of a batch on disk, whole or not at all; raises ``OSError``."""
        keep, own = self.sweep.context.keep, self.sweep.given.names
        tasks = sorted((o.point, o.world, o.kept) for o in outcomes if isinstance(o, Done))
        links = kept.write(self.folder, kept.tables(tasks, self.sweep.policies, keep))
        content = _parquet(kept.linked(table(outcomes, self.sweep.policies, self.sweep.task_id, replay, own, keep), links))
        name = f"part-{hashlib.sha256(content).hexdigest()[:NAMED]}.parquet"
        files.write_bytes(self.folder / PARTS / name, content)
        found = {(o.point, o.world): FAILED if not hasattr(o, "totals") else "done" for o in outcomes}
        self.ledger.add({**_entry(name, content, found, links), **facts})
        self._finished(found)

    def forget_failures(self) -> int:
        """Take the parts of failed tasks out, so that these are tried again; how many tasks that is."""
        left: list[dict[str, Any]] = []
        dropped: list[dict[str, Any]] = []
        for entry in self.ledger.entries:
            (dropped if entry["failed"] else left).append(entry)
        if not dropped:
            return 0
        self._clear_manifest()
        self.ledger.rewrite(left)
        failed = 0
        for entry in dropped:
            for point, world, status in entry["tasks"]:
                self.status.pop((point, world), None)
                failed += status == FAILED
            (self.folder / PARTS / entry["part"]).unlink(missing_ok=True)
        self._tidy()
        self.failed = 0
        return failed

    def begin(self) -> None:
        """Make the folder what the sweep needs; called with the lock held."""
        (self.folder / PARTS).mkdir(exist_ok=True)
        self._write_points()
        self._write_card()
        self._recover()
        if len(self.status) < self.sweep.tasks or not self._manifest_holds():
            self._clear_manifest()

    def _manifest_holds(self) -> bool:
        """Whether the manifest vouches for the files as they are now; one that does not is written anew when all is read again."""
        try:
            manifest = read_manifest(self.folder)
        except DamagedError as error:
            self.notes.append(_("{file} was damaged and is written anew.").format(file=error.path.name))
            return False
        return manifest is None or all(files.sha256(self.folder / name) == checksum for name, checksum in manifest["files"].items())

    def _clear_manifest(self) -> None:
        (self.folder / MANIFEST).unlink(missing_ok=True)

    def _write_card(self) -> None:
        plan = self.sweep.plan
        card = {
            "schema_version": 1, "identity": self.sweep.identity, "model": model_version(), "plan": json.dumps(plan.model_dump(mode="json"), ensure_ascii=True),
            "policies": list(self.sweep.policies), "points": self._points_sha, "tasks": self.sweep.tasks, "priced": self.sweep.priced, **self.sweep.given.card,
        }  # fmt: skip
        path = self.folder / CARD
        if not path.exists() or sealed.read(path) != {**card, sealed.SEAL: sealed.checksum(card)}:
            self._clear_manifest()  # it vouches for the card as it was
            sealed.write(path, card)

    def _write_points(self) -> None:
        content = _parquet(points_table(self.sweep))
        self._points_sha = hashlib.sha256(content).hexdigest()
        path = self.folder / POINTS
        if path.exists() and files.sha256(path) == self._points_sha:
            return
        if path.exists() and (self.folder / CARD).exists() and sealed.read(self.folder / CARD)["points"] == self._points_sha:
            self.notes.append(_("{file} was damaged and is written anew.").format(file=POINTS))
        files.write_bytes(path, content)

    def _recover(self) -> None:
        """Read the ledger, hold every part against it, take in parts without a line, set damaged ones aside."""
        lost = False
        try:
            self.ledger = Ledger.read(self.folder)
            if self.ledger.mend():
                self.notes.append(_("The last line of {file} was written by half, as where a writer was stopped: it was cut off.").format(file=LEDGER))
        except DamagedError as error:
            self.notes.append(_("{file} was damaged ({reason}) and is written anew from the parts.").format(file=error.path.name, reason=error.reason))
            lost, self.ledger = True, Ledger(self.folder, [])
            self.ledger.rewrite([])
        known, left = {entry["part"]: entry for entry in self.ledger.entries}, []
        for name, entry in known.items():
            path = self.folder / PARTS / name
            if path.is_file() and files.sha256(path) == entry["sha256"] and kept.hold(self.folder, entry.get("kept", {})):
                left.append(entry)
                self._finished({(point, world): status for point, world, status in entry["tasks"]})
            else:
                self.notes.append(_("{file} is missing or damaged: its {tasks} tasks are run again.").format(file=name, tasks=len(entry["tasks"])))
                self._set_aside(path)
        if len(left) < len(known):
            self.ledger.rewrite(left)
        taken = [path.name for path in sorted((self.folder / PARTS).glob("*.parquet")) if path.name not in known and self._take_in(path)]
        if taken and not lost:
            self.notes.append(_("{file} did not name all parts: taken in again, and nothing of them is run again: {parts}.").format(
                file=LEDGER, parts=_few(taken)))  # fmt: skip
        self._tidy()

    def _tidy(self) -> None:
        kept.tidy(self.folder, [entry.get("kept", {}) for entry in self.ledger.entries], self.folder / DAMAGED)

    def _take_in(self, path: Path) -> bool:
        """A part without a line: its writer was killed between the two, or the ledger was lost; whether it is ours and whole."""
        content = read_bytes(path) if path.is_file() else b""
        if path.name != f"part-{hashlib.sha256(content).hexdigest()[:NAMED]}.parquet":
            self.notes.append(_("{file} is missing or damaged: its {tasks} tasks are run again.").format(file=path.name, tasks=_("unknown")))
            self._set_aside(path)
            return False
        part = pa.parquet.read_table(io.BytesIO(content))
        found, links = tasks_in(part), kept.links_of(part)
        names = schema_of(self.sweep.given.names, self.sweep.context.keep).names
        if any(key in self.status for key in found) or part.schema.names != names or not self._is_ours(part) or not kept.hold(self.folder, links):
            self.notes.append(_("{file} is no part of this sweep: it was set aside.").format(file=path.name))
            self._set_aside(path)
            return False
        self.ledger.add(_entry(path.name, content, found, links))
        self._finished(found)
        return True

    def _finished(self, found: dict[tuple[int, int], str]) -> None:
        """Note tasks that are on disk now, none of which was before."""
        self.status |= found
        self.failed += sum(status == FAILED for status in found.values())

    def _is_ours(self, part: pa.Table) -> bool:
        rows = zip(part["task"].to_pylist(), part["point"].to_pylist(), part["world"].to_pylist(), strict=True)
        return all(
            0 <= point < self.sweep.design.points and world in self.sweep.worlds and self.sweep.task_id(point, world) == task
            for task, point, world in set(rows)
        )

    def _set_aside(self, path: Path) -> None:
        if os.path.lexists(path):
            kept.set_aside(path, self.folder / DAMAGED)


def _few(names: Sequence[str], most: int = 3) -> str:
    """The first of the names, and how many more."""
    told = enumerated(names[:most])
    return _("{names} and {n} more").format(names=told, n=len(names) - most) if len(names) > most else told


def points_table(sweep: Sweep) -> pa.Table:
    """A row for each point: its number, its set where it has one, its factors, and the parameters of its set."""
    design, columns = sweep.design, {"point": pa.array(range(sweep.design.points), pa.int64())}
    if design.sets is not None and sweep.ensemble is not None:
        columns["set"] = pa.array(design.sets, pa.int64())
        columns |= {name: pa.array(sweep.ensemble.values[list(design.sets), p]) for p, name in enumerate(sweep.ensemble.names) if name not in design.factors}
    return pa.table({**columns, **{name: pa.array(design.values[:, f]) for f, name in enumerate(design.factors)}})


def _parquet(content: pa.Table) -> bytes:
    stream = io.BytesIO()
    pa.parquet.write_table(content, stream, compression="zstd")
    return stream.getvalue()


def _entry(name: str, content: bytes, found: dict[tuple[int, int], str], links: dict[str, str]) -> dict[str, Any]:
    tasks = [[point, world, status] for (point, world), status in sorted(found.items())]
    return {
        "part": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "tasks": tasks,
        "failed": sum(status == FAILED for *_key, status in tasks), **({"kept": links} if links else {}),
    }  # fmt: skip
