"""Short names of outcomes, ratios and units for tables and figures, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from experiments.text.messages import N_, _
from simulation.outcomes import OUTCOME_BY_NAME, RATIO_BY_NAME, Direction

COST_PER_DEATH = "cost_per_death_averted"
TOTAL_COST, EQUIVALENTS, BENEFIT = "total_cost", "fatality_equivalents", "benefit"
NET_BENEFIT, BENEFIT_OVER_COST, PRICE = "net_benefit", "benefit_over_cost", "cost_per_fatality_equivalent"
GOVERNMENT = "_government_money"
"""Behind the name of a quantity that sets benefits against government money alone."""

HEADLINE = (
    "expected_deaths",
    "lost_time_injuries",
    "statutory_accidents",
    "hazards_open",
    "government_cost",
    "enterprise_cost",
    COST_PER_DEATH,
)
"""At most seven: what a reader in a hurry sees."""

DETAIL = (
    "statutory_accidents",
    "accidents_on_record",
    "lost_time_injuries",
    "deaths",
    "expected_deaths",
    "larger_accidents",
    "reported_deaths",
    "hazards_open",
    "visits",
    "government_cost",
    "enterprise_cost",
    COST_PER_DEATH,
)

# What the catalogue must know; the English text is the name itself with spaces.
_NAMES = (
    N_("lost-time injuries"), N_("serious injuries"), N_("deaths"), N_("statutory accidents"),
    N_("larger accidents"), N_("deaths concealed"), N_("expected injuries"), N_("expected deaths"),
    N_("expected larger accidents"), N_("accidents on record"), N_("reported deaths"),
    N_("reported injuries"), N_("reported larger accidents"), N_("hazards open"),
    N_("visible hazards open"), N_("latent hazards open"), N_("major hazards open"), N_("visits"),
    N_("visits, emergency bureau"), N_("joint visits"), N_("overlap visits"), N_("follow-ups"),
    N_("complaint visits"), N_("advice visits"), N_("outside visits"), N_("hazards found"),
    N_("hazards found, emergency bureau"), N_("major hazards found"), N_("major hazards found, emergency bureau"),
    N_("major hazards rectified"), N_("penalties"), N_("penalties, emergency bureau"), N_("fines, emergency bureau"),
    N_("stop-work orders"), N_("publications"), N_("complaints"), N_("complaints verified"),
    N_("referrals"), N_("covered pairs"), N_("exposed pairs"), N_("effort"), N_("attention"),
    N_("competence"), N_("believed visit probability"), N_("government priority"),
    N_("department pressure"), N_("inspector skill"), N_("officers"), N_("output"),
    N_("government cost"), N_("enterprise cost"), N_("accident loss"), N_("fines"), N_("premiums"), N_("unlawful output"),
    N_("hazards per visit"), N_("major hazards per 1,000 visits"), N_("penalties per 100 visits"),
    N_("mean fine"), N_("major rectified share"), N_("overlap share"), N_("covered share"),
    N_("deaths per accident on record"), N_("concealed share"), N_("cost per death averted"),
    N_("uncovered share"), N_("total cost"), N_("fatality-equivalents"), N_("benefit"), N_("net benefit"), N_("benefit over cost"),
    N_("cost per fatality-equivalent"), N_("net benefit, government money alone"), N_("benefit over cost, government money alone"),
    N_("cost per fatality-equivalent, government money alone"), N_("cost per death averted, government money alone"),
)  # fmt: skip
_REWRITTEN = {
    "lost time": "lost-time",
    "follow ups": "follow-ups",
    "stop work": "stop-work",
    "per 1000": "per 1,000",
    "emergency visits": "visits, emergency bureau",
    " emergency": ", emergency bureau",
    " government money": ", government money alone",
    "fatality equivalent": "fatality-equivalent",
}

_YEARLY_UNITS = (N_("deaths a year"),)
"""Said as a whole where a language has another word for the unit than for the outcome of that name."""
_UNITS = (
    N_("injuries"), N_("deaths"), N_("accidents"), N_("hazards"), N_("visits"), N_("penalties"),
    N_("yuan"), N_("orders"), N_("publications"), N_("complaints"), N_("referrals"), N_("pairs"),
    N_("share"), N_("per month"), N_("officers"), N_("share of normal"), N_("hazards per visit"),
    N_("hazards per 1,000 visits"), N_("penalties per 100 visits"), N_("deaths per accident"),
    N_("yuan per death averted"), N_("fatality-equivalents"), N_("yuan per fatality-equivalent averted"), N_("benefit per cost"),
)  # fmt: skip

_FILES = (N_("policy"), N_("district"), N_("ensemble"))

VIEWS = {
    "true": N_("true"),
    "expected": N_("expected"),
    "reported": N_("reported"),
    "activity": N_("activity"),
    "state": N_("state"),
    "money": N_("money"),
}


@dataclass(frozen=True)
class Quantity:
    """What a row of a comparison is about: an outcome per year, a ratio, or the cost per death."""

    name: str
    unit: str
    view: str
    better: Direction
    yearly: bool
    counted: bool
    """Single events are counted, so that there can be too few of them for a mean."""

    @property
    def is_money(self) -> bool:
        return self.unit.startswith("yuan")


APPRAISED: dict[str, Quantity] = {
    COST_PER_DEATH: Quantity(COST_PER_DEATH, "yuan per death averted", "money", "lower", False, False),
    TOTAL_COST: Quantity(TOTAL_COST, "yuan", "money", "lower", True, False),
    EQUIVALENTS: Quantity(EQUIVALENTS, "fatality-equivalents", "expected", "lower", True, False),
    BENEFIT: Quantity(BENEFIT, "yuan", "money", "higher", True, False),
    NET_BENEFIT: Quantity(NET_BENEFIT, "yuan", "money", "higher", True, False),
    BENEFIT_OVER_COST: Quantity(BENEFIT_OVER_COST, "benefit per cost", "money", "higher", False, False),
    PRICE: Quantity(PRICE, "yuan per fatality-equivalent averted", "money", "lower", False, False),
}
"""What is made of outcomes, by name; deaths, injuries and money are discounted alike in all of them."""
APPRAISED |= {
    name + GOVERNMENT: replace(APPRAISED[name], name=name + GOVERNMENT) for name in (COST_PER_DEATH, NET_BENEFIT, BENEFIT_OVER_COST, PRICE)
}


def quantity(name: str) -> Quantity:
    """The quantity called ``name``; ``KeyError`` for a name that nothing has."""
    if name in APPRAISED:
        return APPRAISED[name]
    if name in RATIO_BY_NAME:
        ratio = RATIO_BY_NAME[name]
        return Quantity(name, ratio.unit, "activity", ratio.better, False, False)
    outcome = OUTCOME_BY_NAME[name]
    yearly = outcome.months == "sum"
    counted = yearly and outcome.view != "expected" and outcome.unit != "yuan"
    # Fewer on record may be fewer accidents or more concealed.
    better: Direction = "neither" if outcome.view == "reported" else outcome.better
    return Quantity(name, outcome.unit, outcome.view, better, yearly, counted)


def english(name: str) -> str:
    """The English label of an outcome's name."""
    text = name.replace("_", " ")
    for plain, written in _REWRITTEN.items():
        text = text.replace(plain, written) if written not in text else text
    return text


def label(name: str) -> str:
    """The outcome's short name in the language in force."""
    return _(english(name))


def unit(name: str) -> str:
    """The unit in the language in force, a year where months add up."""
    found = quantity(name)
    if found.yearly and (whole := f"{found.unit} a year") in _YEARLY_UNITS:
        return _(whole)
    text = _(found.unit)
    return _("{unit} a year").format(unit=text) if found.yearly else text


def title_with_name(title: str, name: str) -> str:
    """``Title (name)``; the title alone where it begins with the name, as that of a policy of one's own does."""
    return title if title.startswith((f"{name} (", f"{name}\uff08")) else _("{title} ({name})").format(title=title, name=name)
