"""The verdict by the band, the score, and the rows, tables and picture that carry them."""

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console

from experiments.studies.trials.estimators import ESTIMATORS, Estimate
from experiments.studies.trials.forest import draw_forest, drawable, forest
from experiments.studies.trials.report import KEYS, csv_text, json_rows, markdown, score_words, tables
from experiments.studies.trials.result import Result, score
from experiments.studies.trials.sample import PublishedSize
from experiments.studies.trials.verdict import band_words, judge
from experiments.text.messages import activate
from tests.experiments.trials.made_up import made_up, trials
from tests.experiments.trials.synthetic import estimand


@pytest.fixture(scope="module")
def results() -> list[Result]:
    return made_up()


@pytest.fixture(scope="module")
def drawn(results):
    return forest(results)


def banded(**keys):
    return estimand("paired_ratio", band={"source": "judgement", "reason": "so", **keys})


def figure(value: float, *, sign_share: float = np.nan, p: float = np.nan, note: str = "") -> Estimate:
    return Estimate("effect", value, value - 1, value + 1, np.array([value] * 30), p, sign_share, 100, note)


@pytest.mark.parametrize(
    ("band", "found", "passes"),
    [
        ({"low": -17.7, "high": -2.1}, figure(-9.4), True),
        ({"low": -17.7, "high": -2.1}, figure(-17.7), True),
        ({"low": -17.7, "high": -2.1}, figure(-2.0), False),
        ({"low": -17.7, "high": -2.1}, figure(-18.0), False),
        ({"low": 2}, figure(7.0), True),
        ({"high": 0.333}, figure(0.4), False),
        ({"low": -6, "high": 6}, figure(0.5), True),
        ({"high": 0, "sign": "negative"}, figure(-5.0, sign_share=0.9), True),
        ({"high": 0, "sign": "negative"}, figure(-5.0, sign_share=0.89), False),
        ({"high": 0, "sign": "negative"}, figure(-5.0), False),
        ({"high": 0, "sign": "negative", "sign_share": 0.5}, figure(-5.0, sign_share=0.6), True),
        ({"high": 0, "p_below": 0.05}, figure(-5.0, p=0.01), True),
        ({"high": 0, "p_below": 0.05}, figure(-5.0, p=0.05), False),
        ({"high": 0, "p_below": 0.05}, figure(-5.0), False),
        ({"p_above": 0.05}, figure(-5.0, p=0.3), True),
        ({"p_above": 0.05}, figure(-5.0, p=0.01), False),
        ({"low": -6, "high": 6}, figure(np.nan), False),
    ],
)
def test_a_figure_is_held_against_its_band(band, found, passes):
    verdict = judge(banded(**band), found)
    assert verdict.passes is passes
    assert bool(verdict.reasons) is not passes


def test_without_a_band_nothing_is_judged():
    assert judge(estimand("paired_ratio"), figure(-9.0)).passes is None


def test_what_must_not_be_significant_is_read_at_the_size_of_the_study():
    asked = banded(p_above=0.05)
    assert judge(asked, figure(-5.0, p=0.001), figure(-5.0, p=0.4)).passes
    assert not judge(asked, figure(-5.0, p=0.4), figure(-5.0, p=0.001)).passes


@pytest.mark.parametrize(("share", "state"), [(1.0, "inside"), (0.9, "inside"), (0.89, "not determined"), (0.5, "not determined"), (0.11, "not determined"),
                                              (0.1, "outside"), (0.0, "outside")])  # fmt: skip
def test_an_order_must_hold_in_nine_of_ten_worlds_and_is_refuted_by_one_in_ten(share, state):
    asked = estimand("hump", unit="yes or no", spec={"on": "workers", "edges": [1, 2, 3, 4]}, band={"low": 1, "source": "judgement", "reason": "so"})
    verdict = judge(asked, figure(float(share > 0.5), sign_share=share))
    assert verdict.state == state and bool(verdict.reasons) is (state != "inside")
    against = asked.model_copy(update={"band": asked.band.model_copy(update={"low": None, "high": 0.0})})
    assert judge(against, figure(0.0, sign_share=1 - share)).state == state
    stricter = asked.model_copy(update={"band": asked.band.model_copy(update={"order_share": 0.95})})
    assert judge(stricter, figure(1.0, sign_share=0.9)).state == "not determined"


def test_what_the_worlds_cannot_tell_is_not_determined_and_does_not_count_as_inside(results):
    doubtful = replace(figure(-9.0), undetermined="the denominator is not told apart from zero")
    verdict = judge(banded(low=-17.7, high=-2.1), doubtful)
    assert verdict.state == "not determined" and verdict.passes is False and "not told apart" in verdict.reasons[0]
    told = score([Result(results[0].trial, banded(low=-17.7, high=-2.1), one, 30) for one in (doubtful, figure(-9.0))])
    assert (told.rows, told.rows_passed, told.undetermined, told.trials_passed) == (2, 1, 1, 0)


def test_what_follows_from_its_inputs_is_calibration():
    kinds = {(trial.name, one.name): one.kind for trial in trials() for one in trial.estimands}
    assert kinds["e5-severity-tail", "order-of-sectors"] == kinds["d1-collusion-local-control", "tie-under-vertical"] == "calibration"
    assert kinds["e5-severity-tail", "death-rate"] == kinds["d1-collusion-local-control", "tie-under-local"] == "evidence"


