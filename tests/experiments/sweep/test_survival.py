"""A little of everything that ``make torture`` does: a failing disk, kills, flipped bits, other ways to run, lost clusters."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from experiments.studies.sweep import results
from experiments.studies.sweep.cluster import Tls, check_address
from experiments.studies.sweep.study import StoppedError
from experiments.text.errors import UserError
from tests.torture import equality, forks, plans
from tests.torture.bits import Flipping, noticed
from tests.torture.clusters import Clusters
from tests.torture.disk import Disk
from tests.torture.failing_disk import Failing
from tests.torture.kills import Killing
from tests.torture.program import run

SEED = 20


def test_a_disk_that_fails_once_leaves_a_sweep_that_goes_on(tmp_path: Path) -> None:
    failing = Failing(tmp_path)
    cases = failing.cases(failing.calls(), 4, SEED)
    assert [*failing.broken(cases)] == []
    assert set(failing.outcomes) <= {"exit 0", "exit 130", "killed"} and len(failing.outcomes) > 1


def test_a_disk_that_stays_full_is_told_by_its_name(tmp_path: Path) -> None:
    failing = Failing(tmp_path)
    assert [*failing.broken([(40, "ENOSPC", True), (12, "EDQUOT", True)])] == []
    assert failing.outcomes == {"exit 130": 2}


def test_a_folder_that_may_not_be_written_is_refused_with_the_reason(tmp_path: Path) -> None:
    plan, out = plans.write(tmp_path), tmp_path / "locked"
    out.mkdir()

    def forbidden() -> int:
        disk = Disk(out, 0, "EACCES", True)
        disk.install()
        return int(run("honest", ["sweep", str(plan), "--out", str(out), "--workers", "0"]))

    ended = forks.run(forbidden, tmp_path / "words")
    assert ended.code == 2 and "The folder cannot be written: Permission denied." in ended.err
    assert list(out.iterdir()) == []


def test_a_comparison_on_a_full_disk_keeps_its_worlds_and_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "compared"
    words = ["compare", "--district", "jiuyuan-hamlet", "--policy", "capacity", "--worlds", "3", "--months", "3", "--workers", "0", "--out", str(out)]

    def full() -> int:
        disk = Disk(out, 10**9, "ENOSPC", True)
        disk.install()
        real = os.rename

        def renamed(one: str, other: str) -> None:  # full from the second world on
            real(one, other)
            disk.index = 0

        os.rename = renamed  # type: ignore[assignment]
        return int(run("model", words))

    ended = forks.run(full, tmp_path / "words")
    said = " ".join(ended.err.split())
    assert ended.code == 130 and os.strerror(errno.ENOSPC) in said and "the same command goes on" in said, ended
    assert [path.name for path in (out / "parts").iterdir() if path.name.startswith("world")] == ["world-000000"]
    again = forks.run(lambda: int(run("model", words)), tmp_path / "words")
    assert again.code == 0 and "1 of 3 worlds are in" in again.err


def test_a_killed_sweep_goes_on_to_the_same_digest(tmp_path: Path) -> None:
    killing = Killing(tmp_path, SEED, workers=0, points=3, worlds=4)
    assert [*killing.until(4)] == []
    assert killing.kills["parent"] == 4


def test_killed_workers_are_replaced_and_killed_groups_leave_nobody(tmp_path: Path) -> None:
    killing = Killing(tmp_path, SEED, workers=2, points=2, worlds=4)
    assert [*killing.until(2)] == []


def test_a_flipped_bit_in_any_file_is_noticed_and_mended(tmp_path: Path) -> None:
    flipping = Flipping(tmp_path)
    for name in flipping.files:
        assert [*flipping.unnoticed([*flipping.some_bits(name, 25, SEED), *flipping.every_bit(name)[-8:]])] == []
    assert [*flipping.unmended([damage for name in flipping.files for damage in flipping.some_bits(name, 2, SEED)])] == []
    assert not noticed(flipping.good)


def test_a_file_that_is_cut_lost_or_swapped_is_noticed_and_mended(tmp_path: Path) -> None:
    flipping = Flipping(tmp_path)
    flipping.files = ["ledger.jsonl", "manifest.json", flipping.parts[0], "sweep.json"]
    assert [*flipping.rough()] == []
    assert set(flipping.mended) == {"mended", "refused with the reason"}


def test_the_lock_holds_nothing_that_counts(tmp_path: Path) -> None:
    plan = plans.plan(tmp_path)
    digest = plans.swept(plan, tmp_path / "a").digest
    for content in (b"", b"\xff\xfe", b"{}"):
        (tmp_path / "a" / "writer.lock").write_bytes(content)
        assert results.open(tmp_path / "a").complete
        plans.swept(plan, tmp_path / "a")
        assert plans.faults(tmp_path / "a", digest) == []
    (tmp_path / "a" / "writer.lock").unlink()
    assert results.open(tmp_path / "a").complete


def test_every_way_of_running_gives_the_same_digest(tmp_path: Path) -> None:
    same = equality.Same(tmp_path, plans.plan(tmp_path))
    assert [*same.by(equality.SERIAL), *same.extended(), *same.resumed(), *same.by({"2 processes": {"workers": 2, "size": 2}})] == []
    assert same.ways == 10


def test_a_cluster_of_this_machine_listens_to_it_alone_and_survives_its_workers(tmp_path: Path) -> None:
    assert [*Clusters(tmp_path).local(1)] == []


def test_a_cluster_without_workers_is_told(tmp_path: Path) -> None:
    assert [*Clusters(tmp_path).empty()] == []


def test_a_crew_that_is_gone_is_a_reason_to_stop_and_no_fault(tmp_path: Path) -> None:
    plan = plans.plan(tmp_path)

    class Gone:
        workers = 1

        def run(self, batches: object, progress: object) -> object:
            from experiments.studies.sweep.cluster import ClusterGoneError

            raise ClusterGoneError("nobody is there")

    with pytest.raises(StoppedError, match="nobody is there"):
        plans.swept(plan, tmp_path / "a", crew=Gone())
    assert not results.open(tmp_path / "a").complete


IDENTITY = Tls(Path("ca"), Path("cert"), Path("key"))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://[::1]:8786", "tcp://localhost:8786", "tcp://127.9.9.9:1"])
def test_a_scheduler_on_this_machine_may_be_spoken_to_openly(address: str) -> None:
    check_address(address, None)


@pytest.mark.parametrize(
    ("address", "identity", "told"),
    [
        ("tcp://10.0.0.5:8786", None, "by TLS only"),
        ("tcp://10.0.0.5:8786", IDENTITY, "by TLS only"),
        ("tcp://cluster.example:8786", None, "by TLS only"),
        ("tcp://0.0.0.0:8786", None, "by TLS only"),
        ("tcp://127.0.0.1.example:8786", None, "by TLS only"),
        ("tcp://localhost.example:8786", None, "by TLS only"),
        ("tcp://[::ffff:10.0.0.5]:8786", None, "by TLS only"),
        ("tcp://2130706433:8786", None, "by TLS only"),
        ("tls://10.0.0.5:8786", None, "needs an identity"),
        ("ws://127.0.0.1:8786", None, "no address"),
        ("ucx://127.0.0.1:8786", None, "no address"),
        ("inproc://127.0.0.1/1/2", None, "no address"),
        ("127.0.0.1:8786", None, "no address"),
        ("tcp://127.0.0.1", None, "no address"),
        ("tcp://127.0.0.1:99999", None, "no address"),
        ("tcp://127.0.0.1:port", None, "no address"),
        ("tcp://[::1:8786", None, "no address"),
        ("", None, "no address"),
    ],
)
def test_any_other_address_is_refused(address: str, identity: Tls | None, told: str) -> None:
    with pytest.raises(UserError, match=told):
        check_address(address, identity)
