"""Keyed random draws: a pure function of (seed, world, stream, entity, month, index).

Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").  For every
key it is a bijection of its 128-bit counter, and the counter holds entity, month, stream,
index and world side by side: no two draws of one seed can ever share a block, and nothing
depends on the order in which they are asked for.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.rule import COMPILED, compiled_as, compiled_into, written

# Numba needs unsigned words; plain Python's integers never overflow and are far quicker than NumPy's.
if COMPILED:
    _wide: Any = np.uint64
    _word: Any = np.uint32
else:

    def _wide(value: int) -> int:
        return int(value)

    def _word(value: int) -> int:
        return int(value) & 0xFFFFFFFF


# Words of 32 bits, widened for each product, let a loop of draws run four at a time.
_MULTIPLIER_0 = _wide(0xD2511F53)
_MULTIPLIER_1 = _wide(0xCD9E8D57)
_WEYL_0 = _word(0x9E3779B9)
_WEYL_1 = _word(0xBB67AE85)
_HALF = _wide(32)
_HIGH_SHIFT = _wide(20)
_LOW_SHIFT = _wide(12)
_SIXTEEN = 0xFFFF
_STREAM_UNIT = 0x10000

STREAMS: dict[str, str] = {
    "population": "who the enterprises are (index: which attribute)",
    "known": "which department knows an enterprise at the start (index: department)",
    "officer": "who an officer is (index: attribute)",
    "turnover": "whether an officer leaves",
    "hazards": "how many hazards arise, and how many the enterprise removes of each kind (four words: arrivals, visible ordinary, visible major, latent; index 1: of those that nobody watches)",
    "arrival_kind": "domain, kind and severity of an arriving hazard, at once (index: which)",
    "removed": "which hazards the enterprise removes (index: 512 to a kind, those that nobody watches after the others)",
    "plan": "the plan of a quarter (index: department; words: noise of the ranking, lot, place in the order)",
    "assignment": "which officer goes (index: department)",
    "visit": "how a visit goes: expected, place in the day, advice, video, audit, posted (index: 16 to a department)",
    "examination": "which domains are examined (index: 16 to a department)",
    "finding": "which hazards are found (index: 32 to a department)",
    "rectification": "what becomes of a finding (index: 32 to a department)",
    "penalty": "whether a penalty follows, is settled, is published, work is stopped (index: 16 to a department)",
    "referral": "whether a noticed hazard is referred (index: 16 to a department)",
    "outside": "visits of insurers, experts and grid agents (index: which decision)",
    "outside_finding": "what they find (index: 32 to a kind of visitor)",
    "month": "what happens to every enterprise (words: injuries, margin, complaint, and whose turn it is to go through its record)",
    "accident": "cause, severity, deaths, loss and report of an injury (index: eight to an injury)",
    "complaint": "to whom a hazard is reported",
    "standing": "what happens to some (words: joining a scheme, a briefing, being spared for a certificate)",
    "joint": "whether departments that plan the same enterprise go together",
    "placebo": "draws that nothing uses, for tests",
    "queue": "order among those that wait, and whether a department leaves an enterprise to another (index: four to a department)",
    "paper": "whether what is not removed is reported as removed (index: 32 to a department)",
    "representative": "whether a safety representative halts work (index: cell)",
    "sensor": "whether a sensor shows a latent hazard (index: cell)",
    "outside_rectification": "what becomes of what insurers and experts find (index: cell)",
    "trial": "lots of a trial: who is drawn, when a unit is treated, what is corrected (index: which lot)",
    "own": "decisions of enterprises, departments and officers of one's own, beside the model (index: free)",
    "site": "whether a workplace moves, and which hazards it has then (index: 0, then two to a cell: which go along, which the next site brings)",
    "case": "whether a referral is a case that must be followed up (index: 16 to a department)",
}
"""Every stream, named by the decision it serves; a new one goes to the end, so that no older draw moves."""

STREAM: dict[str, int] = {name: number for number, name in enumerate(STREAMS)}

_TO_UNIT = 1.0 / 4503599627370496.0  # 2**-52
_TO_SHARE = 1.0 / 4294967296.0  # 2**-32


@compiled_into
def philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> tuple[Any, Any, Any, Any]:
    """The four words of Philox4x32-10 for counter (c0..c3) and key (k0, k1), all unsigned of 32 bits."""
    for _ in range(10):
        product_0 = _MULTIPLIER_0 * _wide(c0)
        product_1 = _MULTIPLIER_1 * _wide(c2)
        c0 = _word(_word(_word(product_1 >> _HALF) ^ c1) ^ k0)
        c1 = _word(product_1)
        c2 = _word(_word(_word(product_0 >> _HALF) ^ c3) ^ k1)
        c3 = _word(product_0)
        k0 = _word(k0 + _WEYL_0)
        k1 = _word(k1 + _WEYL_1)
    return c0, c1, c2, c3


def _block_of(seed: int, world: int, stream: int, entity: int, month: int, index: int) -> tuple[Any, Any, Any, Any]:
    """The four words of 32 bits that belong to six keys: four decisions of one entity and month may share a block, each its own word."""
    key = _wide(seed)
    return philox(
        _word(entity),
        _word(month),
        _word((stream & _SIXTEEN) * _STREAM_UNIT + (index & _SIXTEEN)),
        _word(world),
        _word(key),
        _word(key >> _HALF),
    )


_block = compiled_into(_block_of)
block_in_loop = _block
"""The same, for loops that do nothing but draw."""


def _uniform(seed: int, world: int, stream: int, entity: int, month: int, index: int) -> float:
    """A uniform number strictly between 0 and 1, the same for the same six keys for ever.

    ``seed`` below 2**63; ``world``, ``entity`` and ``month`` below 2**32; ``stream`` and
    ``index`` below 2**16.  None may be negative.
    """
    r0, r1, _, _ = _block(seed, world, stream, entity, month, index)
    # 52 bits and a half: exact in a double, and never 0 or 1.
    return (float(int((_wide(r0) << _HIGH_SHIFT) | (_wide(r1) >> _LOW_SHIFT))) + 0.5) * _TO_UNIT


if COMPILED:
    _TWO_52 = 4503599627370496.0
    _BITS_52 = np.uint64(0x4330000000000000)

    @compiled_into
    def share_of(word: Any) -> float:
        """A word as a number strictly between 0 and 1: 32 bits and a half."""
        # 2**52 and the word have the word as their last bits: quicker than a conversion, which older processors do one by one.
        return (np.uint64(_wide(word) | _BITS_52).view(np.float64) - _TWO_52 + 0.5) * _TO_SHARE

else:

    def share_of(word: Any) -> float:
        """A word as a number strictly between 0 and 1: 32 bits and a half."""
        return (float(word) + 0.5) * _TO_SHARE


def _word_drawn(seed: int, world: int, stream: int, entity: int, month: int, index: int, word: int) -> float:
    """One word (0 to 3) of a block as a number strictly between 0 and 1, for keys as ``uniform`` takes them."""
    r0, r1, r2, r3 = _block(seed, world, stream, entity, month, index)
    drawn = r0 if word == 0 else r1 if word == 1 else r2 if word == 2 else r3
    return share_of(drawn)


word_drawn = compiled_as("float64(int64, int64, int64, int64, int64, int64, int64)")(_word_drawn)
uniform = compiled_as("float64(int64, int64, int64, int64, int64, int64)")(_uniform)
uniform_in_loop = compiled_into(_uniform)
"""The same, for loops that do nothing but draw."""


def uniform_column(seed: int, world: int, stream: int, entities: NDArray[np.int64], month: int, index: int) -> NDArray[np.float64]:
    """``uniform`` of each of many entities, the same bits, without compiling: NumPy's words hold columns as well as single numbers."""
    if not COMPILED:
        return np.array([uniform(seed, world, stream, entity, month, index) for entity in entities.tolist()], np.float64)
    key = _wide(seed)
    low = (_word((stream & _SIXTEEN) * _STREAM_UNIT + (index & _SIXTEEN)), _word(world))
    with np.errstate(over="ignore"):  # unsigned words go round
        r0, r1, _, _ = written(philox)(_word(entities), _word(month), *low, _word(key & _wide(0xFFFFFFFF)), _word(key >> _HALF))
    return (((_wide(r0) << _HIGH_SHIFT) | (_wide(r1) >> _LOW_SHIFT)).astype(np.float64) + 0.5) * _TO_UNIT
