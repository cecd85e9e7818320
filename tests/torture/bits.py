"""One flipped bit, a cut, a lost or a swapped file: noticed before a number is used, mended by the same command or refused with the reason."""

from __future__ import annotations

import contextlib
import io
import itertools
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from experiments.cli.common import FAILED_RUNS, OK
from experiments.cli.status import status
from experiments.studies.sweep import results
from experiments.studies.sweep.card import CARD
from experiments.text.errors import UserError
from tests.torture import plans

Damage = tuple[str, int, int]
"""File, byte, bit."""


class Flipping:
    """A complete sweep in ``folder`` whose files are damaged one by one."""

    def __init__(self, folder: Path, keep: Sequence[str] = ()) -> None:
        self.folder = folder
        self.plan = plans.plan(folder, points=2, worlds=2, keep=keep)
        self.good = folder / "good"
        self.digest = plans.swept(self.plan, self.good, size=2).digest
        self.files = sorted(str(path.relative_to(self.good)) for path in self.good.rglob("*") if path.is_file() and path.name != "writer.lock")
        self.parts = [name for name in self.files if name.startswith("parts")]
        self.mended: Counter[str] = Counter()

    def every_bit(self, name: str) -> list[Damage]:
        return [(name, byte, bit) for byte in range((self.good / name).stat().st_size) for bit in range(8)]

    def some_bits(self, name: str, count: int, seed: int = 0) -> list[Damage]:
        every = self.every_bit(name)
        return random.Random(f"{seed} {name}").sample(every, min(count, len(every)))

    def unnoticed(self, damages: list[Damage]) -> Iterator[str]:
        """Flips that ``results.open`` let pass; each is undone."""
        for name, byte, bit in damages:
            path = self.good / name
            content = path.read_bytes()
            path.write_bytes(_flipped(content, byte, bit))
            try:
                results.open(self.good)
                yield f"{name}: byte {byte} bit {bit} passed for whole"
            except UserError as error:
                # A flip in the ledger may show at the part it names; the message must name a file all the same.
                if not any(Path(other).name in error.what for other in self.files):
                    yield f"{name}: byte {byte} bit {bit}: no file named: {error.what}"
            finally:
                path.write_bytes(content)

    def unmended(self, damages: list[Damage]) -> Iterator[str]:
        """Flips after which the same command neither refused with the reason nor gave the same sweep."""
        for number, (name, byte, bit) in enumerate(damages):
            out = shutil.copytree(self.good, self.folder / f"flipped-{number}")
            (out / name).write_bytes(_flipped((out / name).read_bytes(), byte, bit))
            yield from (f"{name}: byte {byte} bit {bit}: {text}" for text in self._again(out, name == CARD))
            shutil.rmtree(out)

    def rough(self) -> Iterator[str]:
        """Files cut, emptied, lost and swapped with one another."""
        for name in self.files:
            size = (self.good / name).stat().st_size
            for kept in sorted({0, 1, size // 2, size - 1}):
                yield from self._roughly(f"{name} cut to {kept} bytes", [(name, (self.good / name).read_bytes()[:kept])])
            yield from self._roughly(f"{name} lost", [(name, None)])
        for one, other in itertools.combinations(self.files, 2):
            swapped: list[tuple[str, bytes | None]] = [(one, (self.good / other).read_bytes()), (other, (self.good / one).read_bytes())]
            yield from self._roughly(f"{one} and {other} swapped", swapped)

    def _roughly(self, what: str, changes: list[tuple[str, bytes | None]]) -> Iterator[str]:
        out = shutil.copytree(self.good, self.folder / "rough")
        for name, content in changes:
            (out / name).unlink()
            if content is not None:
                (out / name).write_bytes(content)
        if not noticed(out):
            yield f"{what}: passed for whole"
        yield from (f"{what}: {text}" for text in self._again(out, any(name == CARD for name, _content in changes)))
        shutil.rmtree(out)

    def _again(self, out: Path, may_refuse: bool) -> Iterator[str]:
        try:
            plans.swept(self.plan, out, size=2)
        except UserError as error:
            self.mended["refused with the reason"] += 1
            if not may_refuse or not error.what or not error.mend:
                yield f"refused: {error}"
            return
        self.mended["mended"] += 1
        yield from plans.faults(out, self.digest)


def noticed(folder: Path) -> bool:
    """Whether ``results.open``, ``status`` and ``export`` all refuse a folder or say that it is not complete."""
    try:
        if results.open(folder).complete:
            return False
    except UserError:
        pass
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            code = status(folder, as_json=True, quiet=True)
        if code in {OK, FAILED_RUNS}:
            return False
    except UserError:
        pass
    return True


def _flipped(content: bytes, byte: int, bit: int) -> bytes:
    changed = bytearray(content)
    changed[byte] ^= 1 << bit
    return bytes(changed)
