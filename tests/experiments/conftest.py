"""Fixtures of the studies' tests: a comparison on the fake model, and figures that can be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from experiments.comparison.figures import style
from experiments.disk.files import write_bytes
from experiments.studies.sweep import schedule
from experiments.text import messages
from tests.experiments import geometry
from tests.experiments.fakes import fake_comparison

OF_A_COMPARISON = {"differences", "fans-expected-deaths", "fans-hazards-open", "reported", "places", "benefit-and-cost"}


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


@pytest.fixture
def painted() -> None:
    """For a test that looks into the files of a comparison's figures."""


@pytest.fixture(autouse=True)
def figures_of_a_comparison_are_arranged_but_not_painted(request, monkeypatch):
    """A comparison takes two or three seconds, nearly all of them for painting each of its figures twice, and few tests look at the files.

    The figures are still drawn, dressed, arranged and checked; for the paint their files hold their words and what they say of themselves.
    Painted are those of tests that ask for ``painted``, of shared folders (made before this holds) and of programs of their own.
    """
    if "painted" in request.fixturenames:
        return
    paint = style.save

    def save(drawn: style.Drawn, stem: Path, comparison: Any) -> list[Path]:
        if stem.name not in OF_A_COMPARISON:
            return paint(drawn, stem, comparison)
        words = geometry.words(style.settled(drawn, style.footers(comparison, drawn.remark)))
        content = json.dumps([[text for text, _box in words], style.provenance(comparison)]).encode()
        written = [stem.with_suffix(f".{kind}") for kind in ("png", "svg")]
        for path in written:
            write_bytes(path, content)
        return written

    monkeypatch.setattr(style, "save", save)


@pytest.fixture(autouse=True)
def no_stand_in_stays():
    """Whoever puts a stand-in in the model's place does so in a process of its own: later tests of this one would run the stand-in."""
    before = schedule.Batch
    yield
    assert schedule.Batch is before
