"""An own policy as text: its one form, what it composes to, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import (
    ScenarioError,
    canonical_policy,
    load_district,
    load_parameters,
    load_policy,
    load_policy_file,
    load_policy_files,
    policy_names,
)
from scenarios.own_policy import MAX_CHANGES
from scenarios.schema.policy import MAX_SPEC
from tests.scenarios.test_policies import write

PLACES = load_district("jiuyuan-places-tenth")


def problems(spec: str) -> list[tuple[str, str, str]]:
    """Key, reason and mend of all that is wrong with a spec."""
    with pytest.raises(ScenarioError) as caught:
        load_policy(spec, PLACES)
    assert all(problem.line is None for problem in caught.value.problems)
    return [(problem.key, str(problem.reason), str(problem.mend)) for problem in caught.value.problems]


@pytest.mark.parametrize(("text", "one"), [
    (" mine : all-five , field_days = 80.0 ", "mine:all-five,field_days=80"),
    ("mine:all-five,field_days=8e1@0~0", "mine:all-five,field_days=80"),
    ("mine:all-five,fine_scale=+1.50@3-9~2,field_days=80@0-6", "mine:all-five,field_days=80@0-6,fine_scale=1.5@3-9~2"),
    ("mine:,fine_scale=-0.0", "mine:,fine_scale=0"), ("mine:,fine_scale=0.1000", "mine:,fine_scale=0.1"), ("mine:,fine_scale=.5", "mine:,fine_scale=0.5"),
    ("mine:,fine_scale=0.30000000000000004", "mine:,fine_scale=0.30000000000000004"), ("mine:,fine_scale=0.00001", "mine:,fine_scale=1e-05"),
    ("mine:baseline,field_days=80", "mine:,field_days=80"), ("mine:incentives+baseline+coordination", "mine:coordination+incentives"),
    ("mine:,catering.gas=market+fire+commerce", "mine:,catering.gas=market+commerce+fire"),
    ("mine:,catering.gas=market+fire*+commerce", "mine:,catering.gas=fire*+commerce+market"),
    ("mine:,catering.gas=market*", "mine:,catering.gas=market"), ("mine:,catering.gas=nobody@6-42", "mine:,catering.gas=nobody@6-42"),
    ("mine:coordination,records_shared=0.9~6", "mine:coordination"), ("mine:coordination,records_shared=0.9", "mine:coordination,records_shared=0.9"),
    (" coordination + incentives ", "coordination+incentives"), ("baseline+coordination", "coordination"), ("baseline", "baseline"),
])  # fmt: skip
def test_equal_policies_have_one_text(text: str, one: str) -> None:
    assert canonical_policy(text) == one == canonical_policy(one)
    assert load_policy(text) == load_policy(one)


def test_an_own_policy_is_the_file_that_it_stands_for(tmp_path: Path) -> None:
    path = write(tmp_path, "mine", includes=["all-five"], overrides=["committee_meetings"], levers={"committee_meetings": {"value": 20, "start": 6, "end": 42}, "field_days": {"value": 80, "ramp": 3}},
                 responsibility={"catering": {"fire": {"departments": ["market", "fire"], "lead": "market", "source": ["assumption"]}}})  # fmt: skip
    own = load_policy("mine:all-five,committee_meetings=20@6-42,field_days=80~3,catering.fire=market*+fire", PLACES)
    from_file = load_policy(path, PLACES)
    assert {setting.lever: setting for setting in own.settings} == {setting.lever: setting for setting in from_file.settings}
    assert (own.cells, own.parts, own.part_costs, own.name) == (from_file.cells, from_file.parts, from_file.part_costs, "mine")


def test_several_of_the_base_that_disagree_are_settled_by_a_change() -> None:
    told = problems("mine:staffing-8+staffing-16")
    assert len(told) == 1 and "two policies set this lever differently" in told[0][1] and "a change of your own" in told[0][2]
    policy = load_policy("mine:staffing-8+staffing-16,officers_per_10000_workers=2.462~12")
    assert [setting.value for setting in policy.settings if setting.lever == "officers_per_10000_workers"] == [2.462]


def test_it_says_what_it_is_in_both_languages_and_that_its_values_are_assumptions() -> None:
    policy, files = load_policy("mine:all-five,field_days=90"), load_policy_files("mine:all-five,field_days=90")
    assert policy.title == "My policy (All five countermeasures, changed)" and policy.title_zh == "我的对策（五项对策并举，有改动）" and policy.question and policy.reasoning
    assert [file.name for file in files][-2:] == ["all-five", "mine"] and load_policy_file("mine:all-five,field_days=90").levers == files[-1].levers
    entry, expected = files[-1].levers["field_days"], load_parameters().entries["field_days"].expected
    assert entry.source == ["assumption"] and entry.range == [expected[0], 90.0]
    assert any("outside its expected range" in warning for warning in files[-1].warnings)


@pytest.mark.parametrize("lever", [name for name, entry in load_parameters().entries.items() if entry.kind == "lever"])
def test_every_lever_can_be_set_to_either_end_of_its_hard_range(lever: str) -> None:
    for value in load_parameters().entries[lever].hard:
        (setting,) = load_policy(f"mine:,{lever}={value!r}").settings
        assert setting.value == value


WRONG = {
    "mine:": ("", "it starts from nothing and changes nothing", "write a policy after the colon, or a change"),
    "mine:baseline": ("", "it starts from nothing and changes nothing", "write a policy after the colon, or a change"),
    "mine:all-five,": (",", "this is no change of a lever or of a cell", "remove the comma that nothing follows"),
    "mine:coordination,incentives": ("incentives", "this is no change of a lever or of a cell", "write a change, and join policies by '+' before the first comma"),
    "mine:,field_days": ("field_days", "this is no change of a lever or of a cell", "write for instance field_days=50"),
    "mine:,field_day=80": ("field_day=80", "no lever has this name", "did you mean field_days?"),
    "mine:,Field_days=80": ("Field_days=80", "'Field_days' is no legal name", "did you mean field_days?"),
    "mine:,field_days=500": ("field_days=500", "500 is outside the hard range", "choose a value in this range"),
    "mine:,field_days=1e13": ("field_days=1e13", "10000000000000 is too large", "shorten it"),
    "mine:,field_days=nan": ("field_days=nan", "'nan' is no number", "write a number, without quotes"),
    "mine:,field_days=1_0": ("field_days=1_0", "'1_0' is no number", "write a number, without quotes"),
    "mine:,field_days=+20%": ("field_days=+20%", "'+20%' is no number", "write the number in its unit (days per officer-year): +20% of today's value, 50, is 60"),
    "mine:,effort_cost=2000": ("effort_cost=2000", "this is a parameter of kind uncertainty: a policy sets levers, never its own effect", "remove it; vary it in the parameters"),
    "mine:,deaths=0": ("deaths=0", "this is measured, not set: a policy sets levers, never its own effect", "set the levers that would bring it about"),
    "mine:,field_days=80@42-6": ("field_days=80@42-6", "it ends in month 6, not after its start in month 42", "write for instance field_days=80@42-54"),
    "mine:,field_days=80@6-6": ("field_days=80@6-6", "it ends in month 6, not after its start in month 6", "write for instance field_days=80@6-18"),
    "mine:,field_days=80@": ("field_days=80@", "'' is no month", "write @FROM-UNTIL~RAMP in months after the burn-in, the first being 0"),
    "mine:,field_days=80@1201": ("field_days=80@1201", "'1201' is no month", "write @FROM-UNTIL~RAMP in months after the burn-in, the first being 0"),
    "mine:,field_days=80~3@6": ("field_days=80~3@6", "its times cannot be read", "write for instance field_days=80@6-42~3"),
    "mine:,field_days=80@6@9": ("field_days=80@6@9", "its times cannot be read", "write for instance field_days=80@6-42~3"),
    "mine:,field_days=80,field_days=60": ("field_days", "field_days stands twice", "keep one of them"),
    "mine:,catering.gas=": ("catering.gas=", "a department is missing", "write the names of departments, joined by '+', or nobody"),
    "mine:,catering.gas=market+": ("catering.gas=market+", "a department is missing", "write the names of departments, joined by '+', or nobody"),
    "mine:,catering.gas=market*+fire*": ("catering.gas=market*+fire*", "two departments lead", "keep one of them"),
    "mine:,catering.gas=market+market": ("catering.gas=market+market", "market stands twice", "keep one of them"),
    "mine:,catering.gas=nobody+fire": ("catering.gas=nobody+fire", "nobody stands beside departments", "keep one of them"),
    "mine:,catering.gas=market~3": ("catering.gas=market~3", "a cell has no ramp: a duty is somebody's or not", "remove it"),
    "mine:,catering.fir=market": ("catering.fir=market", "district jiuyuan-places-tenth has no hazard domain fir", "did you mean fire?"),
    "mine:,caterin.gas=market": ("caterin.gas=market", "district jiuyuan-places-tenth has no sector caterin", "did you mean catering?"),
    "mine:,catering.gas=markt": ("catering.gas=markt", "district jiuyuan-places-tenth has no department markt", "did you mean market?"),
    "Mine:all-five": ("Mine", "'Mine' is no legal name", "write a name of your own before the colon"),
    ":all-five": ("", "'' is no legal name", "write a name of your own before the colon"),
    "all-five:,field_days=80": ("all-five", "a shipped policy has this name already", "write another name before the colon, for instance my-all-five"),
    "mine:all-fiv": ("all-fiv", "no policy is called 'all-fiv'", "did you mean all-five?"),
    "mine:a+": ("a+", "a policy is missing beside a '+'", "write the names of policies, joined by '+'"),
    "mine:other:all-five": ("other:all-five", "a policy of one's own is joined to no other: it starts from them", "name policies that are shipped, or files"),
    "coordination+mine:all-five,field_days=60": (
        "mine:all-five,field_days=60", "a policy of one's own is joined to no other: it starts from them", "write mine:coordination+all-five,field_days=60"),
    "coordination+mine:,catering.gas=market+fire": (
        "mine:,catering.gas=market+fire", "a policy of one's own is joined to no other: it starts from them", "write mine:coordination,catering.gas=market+fire"),
    "mine：all-five，field_days＝80": ("", "'：' is no sign of half width", "write mine:all-five,field_days=80"),
    "mine:all-five、field_days=80": ("", "'、' is no sign of half width", "write mine:all-five,field_days=80"),
    "mine:,field_days=８０": ("", "'８' is no sign of half width", "write mine:,field_days=80"),
    "mine:coordination+coordination": ("coordination+coordination", "coordination stands twice", "name each policy once"),
}  # fmt: skip


@pytest.mark.parametrize("spec", WRONG, ids=str)
def test_what_is_wrong_is_told_with_the_part_that_is_wrong_and_how_to_mend_it(spec: str) -> None:
    assert WRONG[spec] in problems(spec)


@pytest.mark.parametrize("spec", [spec for spec, (_key, _reason, mend) in WRONG.items() if mend.startswith("write mine:")], ids=str)
def test_what_is_to_be_written_instead_is_read(spec: str) -> None:
    assert load_policy(WRONG[spec][2].removeprefix("write ")).name == "mine"


def test_all_that_is_wrong_is_told_at_once() -> None:
    told = problems("Mine:all-fiv,field_day=80,fine_scale=99,random_share=x,catering.gas=a*+b*")
    assert {key for key, _reason, _mend in told} == {"Mine", "random_share=x", "catering.gas=a*+b*", "all-fiv", "field_day=80", "fine_scale=99"}


def test_sixty_changes_are_read_and_one_more_is_too_many_and_so_is_a_text_that_is_too_long() -> None:
    levers = [f"{name}={entry.value!r}@1" for name, entry in load_parameters().entries.items() if entry.kind == "lever"]
    assert len(levers) > MAX_CHANGES == 60
    assert len(load_policy("mine:," + ",".join(levers[:60])).settings) == 60
    assert problems("mine:," + ",".join(levers[:61]))[0][1] == "there are too many changes"
    assert problems("mine:" + " " * MAX_SPEC + "all-five")[0][1] == "the text is too long"


def test_a_file_of_ones_own_is_a_base_and_may_not_have_the_same_name(tmp_path: Path) -> None:
    path = write(tmp_path, "by-lot-mostly", levers={"random_share": 0.5})
    assert load_policy(f"mine:{path}+coordination,field_days=80").parts == ("by-lot-mostly", "coordination")
    assert canonical_policy(f"mine:coordination+{path},random_share=0.5") == f"mine:{path}+coordination"
    assert problems(f"by-lot-mostly:{path},field_days=80")[0][1] == "a policy that it starts from has this name already"


def test_a_file_with_a_colon_or_a_plus_in_its_name_is_still_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "mine", levers={"random_share": 0.5}).rename(tmp_path / "a:b.toml")
    with pytest.raises(ScenarioError, match=r"the name differs from the file's"):
        load_policy("a:b.toml")


signs = st.text(st.sampled_from("mine:all-five,field_days=80@6-42~3.gas*+catering market fire nobody 0123456789eE%:@~+-*，：＝'\"\\\n/"), max_size=60)
changes = st.builds("{}={}{}{}".format, st.sampled_from(["field_days", "fine_scale", "catering.gas", "x", ""]), signs, st.sampled_from(["", "@6", "@6-42", "@9-3"]), st.sampled_from(["", "~3", "~"]))


@settings(max_examples=500)
@given(st.builds("{}:{}{}".format, st.sampled_from(["mine", "Mine", "all-five", "", " a b"]), st.sampled_from(["", "all-five", "coordination+incentives", "./", "x"]),
                 st.lists(st.one_of(signs, changes), max_size=3).map(lambda parts: "".join(f",{part}" for part in parts))))  # fmt: skip
def test_whatever_is_written_is_a_policy_with_one_text_or_told_as_wrong(spec: str) -> None:
    try:
        text = canonical_policy(spec)
    except ScenarioError as error:
        assert str(error) and all(problem.reason for problem in error.problems)
    else:
        assert canonical_policy(text) == text and load_policy(spec) == load_policy(text)


@settings(max_examples=100)
@given(st.sampled_from([name for name in policy_names() if name != "baseline"]), st.data())
def test_a_change_that_the_base_has_made_already_changes_nothing(base: str, data: st.DataObject) -> None:
    policy = load_policy(base)
    if policy.settings:
        setting = data.draw(st.sampled_from(policy.settings))
        until = "" if setting.end is None else f"-{setting.end}"
        assert canonical_policy(f"mine:{base},{setting.lever}={setting.value!r}@{setting.start}{until}~{setting.ramp}") == f"mine:{base}"
