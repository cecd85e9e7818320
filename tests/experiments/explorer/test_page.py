"""The page: one file that asks nobody, says in both languages what Python says, and refuses what it cannot tell."""

import json
import re

import numpy as np
import pytest

from experiments.cli.app import main
from experiments.studies.explorer.page import MOST_BYTES, STATIC
from experiments.text.errors import UserError
from tests.experiments.explorer.conftest import PLAN, numbers_of
from tests.workshop.test_static import ADDRESS, NAMESPACES, NEWER, NEWER_STYLES, UNSAFE, found_in


@pytest.mark.parametrize("path", sorted(STATIC.iterdir()), ids=lambda path: path.name)
def test_a_script_or_style_is_short_and_runs_in_the_browsers_of_2021(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) < 250 and text.startswith(("// ", "/* "))
    assert found_in(NEWER if path.suffix == ".js" else NEWER_STYLES, path) == [] and re.findall(UNSAFE, text) == []


def test_the_page_is_one_file_in_both_languages_and_names_no_other_host(page):
    text = page.read_text("utf-8")
    assert len(text.encode()) < MOST_BYTES and text.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert {found for found in ADDRESS.findall(text)} - NAMESPACES == set()
    assert not re.search(r'<(?:link|img|iframe)\b|\bsrc=|@import|url\(', text)
    assert "default-src 'none'" in text and '<h1 data-lang="en" lang="en" hidden>A small sweep</h1>' in text and ">小批量试算</h1>" in text
    for found in ("What this is, and what it is not", "本页是什么，不是什么", "in 10 worlds of its own", "4个未参与拟合的新试算点"):
        assert found in text
    assert str(page.parent) not in text and f"inspectorate explorer swept -o {page.name}" in text and "`" not in re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)


def test_the_numbers_of_the_page_give_what_python_says(page, made):
    data = numbers_of(page)
    values = made.values[:5]
    places = made.space.places(values)
    assert len(data["fits"]) == len(made.fits) > 0
    for written, fit in zip(data["fits"], made.fits, strict=True):
        basis = data["bases"][written["basis"]]
        terms = np.prod(places[:, None, :] ** np.array(basis["exponents"])[None], axis=2)
        for kind, own in (("level", fit.level), ("difference", fit.difference)):
            one = written[kind]
            root = np.array(one["root"]).reshape(len(basis["exponents"]), -1)
            variance = ((terms @ root) ** 2).sum(1) + one["lack"] * (1 + ((terms @ np.array(basis["root"])) ** 2).sum(1))
            mean, known = own.predict(places)
            assert np.allclose(terms @ one["coefficients"], mean, rtol=1e-10, atol=0) and np.allclose(variance, known, rtol=1e-10, atol=0)


def test_a_slider_stays_within_the_sweep_and_stands_at_todays_value_first(page, made):
    for factor, axis in zip(numbers_of(page)["factors"], made.space.axes, strict=True):
        assert min(factor["stops"]) == axis.low and max(factor["stops"]) == axis.high and factor["start"] in factor["stops"]
        assert factor["start"] == axis.today if axis.low <= axis.today <= axis.high else factor["today"] not in factor["stops"]
    assert [axis.switch for axis in made.space.axes] == [False, True, False]


