"""Pieces of work that a calibration keeps and takes up again: numbers and texts alone, so that no file found there can run anything."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from experiments.disk import files
from experiments.disk.reading import parsed, read_bytes
from experiments.running.pool import Failure, Tick, supervise
from experiments.studies.calibration.emulator import Emulator
from experiments.studies.calibration.fit import Matched, Posterior
from experiments.studies.calibration.kernel import Kernel
from experiments.studies.calibration.soundness import Ranks, Recovery

PATIENCE = 7200.0
"""Seconds for one stage: a sampler shows no share of its work."""
KEPT = {kind.__name__: kind for kind in (Emulator, Kernel, Matched, Posterior, Ranks, Recovery)}
"""What may be kept beside numbers, texts, lists and arrays."""
PLAIN = (str, int, float, bool, type(None))
CARD = "card"


@dataclass(frozen=True)
class Stage:
    """A piece of work that is kept: ``function(*given, **named)`` under a name."""

    name: str
    function: Callable[..., Any]
    given: tuple[Any, ...]
    named: Mapping[str, Any]


@dataclass(frozen=True)
class Stages:
    """Where pieces of work are kept, for inputs whose hash is ``key``."""

    folder: Path
    key: str
    workers: int

    def made(self, tasks: Sequence[Stage], skip: type[Exception] | None = None) -> dict[str, Any]:
        """Every piece by name, the kept ones read, the others made side by side; those that end in ``skip`` are left out.

        A file that is damaged, or another's, is made anew.  Raises ``RuntimeError`` with the trace where one fails otherwise.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        found: dict[str, Any] = {}
        missing = []
        for task in tasks:
            try:
                found[task.name] = loaded(read_bytes(self._path(task)))
            except (OSError, ValueError):
                missing.append(task)
        for task, result in supervise(_work, missing, workers=self.workers, stall_seconds=PATIENCE):
            if isinstance(result, Failure):
                if skip is None or not result.reason.startswith(skip.__name__):
                    raise RuntimeError(f"{task.name}: {result.reason}\n{result.trace}")
                result = None
            files.write_bytes(self._path(task), kept(result))
            found[task.name] = result
        return {task.name: found[task.name] for task in tasks if found[task.name] is not None}

    def _path(self, task: Stage) -> Path:
        numbers = sorted((name, value) for name, value in task.named.items())
        digest = hashlib.sha256(f"{self.key}{task.name}{numbers}".encode()).hexdigest()[:12]
        return self.folder / f"{task.name.replace('/', '-')}-{digest}.npz"


def _work(task: Stage, tick: Tick) -> Any:
    # Matrices of some hundred rows are too small to share: with two threads each, two processes spend nine tenths of their time waiting.
    with threadpool_limits(limits=1):
        return task.function(*task.given, **task.named)


def kept(value: Any) -> bytes:
    """A result as a file: its arrays, and a card that says how they hang together. ``TypeError`` for what is not to be kept."""
    arrays: list[np.ndarray[Any, Any]] = []
    card = json.dumps(_put(value, arrays))
    stream = io.BytesIO()
    np.savez(stream, allow_pickle=False, **{CARD: np.frombuffer(card.encode(), np.uint8)}, **{f"a{number}": array for number, array in enumerate(arrays)})
    return stream.getvalue()


def loaded(content: bytes) -> Any:
    """The result in a file; ``ValueError`` for whatever is no file of ours. Nothing of it is run, whatever it holds."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as found:
            return _taken(parsed(found[CARD].tobytes()), found)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, EOFError, OSError, zipfile.BadZipFile, RecursionError) as error:
        raise ValueError(f"no piece of a calibration: {error}") from error


def _put(value: Any, arrays: list[np.ndarray[Any, Any]]) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        arrays.append(value)
        return {"array": len(arrays) - 1}
    if isinstance(value, list | tuple):
        return {type(value).__name__: [_put(item, arrays) for item in value]}
    if isinstance(value, dict) and all(isinstance(name, str) for name in value):
        return {"dict": {name: _put(item, arrays) for name, item in value.items()}}
    if KEPT.get(type(value).__name__) is type(value):
        return {"kind": type(value).__name__, "fields": {one.name: _put(getattr(value, one.name), arrays) for one in fields(value)}}
    raise TypeError(f"a {type(value).__name__} is not kept")


def _taken(value: Any, found: Any) -> Any:
    if isinstance(value, PLAIN):
        return value
    if "kind" in value:
        kind = KEPT[value["kind"]]
        return kind(**{one.name: _taken(value["fields"][one.name], found) for one in fields(kind)})
    [(form, items)] = value.items()
    if form == "array":
        return found[f"a{int(items)}"]
    if form == "dict":
        return {str(name): _taken(item, found) for name, item in items.items()}
    return {"list": list, "tuple": tuple}[form](_taken(item, found) for item in items)
