"""What docs/course.md tells runs, one snippet after the other, and prints what it says."""

import contextlib
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import simulation
from simulation.engine.run import EngineModel
from simulation.kept_files import MOST_FILES
from simulation.kept_setting import MOST, SETTING
from tests.test_source import commands_of_the_program

ROOT = Path(simulation.__file__).parents[1]
PAGE = (ROOT / "docs" / "course.md").read_text("utf-8")
SNIPPETS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def followed() -> dict[str, Any]:
    """What all snippets leave, in their order, and what each printed."""
    found: dict[str, Any] = {"__name__": "snippet", "printed": []}
    for snippet in SNIPPETS:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(snippet, "docs/course.md", "exec"), found)
        found["printed"].append(printed.getvalue())
    return found


def test_what_is_said_beside_a_print_is_printed(followed: dict[str, Any]) -> None:
    said = [re.findall(r"^print\(.*?\)  # (.+)$", snippet, re.MULTILINE) for snippet in SNIPPETS]
    assert sum(map(len, said)) == 5
    for expected, printed in zip(said, followed["printed"], strict=True):
        for text, line in zip(expected, printed.splitlines(), strict=False):
            assert text.startswith(line), f"{line!r} was printed and {text!r} is told"


def test_the_run_of_a_course_is_that_of_simulate(followed: dict[str, Any]) -> None:
    load = followed["load_policy"], followed["load_district"], followed["load_parameters"]
    policy, district, values = load[0]("incentives"), load[1]("jiuyuan-hamlet"), load[2]().values
    plain = simulation.simulate(district, policy, parameters=values, seed=1, months=24)
    assert followed["run"].digest == plain.digest == followed["course"].run().digest


def test_the_film_has_what_the_page_names(followed: dict[str, Any]) -> None:
    film = followed["film"]
    for name in (*film.visits, *film.casualties, *vars(film)):
        assert f"`{name}`" in PAGE or name in ("departments",), f"{name} is not told"
    assert int(followed["visits"]["findings"].sum()) == followed["course"].run().total("hazards_found")


def test_the_second_comparison_runs_so_many_months(followed: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    months: list[int] = []
    real: Callable[..., Any] = EngineModel._advance_chunk
    monkeypatch.setattr(EngineModel, "_advance_chunk", lambda model, count, *rest: (months.append(count), real(model, count, *rest))[1])
    followed["compare"]("jiuyuan-hamlet", ["capacity"], **followed["given"])
    assert sum(months) == 2 * 12
    assert followed["first"].worlds == followed["second"].worlds == 2


def test_commands_options_and_bounds_are_as_the_page_says() -> None:
    named = re.search(r"^((?:`\w+`,? ?(?:and )?)+)", PAGE.split("## What commands keep\n\n")[1])
    assert named is not None
    commands = commands_of_the_program()
    for name in re.findall(r"`(\w+)`", named[1]):
        assert any("--no-store" in parameter.opts for parameter in commands[name].params), name
    assert SETTING in PAGE and MOST == 2 * 2**30 and MOST_FILES == 20_000 and "2 GB and 20,000 files at most" in PAGE
