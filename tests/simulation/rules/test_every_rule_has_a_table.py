"""No rule without cases worked out by hand, and no table that could not fail."""

from importlib import import_module

import pytest

from simulation.rule import RULES
from simulation.rules import CONCEPTS
from tests.simulation.rules.tables import Table

FEWEST_CASES = 4


def tables(concept: str) -> tuple[Table, ...]:
    """The tables of a concept, which stand in the test file of its name."""
    return tuple(import_module(f"tests.simulation.rules.test_{concept}").TABLES)


def rules(concept: str) -> set[str]:
    """The rules written in the file of a concept."""
    return {name for name, function in RULES.items() if function.__module__ == f"simulation.rules.{concept}"}


def test_every_rule_stands_under_a_concept() -> None:
    assert set().union(*map(rules, CONCEPTS)) == set(RULES)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_rule_has_one_table(concept: str) -> None:
    named = [table.name for table in tables(concept)]
    place = f"TABLES of tests/simulation/rules/test_{concept}.py"
    assert rules(concept) - set(named) == set(), f"these rules have no table: add one to {place}"
    assert sorted(named) == sorted(rules(concept)), f"a table of no rule, or two of one, in {place}"


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_case_is_a_sentence_of_its_own(concept: str) -> None:
    for table in tables(concept):
        sentences = [case.sentence for case in table.cases]
        assert len(set(sentences)) == len(sentences) >= FEWEST_CASES, table.name
        assert all(" " in sentence and sentence == sentence.strip() for sentence in sentences), table.name


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_argument_is_moved_and_the_answers_differ(concept: str) -> None:
    for table in tables(concept):
        given = [table.given(case) for case in table.cases]
        for argument in table.base:
            assert len({values[argument] for values in given}) > 1, f"no case of {table.name} moves {argument}"
        assert len({case.answer for case in table.cases}) > 1, f"a constant would pass the table of {table.name}"
