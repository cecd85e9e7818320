"""Every operation on the folder of a sweep failed once, in every manner: the sweep completes, or says why and goes on later."""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.torture import forks, plans
from tests.torture.disk import KILLED, MODES, Disk
from tests.torture.program import run

REASONS = [os.strerror(number) for number in (errno.EIO, errno.ENOSPC, errno.EDQUOT)]


class Failing:
    """A small sweep whose disk fails; ``folder`` is for everything."""

    def __init__(self, folder: Path, keep: Sequence[str] = ()) -> None:
        self.folder = folder
        self.plan = plans.write(folder, points=2, worlds=2, keep=keep)
        self.digest = plans.swept(plans.plan(folder, points=2, worlds=2, keep=keep), folder / "undisturbed").digest
        self.outcomes: Counter[str] = Counter()

    def calls(self) -> list[str]:
        """The operations of an undisturbed sweep, in order."""
        out = self.folder / "counted"

        def counted() -> int:
            disk = Disk(out)
            disk.install()
            code = self._sweep(out)
            print("\n".join(disk.calls))
            return code

        ended = forks.run(counted, self.folder / "words")
        assert ended.code == 0, ended
        calls = [line for line in ended.out.splitlines() if line and line.split()[0] in {"open", "replace", "truncate", "unlink", "mkdir", "chmod",
                 "listdir", "scandir", "write", "fsync", "read"}]  # fmt: skip
        assert len(calls) > 60, ended.out
        return calls

    def cases(self, calls: list[str], count: int | None = None, seed: int = 0) -> list[tuple[int, str, bool]]:
        """(index, mode, for good) of every failure to try, or of ``count`` of them."""
        found = [(index, mode, False) for index in range(len(calls)) for mode in MODES if mode != "short" or calls[index] == "write"]
        found += [(index, "ENOSPC", True) for index in range(0, len(calls), 3)]
        found += [(index, "EDQUOT", True) for index in range(1, len(calls), 9)]
        return found if count is None else random.Random(seed).sample(found, count)

    def broken(self, cases: list[tuple[int, str, bool]]) -> Iterator[str]:
        """What went wrong, a line for each."""
        for number, (index, mode, for_good) in enumerate(cases):
            out = self.folder / f"case-{number}"
            wrong = [*self._one(out, index, mode, for_good)]
            yield from (f"operation {index} {mode}{' for good' if for_good else ''}: {text}" for text in wrong)
            shutil.rmtree(out, ignore_errors=True)

    def _one(self, out: Path, index: int, mode: str, for_good: bool) -> Iterator[str]:
        def failing() -> int:
            Disk(out, index, mode, for_good).install()
            return self._sweep(out)

        ended = forks.run(failing, self.folder / "words")
        self.outcomes[f"{'killed' if ended.code == KILLED else f'exit {ended.code}'}"] += 1
        if ended.code not in {0, 130, KILLED}:
            yield f"exit {ended.code}: {ended.err[-600:]}"
        if ended.code == 130 and not any(reason in ended.err for reason in REASONS):
            yield f"no reason told: {ended.err[-300:]}"
        if ended.code == 130 and "goes on where" not in " ".join(ended.err.split()):
            yield f"not told how to go on: {ended.err[-300:]}"
        if "Traceback" in ended.err:
            yield f"a traceback: {ended.err[-900:]}"
        again = forks.run(lambda: self._sweep(out), self.folder / "words")
        if again.code:
            yield f"the same command again: exit {again.code}: {again.err[-600:]}"
        else:
            yield from plans.faults(out, self.digest)

    def _sweep(self, out: Path) -> int:
        return int(run("honest", ["sweep", str(self.plan), "--out", str(out), "--workers", "0"]))
