"""A trial whose world has more officers than the model takes is refused before anything is run, whichever part of the file hires them."""

from __future__ import annotations

from pathlib import Path

import pytest

import scenarios
from experiments.cli.app import main
from experiments.studies.trials import study
from experiments.text.errors import UserError
from scenarios import load_parameters, load_trial

TRIAL = Path(str(scenarios.__file__)).parent / "trials" / "d19-named-responsibility.toml"
LARGE = 'district = "jiuyuan"\nenterprises = 45000\n'
HIRING = {
    "an arm": {"levers = { leads_named = 1, process_weight = 0.5 }": "levers = { leads_named = 1, officers_per_10000_workers = 20 }", 'district = "jiuyuan"\n': LARGE},
    "the world": {'district = "jiuyuan"\n': LARGE + "levers = { officers_per_10000_workers = 20 }\n"},
    "the size of the world": {'district = "jiuyuan"\n': LARGE + "mean_workers = 200\n"},
}


def hiring(folder: Path, part: str) -> Path:
    text = TRIAL.read_text("utf-8").replace('name = "d19-named-responsibility"', 'name = "crowded"', 1)
    for old, new in HIRING[part].items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / "crowded.toml").write_text(text, "utf-8")
    return folder / "crowded.toml"


@pytest.mark.parametrize("part", HIRING)
def test_it_is_refused_by_the_commands_and_from_python(part, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(study, "supervise", None)  # nothing is run before
    path = hiring(tmp_path, part)
    for words in (["trial", str(path), "--worlds", "1"], ["knockouts", str(path), "--worlds", "1", "--mechanism", "memory"]):
        assert main([*words, "--out", str(tmp_path / "out")]) == 2
        told = " ".join(capsys.readouterr().err.split())
        assert "officers; a department may have 1,000" in told and "crowded: departments." in told
    with pytest.raises(UserError, match="a department may have"):
        study.run_trials([load_trial(str(path))], load_parameters().values, worlds=1, workers=0)
    assert not (tmp_path / "out").exists()
