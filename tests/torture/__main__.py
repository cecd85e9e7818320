"""The whole torture, or the parts that are named: a line for what was done, a line for every fault, exit code 1 if there was one.

``python -m tests.torture [PART ...]``
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from experiments.text.formatting import duration
from tests.torture import bits, clusters, equality, failing_disk, kills, malformed, plans, poison, requests

SEED = 20261126

Part = Callable[[Path], Iterator[str]]
"""Lines that tell what was done; those that begin with ``FAULT`` are faults."""


def _faults(found: Iterator[str]) -> Iterator[str]:
    return (line if line.startswith("skipped") else f"FAULT {line}" for line in found)


def kills_alone(folder: Path) -> Iterator[str]:
    yield from _killed(kills.Killing(folder, SEED, "slow", workers=0, points=6, worlds=8), 130)


def kills_of_workers(folder: Path) -> Iterator[str]:
    yield from _killed(kills.Killing(folder, SEED + 1, "slow", workers=2, points=6, worlds=8), 50)


def kills_of_the_model(folder: Path) -> Iterator[str]:
    yield from _killed(kills.Killing(folder, SEED + 2, "model", workers=2, points=4, worlds=6, months=6), 20)


def _killed(killing: kills.Killing, count: int) -> Iterator[str]:
    yield from _faults(killing.until(count))
    struck = ", ".join(f"{number} of the {aim}" for aim, number in sorted(killing.kills.items()))
    yield (f"{sum(killing.kills.values())} SIGKILLs ({struck}) on sweeps with {killing.workers} workers by {killing.simulator}; "
           f"{killing.sweeps} sweeps brought to their end, each compared with digest {killing.digest[:16]}")  # fmt: skip


def disk(folder: Path) -> Iterator[str]:
    failing = failing_disk.Failing(folder)
    calls = failing.calls()
    cases = failing.cases(calls)
    yield from _faults(failing.broken(cases))
    ends = ", ".join(f"{number} {outcome}" for outcome, number in sorted(failing.outcomes.items()))
    yield f"{len(calls)} operations of a small sweep, {len(cases)} failures of them (each fails, is refused, is cut short, is killed before and after; full for good): {ends}"


def poisoned(folder: Path) -> Iterator[str]:
    yield from _faults(poison.faults(folder))
    yield "10,000 runs, of which one raised, one killed its process and one never ended: 9,997 done, 3 rows with a reason and a command that shows it"


def flipped(folder: Path) -> Iterator[str]:
    flipping = bits.Flipping(folder)
    every = [damage for name in flipping.files if name not in flipping.parts for damage in flipping.every_bit(name)]
    some = [damage for name in flipping.parts for damage in flipping.some_bits(name, 1500, SEED)]
    yield from _faults(flipping.unnoticed(every + some))
    yield f"{len(every)} bits of the small files, every one, and {len(some)} of the parts, flipped one at a time: noticed before use"
    yield from _faults(flipping.unmended([damage for name in flipping.files for damage in flipping.some_bits(name, 40, SEED)]))
    yield from _faults(flipping.rough())
    ends = ", ".join(f"{number} {outcome}" for outcome, number in sorted(flipping.mended.items()))
    yield f"the same command after 40 flips in each file, and after every cut, loss and swap of {len(flipping.files)} files: {ends}"


def same(folder: Path) -> Iterator[str]:
    for name, simulate, sizes in (("stand-in", "honest", {"points": 4, "worlds": 5}), ("model", None, {"points": 3, "worlds": 4, "months": 6})):
        own = folder / name
        own.mkdir()
        chosen = None if simulate is None else equality.fake.honest
        found = equality.Same(own, plans.plan(own, **sizes), chosen)
        for way in (found.by(equality.SERIAL), found.by(equality.PROCESSES), found.extended(), found.resumed(), found.on_a_cluster()):
            yield from _faults(way)
        yield f"{found.ways} ways of running by the {name}: digest {found.digest[:16]} each"


def lost_clusters(folder: Path) -> Iterator[str]:
    found = clusters.Clusters(folder)
    for what, told in (
        (found.local(4), "4 workers of a local cluster killed in the middle, nothing lost; it listens to this machine alone"),
        (found.stuck(), "a run that never ends on a cluster: stopped at its limit, a row"),
        (found.empty(), "a scheduler without workers: told"),
        (found.workers_lost(), "all workers lost in the middle: stopped with the reason, and it goes on"),
        (found.scheduler_lost(), "the scheduler killed in the middle: stopped with the reason, and it goes on"),
        (found.tls(), "a scheduler by TLS with an identity: the same digest; without one: refused"),
    ):  # fmt: skip
        yield from _faults(what)
        yield told


def wrong_plans(_folder: Path) -> Iterator[str]:
    count = 10_000
    yield from _faults(malformed.accepted(count, SEED))
    yield f"{count} malformed plans: each refused with file, key and reason"


def wrong_requests(_folder: Path) -> Iterator[str]:
    count = 10_000
    yield from _faults(requests.answered(count, SEED))
    yield f"{count} malformed requests to the workshop: each refused, and no answer tells of the inside"


PARTS: dict[str, Part] = {
    "kills": kills_alone, "kills-workers": kills_of_workers, "kills-model": kills_of_the_model, "disk": disk, "poison": poisoned, "bits": flipped,
    "equality": same, "clusters": lost_clusters, "plans": wrong_plans, "requests": wrong_requests,
}  # fmt: skip


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"no part is called {unknown[0]}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    faults = 0
    print(f"seed {SEED}", flush=True)
    for name in names or PARTS:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            for line in PARTS[name](Path(folder)):
                faults += line.startswith("FAULT")
                print(f"{name}: {line.replace(folder, 'DIR')}", flush=True)
        print(f"{name}: {duration(time.monotonic() - began)}", flush=True)
    print(f"{faults} faults" if faults else "no fault", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
