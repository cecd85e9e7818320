"""Files: whole or absent, inert in a spreadsheet, with their provenance beside and inside them."""

from __future__ import annotations

import csv
import io
import json
import os

import pyarrow as pa
import pyarrow.parquet
import pytest
from PIL import Image

from experiments.disk import files
from experiments.disk.paths import passed_on
from experiments.running.folder import claimed
from experiments.text.errors import UserError
from tests.experiments.fakes import effect, fake_comparison, fake_plan


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    from experiments.text import messages

    messages.activate("en")
    path = tmp_path_factory.mktemp("results")
    fake_comparison(parameters={"trouble_3": 1.0}).write(path, "inspectorate compare --policy capacity")
    return path


def test_a_write_that_fails_leaves_the_old_file_and_no_debris(tmp_path):
    path = tmp_path / "table.csv"
    files.write_text(path, "old")

    def fail(stream):
        stream.write(b"half of it")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        files.write_atomically(path, fail)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["table.csv"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1", "\uff1d1", "=HYPERLINK(\"x\")"])
def test_no_text_starts_a_formula(tmp_path, text):
    table = pa.table({"policy": [text, "plain"], "value": [-1.5, 2.0]})
    assert files.write_csv(tmp_path / "x.csv", table)
    rows = list(csv.reader(io.StringIO((tmp_path / "x.csv").read_bytes().decode("utf-8-sig"), newline="")))
    assert rows[1] == ["'" + text, "-1.5"]
    assert rows[2] == ["plain", "2"]
    assert files.csv_text(["a"], [[text]]).startswith(b'\xef\xbb\xbf"a"\n')
    assert list(csv.reader(io.StringIO(files.csv_text(["a"], [[text]]).decode("utf-8-sig"), newline="")))[1] == ["'" + text]


def test_a_table_too_long_for_a_spreadsheet_is_refused_not_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "SHEET_ROWS", 3)
    assert not files.write_csv(tmp_path / "long.csv", pa.table({"x": [1, 2, 3, 4]}))
    assert not (tmp_path / "long.csv").exists()


def test_all_files_are_there_and_the_manifest_knows_their_checksums(folder):
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} - {"manifest.json", "run.json", "writer.lock"}
    assert set(manifest["files"]) == there
    assert {"comparison.parquet", "comparison.csv", "runs.parquet", "monthly.parquet", "monthly.csv", "events.parquet",
            "events.csv", "places.parquet", "verdict.txt", "failures.csv"} <= there  # fmt: skip
    assert all(files.sha256(folder / name) == checksum for name, checksum in manifest["files"].items())
    assert manifest["command"] == "inspectorate compare --policy capacity"
    assert manifest["failed_worlds"] == [3]
    assert manifest["versions"]["model"].startswith(manifest["versions"]["inspectorate"])
    assert manifest["difference_from_baseline"]["policies"]["capacity"]["levers"][0]["lever"] == "deaths"
    assert manifest["scenario"]["district"]["name"] == "fake"


def test_the_tables_are_tidy(folder):
    runs = pa.parquet.read_table(folder / "runs.parquet")
    assert runs.column_names == ["policy", "world", "outcome", "value", "not_default"]
    monthly = pa.parquet.read_table(folder / "monthly.parquet")
    assert monthly.column_names == ["policy", "world", "month", "outcome", "value"]
    deaths = monthly.to_pandas().query("outcome == 'deaths'").groupby(["policy", "world"], observed=True)["value"].sum()
    totals = runs.to_pandas().query("outcome == 'deaths'").set_index(["policy", "world"])["value"]
    assert (deaths.sort_index() == totals.sort_index()).all()
    assert set(runs.to_pandas()["world"]) == set(range(12)) - {3}


def test_csv_for_people_starts_with_a_byte_order_mark(folder):
    assert (folder / "comparison.csv").read_bytes().startswith(b'\xef\xbb\xbf"policy","outcome","unit","view",')


def test_figures_carry_their_provenance(folder):
    pictures = sorted((folder / "figures").glob("*.png"))
    names = ["benefit-and-cost", "differences", "fans-expected-deaths", "fans-hazards-open", "places", "reported"]
    assert [p.stem for p in pictures] == names
    for path in pictures:
        with Image.open(path) as image:
            inside = json.loads(image.text["Description"])
        assert inside["worlds"] == 11 and inside["seed"] == 0 and len(inside["scenario"]) == 12
        drawn = path.with_suffix(".svg").read_text("utf-8")
        assert inside["scenario"] in drawn and "<metadata>" in drawn


@pytest.mark.usefixtures("painted")
def test_the_same_comparison_is_drawn_and_written_byte_for_byte(tmp_path):
    for name in ("one", "two"):
        fake_comparison(worlds=3, policies=[effect("capacity", deaths=0.5)]).write(tmp_path / name, "x")
    one, two = (sorted(p for p in (tmp_path / n).rglob("*") if p.is_file()) for n in ("one", "two"))
    assert [p.name for p in one] == [p.name for p in two]
    assert [a.name for a, b in zip(one, two, strict=True) if a.name != "manifest.json" and a.read_bytes() != b.read_bytes()] == []


def test_a_folder_of_something_else_is_not_touched(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UserError, match="holds no comparison of ours") as error, claimed(tmp_path, fake_plan()):
        pass
    assert "--out" in error.value.where and error.value.mend
    assert os.listdir(tmp_path) == ["thesis.txt"]


def test_another_comparison_may_not_share_a_folder_but_the_same_goes_on(tmp_path):
    with claimed(tmp_path / "a", fake_plan()):
        pass
    with claimed(tmp_path / "a", fake_plan(worlds=40)):  # more worlds of the same
        pass
    with pytest.raises(UserError, match="another comparison"), claimed(tmp_path / "a", fake_plan(seed=5)):
        pass


def test_two_processes_do_not_write_to_one_folder(tmp_path):
    pytest.importorskip("fcntl")
    with (
        claimed(tmp_path, fake_plan()),
        pytest.raises(UserError, match="Another process"),
        claimed(tmp_path, fake_plan()),
    ):
        pass


@pytest.mark.parametrize(("typed", "told"), [
    ("inspectorate explorer /anna/sweep -o ~/pages/first.html", "inspectorate explorer sweep -o first.html"),
    ("inspectorate compare --out=/anna/b --policy 'n:coordination,permits_linked=0'", "inspectorate compare --out=b --policy n:coordination,permits_linked=0"),
    ("inspectorate compare --policy mine:/anna/mine.toml,fine_scale=2 --policy n:/anna/n.toml", "inspectorate compare --policy mine:mine.toml,fine_scale=2 --policy n:n.toml"),
    ("inspectorate report 'C:\\anna\\r 1' results/x/y", "inspectorate report 'r 1' results/x/y"),
    ("inspectorate run 'left open", "inspectorate run 'left open"),
])  # fmt: skip
def test_a_command_that_is_passed_on_does_not_say_whose_machine_it_was(typed: str, told: str) -> None:
    assert passed_on(typed) == told
