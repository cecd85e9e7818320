"""A scenario as a TOML file: everything told, policies of one's own as tables that a person can read and change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from experiments.running.digests import described, digest
from experiments.running.shapes.fields import NUMBERS, Fields
from experiments.text.errors import UserError, shown_value
from experiments.text.formatting import exact
from experiments.text.messages import _
from simulation.policy import CellSetting, LeverSetting

Setting = LeverSetting | CellSetting


def written(fields: Mapping[str, Any]) -> str:
    """The text of the file."""
    from scenarios.library import is_path

    own = [own_parts(spec) for spec in fields["policies"]]
    names = [spec if parts is None else parts[0] for spec, parts in zip(fields["policies"], own, strict=True)]
    lines = [
        "# " + _("A scenario: `inspectorate compare --scenario FILE.toml` compares it, `inspectorate scenario FILE.toml` shows it in its other shapes."),
        "schema_version = 1",
        *(["# " + _("The district is a file of one's own: take it along with this one, and write here where it lies.")] if is_path(fields["district"]) else []),
        f"district = {_text(fields['district'])}",
        *_held(fields["district"]),
        *_list("policies", names),
        *(f"{name} = {fields[name]}" for name in NUMBERS),
        *([] if fields["ensemble"] is None else [f"ensemble = {_text(fields['ensemble'])}"]),
        f"discount = {exact(fields['discount'])}",
    ]
    if fields["parameters"]:
        lines += ["", "[parameters]", *(f"{name} = {exact(value)}" for name, value in fields["parameters"].items())]
    for parts in own:
        lines += [] if parts is None else _tables(*parts)
    return "\n".join(lines) + "\n"


def _held(district: str) -> list[str]:
    """What a file of one's own holds, so that another one in its place is noticed; nothing of what is shipped, or is not there to be read."""
    from scenarios import ScenarioError
    from scenarios.library import is_path

    if not is_path(district):
        return []
    try:
        return [f"district_hash = {_text(content_hash(district))}"]
    except ScenarioError:
        return []


def content_hash(district: str) -> str:
    """Twelve hex digits of all that a district or region has; raises ``scenarios.ScenarioError`` where there is none."""
    from scenarios import load_district, load_region

    region = load_region(district)
    return digest(asdict(load_district(district)) if region is None else described(region))[:12]


def own_parts(spec: str) -> tuple[str, str, tuple[Setting, ...]] | None:
    """Name, base and settings of an own policy; None where the spec names policies."""
    from scenarios import shipped
    from scenarios.own_policy import parse_own
    from scenarios.policy_spec import is_own

    if not is_own(spec):
        return None
    own = parse_own(shipped(), spec)
    return own.name, "+".join(map(str, own.base)), tuple(change.setting for change in own.changes)


def _list(key: str, texts: Sequence[str]) -> list[str]:
    if sum(map(len, texts)) < 100:
        return [f"{key} = [{', '.join(map(_text, texts))}]"]
    return [f"{key} = [", *(f"    {_text(text)}," for text in texts), "]"]


def _tables(name: str, base: str, settings: Sequence[Setting]) -> list[str]:
    levers = [setting for setting in settings if isinstance(setting, LeverSetting)]
    cells = [setting for setting in settings if isinstance(setting, CellSetting)]
    lines = ["", f"[own.{name}]", f"base = {_text(base)}"]
    if levers:
        lines += ["", f"[own.{name}.levers]", *(f"{lever.lever} = {_lever(lever)}" for lever in levers)]
    for sector in dict.fromkeys(cell.sector for cell in cells):
        lines += ["", f"[own.{name}.responsibility.{sector}]", *(f"{cell.domain} = {_cell(cell)}" for cell in cells if cell.sector == sector)]
    return lines


def _lever(setting: LeverSetting) -> str:
    ramp = [f"ramp = {setting.ramp}"] if setting.ramp else []
    times = [*_times(setting), *ramp]
    return f"{{ value = {exact(setting.value)}, {', '.join(times)} }}" if times else exact(setting.value)


def _cell(setting: CellSetting) -> str:
    lead = [f"lead = {_text(setting.lead)}"] if setting.lead else []
    departments = ", ".join(map(_text, setting.departments))
    return f"{{ {', '.join([f'departments = [{departments}]', *lead, *_times(setting)])} }}"


def _times(setting: Setting) -> list[str]:
    return [*([f"start = {setting.start}"] if setting.start else []), *([] if setting.end is None else [f"end = {setting.end}"])]


def _text(text: str) -> str:
    """A text in quotes; what would need an escape of its own, but for quotes, is in no scenario."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def read(source: str | Path, name: str = "", files: bool | Collection[str] = True) -> Fields:
    """The fields of a file, or of its text; raises ``scenarios.ScenarioError`` with all that is wrong."""
    from scenarios import load_scenario

    return of_file(load_scenario(source, name, files))


def of_file(found: Any) -> Fields:
    """The fields of a ``scenarios.ScenarioFile``; ``UserError`` where its district's file holds something else by now."""
    from scenarios.library import is_path

    if found.district_hash is not None and is_path(found.district) and (held := content_hash(found.district)) != found.district_hash:
        raise UserError(_("{district} is not what it was when the scenario was written: its content is {now} and was {then}.").format(
            district=shown_value(found.district), now=held, then=found.district_hash), "district_hash",
            _("Put the district's file of then in its place, or take out the line `district_hash` to compare on the one of now."))  # fmt: skip
    names = ("district", "policies", "parameters", *NUMBERS, "ensemble", "discount")
    return {name: getattr(found, name) for name in names}
