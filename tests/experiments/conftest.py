"""Fixtures of the studies' tests: a comparison on the fake model, and figures that can be read."""

from __future__ import annotations

import pytest

from experiments.comparison.figures import style
from experiments.studies.sweep import schedule
from experiments.text import messages
from tests.experiments import geometry
from tests.experiments.fakes import fake_comparison


@pytest.fixture(scope="session")
def comparison():
    messages.activate("en")
    return fake_comparison()


@pytest.fixture(autouse=True)
def every_figure_can_be_read(monkeypatch):
    """Whatever figure a test draws and writes, by whichever command: no words on one another, none cut."""
    settled = style.settled

    def checked(drawn, footers):
        figure = settled(drawn, footers)
        geometry.check(figure)
        return figure

    monkeypatch.setattr(style, "settled", checked)


@pytest.fixture(autouse=True)
def no_stand_in_stays():
    """Whoever puts a stand-in in the model's place does so in a process of its own: later tests of this one would run the stand-in."""
    before = schedule.Batch
    yield
    assert schedule.Batch is before