def test_the_error_is_measured_and_told(swept, capsys):
    to = swept.parent / "told.html"
    assert main(["explorer", str(swept), "-o", str(to), "--fresh", "2", "--workers", "0", "--json", "--lang", "en"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["fresh_points"] == 2 and told["fresh_failed"] == 0 and told["not_measured"] is None
    assert all(fit["fresh_points"] == 2 and fit["rmse"] >= 0 and 0 <= fit["within"] <= 2 for fit in told["fits"] if fit["outcome"] == "expected_injuries")
    assert main(["explorer", str(swept), "-o", str(to), "--fresh", "0", "--lang", "en"]) == 0
    assert "was not measured on fresh runs: none were asked for" in " ".join(capsys.readouterr().out.split())
    assert "was not measured on fresh runs: none were asked for" in to.read_text("utf-8")


def test_a_sweep_of_another_model_is_shown_and_not_measured(made, monkeypatch):
    from experiments.studies.explorer import fresh

    monkeypatch.setattr(fresh, "model_version", lambda: "0.0.0 (00000000)")
    assert "was made by model version" in fresh.prepared(made, 3, 0).words()


def test_fresh_points_have_worlds_that_nobody_had_and_places_that_the_page_tells_of(made):
    from experiments.studies.explorer import fresh

    sweep, wanted = fresh.prepared(made, 6, 0)
    assert wanted.first_world >= made.found.plan.first_world + made.found.plan.worlds and len(sweep.design.values) == len(wanted.values) == 6
    assert made.reached(wanted.values).all() and np.array_equal(sweep.design.values, wanted.values)


@pytest.mark.parametrize(("change", "said"), [
    (("points = 14", "points = 6"), "too few for a fit to 3 factors: 7 are needed"), (('["expected_injuries", "enterprise_cost", "output"]', '["officers"]'), "it does not vary"),
], ids=["points", "outcome"])  # fmt: skip
def test_what_cannot_be_fitted_is_told(change, said, tmp_path, capsys):
    (tmp_path / "small.toml").write_text(PLAN.replace(*change).replace("worlds = 10", "worlds = 1"), "utf-8")
    assert main(["sweep", str(tmp_path / "small.toml"), "--out", str(tmp_path / "s"), "--workers", "0", "--quiet"]) == 0
    assert main(["explorer", str(tmp_path / "s"), "-o", str(tmp_path / "x.html"), "--lang", "en"]) == 2
    assert said in " ".join(capsys.readouterr().err.split()) and not (tmp_path / "x.html").exists()


def test_an_unfinished_sweep_and_files_in_the_way_are_refused(swept, tmp_path, capsys, monkeypatch):
    from experiments.studies.sweep.results import Results

    (tmp_path / "own.html").write_text("<p>mine</p>", "utf-8")
    for to, said in ((tmp_path / "own.html", "no page of an explorer"), (tmp_path / "x.pdf", "ends in .html"), (swept / "x.html", "sweep's own")):
        assert main(["explorer", str(swept), "-o", str(to), "--fresh", "0", "--lang", "en"]) == 2
        assert said in " ".join(capsys.readouterr().err.split())
    assert (tmp_path / "own.html").read_text("utf-8") == "<p>mine</p>"
    assert main(["explorer", str(swept), "-o", str(tmp_path / "y.html"), "--outcome", "deahts", "--lang", "en"]) == 2
    assert "There is no outcome 'deahts'" in capsys.readouterr().err
    monkeypatch.setattr(Results, "complete", property(lambda found: False))
    assert main(["explorer", str(swept), "-o", str(tmp_path / "y.html"), "--lang", "en"]) == 2
    assert "not finished" in capsys.readouterr().err


def test_switches_that_were_never_tried_together_are_refused():
    from experiments.studies.explorer.space import space_of
    from experiments.studies.sweep import plans

    plan = plans.load("first-sweep").model_copy(update={"levers": dict.fromkeys(("daily_fines", "vertical_control"), plans.load("first-sweep").levers["fine_scale"])})
    space = space_of(plan, np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0]]))
    assert space.tried(np.array([[0.0, 1.0], [1.0, 1.0]])).tolist() == [True, False]


def test_no_text_of_a_plan_ends_the_script(made):
    from experiments.studies.explorer.data import script

    assert "</script" not in script({"title": "</script><b>"}) and json.loads(script({"title": "</script><b>"})) == {"title": "</script><b>"}


def test_the_refusal_is_one_of_ours(made, monkeypatch):
    from experiments.studies.explorer import page as pages

    monkeypatch.setattr(pages, "MOST_BYTES", 1000)
    from experiments.studies.explorer.fresh import Fresh
    from experiments.studies.explorer.said import Said

    with pytest.raises(UserError, match="The page would take"):
        pages.written(made, Fresh(np.empty((0, 3)), why_not=Said("none were asked for (--fresh 0)")), {}, "inspectorate explorer")
