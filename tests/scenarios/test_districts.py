"""Districts: the file's names become the model's numbers, and a sample keeps what a sample can keep."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios import ScenarioError
from scenarios.districts import MAX_DEPTH, read_district
from simulation.district import Cell, Group
from tests.scenarios.loading import SMALL

TINY = (SMALL.root / "districts" / "tiny.toml").read_text(encoding="utf-8")


def sample(folder: Path, scale: float, extends: str = "tiny", name: str = "part") -> Path:
    path = folder / f"{name}.toml"
    head = f'schema_version = 1\nname = "{name}"\nextends = "{extends}"\nscale = {scale!r}\n'
    path.write_text(head + 'title = "Part"\nnote = "A part."\n', encoding="utf-8")
    return path


def test_sectors_and_domains_follow_the_order_that_the_file_gives() -> None:
    district = read_district(SMALL, "tiny")
    assert [domain.name for domain in district.domains] == ["fire", "machinery"]
    assert [sector.name for sector in district.sectors] == ["industry", "services"]
    assert district.sectors[0].exposure == (0.1, 0.5)
    assert district.domains[0].title_zh == "火灾"
    assert (district.places[0].x, district.places[0].y, district.places[1].kind) == (-6, 4, "park")


def test_names_of_departments_and_domains_become_numbers() -> None:
    district = read_district(SMALL, "tiny")
    assert [plan.name for plan in district.departments] == ["brigade", "emergency"]
    assert [plan.is_emergency for plan in district.departments] == [False, True]
    assert district.departments[1].specialist_domains == (1, 0)
    assert district.responsibility == ((Cell((0, 1)), Cell((1,))), (Cell((0,)), Cell((), heir=1)))


def test_a_sector_has_moving_sites_where_its_file_says_for_how_many_months_they_last(tmp_path: Path) -> None:
    def industry(line: str) -> float:
        path, own = tmp_path / "moving.toml", TINY.replace('name = "tiny"', 'name = "moving"')
        path.write_text(own.replace("[sectors.industry]\n", f"[sectors.industry]\n{line}\n"), encoding="utf-8")
        return read_district(SMALL, str(path)).sectors[0].site_months

    months = 'site_months = {{ low = {}, value = {}, high = {}, unit = "months", source = ["A01"] }}'
    assert [industry(line) for line in ("", months.format(6, 10, 18), months.format(0, 0, 9))] == [0.0, 10.0, 0.0]
    for low, value in ((-1, 5), (1.5, 2.5)):
        with pytest.raises(ScenarioError, match=r"sectors\.industry\.site_months"):
            industry(months.format(low, value, 9))


def test_the_enterprises_outside_the_register_share_the_other_employees() -> None:
    district = read_district(SMALL, "tiny")
    assert district.register == Group(20, 20.0, 1.1, (0.9, 0.1), registered=True)
    assert district.others == Group(80, 10.0, 1.0, (0.2, 0.8), registered=False)
    assert district.enterprises == 100


def test_a_sample_scales_enterprises_staff_and_employees() -> None:
    whole, half = read_district(SMALL, "tiny"), read_district(SMALL, "tiny-half")
    assert (half.name, half.title, half.note) == ("tiny-half", "Half of Tiny", "A half-size sample of Tiny.")
    assert (half.register.count, half.others.count, half.employees) == (10, 40, 600)
    assert [plan.officers for plan in half.departments] == [3.25, 6.0]
    assert (half.insured, half.graded) == (1.5, 1.0)
    assert half.domains == whole.domains and half.responsibility == whole.responsibility
    assert half.register.mean_workers == whole.register.mean_workers


def test_large_plants_stay_whole_and_keep_their_share_of_the_employees() -> None:
    half = read_district(SMALL, "tiny-half")
    assert half.large_plants == 2  # of 3: halves round up
    assert half.large_plants * half.large_plant_workers == 3 * 50 * 0.5


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0.001, 1))
def test_every_sample_is_a_district(tmp_path: Path, scale: float) -> None:
    part = read_district(SMALL, sample(tmp_path, scale))
    assert part.enterprises >= part.register.count >= max(1, part.large_plants) >= 1
    assert abs(part.enterprises - 100 * scale) <= 1
    assert abs(part.employees - 1200 * scale) <= 0.5
    assert part.large_plants * part.large_plant_workers == pytest.approx(150 * scale)


def test_a_sample_of_a_sample_multiplies(tmp_path: Path) -> None:
    sample(tmp_path, 0.5, name="half")
    assert read_district(SMALL, sample(tmp_path, 0.5, extends="half.toml")).enterprises == 25


def test_samples_of_samples_have_an_end(tmp_path: Path) -> None:
    sample(tmp_path, 0.9, name="p0")
    for number in range(1, MAX_DEPTH + 1):
        sample(tmp_path, 0.9, extends=f"p{number - 1}.toml", name=f"p{number}")
    assert read_district(SMALL, tmp_path / f"p{MAX_DEPTH - 2}.toml").enterprises
    with pytest.raises(ScenarioError, match="too many districts extend one another"):
        read_district(SMALL, tmp_path / f"p{MAX_DEPTH}.toml")


def test_two_districts_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    sample(tmp_path, 0.9, extends="other.toml", name="one")
    sample(tmp_path, 0.9, extends="one.toml", name="other")
    with pytest.raises(ScenarioError, match="in a circle"):
        read_district(SMALL, tmp_path / "one.toml")


def test_a_size_bomb_is_refused_with_its_estimate(tmp_path: Path) -> None:
    path = tmp_path / "bomb.toml"
    text = TINY.replace('name = "tiny"', 'name = "bomb"').replace(
        "value = 100, high = 110", f"value = {10**12}, high = {10**12}"
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match="1,000,000,000,000 enterprises would take about 4,000,000 GB"):
        read_district(SMALL, path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(90, 110), st.integers(15, 30), st.floats(0.01, 0.99), st.floats(0.21, 0.79))
def test_a_well_formed_district_loads(
    tmp_path: Path, enterprises: int, registered: int, mix: float, share: float
) -> None:
    text = TINY.replace('name = "tiny"', 'name = "probe"')
    text = text.replace("low = 90, value = 100", f"low = 90, value = {enterprises}")
    text = text.replace("low = 15, value = 20, high = 30", f"low = 15, value = {registered}, high = 30")
    text = text.replace("values = [0.9, 0.1]", f"values = [{mix!r}, {1 - mix!r}]")
    text = text.replace("value = 0.4, high = 0.8", f"value = {share!r}, high = 0.8")
    text = text.replace("value = 0.6, high = 0.8", f"value = {1 - share!r}, high = 0.8")
    path = tmp_path / "probe.toml"
    path.write_text(text, encoding="utf-8")
    district = read_district(SMALL, path)
    assert (district.enterprises, district.register.count) == (enterprises, registered)
    assert district.others.mean_workers == pytest.approx((1200 - registered * 20) / (enterprises - registered))
