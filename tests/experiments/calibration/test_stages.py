"""What a calibration keeps of its pieces is numbers and texts: read back as it was, made anew where it is damaged, and never run."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from experiments.studies.calibration.emulator import Emulator
from experiments.studies.calibration.kernel import Kernel
from experiments.studies.calibration.soundness import Ranks
from experiments.studies.calibration.stages import KEPT, Stage, Stages, kept, loaded

KERNEL = Kernel(0.1 + 0.2, 1e-300, np.array([1.5, np.pi]), 0.0, np.float64(1 / 3))
EMULATOR = Emulator("x/y", True, -0.0, 2.0, KERNEL, np.random.default_rng(1).random((5, 2)), np.arange(5.0), np.array([False, True]))
VALUES = [None, 3, 1 / 3, "\u6587\u5b57", [1, (2, "x")], {"a": np.array([True, False]), "b": {}}, EMULATOR, Ranks(("a",), np.ones((2, 1)), np.ones(1), np.ones(1)),
          np.zeros((0, 3)), float("inf"), (3, 1)]  # fmt: skip


class Harm:
    """Pickled, it makes a file when it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def same(one, other) -> bool:
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.tobytes() == other.tobytes() and one.shape == other.shape
    if isinstance(one, list | tuple):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if type(one) in KEPT.values():
        return type(one) is type(other) and same(vars(one), vars(other))
    return one == other


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_result_comes_back_to_its_last_bit(value):
    assert same(value, loaded(kept(value)))


@pytest.mark.parametrize("value", [object(), {3: 1}, np.array([None]), Harm(Path("x")), {1, 2}, b"x", np.array(["x"])], ids=lambda value: type(value).__name__)
def test_anything_else_is_not_kept(value):
    with pytest.raises(TypeError, match="is not kept"):
        kept(value)


def foreign(harmed: Path) -> dict[str, bytes]:
    """Files that somebody may put there."""
    bad, objects, members = pickle.dumps(Harm(harmed), protocol=5), io.BytesIO(), io.BytesIO()
    np.savez(objects, card=np.array([Harm(harmed)], dtype=object), allow_pickle=True)
    with zipfile.ZipFile(members, "w") as archive:
        archive.writestr("card.npy", bad)
        archive.writestr("a0.npy", bad)
    unknown = kept(EMULATOR).replace(b"Emulator", b"Simulatr")
    good = kept(EMULATOR)
    return {"a pickle": bad, "an archive of objects": objects.getvalue(), "an archive of pickles": members.getvalue(), "empty": b"", "text": b"mine",
            "cut": good[:-30], "another class": unknown}  # fmt: skip


@pytest.mark.parametrize("name", [*foreign(Path("x"))])
def test_whatever_lies_there_is_made_anew_and_nothing_of_it_is_run(name, tmp_path):
    stages, task = Stages(tmp_path / "stages", "key", 0), Stage("third", divmod, (7, 2), {})
    assert stages.made([task]) == {"third": (3, 1)}
    [path] = (tmp_path / "stages").iterdir()
    path.write_bytes(foreign(tmp_path / "harmed")[name])
    path.with_suffix(".pickle").write_bytes(foreign(tmp_path / "harmed")["a pickle"])  # as an earlier version kept it
    with pytest.raises(ValueError, match="no piece of a calibration"):
        loaded(path.read_bytes())
    assert stages.made([task]) == {"third": (3, 1)} and loaded(path.read_bytes()) == (3, 1)
    assert not (tmp_path / "harmed").exists()


def test_the_harm_would_be_done_by_a_pickle(tmp_path):
    pickle.loads(foreign(tmp_path / "harmed")["a pickle"])
    assert (tmp_path / "harmed").exists()
