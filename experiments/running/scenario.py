"""A scenario: one question as one object, in five shapes that say the same.

from experiments import Scenario, compare
scenario = Scenario("jiuyuan-quarter", ["all-five", "mine:all-five,field_days=80@6-42"], worlds=20)
scenario.to_query()       # for an address; also to_toml(), command(), call() and to_workbook(path), each with its way back
compare(scenario)         # the same numbers whatever shape it came in
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from experiments.running.plan import Plan
from experiments.running.planning import make_plan
from experiments.running.settings import with_settings
from experiments.running.shapes import call, command, query, toml, workbook
from experiments.running.shapes.fields import MOST_BYTES, Fields, refuse_files, refuse_long, settled
from experiments.text.errors import UserError, cut, shown_value
from experiments.text.messages import _, enumerated, sentences

Files = bool | Collection[str]
"""Whether a scenario may name files of this machine; or the ones that may be its district."""


@dataclass(frozen=True)
class Scenario:
    """What is compared with the baseline on which district, under which assumptions, on which worlds; ``UserError`` or ``ScenarioError`` if it cannot be.

    ``policies`` are specs: names, paths, several joined by +, or policies of one's own (``NAME:BASE,LEVER=VALUE``), each in its one text, so that equal
    scenarios are equal. ``parameters`` are assumptions changed in every policy; ``months`` follow the burn-in; ``worlds`` are so many from
    ``first_world`` on; ``ensemble`` None is the usual one, "none" none; ``discount`` is a yearly rate.
    """

    district: str
    policies: Sequence[str] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    months: int = 120
    seed: int = 0
    worlds: int = 20
    first_world: int = 0
    ensemble: str | None = None
    discount: float = 0.03

    def __post_init__(self) -> None:
        # A value that is compared, hashed and written: its one form is settled before anybody can see another.
        for name, value in settled(self._fields).items():
            object.__setattr__(self, name, value)

    @property
    def _fields(self) -> Fields:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def plan(self, by: Sequence[str] = ()) -> Plan:
        """What is to be run, checked: its ``scenario_hash`` is that of the scenario, whatever shape it came in."""
        if not self.policies:
            raise UserError(_("No policy to compare with the baseline."), "policies=", _("Name at least one: `inspectorate policies` lists them."))
        return make_plan(self.district, self.policies, **self.arguments, by=by)

    @property
    def arguments(self) -> dict[str, Any]:
        """What ``make_plan`` takes beside the district and the policies."""
        numbers = range(self.first_world, self.first_world + self.worlds)
        return {"worlds": numbers, "months": self.months, "seed": self.seed, "parameters": dict(self.parameters), "ensemble": self.ensemble}

    def to_query(self) -> str:
        """The query of an address, what is as usual left out: ``district=jiuyuan&policy=all-five``."""
        return query.written(self._fields)

    @classmethod
    def from_query(cls, text: str, *, files: Files = True, beside: Collection[str] = ()) -> Scenario:
        """From a query or a whole address; ``beside`` are keys of the page. ``files`` false: from elsewhere, and may name no file of this machine;
        texts: these alone, as its district."""
        return cls._of(query.read(text, beside), files, "?")

    def to_toml(self) -> str:
        """The text of a TOML file."""
        return toml.written(self._fields)

    @classmethod
    def from_toml(cls, source: str | Path, *, name: str = "", files: Files = True) -> Scenario:
        """From the path of a file, or from its text, called ``name`` in messages; unless ``files`` is true a text is never taken for a path."""
        return cls._of(toml.read(_path_or_text(source) if files is True else refuse_long(source, "toml="), name, files), files, name)

    def command(self) -> str:
        """The command that compares it."""
        return command.written(self._fields)

    @classmethod
    def from_command(cls, text: str, *, files: Files = True) -> Scenario:
        """From such a command; what says only how it is run (``--workers``, ``--out``) is passed over."""
        fields = command.read(text)
        settings = fields.pop("settings")
        if files is not True:  # before anything that it names is looked at
            refuse_files(fields, "inspectorate compare", files or ())
        policies = with_settings(fields["policies"], settings, fields["district"]).specs
        return cls._of({**fields, "policies": list(policies)}, files, "inspectorate compare")

    def call(self) -> str:
        """The line of a notebook that compares it."""
        return call.written(self._fields)

    @classmethod
    def from_call(cls, text: str, *, files: bool = True) -> Scenario:
        """From such a line, which is read and not run."""
        return cls._of(call.read(text), files, "compare(...)")

    def workbook(self) -> bytes:
        """The content of a workbook (.xlsx)."""
        return workbook.written(self._fields)

    def to_workbook(self, path: str | Path) -> Path:
        """Write the workbook to a file; its path."""
        from experiments.disk import files, paths

        place = Path(path).expanduser()
        paths.refuse_unless_writable_file(place, "path=")
        with paths.file_written(place, "path="):
            files.write_bytes(place, self.workbook())
        return place

    @classmethod
    def from_workbook(cls, source: str | Path | bytes, *, name: str = "", files: bool = True) -> Scenario:
        """From the path of a workbook, or from its content, called ``name`` in messages."""
        content = source if isinstance(source, bytes) else _content(Path(source).expanduser())
        return cls._of(workbook.read(content, name or (_("the workbook") if isinstance(source, bytes) else str(source)), files), files, name)

    @classmethod
    def read(cls, text: str | Path) -> Scenario:
        """From whatever shape it comes in: the path of a .toml or .xlsx, a query or address, a command, or a line of a notebook."""
        shown = str(text).strip()
        if shown.endswith(".xlsx"):
            return cls.from_workbook(shown)
        if isinstance(text, Path) or (shown.endswith(".toml") and "=" not in shown):
            return cls.from_toml(Path(shown))
        if shown.split(" ", 1)[0].rpartition("/")[2] == "inspectorate":
            return cls.from_command(shown)
        if shown.endswith(")") and shown.split("(", 1)[0].strip() in {"compare", "experiments.compare"}:
            return cls.from_call(shown)
        if "=" in shown:
            return cls.from_query(shown)
        raise UserError(_("{text} is no scenario.").format(text=shown_value(shown)), cut(shown),
                        _("Give the path of a .toml or .xlsx file, or a text such as {example}.").format(example="'district=jiuyuan&policy=all-five'"))  # fmt: skip

    @classmethod
    def _of(cls, fields: Fields, files: Files, where: str) -> Scenario:
        if files is not True:
            refuse_files(fields, where, files or ())
        return cls(**fields)

    def summary(self) -> str:
        """What it asks, in a sentence or two of the language in force."""
        named = enumerated(self.policies) or _("no policy yet")
        text = _("{policies} against the baseline in {district}: {months} months, {worlds} worlds from number {first} on, seed {seed}.").format(
            policies=named, district=self.district, months=self.months, worlds=self.worlds, first=self.first_world, seed=self.seed)  # fmt: skip
        changed = enumerated(f"{name} = {value:.10g}" for name, value in self.parameters.items())
        return sentences(
            text, _("Assumptions changed: {parameters}.").format(parameters=changed) if changed else "",
            _("Ensemble: {ensemble}.").format(ensemble=self.ensemble) if self.ensemble else "")  # fmt: skip

    def shapes(self) -> dict[str, Any]:
        """The scenario, its hash and all shapes that are texts, ready for JSON."""
        return {
            "hash": self.plan().scenario_hash if self.policies else "", "summary": self.summary(), "query": self.to_query(), "command": self.command(),
            "call": self.call(), "toml": self.to_toml(), "scenario": {**asdict(self), "policies": list(self.policies)},
        }  # fmt: skip


def _path_or_text(source: str | Path) -> str | Path:
    is_path = isinstance(source, str) and source.strip().endswith(".toml") and "\n" not in source and "=" not in source
    return Path(source.strip()) if is_path else source  # type: ignore[union-attr]


def _content(path: Path) -> bytes:
    """At most one byte more than is allowed; ``UserError`` where there is none to be read."""
    from experiments.disk import paths, reading

    try:
        with reading.regular(path) as stream:
            return stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UserError(_("The file cannot be read: {reason}.").format(reason=paths.reason(error)), paths.shown(path), _("Check the path.")) from None
