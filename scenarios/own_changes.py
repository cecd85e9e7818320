"""One change of an own policy as text: a lever with its value and times, or a cell of the responsibility matrix with who answers for it.

``LEVER=VALUE[@FROM[-UNTIL]][~RAMP]``, or ``SECTOR.DOMAIN=DEPARTMENT[*][+DEPARTMENT...]|nobody[@FROM[-UNTIL]]``; ``*`` marks the lead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from scenarios.problems import NOTHING, Sentence, did_you_mean, show
from scenarios.relative import computed, is_relative
from scenarios.schema.base import MAX_NAME, MAX_NUMBER, NAME_PATTERN, Fault
from scenarios.schema.parameters import ParameterEntry
from scenarios.schema.policy import MAX_MONTHS
from simulation.policy import CellSetting, LeverSetting

NOBODY = "nobody"
CHANGE = Sentence("LEVER=VALUE, LEVER=VALUE@FROM-UNTIL~RAMP or SECTOR.DOMAIN=DEPARTMENT*+DEPARTMENT")
_TIMES = re.compile(r"(?P<what>[^@~]*)(?:@(?P<start>[^@~-]*)(?:-(?P<end>[^@~]*))?)?(?:~(?P<ramp>[^@~]*))?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_MONTH = re.compile(r"[0-9]{1,4}")

Setting = LeverSetting | CellSetting
Times = tuple[int, int | None, int]
"""First month, first month without it (None: for good), months over which a lever moves."""


@dataclass(frozen=True)
class Change:
    """A setting as somebody wrote it: ``written`` is the part of the text to be named where it is wrong."""

    setting: Setting
    written: str

    @property
    def key(self) -> str:
        """The lever's name, or SECTOR.DOMAIN."""
        return key_of(self.setting)

    @property
    def text(self) -> str:
        """The one text of this setting."""
        return text_of(self.setting)


def key_of(setting: Setting) -> str:
    """The lever's name, or SECTOR.DOMAIN."""
    return setting.lever if isinstance(setting, LeverSetting) else f"{setting.sector}.{setting.domain}"


def settled(setting: Setting) -> Setting:
    """The same setting in its one form: nothing that a run does not see tells two of them apart.

    Who stands first of a cell's departments matters, for a named lead is the first; the order of the others does not, nor a lead who is alone.
    """
    if isinstance(setting, LeverSetting):
        return LeverSetting(setting.lever, setting.value + 0.0, setting.start, setting.ramp, setting.end)  # -0.0 is 0.0
    if setting.lead and setting.lead not in setting.departments:
        return setting  # no setting that holds: told where it is checked
    first = setting.lead or (setting.departments or ("",))[0]
    departments = (first, *sorted(name for name in setting.departments if name != first)) if setting.departments else ()
    return CellSetting(setting.sector, setting.domain, departments, setting.lead if len(departments) > 1 else "", setting.start, setting.end)


def text_of(setting: Setting) -> str:
    """The one text of a setting: shortest exact numbers, times only where they are not the usual ones."""
    setting = settled(setting)
    if isinstance(setting, LeverSetting):
        ramp = f"~{setting.ramp}" if setting.ramp else ""
        return f"{setting.lever}={show(setting.value)}{_span(setting)}{ramp}"
    names = [name + "*" * (name == setting.lead) for name in setting.departments]
    return f"{key_of(setting)}={'+'.join(names) or NOBODY}{_span(setting)}"


def _span(setting: Setting) -> str:
    until = "" if setting.end is None else f"-{setting.end}"
    return f"@{setting.start}{until}" if setting.start or until else ""


def parse_change(written: str, entries: Mapping[str, ParameterEntry]) -> Change:
    """The change that a part of a text is; ``Fault`` for what is none. Whether the names are known is not looked at."""
    text = written.strip()
    key, equals, rest = text.partition("=")
    if not equals:
        raise Fault(Sentence("this is no change of a lever or of a cell"), CHANGE, _meant_without_value(text, entries))
    key = key.strip()
    found = _TIMES.fullmatch(rest)
    if found is None:
        raise Fault(Sentence("its times cannot be read"), CHANGE, Sentence("write for instance {text}", text=f"{key}={_before_times(rest)}@6-42~3"))
    times = _times(key, found)
    sector, dot, domain = key.partition(".")
    if dot:
        _legal(sector, ())
        _legal(domain, ())
        return Change(_cell(sector, domain, found["what"], times, found["ramp"]), text)
    _legal(key, [name for name, entry in entries.items() if entry.kind == "lever"])
    start, end, ramp = times
    return Change(LeverSetting(key, _value(key, found["what"].strip(), entries), start, ramp, end), text)


