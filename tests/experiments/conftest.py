"""Fixtures of the studies' tests: a comparison on the fake model, the language set back each time."""

from __future__ import annotations

import pytest

from experiments.text import messages
from tests.experiments.fakes import fake_comparison


@pytest.fixture(autouse=True)
def english():
    messages.activate("en")
    yield
    messages.activate("en")


@pytest.fixture(scope="session")
def comparison():
    messages.activate("en")
    return fake_comparison()
