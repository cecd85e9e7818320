"""What docs/mesa.md tells runs, and names what there is."""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import simulation
from simulation import BY_ENTERPRISE, measures

ROOT = Path(simulation.__file__).parents[1]
PAGE = (ROOT / "docs" / "mesa.md").read_text("utf-8")
SNIPPETS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def run(word: str) -> tuple[dict[str, Any], str]:
    """What the snippet that has ``word`` in it leaves and prints."""
    (snippet,) = [snippet for snippet in SNIPPETS if word in snippet]
    found: dict[str, Any] = {"__name__": "snippet"}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(snippet, "docs/mesa.md", "exec"), found)
    return found, printed.getvalue()


def test_the_page_has_these_snippets_and_no_other() -> None:
    assert len(SNIPPETS) == 3


def test_an_enterprise_of_ones_own() -> None:
    found, _printed = run("enterprise_class")
    plain = simulation.simulate_policies(found["load_district"]("jiuyuan-hamlet"), found["policies"], **found["given"])
    assert [a.digest != b.digest for a, b in zip(found["runs"], plain, strict=True)] == [True, True]


def test_a_data_collector_and_batch_run_in_about_ten_lines() -> None:
    found, _printed = run("batch_run")
    rows = found["rows"]
    district = found["load_district"]("jiuyuan-hamlet")
    assert {(row["policy"], row["world"]) for row in rows} == {(p, w) for p in ("baseline", "incentives") for w in (0, 1)}
    assert {row["month"] for row in rows} == {-district.burn_in + step for step in (0, 1, 2)}
    efforts = [row["effort"] for row in rows if row["effort"] is not None]
    assert len(efforts) == 4 * 3 * district.enterprises and all(0.0 <= effort <= 1.0 for effort in efforts)
    assert any(row["visits"] > 0 for row in rows)
    (snippet,) = [snippet for snippet in SNIPPETS if "batch_run" in snippet]
    assert len([line for line in snippet.splitlines() if line.strip() and "import" not in line]) <= 10


def test_every_enterprise_by_month() -> None:
    found, printed = run("by_enterprise")
    assert tuple(found["kept"].values) == found["asked"] and printed.startswith("(98, 12)")
    assert len(found["table"]) == 98 * 12


def test_the_table_of_names_is_that_of_the_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (in the month|at its end) \|$", PAGE, re.MULTILINE)
    assert rows == [(m.name, m.unit, m.meaning, "in the month" if m.of == "month" else "at its end") for m in measures()]
    assert len(rows) == len(BY_ENTERPRISE)


def test_the_public_names_are_documented() -> None:
    text = simulation.__doc__ or ""
    for name in simulation.__all__:
        assert re.search(rf"``{name}``", text), f"{name} is not told"
        assert isinstance(getattr(simulation, name), tuple | simulation.Policy) or getattr(simulation, name).__doc__
