"""The blocks of the model description, by the name of their markers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from experiments.studies.baseline import load_targets
from experiments.studies.calibration.plan import LOOSE
from experiments.text.markdown import code, table
from experiments.upkeep.document.marked import Block
from experiments.upkeep.document.screened import influences, read_card
from experiments.upkeep.document.source import (
    Attribute,
    agent_states,
    concept_title,
    data_fields,
    described_rules,
    read_parameters,
)
from scenarios import DEFAULT_ENSEMBLE, district_names, load_district, load_parameters, load_region, region_names
from scenarios.problems import show
from simulation.district import District
from simulation.draws import STREAMS
from simulation.month import PHASES
from simulation.outcomes import OUTCOMES, RATIOS
from simulation.region import Region
from simulation.rules import CONCEPTS

WHOLE_DISTRICT = "jiuyuan"


def targets() -> str:
    """The figures that the baseline should meet."""
    rows, enterprises = load_targets()
    head = ("pattern", "low", "central", "high", "unit", "sources", "scales with the district")
    body = (
        (t.title, show(t.low), show(t.central), show(t.high), t.unit, ", ".join(t.source), "yes" if t.scales else "no")
        for t in rows
    )
    return f"Counts are for {enterprises:,.0f} enterprises.\n\n{table(head, body)}"


def districts() -> str:
    """The shipped districts and regions with their sizes; departments and places are those of one district."""
    found: list[tuple[District | Region, District, int]] = [(d, d, 1) for d in map(load_district, district_names())]
    found += [(r, r.units[0].district, len(r.units)) for r in map(load_region, region_names()) if r is not None]
    head = ("district", "title", "districts", "enterprises", "employees", "departments", "places", "burn-in, months")
    return table(
        head,
        (
            (code(whole.name), whole.title, f"{count:,}", f"{whole.enterprises:,}", f"{whole.employees:,}",
             str(len(one.departments)), str(len(one.places)), str(one.burn_in))
            for whole, one, count in found
        ),
    )  # fmt: skip


def entities() -> str:
    """What the whole district is made of, by title."""
    district = load_district(WHOLE_DISTRICT)
    kinds = (
        ("sectors", district.sectors), ("hazard domains", district.domains),
        ("departments", district.departments), ("places", district.places),
    )  # fmt: skip
    return table(("kind", "number", "which"), ((k, str(len(v)), "; ".join(x.title for x in v)) for k, v in kinds))


def district_data() -> str:
    """The fields of a district file's classes."""
    return _classes(data_fields("district.py"), "type")


def enterprise_facts() -> str:
    """What no policy changes of an enterprise."""
    return _classes(data_fields("population.py"), "type")


def states() -> str:
    """What the agents and the model carry, with the value of the start."""
    return _classes(agent_states(), "at the start")


def _classes(classes: dict[str, list[Attribute]], second: str) -> str:
    head = ("name", second, "note")
    return "\n\n".join(
        f"**{name}**\n\n" + table(head, ((code(a.name), code(a.value), a.note.replace("``", "`")) for a in attributes))
        for name, attributes in classes.items()
        if attributes
    )


def schedule() -> str:
    """The phases of a month."""
    rows = ((str(number), code(phase.name), phase.description) for number, phase in enumerate(PHASES, 1))
    return table(("", "phase", "what happens"), rows)


def streams() -> str:
    """The streams of random numbers."""
    return table(("number", "stream", "what it decides"), _numbered(STREAMS.items()))


def _numbered(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str, str]]:
    return ((str(number), code(name), text) for number, (name, text) in enumerate(pairs))


def outcomes() -> str:
    """Everything that is counted."""
    head = ("outcome", "unit", "better", "months add up by", "districts add up by", "view", "what it is")
    return table(head, ((code(o.name), o.unit, o.better, o.months, o.districts, o.view, o.description) for o in OUTCOMES))