def _before_times(rest: str) -> str:
    return re.split("[@~]", rest, maxsplit=1)[0].strip()


def _meant_without_value(text: str, entries: Mapping[str, ParameterEntry]) -> str:
    if not text:
        return Sentence("remove the comma that nothing follows")
    if re.fullmatch("[0-9.]+", text):
        return Sentence("write numbers without a comma inside")
    lever = re.split("[@~:]", text, maxsplit=1)[0].strip()
    if lever in entries:
        return Sentence("write for instance {text}", text=f"{lever}={show(entries[lever].value)}")
    return Sentence("write a change, and join policies by '+' before the first comma")


def _legal(name: str, levers: Collection[str]) -> None:
    if re.fullmatch(NAME_PATTERN, name) is None or len(name) > MAX_NAME:
        mend = did_you_mean(name, levers) if levers else NOTHING
        raise Fault(Sentence("{value} is no legal name", value=show(name)), CHANGE, mend or Sentence("write small letters, digits, - and _"))


def _value(lever: str, text: str, entries: Mapping[str, ParameterEntry]) -> float:
    if _NUMBER.fullmatch(text) is None:
        relative = is_relative(text) and lever in entries
        raise Fault(Sentence("{value} is no number", value=show(text)), entries[lever].hard_range if lever in entries else Sentence("a number"),
                    computed(text, entries[lever]) if relative else Sentence("write a number, without quotes"))  # fmt: skip
    value = float(text)
    if abs(value) > MAX_NUMBER:
        raise Fault(Sentence("{value} is too large", value=show(value)), Sentence("up to {limit}", limit=show(MAX_NUMBER)), Sentence("shorten it"))
    return value


def _times(key: str, found: re.Match[str]) -> Times:
    """What stands behind @ and ~; ``Fault`` where it is no month, or where it ends before it begins."""
    start, end, ramp = (None if found[part] is None else _month(found[part].strip()) for part in ("start", "end", "ramp"))
    if start is not None and end is not None and end <= start:
        raise Fault(Sentence("it ends in month {end}, not after its start in month {start}", end=end, start=start), Sentence("end > start"),
                    Sentence("write for instance {text}", text=f"{key}={found['what'].strip()}@{start}-{start + 12}"))  # fmt: skip
    return start or 0, end, ramp or 0


def _month(text: str) -> int:
    if _MONTH.fullmatch(text) is None or int(text) > MAX_MONTHS:
        raise Fault(Sentence("{value} is no month", value=show(text)), Sentence("a whole number from {low} to {high}", low=0, high=MAX_MONTHS),
                    Sentence("write @FROM-UNTIL~RAMP in months after the burn-in, the first being 0"))  # fmt: skip
    return int(text)


def _cell(sector: str, domain: str, text: str, times: Times, ramp: str | None) -> CellSetting:
    if ramp is not None:
        raise Fault(Sentence("a cell has no ramp: a duty is somebody's or not"), CHANGE, Sentence("remove it"))
    start, end, _ = times
    if text.strip() == NOBODY:
        return CellSetting(sector, domain, (), "", start, end)
    marked = [part.strip() for part in text.split("+")]
    names = [part.removesuffix("*").strip() for part in marked]
    leads = [name for name, part in zip(names, marked, strict=True) if part.endswith("*")]
    if "" in names:
        raise Fault(Sentence("a department is missing"), CHANGE, Sentence("write the names of departments, joined by '+', or nobody"))
    for name in names:
        _legal(name, ())
    if NOBODY in names:
        raise Fault(Sentence("nobody stands beside departments"), CHANGE, Sentence("keep one of them"))
    if len(leads) > 1:
        raise Fault(Sentence("two departments lead"), Sentence("one * at the most"), Sentence("keep one of them"))
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Fault(Sentence("{name} stands twice", name=twice[0]), mend=Sentence("keep one of them"))
    return CellSetting(sector, domain, tuple(names), leads[0] if leads else "", start, end)
