"""A researcher's own study: a file anywhere, evidence of its own, and everything that is wrong told in one go."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import ScenarioError, load_evidence, load_trial, load_trials
from tests.scenarios.test_trials import EXAMPLE, written

OWN = 'schema_version = 1\n[evidence.{id}]\nfigure = "letters: -2.3 %"\nyear = "2024"\ncitation = "A thesis"\nlink = ""\nstatus = "CONFIRMED-A"\n'


def evidence(folder: Path, name: str) -> Path:
    path = folder / "sources.toml"
    path.write_text(OWN.format(id=name), encoding="utf-8")
    return path


def keys(path: Path, **more: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_trial(path, **more)
    return [problem.key for problem in caught.value.problems]


def test_a_trial_cites_evidence_of_ones_own_beside_the_shipped(tmp_path: Path) -> None:
    path = written(tmp_path, EXAMPLE.replace('evidence = ["study-A19"]', 'evidence = ["study-A19", "thesis-1"]', 1))
    assert keys(path) == ["evidence"]
    assert load_trial(path, evidence=evidence(tmp_path, "thesis-1")).evidence == ["study-A19", "thesis-1"]
    assert "thesis-1" not in load_evidence()


def test_an_id_that_is_shipped_is_refused_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_trial("a1-random-inspection", evidence=evidence(tmp_path, "study-A19"))
    problem, = caught.value.problems
    assert (problem.key, problem.line) == ("evidence.study-A19", 2) and "already" in problem.reason and "another id" in problem.mend


def test_own_evidence_goes_through_the_same_checks(tmp_path: Path) -> None:
    path = evidence(tmp_path, "thesis-1")
    path.write_text(path.read_text().replace('status = "CONFIRMED-A"\n', ""))
    with pytest.raises(ScenarioError, match="status"):
        load_trial("a1-random-inspection", evidence=path)


def test_faults_of_form_and_of_meaning_are_told_together_and_no_others(tmp_path: Path) -> None:
    """Of form: the month is a text, a word is unknown, a key is missing.  Of meaning: shares, an arm that is not there."""
    text = EXAMPLE
    for old, new in (
        ("month = 24", 'month = "24"'), ('unit = "percent"', 'unit = "percnt"'), ('method = "random"\n', ""), ("ceramics = 0.4", "ceramics = 0.3"),
        ('["visit", "nothing"]', '["visits", "nothing"]'), ("{ at_most = 0 }", "{ at_mots = 0 }"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    assert keys(written(tmp_path, text)) == [
        "world.sector_mix", "eligible.where.visits.at_mots", "assignment.method", "assignment.month", "estimands.0.unit", "estimands.1.arms"]


def test_what_hangs_on_a_broken_value_is_not_called_wrong(tmp_path: Path) -> None:
    """Whether a cut-off is there, the months are recorded or an arm exists cannot be known before the value is mended."""
    for old, new, key in (
        ('method = "random"', 'method = "cutof"', "assignment.method"), ("month = 24", "month = -1", "assignment.month"),
        ('name = "letter"', 'name = "The Letter"', "arms.0.name"), ("months = 60", "months = 60.5", "record.months"),
        ('strata = ["sector"]', 'across = "twin"', "assignment.across"), ("every = 12", 'every = "year"', "record.every"),
    ):
        assert keys(written(tmp_path, EXAMPLE.replace(old, new, 1))) == [key], new


def test_several_files_are_told_together_and_need_a_name_each(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    broken = [written(folder, EXAMPLE.replace("ceramics = 0.4", "ceramics = 0.3")) for folder in (tmp_path, other)]
    with pytest.raises(ScenarioError) as caught:
        load_trials(broken)
    assert {problem.file for problem in caught.value.problems} == {str(path) for path in broken}
    with pytest.raises(ScenarioError, match="another of the trials"):
        load_trials([written(folder, EXAMPLE) for folder in (tmp_path, other)])
