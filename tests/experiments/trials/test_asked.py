"""What a trial keeps of its tables, and what an interrupted run keeps of its trials."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.cli import trial as command
from experiments.studies.trials import asked, kept
from experiments.studies.trials.asked import columns_asked, panel_asked, visits_asked
from experiments.studies.trials.frames import TRAITS, compact
from experiments.studies.trials.kept import Kept
from experiments.studies.trials.report import json_rows
from experiments.studies.trials.result import Result
from experiments.studies.trials.study import judged, run_trials, tables_of_world
from experiments.studies.trials.tables import FLOWS, HISTORIES, STATES, TABLES, TrialData, stacked
from experiments.studies.trials.under import WorldParameters
from scenarios import load_ensemble, load_parameters, load_trial, trial_names
from tests.experiments.trials.made_up import made_up
from tests.experiments.trials.test_course import asking, small

P = load_parameters().values


def test_a_table_has_the_columns_that_the_trial_names_and_no_others() -> None:
    panel = tables_of_world(small("b1-publicity-spill-over"), P, 0).panel
    assert {"distance", "findings", "workers", "sector", "treated"} <= set(panel)
    assert not {"place", "tax", "risk", "expected_injuries", "history_visits", "penalties"} & set(panel)
    more = asking(small("b1-publicity-spill-over"), "penalties")
    assert "penalties" in tables_of_world(more, P, 0).panel


def test_a_name_is_known_under_all_its_forms() -> None:
    trial = load_trial("a14-targeting-gain")
    words = columns_asked(trial)
    assert "history_reported_injuries" in words  # the rule of a record reads it unasked
    assert columns_asked(load_trial("f10-reward-scheme")) >= {"certified", "certified_now"}
    assert columns_asked(load_trial("a9-inspection-sequence")) >= {"found", "ordinal"}


def test_nothing_is_kept_of_units_where_only_worlds_are_asked_about() -> None:
    trial = small("e5-severity-tail", 200)
    assert not panel_asked(trial) and not visits_asked(trial)
    data = tables_of_world(trial, P, 0)
    assert len(data.panel) == len(data.visits) == 0 < len(data.worlds)
    assert len(tables_of_world(small("a1-random-inspection", 200), P, 0).visits) == 0


@pytest.mark.parametrize("name", ["a2-penalty-contingency", "a9-inspection-sequence", "d1-collusion-local-control"])
def test_what_is_left_out_changes_no_figure(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    trial = small(name, 400)
    few = judged(trial, stacked([tables_of_world(trial, P, world) for world in range(3)]), 3, published=True, seed=0)
    everything = frozenset({*asked.ALWAYS, *TRAITS, *STATES, *FLOWS, *(f"history_{one}" for one in HISTORIES), "distance", "certified_now", "found", "majors",
                            "penalised", "officer", "department", "same_officer", "since_last", "years_since_visit"})  # fmt: skip
    monkeypatch.setattr("experiments.studies.trials.course.columns_asked", lambda _trial: everything)
    monkeypatch.setattr("experiments.studies.trials.course.visits_asked", lambda _trial: True)
    data = stacked([tables_of_world(trial, P, world) for world in range(3)])
    assert "tax" in data.panel and len(data.visits)
    texts = {column: str for column in ("variant", "arm", "sector", "place", "department", "officer")}
    plain = TrialData(**{
        name: (table := getattr(data, name)).astype({c: kind for c, kind in texts.items() if c in table}) for name in TABLES
    })  # fmt: skip
    assert json_rows(judged(trial, plain, 3, published=True, seed=0)) == json_rows(few)


def test_texts_are_categories_whole_numbers_are_short_and_the_rest_stays() -> None:
    table = pd.DataFrame({"arm": ["b", "a"], "unit": [1, 2], "found": [0.1, 0.2], "tax": [1.0, 2.0]})
    kept_columns = compact(table, {"arm", "unit", "found"})
    assert list(kept_columns) == ["arm", "unit", "found"]
    assert [str(kind) for kind in kept_columns.dtypes] == ["category", "int32", "float64"]


def test_parts_with_other_texts_stack_to_one_set_of_categories_in_order() -> None:
    def part(arm: str, world: int) -> TrialData:
        rows = pd.DataFrame({"arm": pd.Categorical([arm]), "world": np.array([world], np.int32)})
        return TrialData(rows, pd.DataFrame(), rows, rows)

    panel = stacked(part(arm, world) for world, arm in enumerate("cab")).panel
    assert panel["arm"].cat.categories.tolist() == ["a", "b", "c"] and panel["arm"].tolist() == ["c", "a", "b"]
    assert panel["world"].dtype == np.int32 and panel["world"].tolist() == [0, 1, 2]


# A run that stops half-way.


def store(folder: Path, **changes: Any) -> Kept:
    return Kept(**{"folder": folder, "parameters": WorldParameters(P), "worlds": None, "seed": 0, "published": True, **changes})


def of_trial(name: str) -> list[Result]:
    return [result for result in made_up() if result.trial.name == name]


def test_what_is_kept_comes_back_as_the_report_shows_it(tmp_path: Path) -> None:
    for name in trial_names():
        rows = of_trial(name)
        if rows:
            store(tmp_path).write(rows[0].trial, rows)
            again = store(tmp_path).read(rows[0].trial)
            assert again is not None and json_rows(again) == json_rows(rows)


def test_other_questions_and_damaged_files_are_run_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = of_trial("a1-random-inspection")
    trial = rows[0].trial
    store(tmp_path).write(trial, rows)
    other = trial.model_copy(update={"record": trial.record.model_copy(update={"months": 90})})
    assert store(tmp_path).read(other) is None
    assert all(store(tmp_path, **{key: value}).read(trial) is None for key, value in {"seed": 1, "worlds": 6, "published": False}.items())
    posterior = load_ensemble("posterior")
    other_set = replace(posterior, values=np.roll(posterior.values, 1, axis=0))
    unlike = (WorldParameters(P.with_values({"death_ceiling": 3.0})), WorldParameters(P, {"death_ceiling": P.death_ceiling}), WorldParameters(P, {}, posterior))
    assert all(store(tmp_path, parameters=under).read(trial) is None for under in unlike)
    under = store(tmp_path / "under", parameters=WorldParameters(P, {}, posterior))
    under.write(trial, rows)
    assert under.read(trial) is not None and {row.ensemble for row in under.read(trial) or []} == {"posterior"}
    assert store(tmp_path / "under", parameters=WorldParameters(P, {}, other_set)).read(trial) is None
    assert store(tmp_path / "under").read(trial) is None
    with monkeypatch.context() as patch:
        patch.setattr(kept, "model_version", lambda: "another")
        assert store(tmp_path).read(trial) is None
    assert store(tmp_path).read(trial) is not None
    (path,) = tmp_path.glob("*.json")
    for text in ("", "[]", '{"rows": [{"estimand": "another"}]}', path.read_text()[:-20]):
        path.write_text(text)
        assert store(tmp_path).read(trial) is None


def test_a_trial_that_misses_a_world_is_not_kept(tmp_path: Path) -> None:
    rows = of_trial("a1-random-inspection")
    store(tmp_path, worlds=31).write(rows[0].trial, rows)
    assert not list(tmp_path.iterdir())


def test_the_same_command_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trials = {name: small(name, 200) for name in ("c4-rotation", "a9-inspection-sequence")}
    monkeypatch.setattr("scenarios.load_trials", lambda names, _evidence=None: [trials[name] for name in names])
    monkeypatch.setattr(command, "prepare_engine", lambda *_: None)
    passed: list[str] = []
    real = run_trials

    def watched(todo: Any, *rest: Any, finished: Any, **more: Any) -> Any:
        def told(trial: Any, results: Any) -> None:
            finished(trial, results)
            passed.append(trial.name)
            if len(passed) == 1:
                raise KeyboardInterrupt

        return real(todo, *rest, finished=told, **more)

    monkeypatch.setattr("experiments.studies.trials.study.run_trials", watched)

    def run() -> int:
        return command.trial(list(trials), worlds=2, out=tmp_path, workers=0, published=False, timeout=60.0)

    with pytest.raises(KeyboardInterrupt):
        run()
    assert passed == ["c4-rotation"] and len(list((tmp_path / "unfinished").iterdir())) == 1
    assert run() == 0
    assert passed == ["c4-rotation", "a9-inspection-sequence"]
    assert not (tmp_path / "unfinished").exists()
    whole, _ = real(list(trials.values()), P, worlds=2, workers=0, published=False)
    assert pd.read_json(tmp_path / "trials.json")["simulated"].tolist() == pytest.approx([row["simulated"] for row in json_rows(whole)], nan_ok=True)
