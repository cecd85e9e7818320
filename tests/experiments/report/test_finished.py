"""A finished comparison is read back as it was written; a folder that is no longer what was compared is refused."""

from __future__ import annotations

import csv
import json
import math
import shutil
from dataclasses import replace
from typing import Any

import pytest

from experiments.comparison.compare import run_plan
from experiments.comparison.finished import read
from experiments.comparison.precision import as_stopped, run_until
from experiments.comparison.records import records
from experiments.comparison.stopping import Target
from experiments.text.errors import UserError
from tests.experiments.fakes import fake_plan


def changed(card: dict[str, Any], **values: Any) -> str:
    return json.dumps({**card, **values})


@pytest.mark.parametrize(("spoil", "said"), [
    (lambda place, card: (place / "manifest.json").unlink(), "holds no finished comparison"),
    (lambda place, card: (place / "manifest.json").write_text("[1"), "holds no finished comparison"),
    (lambda place, card: (place / "manifest.json").write_text(changed(card, asked=None)), "simulator of your own"),
    (lambda place, card: (place / "manifest.json").write_text(changed(card, asked={"district": 3})), "does not say what was compared"),
    (lambda place, card: (place / "manifest.json").write_text(changed(card, seed=card["seed"] + 1)), "have changed since"),
    (lambda place, card: (place / "manifest.json").write_text(changed(card, identity="x", versions={"model": "0.0"})), "made by the model 0.0"),
    (lambda place, card: shutil.rmtree(place / "parts" / "world-000003"), "World 3 is missing"),
    (lambda place, card: (place / "parts" / "world-000004" / "totals.parquet").write_bytes(b"half"), "World 4 is missing"),
])  # fmt: skip
def test_a_folder_that_is_no_longer_what_was_compared_is_refused(spoil, said, folder, tmp_path):
    place = tmp_path / "copy"
    shutil.copytree(folder, place)
    spoil(place, json.loads((place / "manifest.json").read_text("utf-8")))
    with pytest.raises(UserError, match=said):
        read(place)


def test_what_is_read_back_is_the_comparison_that_was_written(folder, finished):
    with (folder / "comparison.csv").open(encoding="utf-8-sig", newline="") as stream:
        kept = list(csv.DictReader(stream))
    for row, one in zip(kept, records(finished.comparison), strict=True):
        assert row["policy"] == one["policy"] and row["outcome"] == one["outcome"]
        assert row["difference"] == "" if math.isnan(one["difference"]) else float(row["difference"]) == one["difference"]


def test_a_comparison_that_ran_until_it_was_precise_is_as_it_was_from_its_card():
    found = run_until(fake_plan(worlds=40), Target(0.2, True), run_plan)
    assert found.stopping is not None
    plain = replace(found, stopping=None, batch=replace(found.batch, level=0.95))
    again = as_stopped(plain, json.loads(json.dumps(found.stopping.card)))
    assert again.stopping == found.stopping and again.batch.level == found.batch.level > 0.95
    assert [row.shown for row in again.rows] == [row.shown for row in found.rows]
