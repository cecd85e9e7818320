"""``python -m tests.mutants``: how many mutants the tests kill, and which survive; exit code 1 where one survives unexplained."""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence

# Before anything of the project is loaded: a mutant of a compiled rule would be compiled for a minute.
os.environ["INSPECTORATE_PLAIN"] = "1"
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"

from tests.mutants.explained import explained
from tests.mutants.making import ROOT, Mutant, mutants
from tests.mutants.parts import Target, parts
from tests.mutants.trying import LATE, MARGIN, SURVIVED, outcome, warm


def main(words: Sequence[str]) -> int:
    """The parts asked for, one file after the other, each mutant in a process of its own."""
    asked = _arguments(words)
    whole = {part: files for part, files in parts().items() if asked.part in (None, part)}
    if asked.file:
        whole = {part: [one for one in files if one.file.endswith(asked.file)] for part, files in whole.items()}
    warm([test for files in whole.values() for one in files for test in (*one.quick, *one.wide)])
    bad = 0
    for files in whole.values():
        for target, share in zip(files, _shares(files, asked.sample, asked.seed), strict=True):
            bad += _one(target, share, asked.seed)
    print("No mutant survived that is not explained." if not bad else f"{bad} files have survivors that are not explained.")
    return int(bad > 0)


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--part", choices=list(parts()), help="one part alone")
    parser.add_argument("--file", help="one file alone, by its path or the end of it")
    parser.add_argument("--sample", type=int, help="so many mutants of each part, drawn; all where left out")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    return parser.parse_args(words)


def _shares(files: Sequence[Target], sample: int | None, seed: int) -> list[int | None]:
    """How many of the drawn mutants fall on each file, by its length: to make all mutants takes longer than to try a sample."""
    if sample is None or not files:
        return [None] * len(files)
    lengths = [(ROOT / target.file).stat().st_size for target in files]
    drawn = Counter(random.Random(seed).choices(range(len(files)), lengths, k=sample))
    return [drawn[place] for place in range(len(files))]


def _one(target: Target, sample: int | None, seed: int) -> int:
    """The mutants of one file; 1 where one survived that is not explained."""
    if sample == 0:
        return 0
    chosen = list(mutants(target.file))
    known = {key: reason for key, reason in explained().items() if key[0] == target.file}
    stale = set(known) - {mutant.key for mutant in chosen}
    if sample is not None:
        chosen = random.Random(seed).sample(chosen, min(sample, len(chosen)))
    told = len(chosen)
    chosen = [mutant for mutant in chosen if mutant.key not in known]
    began, left, late = time.monotonic(), [], 0
    if chosen:
        left, late = _survivors(target, chosen)
    print(f"{target.file}: {told} mutants, {len(chosen) - len(left)} killed ({late} too late), {len(left)} survived, "
          f"{told - len(chosen)} explained; {time.monotonic() - began:.0f} s", flush=True)  # fmt: skip
    for key in sorted(stale):
        print(f"explained, and no mutant: {key}", flush=True)
    return int(bool(left or stale))


def _survivors(target: Target, chosen: Sequence[Mutant]) -> tuple[list[Mutant], int]:
    late = 0
    for tests in (target.quick, target.wide):
        if not tests or not chosen:
            continue
        found, seconds = outcome(target.file, None, tests, 600.0)
        if found != SURVIVED:
            raise SystemExit(f"{' '.join(tests)} do not pass without a mutant")
        left = []
        for mutant in chosen:
            found, _took = outcome(target.file, mutant, tests, 5 * seconds + MARGIN)
            if found == LATE:
                late += 1
                print(f"too late: {mutant}", flush=True)
            left += [mutant] if found == SURVIVED else []
            if found == SURVIVED and tests is (target.wide or target.quick):
                print(mutant, flush=True)
        chosen = left
    return list(chosen), late


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
