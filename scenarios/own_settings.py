"""Settings laid upon a policy: the own policy, as its one text, that starts from it and makes them.

A setting is a change as an own policy has it, ``LEVER=VALUE[@FROM[-UNTIL]][~RAMP]`` or ``[responsibility.]SECTOR.DOMAIN=DEPARTMENT``, and a value may
be relative as well, ``x1.2``, ``+20%`` or ``-20%``: to what the policy sets the lever to, or else to what it is in the district today.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from scenarios.cell_checks import refuse_misfits
from scenarios.composition import canonical, compose, policy_files
from scenarios.library import POLICIES, Library
from scenarios.lookalikes import INSTEAD
from scenarios.own_changes import CHANGE, Change, parse_change
from scenarios.own_policy import own_text, parse_own
from scenarios.policy_spec import is_own, split_spec
from scenarios.problems import Problem, ScenarioError, Sentence, did_you_mean, likely, show
from scenarios.relative import amount, is_relative
from scenarios.schema.base import Fault
from scenarios.schema.parameters import ParameterEntry
from simulation.district import District
from simulation.region import Region

RESPONSIBILITY = "responsibility."
"""What may stand before a cell, as in a policy file."""
_WHEN = re.compile("[@~]")


@dataclass(frozen=True)
class Taken:
    """A setting as it was understood: ``text`` with the number in place of what was relative to ``before``."""

    given: str
    text: str
    lever: str = ""
    before: float | None = None
    """None where the value was given as a number, or where it is a cell."""
    in_policy: bool = False
    """Whether the policy sets the lever, so that ``before`` is its value and not today's."""


@dataclass(frozen=True)
class Laid:
    """What settings make of a policy: the one text of the own policy, and how each setting was understood."""

    spec: str
    taken: tuple[Taken, ...]


def lay(library: Library, spec: str, settings: Sequence[str], place: District | Region, where: str, used: Collection[str] = ()) -> Laid:
    """``settings`` on top of the policy of ``spec``, as an own policy whose name is none of ``used``.

    Raises ``ScenarioError`` with all that is wrong with the settings, each told at ``where`` as it was given; and with what is wrong with ``spec``.
    """
    values = {setting.lever: setting.value for setting in compose(library, spec).settings}
    entries, taken, problems = library.parameters.entries, [], []
    for given in settings:
        try:
            taken.append(_taken(given.strip(), entries, values, place))
        except Fault as fault:
            problems.append(Problem(where, None, given.strip() or "''", fault.reason, fault.allowed, fault.mend))
    keys = [one.text.partition("=")[0].strip() for one in taken]
    problems += [Problem(where, None, one.given, Sentence("{name} stands twice", name=key), mend=Sentence("keep one of them"))
                 for number, (key, one) in enumerate(zip(keys, taken, strict=True)) if key in keys[:number]]  # fmt: skip
    if problems:
        raise ScenarioError(problems)
    base, kept = _of(library, spec, keys)
    text = own_text(_name({*used, *library.names(POLICIES)}), base, [*kept, *(parse_change(one.text, entries) for one in taken)])
    return Laid(_checked(library, text, taken, place, where), tuple(taken))


def _name(used: Collection[str]) -> str:
    """``mine``, ``mine-2``, ...: the first that is free."""
    number = 1
    while (name := "mine" if number == 1 else f"mine-{number}") in used:
        number += 1
    return name


def _of(library: Library, spec: str, keys: Sequence[str]) -> tuple[Sequence[str], list[Change]]:
    """The policies that ``spec`` starts from, and its own changes but those of ``keys``, which are set anew."""
    if not is_own(spec):
        return [str(reference) for reference in split_spec(spec)], []
    own = parse_own(library, spec)
    return [str(reference) for reference in own.base], [change for change in own.changes if change.key not in keys]


