"""The list of mutants that no test can see: each stands once, has a reason, and names a line that is there."""

import pytest

from tests.mutants import explained as listed
from tests.mutants.making import ROOT
from tests.mutants.parts import parts

EXPLAINED = listed.explained()


def test_every_explained_mutant_names_a_line_of_its_file_and_changes_it():
    lines = {file: {" ".join(line.split()) for line in (ROOT / file).read_text(encoding="utf-8").splitlines()} for file, _before, _after in EXPLAINED}
    for file, before, after in EXPLAINED:
        assert before in lines[file], f"{file} has no line {before!r}"
        assert before != after


def test_only_what_is_mutated_is_explained():
    assert {file for file, _before, _after in EXPLAINED} <= {target.file for files in parts().values() for target in files}


def test_all_that_is_mutated_and_its_tests_are_there():
    for files in parts().values():
        for target in files:
            assert target.quick and all((ROOT / path.split("::")[0]).is_file() for path in (target.file, *target.quick, *target.wide)), target.file


@pytest.mark.parametrize("reason", ["", "no need", None])
def test_an_explanation_without_a_reason_or_twice_is_refused(reason, tmp_path, monkeypatch):
    entry = '[[mutant]]\nfile = "a.py"\nbefore = "x"\nafter = "y"\nreason = "{}"\n'
    path = tmp_path / "explained.toml"
    path.write_text(entry.format(reason) if reason is not None else 2 * entry.format("one and the same"), encoding="utf-8")
    monkeypatch.setattr(listed, "KEPT", path)
    with pytest.raises(ValueError, match="twice or has no reason"):
        listed.explained()
