"""The compiled engine in memory: whoever imports this has it loaded.

For the server from which worker processes start: what it has loaded they have, too, and Numba and the engine take half a second.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from scenarios import load_district, load_parameters
from simulation.engine.run import is_compiled
from simulation.simulate import prepare

if is_compiled():
    # Whatever goes wrong here goes wrong in a worker again, which can tell it.
    with suppress(Exception):
        prepare(replace(load_district("jiuyuan-hamlet"), burn_in=0), load_parameters().values)