def ratios() -> str:
    """Everything that is measured as one outcome over another."""
    head = ("ratio", "equation", "unit", "better", "what it is")
    return table(head, ((code(r.name), code(_quotient(r.numerator, r.denominator, r.scale)), r.unit, r.better, r.description) for r in RATIOS))


def _quotient(numerator: str, denominator: str, scale: float) -> str:
    return f"{numerator} / {denominator}" if scale == 1.0 else f"{show(scale)} * {numerator} / {denominator}"


def rules() -> str:
    """Every rule, by concept."""
    head = ("rule", "what it gives", "equation", "units", "range", "source", "called in")
    parts = []
    for concept in CONCEPTS:
        found = described_rules(concept)
        rows = (
            (code(r.name), r.summary.replace("``", "`"), code(r.equation), r.units, r.range, r.source, ", ".join(r.callers)) for r in found
        )
        parts.append(f"#### `{concept}`\n\n{concept_title(concept)}\n\n{table(head, rows)}")
    return "\n\n".join(parts)


def parameters() -> str:
    """Every parameter, by group."""
    entries = load_parameters().entries
    head = ("parameter", "value", "unit", "kind", "hard range", "expected range", "sources", "what it is")
    parts = []
    for group in dict.fromkeys(entry.group for entry in entries.values()):
        rows = (
            (code(name), show(e.value), e.unit, e.kind, _range(e.hard), _range(e.expected), ", ".join(e.source), "; ".join(part for part in (e.description, e.note) if part))
            for name, e in entries.items()
            if e.group == group
        )
        parts.append(f"#### Group `{group}`\n\n{table(head, rows)}")
    return "\n\n".join(parts)


def _range(bounds: list[float]) -> str:
    return f"{show(bounds[0])} to {show(bounds[1])}"


def unread() -> str:
    """The parameters that the model does not read."""
    read = read_parameters()
    names = [code(name) for name in load_parameters().entries if name not in read]
    if not names:
        return "The model reads every parameter."
    return "The model does not read these parameters yet, so that setting one changes nothing: " + ", ".join(names) + "."


def varied() -> str:
    """Every uncertain parameter: whether it differs between the sets of the shipped ensemble, and why not."""
    entries, shares = load_parameters().entries, influences()
    sets = read_card(DEFAULT_ENSEMBLE)
    uncertain = [name for name, entry in entries.items() if entry.kind == "uncertainty"]
    ranked = sorted(uncertain, key=lambda name: (name not in sets.parameters, -shares.get(name, 0.0)))
    head = ("parameter", "range", "in the sets", "share of the strongest", "why")
    rows = []
    for name in ranked:
        how = sets.parameters[name].how if name in sets.parameters else "one value"
        share = "" if name not in shares else f"{shares[name]:.0%}"
        left = sets.parameters[name].spread_left if name in sets.parameters else None
        why = "the evidence leaves most of its range" if left is not None and left > LOOSE else _why(name, how, shares)
        rows.append((code(name), _range(entries[name].expected), how, share, why))
    return table(head, rows)


def _why(name: str, how: str, shares: Mapping[str, float]) -> str:
    if how == "fitted":
        return "the evidence narrows it"
    if how == "drawn":
        return "no evidence narrows it, and effects of policies may hang on it"
    if name not in shares:
        return "no run reads it: what was averted is valued by it afterwards, by a value drawn for each set"
    if shares[name] == 0.0:
        return "expected deaths do not change with it, neither in the baseline nor by any of the five policies"
    return "no effect of the five policies hangs on it as on others"


BLOCKS: dict[str, Block] = {
    "targets": targets, "entities": entities, "districts": districts, "district-data": district_data,
    "enterprise-facts": enterprise_facts, "schedule": schedule, "streams": streams, "outcomes": outcomes,
    "ratios": ratios, "states": states, "rules": rules, "parameters": parameters, "unread": unread, "varied": varied,
}  # fmt: skip
