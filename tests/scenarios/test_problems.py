"""How a problem is put into words: values cut short, keys quoted, lists of problems with an end, the nearest name."""

from __future__ import annotations

import datetime

import pytest

from scenarios.problems import (
    NOTHING,
    PRINTED_PROBLEMS,
    SHOWN_TEXT,
    Problem,
    ScenarioError,
    Sentence,
    did_you_mean,
    dotted,
    likely,
    nearest,
    show,
    template,
)


def test_a_text_of_sixty_letters_is_shown_whole_and_a_longer_one_cut() -> None:
    assert SHOWN_TEXT == 60 and show("x" * 60) == repr("x" * 60) and show("x" * 61) == repr("x" * 60 + "...")


@pytest.mark.parametrize(("value", "shown"), [
    (True, "true"), (False, "false"), (7, "7"), (-7, "-7"), (7.0, "7"), (0.5, "0.5"), (1e300, "1e+300"), (2**199 - 1, str(2**199 - 1)),
    (2**198, str(2**198)), (2**199, "a number of 200 bits"), ({}, "a table"), ([], "a list"), ((), "a list"), (datetime.date(2026, 1, 2), "a date"),
    (datetime.time(1, 2), "a date"), (None, "a NoneType"), ("a\n", "'a\\n'"),
])  # fmt: skip
def test_each_kind_of_value_is_shown_in_its_way(value: object, shown: str) -> None:
    assert show(value) == shown


def test_a_key_path_quotes_what_is_no_plain_key() -> None:
    assert dotted(("arms", 0, "a-b_c")) == "arms.0.a-b_c" and dotted(()) == ""
    assert dotted(("a b", "", "é.x")) == "'a b'.''.'é.x'"
    assert dotted(("k" * 60,)) == "k" * 60 and dotted(("k" * 61,)) == repr("k" * 60 + "...")


def test_a_problem_in_one_line() -> None:
    assert str(Problem("f", 3, "a.b", "bad", "good", "mend it")) == "line 3, a.b: bad; allowed: good; mend it"
    assert str(Problem("f", None, "a.b", "bad")) == "a.b: bad" and str(Problem("f", 3, "", "bad", mend="mend it")) == "line 3: bad; mend it"
    assert str(Problem("f", None, "", "bad", "good")) == "bad; allowed: good" and NOTHING == ""


def test_forty_problems_are_printed_by_file_and_the_others_counted() -> None:
    def problems(count: int) -> list[Problem]:
        return [Problem(f"{number // 30}.toml", number + 1, "k", "bad") for number in range(count)]

    assert PRINTED_PROBLEMS == 40
    whole, more = (str(ScenarioError(problems(count))).splitlines() for count in (40, 41))
    assert whole[0] == "0.toml:" and whole[31] == "1.toml:" and whole[1] == "  line 1, k: bad" and whole[-1] == "  line 40, k: bad" and len(whole) == 42
    assert more == [*whole, "and 1 more problems"]


def test_the_nearest_name_is_the_one_most_like_it_whatever_its_capitals() -> None:
    assert nearest("Field_Dyas", ["field_pays", "field_days", "days"]) == "field_days"
    assert nearest("abcd", ["abxy"]) is None and nearest("abcd", ["abxy"], likeness=0.5) == "abxy" and nearest("abcde", ["abcxy"]) == "abcxy"
    assert nearest("a" * 60 + "b" * 60, ["a" * 60]) == "a" * 60 and nearest("a" * 60 + "b" * 200, ["b" * 60]) is None
    assert nearest("a" * 59 + "b", ["a" * 59 + "b", "a" * 59], likeness=1.0) == "a" * 59 + "b" and nearest("a" * 60 + "b", ["a" * 60], likeness=1.0) == "a" * 60
    assert did_you_mean("field_dyas", ["field_days"]) == "did you mean field_days?" and did_you_mean("q", ["field_days"]) is NOTHING


def test_the_names_that_may_be_meant_are_those_that_begin_so_then_those_that_hold_it_then_the_one_most_like_it() -> None:
    names = ["field_days", "pay_per_day", "daylight", "officers", "paid_daily"]
    assert likely("DAY", names) == ["daylight", "field_days", "pay_per_day"] and likely("da", names) == []
    assert likely("offices", [*names, "offices_open"]) == ["offices_open", "officers"] and likely("officers", ["officers_x", "officers"]) == ["officers_x", "officers"]
    many = [f"fine_for_each_{letter}" for letter in "abcdefgh"]
    assert likely("fine", many) == many[:6] and likely("each_b", many) == ["fine_for_each_b"]
    held = [f"the_{letter}_of_fines" for letter in "abcdefgh"]
    assert likely("fines", [*held, "fine"]) == [*held[:5], "fine"] and likely("fines", [*held[:5], "fine"]) == [*held[:5], "fine"]
    assert did_you_mean("day", names) == "did you mean one of these: daylight, field_days, pay_per_day?"
    assert did_you_mean("field", names) == "did you mean field_days?" and did_you_mean("dayl", names[:3]) == "did you mean daylight?"
    assert did_you_mean("pay", ["to_pay", "pay_up"]) == "did you mean one of these: pay_up, to_pay?"
    assert did_you_mean("paid", names) == "did you mean paid_daily?"


def test_a_sentence_remembers_what_it_was_made_of() -> None:
    sentence = Sentence("{value} is no {kind}", value="x", kind="number")
    assert sentence == "x is no number" and sentence.template == "{value} is no {kind}" and sentence.values == {"value": "x", "kind": "number"}
    assert template("as it is") == "as it is"
