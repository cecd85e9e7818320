"""The model description keeps up with the code: `make docs` would change nothing, and nothing is left out."""

import re
from pathlib import Path

import pytest

from experiments.text.markdown import table
from experiments.upkeep.document.__main__ import PAGE
from experiments.upkeep.document.blocks import BLOCKS
from experiments.upkeep.document.marked import PageError, block_of, rewritten
from experiments.upkeep.document.source import _described, agent_states, data_fields, described_rules
from scenarios import load_evidence, load_parameters
from simulation import OUTCOMES, PHASES
from simulation.draws import STREAMS
from simulation.outcomes import RATIOS
from simulation.rule import RULES
from simulation.rules import CONCEPTS

ROOT = Path(__file__).parents[1]
TEXT = PAGE.read_text("utf-8")

HEADINGS = [
    "## 1. Purpose and patterns", "## 2. Entities, state variables, and scales", "## 3. Process overview and scheduling",
    "## 4. Design concepts", "### Basic principles", "### Emergence", "### Adaptation", "### Objectives", "### Learning",
    "### Prediction", "### Sensing", "### Interaction", "### Stochasticity", "### Collectives", "### Observation",
    "## 5. Initialization", "## 6. Input data", "## 7. Submodels",
]  # fmt: skip


def row_of(block: str, name: str) -> list[str]:
    """The cells of the one row of a block that has ``name`` in its first or second cell."""
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in block.splitlines() if line.startswith("|")]
    named = [[cell.strip() for cell in row] for row in rows if f"`{name}`" in (row[0].strip(), row[1].strip())]
    assert len(named) == 1, f"{name} stands in {len(named)} rows"
    return named[0]


@pytest.mark.parametrize("name", BLOCKS)
def test_a_table_is_what_make_docs_would_write(name: str) -> None:
    assert block_of(TEXT, name).strip() == BLOCKS[name]().strip(), f"{name} is stale: run `make docs`"


def test_make_docs_would_change_nothing_and_a_second_run_neither() -> None:
    once = rewritten(TEXT, BLOCKS)
    assert once == TEXT, "docs/odd.md is stale: run `make docs`"
    assert rewritten(once, BLOCKS) == once


def test_the_headings_are_those_of_the_protocol_in_its_order() -> None:
    found = re.findall(r"^(?:## \d.*|### [A-Z][a-z]+(?: principles)?)$", TEXT, re.MULTILINE)
    assert found[: len(HEADINGS)] == HEADINGS


def test_every_section_has_prose_of_its_own() -> None:
    bare = re.sub(r"<!-- generated.*?<!-- end: [a-z-]+ -->", "", TEXT, flags=re.DOTALL)
    for heading, following in zip(HEADINGS, [*HEADINGS[1:], ""], strict=True):
        section = bare.split(heading + "\n")[1].split(following + "\n")[0] if following else bare.split(heading + "\n")[1]
        if heading != "## 4. Design concepts":
            assert len(section.split()) > 25, f"{heading} says next to nothing"


def test_every_parameter_stands_there_with_its_value_unit_kind_and_sources() -> None:
    block = block_of(TEXT, "parameters")
    for name, entry in load_parameters().entries.items():
        _, value, unit, kind, hard, expected, sources, description = row_of(block, name)
        assert float(value) == entry.value and (unit, kind, description) == (entry.unit, entry.kind, "; ".join(filter(None, (entry.description, entry.note))))
        assert [float(bound) for bound in hard.split(" to ")] == entry.hard
        assert [float(bound) for bound in expected.split(" to ")] == entry.expected
        assert sources.split(", ") == entry.source


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_rule_stands_there_under_its_concept(concept: str) -> None:
    section = block_of(TEXT, "rules").split(f"#### `{concept}`\n")[1].split("#### ")[0]
    own = [name for name, function in RULES.items() if function.__module__ == f"simulation.rules.{concept}"]
    assert own
    for name in own:
        assert all(row_of(section, name)[:6]), f"{name} has an empty cell"


