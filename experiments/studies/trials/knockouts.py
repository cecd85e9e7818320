"""The trials without one mechanism at a time: which of them then fail, and which mechanism none of them misses."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

import scenarios
from experiments.studies.trials.result import Result
from experiments.text.messages import _, enumerated, titled

KNOCKOUTS = Path(str(scenarios.__file__)).parent / "knockouts.toml"


@dataclass(frozen=True)
class Knockout:
    """A mechanism and the parameters that silence it."""

    name: str
    title: str
    title_zh: str
    parameters: dict[str, float]
    reason: str

    @property
    def shown(self) -> str:
        """Its title in the language in force."""
        return titled(self.title, self.title_zh)


@dataclass(frozen=True)
class Loss:
    """What the trials give without a mechanism: the rows that pass with it and fail without, and the other way round."""

    knockout: Knockout
    judged: int
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    moved: tuple[str, ...]
    """Rows that are as they were by their verdict, but whose interval no longer meets the whole model's."""

    @property
    def supported(self) -> bool:
        """Whether some trial fails without it."""
        return bool(self.lost)


def load_knockouts() -> list[Knockout]:
    """The shipped mechanisms, in the order of their file."""
    table = tomllib.loads(KNOCKOUTS.read_text("utf-8"))["knockouts"]
    return [
        Knockout(name, entry["title"], entry["title_zh"], {k: float(v) for k, v in entry["parameters"].items()}, entry["reason"])
        for name, entry in table.items()
    ]


def loss(knockout: Knockout, whole: Sequence[Result], without: Sequence[Result]) -> Loss:
    """Hold the rows without a mechanism against those of the whole model."""
    known = {(r.trial.name, r.estimand.name): r for r in whole}
    lost, gained, moved = [], [], []
    for result in without:
        before = known[result.trial.name, result.estimand.name]
        name = f"{result.trial.name}: {result.estimand.name}"
        then, now = before.verdict.passes, result.verdict.passes
        if then and now is False:
            lost.append(name)
        elif then is False and now:
            gained.append(name)
        elif _apart(before, result):
            moved.append(name)
    return Loss(knockout, sum(r.verdict.passes is not None for r in without), tuple(lost), tuple(gained), tuple(moved))


def _apart(one: Result, other: Result) -> bool:
    return one.found.high < other.found.low or other.found.high < one.found.low


def knockout_table(losses: Sequence[Loss]) -> Table:
    """A row per mechanism."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for heading in (_("without"), _("figures that then fail"), _("that then pass"), _("others that move")):
        table.add_column(heading, overflow="fold")
    for entry in losses:
        table.add_row(
            Text(entry.knockout.shown, style="" if entry.supported else "bold"), "\n".join(entry.lost) or _("none"),
            "\n".join(entry.gained) or _("none"), "\n".join(entry.moved) or _("none"),
        )
    return table


def unsupported_words(losses: Sequence[Loss]) -> str:
    """The mechanisms that no trial misses, in a sentence."""
    names = [entry.knockout.shown for entry in losses if not entry.supported]
    if not names:
        return _("Every mechanism is missed by some trial.")
    return _("No trial fails without: {names}. These mechanisms are unsupported by the trials.").format(names=_("; ").join(names))


def rows(losses: Sequence[Loss]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {"mechanism": entry.knockout.name, "title": entry.knockout.title, "parameters": entry.knockout.parameters, "judged": entry.judged,
         "lost": list(entry.lost), "gained": list(entry.gained), "moved": list(entry.moved), "supported": entry.supported}
        for entry in losses
    ]  # fmt: skip


def knockout_markdown(losses: Sequence[Loss]) -> str:
    """The table for a page."""
    lines = [f"| {_('without')} | {_('figures that then fail')} | {_('that then pass')} | {_('others that move')} |", "|---|---|---|---|"]
    lines += [
        f"| {entry.knockout.shown} | {enumerated(entry.lost) or _('none')} | {enumerated(entry.gained) or _('none')} | "
        f"{enumerated(entry.moved) or _('none')} |" for entry in losses
    ]
    return "\n".join([*lines, "", unsupported_words(losses), ""])
