"""Settings of the whole suite."""

import gc
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from experiments.text import messages

# What an earlier test kept would be found by the next one, which is to compute: whoever tests the store asks for one of its own.
os.environ["INSPECTORATE_STORE"] = "off"
# Tests run side by side: threads of linear algebra beside them spend their time waiting for a processor.
for pool in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(pool, "1")
# The first call of a rule compiles it; a deadline would measure the compiler.
settings.register_profile("inspectorate", deadline=None, derandomize=True)
settings.load_profile("inspectorate")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whatever language a test speaks, the next one begins in English."""
    messages.activate("en")
    yield
    messages.activate("en")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the engine before the test processes start: each would do it for itself."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        compile_engine()


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Ten thousand tests and what they import stay until the end: nothing is gained by looking through them for garbage, again and again.

    Nor are they written to, page by page, in every process that a test forks.  Mesa asks who imports it, which takes seconds once
    thousands of modules are there: it comes first.
    """
    if hasattr(session.config, "workerinput") or not getattr(session.config.option, "numprocesses", None):
        import mesa  # noqa: F401
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def compile_engine() -> None:
    """Compile the engine where that has not been done."""
    from scenarios import load_district, load_parameters
    from simulation.engine.run import is_compiled
    from simulation.simulate import prepare

    if not is_compiled():
        print("Preparing the engine, once (about a minute) ...", file=sys.stderr)
        prepare(load_district("jiuyuan-hamlet"), load_parameters().values)


if __name__ == "__main__":
    compile_engine()