def _taken(given: str, entries: Mapping[str, ParameterEntry], values: Mapping[str, float], place: District | Region) -> Taken:
    """A setting with a number for what is relative; ``Fault`` for what is none."""
    _refuse_other_signs(given)
    key, equals, rest = given.partition("=")
    key = key.strip()
    if key.startswith(RESPONSIBILITY):
        key = key.removeprefix(RESPONSIBILITY)
        if "." not in key:
            raise Fault(Sentence("this names no cell"), CHANGE, Sentence("write for instance {text}", text=f"{RESPONSIBILITY}SECTOR.DOMAIN=DEPARTMENT"))
    if not equals and key not in entries:
        raise Fault(Sentence("this is no change of a lever or of a cell"), CHANGE, Sentence("write for instance {text}", text="field_days=80"))
    if not equals or "." in key:
        change = parse_change(f"{key}{equals}{rest}", entries)
        return Taken(given, change.text)
    what = _WHEN.split(rest, maxsplit=1)[0]
    _refuse_no_lever(key, what.strip(), entries)
    number = amount(what, entries[key]) if is_relative(what) else None
    if number is None:
        return Taken(given, parse_change(f"{key}={rest}", entries).text, key)
    before = values[key] if key in values else _today(key, entries, place)
    value = amount(what, entries[key].model_copy(update={"value": before}))
    return Taken(given, parse_change(f"{key}={show(value)}{rest[len(what):]}", entries).text, key, before, key in values)


def _today(lever: str, entries: Mapping[str, ParameterEntry], place: District | Region) -> float:
    """The lever's value today in ``place``; ``Fault`` where the districts of a region differ in it."""
    districts = [unit.district for unit in place.units] if isinstance(place, Region) else [place]
    found = {{own.name: own.value for own in district.own_levers}.get(lever, entries[lever].value) for district in districts}
    if len(found) > 1:
        raise Fault(Sentence("the districts of {place} differ in it today", place=place.name), entries[lever].hard_range, Sentence("write the number itself, in its unit"))
    return found.pop()


def _refuse_other_signs(given: str) -> None:
    """``Fault`` for signs of full width, and for several settings in one."""
    found = next((mark for mark in given if mark in INSTEAD), None)
    if found is not None:
        half = "".join(INSTEAD.get(mark, mark) for mark in given)
        raise Fault(Sentence("{mark} is no sign of half width", mark=show(found)), mend=Sentence("write {text}", text=half))
    parts = [part.strip() for part in given.split(",")]
    if len(parts) > 1:
        several = all("=" in part for part in parts)
        raise Fault(Sentence("a comma stands inside"), mend=Sentence("write each setting by itself: {text}", text=" ".join(f"--set {part}" for part in parts))
                    if several else Sentence("write numbers without a comma inside"))  # fmt: skip


def _refuse_no_lever(name: str, value: str, entries: Mapping[str, ParameterEntry]) -> None:
    """``Fault`` with the right word where ``name`` is no lever: an assumption is set by another option."""
    if name in entries and entries[name].kind == "lever":
        return
    if name in entries:
        number = amount(value, entries[name]) if is_relative(value) else None
        text = f"{name}={value if number is None else show(number)}"
        raise Fault(Sentence("this is an assumption, no lever: --set is for what a government decides"), mend=Sentence("write --parameter {text}", text=text))
    levers = [lever for lever, entry in entries.items() if entry.kind == "lever"]
    others = [other for other in likely(name, [other for other in entries if other not in levers]) if len(name) > 1]
    near = did_you_mean(name, levers)
    if not near and others:
        raise Fault(Sentence("no lever has this name"), mend=Sentence("did you mean {name}? It is an assumption: --parameter sets it", name=others[0]))
    raise Fault(Sentence("no lever has this name"), mend=near or Sentence("list the levers with: inspectorate parameters --kind lever"))


def _checked(library: Library, text: str, taken: Sequence[Taken], place: District | Region, where: str) -> str:
    """The one text of the own policy; what is wrong with a change of it is told at ``where``, as the change was given."""
    given = {one.text: one.given for one in taken}
    try:
        found = canonical(library, text)
        refuse_misfits(policy_files(library, found), place)
    except ScenarioError as error:
        raise ScenarioError([
            replace(problem, file=where, key=given[problem.key]) if problem.key in given else problem for problem in error.problems]) from None  # fmt: skip
    return found
