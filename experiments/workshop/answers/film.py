"""Two futures of one world for a map: who is where, what lies open, who was visited and hurt, and the first accident that only one of them has."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np

from experiments.comparison.words.phrases import titled_policy
from experiments.text.messages import _, titled
from simulation.district import District
from simulation.film import Film
from simulation.policy import Policy

MOST_HAZARDS = 255
"""More are drawn as so many."""
VISITS, HURT = ("month", "enterprise", "department", "post", "findings", "fined"), ("month", "enterprise", "injuries", "deaths", "reported_injuries", "reported_deaths")


def film_answer(district: District, policies: Sequence[Policy], films: Sequence[Film], months: int) -> dict[str, Any]:
    """The baseline and a policy in the same world."""
    facts = films[0].facts
    places, sectors = [place.name for place in district.places], [sector.name for sector in district.sectors]
    return {
        "months": months,
        "places": [{"name": place.name, "title": titled(place.title, getattr(place, "title_zh", "")) or place.name, "x": place.x, "y": place.y} for place in district.places],
        "enterprises": {
            "place": [places.index(name) for name in facts["place"].tolist()], "sector": [sectors.index(name) for name in facts["sector"].tolist()],
            "workers": facts["workers"].tolist(), "high_risk": facts["high_risk"].astype(int).tolist(), "registered": facts["registered"].astype(int).tolist()},
        "sectors": [{"name": sector.name, "title": titled(sector.title, sector.title_zh)} for sector in district.sectors],
        "departments": [{"name": one.name, "title": titled(one.title, one.title_zh)} for one in district.departments],
        "futures": [_future(policy, film) for policy, film in zip(policies, films, strict=True)],
        "first_parting": first_parting(films[0], films[1], policies[1]),
        "unknown": _("The model knows no day within a month, no place within a town and no route: enterprises are drawn anywhere in their town."),
    }  # fmt: skip


def _future(policy: Policy, film: Film) -> dict[str, Any]:
    hazards = np.minimum(film.hazards_open, MOST_HAZARDS).astype(np.uint8)
    return {
        "policy": policy.name, "title": _("Baseline") if policy.name == "baseline" else titled_policy(policy),
        "hazards": base64.b64encode(np.ascontiguousarray(hazards).tobytes()).decode("ascii"),
        "visits": {name: film.visits[name].tolist() for name in VISITS}, "casualties": {name: film.casualties[name].tolist() for name in HURT},
    }  # fmt: skip


def first_parting(baseline: Film, policy: Film, chosen: Policy) -> dict[str, Any] | None:
    """The first month and enterprise in which somebody is hurt in one future and nobody in the other; None where there is none."""
    hurt = [set(zip(film.casualties["month"].tolist(), film.casualties["enterprise"].tolist(), strict=True)) for film in (baseline, policy)]
    only = sorted((month, enterprise, place) for place, (own, other) in enumerate((hurt, hurt[::-1])) for month, enterprise in own - other)
    if not only:
        return None
    month, enterprise, place = only[0]
    film = (baseline, policy)[place]
    at = next(k for k, key in enumerate(zip(film.casualties["month"].tolist(), film.casualties["enterprise"].tolist(), strict=True)) if key == (month, enterprise))
    text = _("Month {month}: enterprise {enterprise} has an accident under the baseline and none under {policy}.") if place == 0 else _(
        "Month {month}: enterprise {enterprise} has an accident under {policy} and none under the baseline.")  # fmt: skip
    return {"month": month, "enterprise": enterprise, "future": place, "injuries": int(film.casualties["injuries"][at]), "deaths": int(film.casualties["deaths"][at]),
            "text": text.format(month=month, enterprise=enterprise, policy=titled_policy(chosen))}  # fmt: skip
