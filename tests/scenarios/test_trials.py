"""Every shipped trial loads, its worlds are what it says and run, and a broken trial is refused at the right line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from math import exp, hypot
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from scenarios import load_district, load_evidence, load_parameters, load_trial, trial_names
from scenarios.samples import scaled
from scenarios.schema.trial import TrialFile
from scenarios.trial_design import OUTCOMES_OF
from scenarios.variations import changed, laid_over, policy_of, world_of
from simulation import simulate
from simulation.distributions import normal_quantile
from simulation.population import draw_population

PAGE = (Path(__file__).parents[2] / "docs" / "scenario-files.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```toml trial\n(.*?)```", PAGE, re.DOTALL)[0]
SECTION = PAGE.split("## scenarios/trials/NAME.toml")[1].split("\n## ")[0]
WORLDS = [(name, variant) for name in trial_names()
          for variant in (None, *(each.name for each in load_trial(name).world.variants))]  # fmt: skip


def written(folder: Path, text: str) -> Path:
    path = folder / "letters-by-lot.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_twenty_trials_are_shipped() -> None:
    assert len(trial_names()) >= 20


@pytest.mark.parametrize("name", trial_names())
def test_a_shipped_trial_loads_and_cites_studies_that_are_known(name: str) -> None:
    trial = load_trial(name)
    cited = {*trial.evidence, *(source for estimand in trial.estimands for source in estimand.published.evidence)}
    assert trial.name == name and trial.title_zh and trial.question.endswith("?")
    assert cited <= set(load_evidence())
    assert {study for estimand in trial.estimands for study in estimand.published.evidence}
    assert any(estimand.band is not None for estimand in trial.estimands)


@pytest.mark.parametrize(("name", "variant"), WORLDS, ids=lambda value: value or "world")
def test_the_world_of_a_trial_runs_at_a_hundredth_of_its_size(name: str, variant: str | None) -> None:
    district, overrides = world_of(load_trial(name), variant)
    small = scaled(replace(district, burn_in=0), 0.01, name="small", title="small")
    parameters = load_parameters(overrides=overrides).values
    run = simulate(small, parameters=parameters, months=1)
    assert run.total("expected_injuries") > 0.0


@pytest.mark.parametrize(("name", "variant"), WORLDS, ids=lambda value: value or "world")
def test_the_world_of_a_trial_has_the_numbers_that_the_file_gives(name: str, variant: str | None) -> None:
    trial = load_trial(name)
    district, overrides = world_of(trial, variant)
    base = load_district(trial.world.district)
    tables = [trial.world, *(each for each in trial.world.variants if each.name == variant)]

    def given(key: str, otherwise: Any) -> Any:
        return next((value for table in reversed(tables) if (value := getattr(table, key)) is not None), otherwise)

    assert district.enterprises == given("enterprises", base.enterprises)
    assert district.burn_in == trial.world.burn_in and district.note == trial.world.reason
    if (share := given("registered", None)) is not None:
        assert district.register.count == round(share * district.enterprises)
    if (mean := given("mean_workers", None)) is not None:
        assert district.register.mean_workers == district.others.mean_workers == mean
        assert district.employees == pytest.approx(mean * district.enterprises, abs=1)
    assert district.large_plants == given("large_plants", district.large_plants)
    assert district.register.log_sigma == given("log_sigma", base.register.log_sigma)
    if (mix := given("sector_mix", None)) is not None:
        found = {s.name: share for s, share in zip(district.sectors, district.register.sector_mix, strict=True) if share}
        assert found == {sector: share for sector, share in mix.items() if share}
        assert district.others.sector_mix == district.register.sector_mix
    assert district.sectors[-1] == base.sectors[-1]
    if (authority := given("authority", None)) is not None:
        number = [plan.name for plan in district.departments].index(authority)
        assert {cell.departments for row in district.responsibility for cell in row} == {(number,)}
        assert {plan.officers for plan in district.departments if plan.name != authority} == {0.0}
    levers = {lever: value for table in tables for lever, value in table.levers.items()}
    facts = {fact: entry.value for table in tables for fact, entry in table.facts.items()}
    assert overrides == {**levers, **facts}


def test_enterprises_are_drawn_as_the_world_says() -> None:
    trial = load_trial("a1-random-inspection")
    district, overrides = world_of(trial)
    people = draw_population(district, load_parameters(overrides=overrides).values, 0, 0)
    names = [sector.name for sector in district.sectors]
    workers = [person.workers for person in people]
    assert sum(workers) / len(workers) == pytest.approx(60, rel=0.05)
    assert all(person.known == 1 << [p.name for p in district.departments].index("emergency") for person in people)
    shares = {name: sum(names[p.sector] == name for p in people) / len(people) for name in names}
    assert {name: share for name, share in shares.items() if share} == pytest.approx(trial.world.sector_mix, abs=0.02)
    assert sorted(workers)[len(workers) * 9 // 10] == pytest.approx(60 * _quantile(0.9, 0.8), rel=0.1)


def _quantile(share: float, sigma: float) -> float:
    """Of a log-normal of mean 1."""
    return exp(sigma * normal_quantile(share) - sigma * sigma / 2)


def test_a_map_is_stretched_and_filled_evenly() -> None:
    base, world = load_district("jiuyuan"), load_trial("b1-publicity-spill-over").world
    district = changed(base, laid_over(world.model_copy(update={"region": None, "distance_factor": 5.0, "spread_evenly": True}), None))
    assert [(p.x, p.y) for p in district.places] == [(5 * p.x, 5 * p.y) for p in base.places]
    assert {p.industry_share for p in district.places} == {1 / len(base.places)}


def test_a_sector_that_is_made_differs_from_its_like_by_what_is_given() -> None:
    district, _ = world_of(load_trial("e5-severity-tail"), "coal")
    coal = next(sector for sector in district.sectors if sector.name == "coal")
    metal = next(sector for sector in district.sectors if sector.name == "metal")
    assert (coal.tail_shift, coal.unsafe_rate, coal.high_risk_share) == (-1.9, 2.5, 1.0)
    assert coal.exposure == tuple(1.5 * rate for rate in metal.exposure)
    assert coal.yearly_wage == metal.yearly_wage
    at, like = district.sectors.index(coal), district.sectors.index(metal)
    assert district.responsibility[at] == district.responsibility[like]
    assert all(plan.known_by_sector[at] == plan.known_by_sector[like] for plan in district.departments)
    assert all(len(group.sector_mix) == len(district.sectors) for group in (district.register, district.others))


def test_a_sector_of_the_districts_own_can_be_made_anew(tmp_path: Path) -> None:
    text = EXAMPLE.replace("[world.sectors.ceramics]", "[world.sectors.machinery]").replace("ceramics = 0.4", "metal = 0.4")
    district, _ = world_of(load_trial(written(tmp_path, text)))
    base = load_district("jiuyuan")
    assert [s.name for s in district.sectors] == [s.name for s in base.sectors]
    assert next(s for s in district.sectors if s.name == "machinery").unsafe_rate == 1.2


def test_a_world_without_changes_is_its_district() -> None:
    district, overrides = world_of(load_trial("d19-named-responsibility"))
    base = load_district("jiuyuan")
    same = {"name": base.name, "title": base.title, "title_zh": base.title_zh, "note": base.note, "note_zh": base.note_zh}
    assert replace(district, burn_in=base.burn_in, **same) == base
    assert overrides == {}


def test_large_plants_that_are_left_out_leave_the_ordinary_enterprises_as_they_are(tmp_path: Path) -> None:
    text = EXAMPLE.replace("mean_workers = 40\n", "").replace("registered = 1.0\n", "").replace("enterprises = 2000\n", "")
    district, _ = world_of(load_trial(written(tmp_path, text)))
    assert district.large_plants == 0
    assert district.register.mean_workers == pytest.approx((500 * 42 - 2 * 2200) / 498)


def test_the_levers_of_a_variant_are_laid_over_those_of_the_world(tmp_path: Path) -> None:
    trial = load_trial(written(tmp_path, EXAMPLE))
    world = {"officers_per_10000_workers": 1.0, "publication": 0.0}
    assert world_of(trial)[1] == world
    assert world_of(trial, "lax")[1] == {**world, "penalty_certainty": 0.2}
    with pytest.raises(KeyError):
        world_of(trial, "stern")


def test_a_trial_that_was_not_loaded_has_no_district() -> None:
    with pytest.raises(ValueError, match="letters-by-lot"):
        world_of(TrialFile.model_validate(tomllib.loads(EXAMPLE)))


def test_the_levers_of_an_arm_count_from_its_treatment() -> None:
    arms = {arm.name: arm for arm in load_trial("b12-probability-severity").arms}
    policy = policy_of(arms["fines-and-visits"])
    settings = {s.lever: (s.value, s.start, s.ramp, s.end) for s in policy.settings}
    assert settings == {"fine_scale": (3, 0, 0, None), "officers_per_10000_workers": (16, 36, 0, None)}
    assert policy_of(arms["before"]).settings == ()


def test_a_trial_may_take_a_district_that_lies_beside_it(tmp_path: Path) -> None:
    sample = re.findall(r"```toml district\n(.*?)```", PAGE, re.DOTALL)[0]
    (tmp_path / "jiuyuan-fiftieth.toml").write_text(sample, encoding="utf-8")
    text = EXAMPLE.replace('district = "jiuyuan"', 'district = "jiuyuan-fiftieth.toml"').replace("enterprises = 2000\n", "")
    assert world_of(load_trial(written(tmp_path, text)))[0].enterprises == 98


# The page tells all there is to write.


def keys_of(model: Any, seen: set[Any]) -> Iterator[str]:
    """The keys of a table and of all tables inside it."""
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        yield field.alias or name
        yield from _inner(field.annotation, seen)


def _inner(annotation: Any, seen: set[Any]) -> Iterator[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from keys_of(annotation, seen)
        return
    for part in get_args(annotation):
        if isinstance(part, str):
            yield part
        else:
            yield from _inner(part, seen)


def test_every_key_and_every_word_of_the_vocabulary_stands_on_the_page() -> None:
    told = set(re.findall(r"[\w.-]+", SECTION)) | set(re.findall(r"`([^`\n]+)`", SECTION))
    words = {word for word in keys_of(TrialFile, set())} - {"source", "range"}
    assert {"do", "every", "tail_exponent", "with", "legal_class"} <= words
    assert {word for word in words if word not in told and not any(word in t.split(".") for t in told)} == set()
    assert {name for rows in ("unit", "visit", "accident") for name in OUTCOMES_OF[rows]} <= told


def test_every_intervention_and_estimator_that_was_asked_for_can_be_written(tmp_path: Path) -> None:
    done = [
        '{ do = "visit" }', '{ do = "visit", penalty = "always" }', '{ do = "visit", penalty = "never" }',
        '{ do = "visit", every = 3, times = 4 }', '{ do = "letter" }', '{ do = "publication", fine = 50000 }',
        '{ do = "accident", deaths = 1, serious = 2, domain = "fire" }', '{ do = "accident", where = "elsewhere", deaths = 30 }',
        '{ do = "officer", change = "new" }', '{ do = "officer", change = "trained", months_of_training = 6 }',
        '{ do = "visit", place_in_day = 2, visits_nearby = 5 }', '{ do = "registry", known_to = "nobody" }',
        '{ do = "certificate", share = 0.5 }', '{ do = "pressure", legal_class = "major" }', '{ do = "correction", part = 0.5 }',
    ]  # fmt: skip
    text = EXAMPLE.replace('[{ do = "letter" }]', f"[{', '.join(done)}]")
    text = text.replace("every = 12", "every = 6").replace('strata = ["sector"]', 'strata = ["sector"]\nspread = 12').replace("months = 60", "months = 72")
    assert len(load_trial(written(tmp_path, text)).arms[0].interventions) == len(done)


def test_whole_districts_may_change_hands_and_targets(tmp_path: Path) -> None:
    text = EXAMPLE.replace('strata = ["sector"]', 'unit = "world"').replace(
        'interventions = [{ do = "letter" }]', "levers = { vertical_control = 1, death_ceiling = 2.5, sensitive_months = 2 }")
    assert load_trial(written(tmp_path, text)).arms[0].levers["death_ceiling"].value == 2.5


def test_a_study_of_distances_has_peers_in_every_ring() -> None:
    district, _ = world_of(load_trial("b1-publicity-spill-over"))
    places = district.places
    assert len(places) == 400 and len({place.name for place in places}) == 400
    assert sum(place.industry_share for place in places) == pytest.approx(1.0)
    apart = [sorted(hypot(one.x - other.x, one.y - other.y) for other in places if other is not one) for one in places]
    assert all(0 <= place.x <= 100 and 0 <= place.y <= 100 for place in places)
    for least, most in ((0, 5), (5, 10), (10, 50)):
        rings = [sum(least < distance <= most for distance in distances) for distances in apart]
        assert min(rings[n] for n in range(400) if 10 < places[n].x < 90 and 10 < places[n].y < 90) >= 1, (least, most)
