"""Switches of the environment: whether anything is compiled, read without importing Numba.

A word that is no switch is refused: ``INSPECTORATE_PLAIN=ja`` would else compile, and nobody would be told.
"""

from __future__ import annotations

import os
import sys

PLAIN, DISABLE_JIT = "INSPECTORATE_PLAIN", "NUMBA_DISABLE_JIT"
ON, OFF = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")
NUMBA_OFF = ("Numba is switched off (by .numba_config.yaml or numba.config.DISABLE_JIT), and that is seen only now that the engine is to be compiled. "
             "Set INSPECTORATE_PLAIN=1 to run it uncompiled, or switch Numba on.")


class NumbaOffError(RuntimeError):
    """Numba was switched off where that cannot be seen before it is imported."""

    def __init__(self) -> None:
        super().__init__(NUMBA_OFF)


def is_on(name: str) -> bool:
    """Whether a switch of the environment is on; ``ValueError`` for a word that says neither."""
    word = os.environ.get(name, "").strip().lower()
    if word not in (*ON, *OFF):
        raise ValueError(f"{name} is {os.environ[name]!r}; it is switched on by one of {', '.join(ON)} and off by one of {', '.join(filter(None, OFF))}")
    return word in ON


def wants_compiled() -> bool:
    """Whether rules are compiled: unless our own switch is on, or Numba is switched off in a way that is seen without importing it."""
    return not (is_on(PLAIN) or _is_numba_off())


def _is_numba_off() -> bool:
    numba = sys.modules.get("numba")
    if numba is not None and hasattr(numba, "config"):  # where somebody has imported it, it says so itself
        return bool(numba.config.DISABLE_JIT)
    try:
        return int(os.environ.get(DISABLE_JIT, "0")) != 0  # as Numba reads it; of what is no number it takes no notice
    except ValueError:
        return False
