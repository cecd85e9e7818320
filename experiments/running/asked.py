"""What is asked for from Python is held against what the command line would take: ``UserError`` instead of a number that means nothing."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from numbers import Real
from os import PathLike, fspath
from os.path import expanduser
from pathlib import Path
from typing import Any

from experiments.text.errors import UserError, shown_value
from experiments.text.formatting import exact
from experiments.text.messages import _, enumerated, sentences
from experiments.text.scenario_text import as_sentence

WORLDS = 2**32
MOST_MONTHS = 1200
SEEDS = 2**63
DISCOUNTS = 0.08
ENGINES = ("compiled", "mesa")


def whole(name: str, value: object, low: int, high: int) -> int:
    """``value`` as a whole number of ``low`` to ``high``; ``UserError`` for anything else."""
    try:
        number = None if isinstance(value, bool) else operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        number = None
    if number is None or not low <= number <= high:
        raise UserError(
            _("{value} is no whole number from {low} to {high}.").format(value=shown_value(value), low=low, high=high), f"{name}=", _("Give one."))
    return number


def worlds_asked(worlds: int | Sequence[int]) -> tuple[int, ...]:
    """Their numbers, from 0 on where only how many was said; ``UserError`` where one is none or stands twice, or where there are none."""
    if isinstance(worlds, str | bytes) or (not isinstance(worlds, Sequence | range) and not hasattr(worlds, "__len__")):
        return tuple(range(whole("worlds", worlds, 1, WORLDS)))
    found = tuple(whole("worlds", world, 0, WORLDS - 1) for world in worlds)  # type: ignore[union-attr]
    if not found:
        raise UserError(_("No world is named."), "worlds=", _("Give how many, or their numbers."))
    if len(set(found)) < len(found):
        twice = next(world for world in found if found.count(world) > 1)
        raise UserError(
            _("World {world} is named twice.").format(world=twice), "worlds=",
            _("Name each once: the same world again tells nothing more, and would count as if it did."))  # fmt: skip
    return found


def policies_asked(policies: Sequence[Any], is_policy: Callable[[object], bool]) -> list[Any]:
    """The policies in their order; ``UserError`` where it is one text, or something else than names and policies."""
    if isinstance(policies, str) or not isinstance(policies, Sequence):
        raise UserError(_("Policies are given as a list."), "policies=", _("Write policies=[...], also for a single one."))
    for policy in policies:
        if not (isinstance(policy, str) or is_policy(policy)):
            raise UserError(_("{value} is neither the name of a policy nor a policy.").format(value=shown_value(policy)), "policies=",
                            _("Give names, paths of files or objects of simulation.Policy."))  # fmt: skip
    return list(policies)


def parameters_asked(parameters: Mapping[str, float] | None) -> dict[str, float]:
    """Numbers by name; ``UserError`` for anything else, levers among it."""
    if parameters is None:
        return {}
    if not isinstance(parameters, Mapping) or not all(isinstance(name, str) for name in parameters):
        raise UserError(_("Parameters are given as numbers by their names."), "parameters=", _("Write for instance parameters={'effort_cost': 2000}."))
    for name, value in parameters.items():
        if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
            raise UserError(_("{value} is no number.").format(value=shown_value(value)), f"parameters={{{shown_value(name)}: ...}}", _("Give one."))
        refuse_lever(name, f"{value:.10g}", "parameters=")
    return {name: float(value) for name, value in parameters.items()}


def refuse_lever(name: str, value: str, where: str) -> None:
    """``UserError`` for a lever: it is a policy that moves it, from a month on and at a cost, and not the baseline as well.

    ``value`` is what was given for it, which may be no number.
    """
    from scenarios import load_parameters
    from scenarios.problems import likely
    from scenarios.relative import amount, computed, is_relative

    entries = load_parameters().entries
    levers = [lever for lever, entry in entries.items() if entry.kind == "lever"]
    like = [] if name in entries else [lever for lever in levers if lever.startswith(f"{name}_")]
    meant = likely(name, entries) if name not in entries and not like else []
    near = meant if set(meant) <= set(levers) else []
    relative = is_relative(value)
    if like or near:
        found = _("No parameter is called {name}; levers that begin so: {levers}.") if like else _("No parameter is called {name}; levers of a name like it: {levers}.")
        raise UserError(found.format(name=shown_value(name), levers=enumerated(like or near)), where,
                        _set_it(f"{(like or near)[0]}={value.strip() if _is_number(value) or relative else '...'}"))  # fmt: skip
    if name in levers:
        told = as_sentence(computed(value, entries[name])) if relative else ""
        number = value.strip() if _is_number(value) else exact(amount(value, entries[name]) or entries[name].value) if relative else "..."
        raise UserError(
            _("{name} is a lever, not an assumption: --parameter would move it in the baseline as well.").format(name=name), where,
            sentences(told, _set_it(f"{name}={number}")))  # fmt: skip


def _set_it(text: str) -> str:
    """How a lever is set: by the option of the quick question, or in a policy of one's own wherever one is named."""
    return _("A policy sets it: write --set {text} with `compare` or `run`, or name the policy mine:,{text} elsewhere.").format(text=text)


def plain_float(text: str) -> float:
    """The number that ``text`` is in digits as anybody writes them; ``ValueError`` for full-width digits and underscores, too."""
    if not text.isascii() or "_" in text:
        raise ValueError(text)
    return float(text)


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(plain_float(text))
    except ValueError:
        return False


def engine_asked(engine: object) -> str:
    """One of the engines; ``UserError`` for anything else."""
    if not isinstance(engine, str) or engine not in ENGINES:
        raise UserError(_("There is no engine {value}.").format(value=shown_value(engine)), "engine=", _("Write one of these: {names}.").format(
            names=enumerated(ENGINES)))  # fmt: skip
    return str(engine)


def sample_asked(sample: object) -> float | None:
    """A share of a region's districts, or None for all; ``UserError`` for what is no number."""
    if sample is not None and (isinstance(sample, bool) or not isinstance(sample, Real)):
        raise UserError(_("A sample is a share above 0 and up to 1, not {share}.").format(share=shown_value(sample)), "sample=",
                        _("Write for instance sample=0.01 for a hundredth of the districts."))  # fmt: skip
    return None if sample is None else float(sample)


def callable_asked(name: str, what: object, called_as: str) -> None:
    """``UserError`` where ``what`` can neither be called nor is None; ``called_as`` says how it would be called."""
    if what is not None and not callable(what):
        raise UserError(_("{value} cannot be called.").format(value=shown_value(what)), f"{name}=", called_as)


def folder_asked(folder: object, name: str = "out") -> Path:
    """A path; ``UserError`` for what is none."""
    try:
        if isinstance(folder, str | PathLike) and isinstance(text := fspath(folder), str) and text:
            return Path(expanduser(text))  # a shell puts the home in place of ~, and Python does not
    except Exception:  # an object may answer anything to a question for its path
        pass
    raise UserError(_("{value} is no path of a folder.").format(value=shown_value(folder)), f"{name}=", _("Give it as a text or as pathlib.Path."))


def discount_asked(discount: float) -> float:
    """A yearly rate; ``UserError`` for what is none."""
    if isinstance(discount, bool) or not isinstance(discount, int | float) or not (math.isfinite(discount) and 0 <= discount <= DISCOUNTS):
        raise UserError(
            _("{value} is no yearly discount rate from 0 to {high}.").format(value=shown_value(discount), high=f"{DISCOUNTS:g}"), "discount=",
            _("Write for instance discount=0.03."))  # fmt: skip
    return float(discount)
