"""What a study varies and compares, in words: a factor is called by what its parameter means, a policy by its title."""

from __future__ import annotations

from functools import cache

from experiments.comparison.tables import full_title
from experiments.comparison.words.numbers import scaled
from experiments.text.formatting import bare
from experiments.text.labels import quantity
from experiments.text.messages import _, one_line, titled
from scenarios import ScenarioError, load_parameters, load_policy_file
from scenarios.policy_spec import is_own
from scenarios.schema.parameters import ParameterEntry
from scenarios.schema.plan import LEVERS_ONLY


@cache
def _entries() -> dict[str, ParameterEntry]:
    return dict(load_parameters().entries)


def factor_words(name: str) -> str:
    """What the parameter means, in the language in force."""
    return _(one_line(_entries()[name].description))


def factor_unit(name: str) -> str:
    """Its unit in the language in force."""
    return _(one_line(_entries()[name].unit))


def value_words(name: str, value: float) -> str:
    """A value with its unit."""
    return _("{value} ({unit})").format(value=bare(value), unit=factor_unit(name))


def policy_words(spec: str) -> str:
    """The titles behind a spec such as "capacity+boundaries"; a file's name where it has none."""
    if spec == LEVERS_ONLY:
        return _("the levers of the plan")
    return " + ".join(_policy_title(part.strip()) for part in ([spec] if is_own(spec) else spec.split("+")))


def _policy_title(part: str) -> str:
    try:
        file = load_policy_file(part)
    except ScenarioError:  # the name of a user's own file, which is found by its path only
        return part
    return titled(file.title, file.title_zh) or file.name


def outcome_words(name: str) -> str:
    """An outcome with its unit, a year where months add up, as it stands within a sentence."""
    text = full_title(quantity(name))
    return text[:1].lower() + text[1:]


def capital(text: str) -> str:
    """``text`` as it stands at the head of a table or a sentence."""
    return text[:1].upper() + text[1:]


def shown_scale(name: str) -> float:
    """What a value is multiplied by to be in the unit of ``outcome_words``: money is told in millions."""
    return scaled(quantity(name))[0]


def gain_sign(name: str) -> float:
    """What a difference is multiplied by so that more of it is better; 1 where no direction is."""
    return -1.0 if quantity(name).better == "lower" else 1.0


def gain_words(name: str) -> str:
    """A difference turned so that more is better: the reduction of what should be low, the increase of all else."""
    text = _("{outcome}: reduction") if quantity(name).better == "lower" else _("{outcome}: increase")
    return text.format(outcome=outcome_words(name))
