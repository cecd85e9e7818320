"""What is given by hand: parameters and policies as typed, what was meant by what cannot be read, and what is unusual about them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from experiments.running.asked import plain_float, refuse_lever
from experiments.text.console import Talk
from experiments.text.errors import UserError, cut, shown_value
from experiments.text.messages import _, enumerated, sentences
from experiments.text.scenario_text import as_sentence

if TYPE_CHECKING:
    from scenarios import Ensemble
    from scenarios.schema.parameters import ParameterEntry
    from simulation.district import District
    from simulation.region import Region

EXAMPLE = "--parameter hazard_arrivals=0.5"


def parse_overrides(texts: Sequence[str]) -> dict[str, float]:
    """``NAME=VALUE`` as numbers; ``UserError`` for anything else, a name given twice, or a lever."""
    found: dict[str, float] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip()
        number = _number(value)
        if equals:  # first of all: how its number would be written is beside the point
            refuse_lever(name, value, f"--parameter {cut(text)}")
        if not equals or not name or number is None or not text.isascii():
            raise UserError(
                _("{text} is not NAME=VALUE with a number.").format(text=shown_value(text)), "--parameter",
                sentences(_meant(text), _("`inspectorate parameters` lists the names.")))
        if name in found:
            raise UserError(_("{name} is given twice.").format(name=name), "--parameter", _("Give each parameter once."))
        found[name] = number
    return found


def _number(text: str) -> float | None:
    """The number in ASCII digits without underscores that ``text`` is; None for anything else."""
    try:
        value = plain_float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _meant(text: str) -> str:
    """What to type in place of ``text``: half-width letters, an equals sign, a value in place of a percentage."""
    from scenarios.relative import computed, is_relative

    plain = unicodedata.normalize("NFKC", text).replace("\u3002", ".").replace("\u3001", ",").strip()
    name = re.match(r"\w*", plain)[0]  # type: ignore[index]
    value = plain.removeprefix(name).strip().removeprefix("=").removeprefix(":").strip()
    today = _known(name)
    if today is not None and is_relative(value):
        return as_sentence(computed(value, today))
    number = _number(value) if "," not in value else _number(value.replace(",", "" if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", value) else "."))
    if name and number is not None:
        half = "" if text.isascii() else _("Letters of full width are no signs here.")
        return sentences(half, _("Write --parameter {text}.").format(text=f"{name}={number:.10g}"))
    return _("Write for instance {example}.").format(example=EXAMPLE)


def _known(name: str) -> ParameterEntry | None:
    from scenarios import load_parameters

    return load_parameters().entries.get(name)


def check_policies(specs: Sequence[str], where: str = "--policy") -> None:
    """``UserError`` where policies are joined by another sign than +."""
    from scenarios.policy_spec import is_own

    for spec in specs:
        if is_own(spec):
            continue  # it has commas of its own, and what is wrong with it is told when it is read
        meant = re.sub(r"\s*[+,;&\uff0b\uff0c\u3001\uff1b\uff06\u52a0]\s*", "+", spec)
        if meant != spec and not _is_file(spec) and all(_is_policy(part) for part in meant.split("+")):
            if all(_is_policy(part) for part in spec.split("+")):
                continue  # blanks around a + are allowed
            raise UserError(_("{text} is no policy; policies are joined by a + of half width.").format(text=repr(spec)), where,
                            _("Write {spec}; to compare them with one another, name each with a --policy of its own.").format(spec=meant))  # fmt: skip


def _is_file(spec: str) -> bool:
    from scenarios.policy_spec import is_file

    return any(is_file(part.strip()) for part in spec.split("+"))


def _is_policy(part: str) -> bool:
    from scenarios import policy_names

    return part.strip() in policy_names()


def warn_of_parameters(overrides: Mapping[str, float], talk: Talk) -> None:
    """Say which given values are allowed but unusual."""
    from experiments.text.scenario_text import told
    from scenarios import load_parameters

    for warning in load_parameters(overrides=dict(overrides)).warnings:
        talk.warn(told(warning))


def warn_of_policies(specs: Sequence[str], months: int, place: District | Region, talk: Talk) -> None:
    """Say which levers of the policies are allowed but unusual, and which settings change nothing in runs of ``months`` of ``place``."""
    from experiments.text.scenario_text import told
    from scenarios import late_warnings, load_policy, load_policy_files
    from scenarios.cell_checks import idle_warnings

    warnings = [(file.name, text) for spec in specs for file in load_policy_files(spec) for text in file.warnings]
    for spec in specs:
        policy = load_policy(spec, place)
        warnings += [(_name(spec), text) for text in (*late_warnings(policy, months), *idle_warnings(policy, place))]
    for name, text in dict.fromkeys(warnings):
        talk.warn(_("{place}: {text}").format(place=name, text=told(text)))


def _name(spec: str) -> str:
    """What a policy is called in a warning: one of one's own by its name, any other as it was given."""
    from scenarios.policy_spec import is_own

    return spec.partition(":")[0].strip() if is_own(spec) else spec


def warn_of_replaced(ensemble: Ensemble | None, overrides: Mapping[str, float], talk: Talk) -> None:
    """Say which parameters given by hand stand in place of an ensemble's values."""
    names = [] if ensemble is None else [name for name in ensemble.names if name in overrides]
    if ensemble is not None and names:
        talk.warn(_("--parameter replaces what the ensemble {ensemble} holds of {names}, in every set.").format(
            ensemble=ensemble.name, names=enumerated(names)))  # fmt: skip
