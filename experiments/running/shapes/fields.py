"""The fields of a scenario, whatever its shape: what is usual, what is allowed, and the one form of each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from experiments.running.asked import MOST_MONTHS, SEEDS, discount_asked, parameters_asked, plain_float, whole
from experiments.text.errors import UserError, cut, shown_value
from experiments.text.messages import _

Fields = dict[str, Any]

MOST_BYTES = 256 * 1024
MOST_POLICIES = 12
MOST_WORLDS = 100_000
LAST_FIRST_WORLD = 2**31
MOST_LETTERS = 1000
"""Of the name or path of a district or an ensemble."""
DISCOUNT_PLACES = 10
"""Decimals of the discount rate: a percentage and its hundredth then stand for one another exactly."""
USUAL: Mapping[str, Any] = {
    "parameters": {}, "months": 120, "seed": 0, "worlds": 20, "first_world": 0, "ensemble": None, "discount": 0.03,
}  # fmt: skip
"""What holds where a shape says nothing."""
NUMBERS = ("months", "seed", "worlds", "first_world")
"""Whole numbers, in the order in which they are written."""


def settled(fields: Mapping[str, Any]) -> Fields:
    """The fields in their one form; ``UserError`` or ``ScenarioError`` for what can be no scenario."""
    from scenarios import default_ensemble

    ensemble = None if fields["ensemble"] is None else name_asked("ensemble", fields["ensemble"])
    return {
        "district": name_asked("district", fields["district"]),
        "policies": _policies(fields["policies"]),
        "parameters": _parameters(fields["parameters"]),
        "months": whole("months", fields["months"], 1, MOST_MONTHS),
        "seed": whole("seed", fields["seed"], 0, SEEDS - 1),
        "worlds": whole("worlds", fields["worlds"], 1, MOST_WORLDS),
        "first_world": whole("first_world", fields["first_world"], 0, LAST_FIRST_WORLD),
        "ensemble": None if ensemble == default_ensemble() else ensemble,
        "discount": round(discount_asked(fields["discount"]), DISCOUNT_PLACES),
    }


def name_asked(field: str, value: object) -> str:
    """A text that can be a name or a path; ``UserError`` for anything else."""
    if not isinstance(value, str) or not value.strip():
        raise UserError(_("{value} is neither a name nor a path.").format(value=shown_value(value)), f"{field}=", _("Write it as a text."))
    if len(value) > MOST_LETTERS or any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in value):
        raise UserError(_("{value} is neither a name nor a path.").format(value=shown_value(value)), f"{field}=",
                        _("Write it without control characters, in at most {most} characters.").format(most=MOST_LETTERS))  # fmt: skip
    return value


def _policies(given: object) -> tuple[str, ...]:
    """The one text of each policy, the baseline left out; each once."""
    from scenarios import canonical_policy, load_policy
    from scenarios.policy_spec import is_own
    from simulation.policy import BASELINE

    if isinstance(given, str) or not isinstance(given, Sequence) or not all(isinstance(spec, str) for spec in given):
        raise UserError(_("The policies of a scenario are a list of texts."), "policies=", _("Write policies=[...], also for a single one."))
    if len(given) > MOST_POLICIES:
        raise UserError(_("A scenario compares at most {most} policies, and {n} are named.").format(most=MOST_POLICIES, n=len(given)), "policies=", _("Name fewer."))
    texts: dict[str, str] = {}
    for spec in given:
        _refuse_control(spec)
        text = canonical_policy(spec)
        name = text.partition(":")[0] if is_own(text) else load_policy(text).name
        if name in texts:
            raise UserError(_("{name} is named twice.").format(name=name), cut(spec), _("Name each policy once; two files need two names."))
        texts[name] = text
    return tuple(text for name, text in texts.items() if name != BASELINE.name)


def _refuse_control(spec: str) -> None:
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in spec):
        raise UserError(_("{value} is no policy.").format(value=shown_value(spec)), "policies=", _("Write it without control characters."))


def _parameters(given: Any) -> dict[str, float]:
    """Numbers by name, in the order of the names; those that are no assumptions or out of range are refused."""
    from scenarios import load_parameters

    numbers = parameters_asked(given)
    load_parameters(overrides=numbers)
    return {name: numbers[name] + 0.0 for name in sorted(numbers)}


def refuse_files(fields: Mapping[str, Any], where: str, but: Collection[str] = ()) -> None:
    """``UserError`` where a scenario from elsewhere names a file of this machine: not even whether it is there is told.  ``but``: what may be its district."""
    from scenarios.library import is_path

    named = ["" if fields["district"] in but else fields["district"], fields.get("ensemble") or "", *(part for spec in fields["policies"] for part in re.split("[+,:\uff1a\uff0c\uff0b]", spec))]
    found = next((text for text in named if is_path(text.strip())), None)
    if found is not None:
        raise UserError(_("{value} names a file, and files of this machine are not read here.").format(value=shown_value(found)), where,
                        _("Name what is shipped: `inspectorate policies` and `inspectorate districts` list it."))  # fmt: skip


def refuse_long(text: object, where: str) -> str:
    """The text; ``UserError`` where it is none, or longer than any scenario."""
    if not isinstance(text, str):
        raise UserError(_("{value} is no text.").format(value=shown_value(text)), where, _("Give it as a text."))
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise UserError(_("The text is longer than any scenario."), where, _("At most {most} bytes are read.").format(most=MOST_BYTES))
    return text


def number(text: str, where: str) -> float:
    """The number in plain digits that a text is; ``UserError`` for anything else, infinity among it."""
    try:
        value = plain_float(text.strip())
    except ValueError:
        value = float("nan")
    if value - value != 0:
        raise UserError(_("{value} is no number.").format(value=shown_value(text)), where, _("Write it in digits, for instance 0.5."))
    return value


def whole_number(text: str, where: str) -> int:
    """The whole number in plain digits that a text is; ``UserError`` for anything else."""
    if re.fullmatch("[+-]?[0-9]{1,20}", text.strip()) is None:
        raise UserError(_("{value} is no whole number.").format(value=shown_value(text)), where, _("Write it in digits, for instance 10."))
    return int(text)


def parameter(text: str, into: dict[str, float], where: str) -> None:
    """Put ``NAME=VALUE`` into the parameters; ``UserError`` for anything else, or a name given twice."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise UserError(_("{text} is not NAME=VALUE with a number.").format(text=shown_value(text)), where, _("`inspectorate parameters` lists the names."))
    if name.strip() in into:
        raise UserError(_("{name} is given twice.").format(name=cut(name)), where, _("Give each parameter once."))
    into[name.strip()] = number(value, where)


def unusual(fields: Mapping[str, Any]) -> Fields:
    """The fields that are not as usual, districts and policies apart, in the order in which they are written."""
    order = ("parameters", *NUMBERS, "ensemble", "discount")
    return {name: fields[name] for name in order if fields[name] != USUAL[name]}


def started() -> Fields:
    """Fields that say nothing yet."""
    return {**USUAL, "policies": [], "parameters": {}}