def test_phases_streams_outcomes_and_ratios_stand_there_in_their_order() -> None:
    for block, names in (
        ("schedule", [phase.name for phase in PHASES]),
        ("streams", list(STREAMS)),
        ("outcomes", [outcome.name for outcome in OUTCOMES]),
        ("ratios", [ratio.name for ratio in RATIOS]),
    ):
        found = re.findall(r"^\| (?:\d+ \| )?`([a-z_0-9]+)`", block_of(TEXT, block), re.MULTILINE)
        assert found == names


def test_what_the_agents_carry_is_read_from_their_source() -> None:
    states = agent_states()
    assert {"DistrictModel", "Enterprise", "Mind", "Inspector", "Department", "DistrictGovernment"} <= set(states)
    assert {"cells", "effort"} <= {attribute.name for attribute in states["Enterprise"]}
    assert {"attention", "visit_belief"} <= {attribute.name for attribute in states["Mind"]}
    assert [field.name for field in data_fields("district.py")["Cell"]] == ["departments", "heir", "led"]


def test_who_calls_a_rule_is_read_from_the_source() -> None:
    callers = {rule.name: rule.callers for rule in described_rules("hazards")}
    assert "enterprise" in callers["arrival_mean"]
    assert callers["steady_stock"] == ()


def test_the_evidence_that_the_page_names_exists() -> None:
    named = set(re.findall(r"\bstudy-[A-GP]\d+[a-z]?\b|\b[A-D]\d\d\b", TEXT))
    assert named
    assert named - set(load_evidence()) == set()


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("marker", ["generated", "end"])
def test_a_missing_marker_is_an_error(name: str, marker: str) -> None:
    with pytest.raises(PageError, match=name):
        rewritten(TEXT.replace(f"<!-- {marker}: {name} -->", ""), dict.fromkeys(BLOCKS, lambda: "text"))


def test_a_marker_twice_or_without_a_block_or_in_the_wrong_order_is_an_error() -> None:
    blocks = {"one": lambda: "text"}
    right = "<!-- generated: one -->\nold\n<!-- end: one -->\n"
    assert "old" not in rewritten(right, blocks)
    with pytest.raises(PageError, match="once each"):
        rewritten(right + right, blocks)
    with pytest.raises(PageError, match="no block is called two"):
        rewritten(right + "<!-- generated: two -->\n<!-- end: two -->\n", blocks)
    with pytest.raises(PageError, match="stands before"):
        rewritten("<!-- end: one -->\n<!-- generated: one -->\n", blocks)


def test_only_what_stands_between_the_markers_is_written() -> None:
    before, after = "Prose before.\n\n", "\n\nProse after, with | bars.\n"
    page = rewritten(f"{before}<!-- generated: one -->\nold\n<!-- end: one -->{after}", {"one": lambda: "new"})
    assert page == f"{before}<!-- generated: one -->\n\nnew\n\n<!-- end: one -->{after}"


def test_an_edit_inside_a_table_is_undone() -> None:
    edited = TEXT.replace("| `field_days` | ", "| `field_days` | 1")
    assert edited != TEXT
    assert rewritten(edited, BLOCKS) == TEXT


def test_a_cell_keeps_its_bars_and_loses_its_line_breaks() -> None:
    assert table(["a"], [["x |\n y"]]) == "| a |\n| --- |\n| x \\| y |"


def test_a_rule_that_does_not_state_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="half does not state its range"):
        _described("half", "Half.\n\nEquation: x / 2\nUnits: any.\nSource: made up.", ())


def test_make_has_a_target_that_writes_the_tables() -> None:
    recipe = (ROOT / "Makefile").read_text().split("\ndocs: setup\n")[1].split("\n\n")[0]
    assert recipe.strip() == "$(BIN)/python -m experiments.upkeep.document"