def test_every_failed_demand_gives_its_reason():
    verdict = judge(banded(low=-30, high=-10, sign="negative", p_below=0.05), figure(-3.0, sign_share=0.5, p=0.2))
    assert verdict.reasons == ("-3.00 is above the band's -10", "negative in 50 % of the worlds, 90 % needed", "not significant: p 0.200, below 0.05 needed")
    assert judge(banded(low=0), figure(np.nan, note="too few cases")).reasons == ("could not be estimated: too few cases",)


def test_a_band_in_a_few_signs():
    assert [band_words(banded(**keys).band) for keys in ({"low": -6, "high": 6}, {"low": 2}, {"high": 0, "p_below": 0.05}, {"sign": "negative"})] == [
        "-6.00 to 6.00", "at least 2", "at most 0, p < 0.05", "negative",
    ]  # fmt: skip


def test_every_estimator_of_a_shipped_trial_is_known():
    used = {one.estimator.type for trial in trials() for one in trial.estimands}
    assert len(used) > 10 and used <= {*ESTIMATORS, "compare"}


def test_json_rows_have_exactly_the_keys_that_are_told(results):
    rows = json_rows(results)
    assert len(rows) == sum(len(trial.estimands) for trial in trials())
    assert all(tuple(row) == KEYS for row in rows)
    assert {"trial", "published", "simulated", "low", "high", "band", "pass", "kind"} <= set(KEYS)
    json.dumps(rows, allow_nan=False)
    first = rows[0]
    assert (first["trial"], first["published"], first["band"], first["kind"]) == ("a1-random-inspection", -9.4, [-17.7, -2.1], "evidence")
    assert next(row for row in rows if row["estimand"] == "penalty-over-none")["band"] == [2.0, None]
    assert rows[1]["band"] is None and rows[1]["pass"] is None and rows[1]["published"] is None
    assert rows[-1]["simulated"] is None and rows[-1]["pass"] is False


def test_the_csv_has_a_line_for_each_row(results):
    lines = list(csv.DictReader(io.StringIO(csv_text(results))))
    assert len(lines) == len(results) and lines[0]["band_low"] == "-17.7" and lines[1]["band_low"] == ""


def test_the_score_counts_evidence_with_a_band_and_nothing_else(results):
    trial = results[0].trial
    judged, calibration = results[0].estimand, results[0].estimand.model_copy(update={"kind": "calibration"})
    of = [Result(trial, judged, figure(-9.0, sign_share=1.0), 30), Result(trial, judged, figure(5.0, sign_share=0.0), 30), Result(trial, results[1].estimand, figure(0.0), 30),
          Result(trial, calibration, figure(-9.0, sign_share=1.0), 30)]  # fmt: skip
    told = score(of)
    assert (told.rows, told.rows_passed, told.trials, told.trials_passed) == (2, 1, 1, 0)
    assert score_words(of).startswith("Evidence: 1 of 2") and "1 of 1" in score_words(of)


def shown(results) -> str:
    console = Console(width=118, file=io.StringIO(), record=True)
    for part in tables(results):
        console.print(part)
    return console.export_text()


def test_the_table_keeps_evidence_and_calibration_apart_and_fits(results):
    text = shown(results)
    evidence, calibration = text.split("Calibration:")
    assert "c4-rotation" not in evidence and "c4-rotation" in calibration and "a1-random-inspection" in evidence
    assert max(map(len, text.splitlines())) <= 118
    assert all(word in text for word in ("inside", "OUTSIDE", "not judged"))
    assert "-9.4" in evidence and "(-17.7..-2.1)" in evidence


def test_the_page_tells_why_a_row_fails(results):
    page = markdown(results)
    failed = [result for result in results if result.verdict.passes is False]
    assert failed and page.count("\n- ") == len(failed)
    assert all(line.count("|") == 9 for line in page.splitlines() if line.startswith("| "))


def test_the_picture_is_written_as_png_and_svg(results, tmp_path):
    few = [result for result in results if result.trial.name in ("a1-random-inspection", "c4-rotation", "e5-severity-tail")]
    written = draw_forest(few, tmp_path)
    assert [path.suffix for path in written] == [".png", ".svg"] and all(path.stat().st_size > 20_000 for path in written)


def test_the_picture_has_a_row_for_every_figure_that_can_be_compared(results, drawn):
    rows = sum(len(axes.get_yticks()) for axes in drawn.figure.axes[1:])
    assert rows == sum(map(drawable, results)) > 40
    assert "of" in drawn.finding and "c4-rotation" not in drawn.remark


def test_colour_says_nothing_that_words_do_not(results, drawn):
    said = [text.get_text() for axes in drawn.figure.axes for text in axes.texts]
    assert sum("OUTSIDE" in text for text in said) == sum(result.verdict.passes is False for result in results if drawable(result))


def test_there_is_no_picture_without_a_figure(results, tmp_path):
    nothing = [replace(result, found=figure(np.nan)) for result in results]
    assert draw_forest(nothing, tmp_path) == []


def test_the_report_speaks_chinese(results):
    activate("zh")
    try:
        text, picture = shown(results), forest(results)
        assert ("合格" in text and "抽签检查后第1至4年的工伤" in text.replace("\n", "")) or "抽签检查" in text
        assert "合格范围之内" in picture.finding
    finally:
        activate("en")


def test_the_simulated_width_is_held_against_the_published(results):
    small = PublishedSize(figure(-9.0), 20.0, 15.6)
    assert small.ratio == pytest.approx(20 / 15.6)
    assert np.isnan(PublishedSize(figure(-9.0), 20.0, np.nan).ratio)
