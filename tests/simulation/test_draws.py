"""Keyed draws: published known answers, and what a key promises."""

import os
import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from simulation.draws import STREAM, STREAMS, _word, philox, uniform, word_drawn

# Known answers published with Random123 (kat_vectors, philox4x32 10 rounds).
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0), (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_philox_gives_the_published_answers(
    counter: tuple[int, ...], key: tuple[int, ...], answer: tuple[int, ...]
) -> None:
    words = philox(*(_word(c) for c in counter), *(_word(k) for k in key))
    assert tuple(int(w) for w in words) == answer


def test_each_key_matters_and_the_order_of_asking_does_not() -> None:
    base = (7, 3, 2, 11, 5, 1)
    first = uniform(*base)
    others = [uniform(*(v + (1 if i == j else 0) for j, v in enumerate(base))) for i in range(6)]
    assert len({first, *others}) == 7
    assert uniform(*base) == first


def test_draws_are_uniform_over_entities_months_and_indices() -> None:
    stream = STREAM["plan"]
    for keys in (
        [(1, 0, stream, e, 0, 0) for e in range(20000)],
        [(1, 0, stream, 0, m, 0) for m in range(20000)],
        [(1, 0, stream, 0, 0, i) for i in range(20000)],
        [(1, w, stream, 0, 0, 0) for w in range(20000)],
    ):
        values = np.array([uniform(*key) for key in keys])
        assert values.min() > 0.0 and values.max() < 1.0
        assert stats.kstest(values, "uniform").pvalue > 1e-4
        assert abs(np.corrcoef(values[:-1], values[1:])[0, 1]) < 0.03


def test_the_words_of_a_block_are_four_numbers_that_have_nothing_to_do_with_each_other() -> None:
    stream = STREAM["month"]
    drawn = np.array([[word_drawn(1, 0, stream, entity, 5, 0, word) for word in range(4)] for entity in range(20000)])
    assert drawn.min() > 0.0 and drawn.max() < 1.0
    for word in range(4):
        assert stats.kstest(drawn[:, word], "uniform").pvalue > 1e-4
    assert np.abs(np.corrcoef(drawn.T) - np.eye(4)).max() < 0.03
    words = philox(*(_word(c) for c in (7, 5, stream * 2**16, 0)), _word(1), _word(0))
    assert [word_drawn(1, 0, stream, 7, 5, 0, word) for word in range(4)] == [(float(int(w)) + 0.5) / 2**32 for w in words]


def test_streams_are_numbered_in_the_order_in_which_they_stand() -> None:
    assert [STREAM[name] for name in STREAMS] == list(range(len(STREAMS)))


PROGRAM = """
from simulation.arithmetic import exponential, logarithm
from simulation.draws import uniform
us = [uniform(2026, w, s, e, m, 1) for w in range(3) for s in range(3) for e in range(5) for m in range(5)]
print([(u.hex(), exponential(u * 9 - 5).hex(), logarithm(u * 7).hex()) for u in us])
"""


def test_compiled_and_plain_give_the_same_bits() -> None:
    printed = set()
    for extra in ({}, {"INSPECTORATE_PLAIN": "1"}, {"NUMBA_CPU_NAME": "generic", "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}):
        environment = {**os.environ, **extra}
        if "NUMBA_CPU_NAME" in extra:
            environment["NUMBA_CACHE_DIR"] = os.path.join(os.environ.get("TMPDIR", "/tmp"), "inspectorate-generic")
        printed.add(subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True).stdout)
    assert len(printed) == 1
