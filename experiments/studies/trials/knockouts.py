"""The trials without one mechanism at a time: which trial needs which, which mechanism none needs, and what these worlds cannot tell."""

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
from experiments.statistics.intervals import interval, leaves_zero_out
from experiments.studies.trials.estimators.estimate import LEAST_WORLDS, of_sets
from experiments.studies.trials.result import Result
from experiments.text.messages import _, enumerated, sentences, titled

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
    """What the trials give without a mechanism, row by row against the whole model."""

    knockout: Knockout
    judged: int
    lost: tuple[str, ...]
    """Inside with it, outside without, and told apart."""
    untold: tuple[str, ...]
    """Inside with it and not without, but these worlds do not tell the two apart."""
    gained: tuple[str, ...]
    """Outside with it, inside without."""
    moved: tuple[str, ...]
    """As they were by their verdict, but the interval no longer meets the whole model's."""

    @property
    def supported(self) -> bool | None:
        """Whether some trial needs it; None where more worlds would have to tell."""
        return True if self.lost else None if self.untold else False


def load_knockouts() -> list[Knockout]:
    """The shipped mechanisms, in the order of their file."""
    table = tomllib.loads(KNOCKOUTS.read_text("utf-8"))["knockouts"]
    return [
        Knockout(name, entry["title"], entry["title_zh"], {k: float(v) for k, v in entry["parameters"].items()}, entry["reason"])
        for name, entry in table.items()
    ]


def loss(knockout: Knockout, whole: Sequence[Result], without: Sequence[Result]) -> Loss:
    """Hold the rows without a mechanism against those of the whole model, on the same worlds."""
    known = {(r.trial.name, r.estimand.name): r for r in whole}
    kinds: dict[str, list[str]] = {kind: [] for kind in ("lost", "untold", "gained", "moved")}
    for result in without:
        if kind := _fate(known[result.trial.name, result.estimand.name], result):
            kinds[kind].append(f"{result.trial.name}: {result.estimand.name}")
    return Loss(knockout, sum(r.verdict.passes is not None for r in without), **{kind: tuple(rows) for kind, rows in kinds.items()})


def _fate(before: Result, now: Result) -> str:
    """Which list of a ``Loss`` a row belongs to; empty where nothing becomes of it."""
    then, since = before.verdict, now.verdict
    if then.passes and not since.passes:
        # An order is told by the share of the worlds that the verdict asks for; a figure by its intervals.
        return "lost" if since.state == "outside" and (now.estimand.unit == "yes or no" or _apart(before, now)) else "untold"
    if then.state == "outside" and since.passes:
        return "gained"
    return "moved" if _apart(before, now) else ""


def _apart(one: Result, other: Result) -> bool:
    """Told apart: by the differences of the same worlds (sets that they share) where each has a figure, else where the two intervals do not meet."""
    pair = one.found.per_world, other.found.per_world
    if len(pair[0]) == len(pair[1]) and one.found.sets == other.found.sets:
        differences = of_sets(pair[1] - pair[0], one.found.sets)
        if len(differences) >= LEAST_WORLDS:
            return leaves_zero_out(*interval(differences))
    return one.found.high < other.found.low or other.found.high < one.found.low


def knockout_table(losses: Sequence[Loss]) -> Table:
    """A row per mechanism."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for heading in _headings():
        table.add_column(heading, overflow="fold")
    for entry in losses:
        table.add_row(Text(entry.knockout.shown, style="" if entry.supported else "bold"), *("\n".join(rows) or _("none") for rows in _lists(entry)))
    return table


def _headings() -> list[str]:
    return [_("without"), _("figures that are then outside"), _("not told in these worlds"), _("that are then inside"), _("others that move")]


def _lists(entry: Loss) -> tuple[tuple[str, ...], ...]:
    return entry.lost, entry.untold, entry.gained, entry.moved


def needs(losses: Sequence[Loss], whole: Sequence[Result]) -> dict[str, tuple[list[str], list[str]]]:
    """By trial with a figure inside its band: the mechanisms that it needs, and those of which these worlds do not tell."""
    trials = dict.fromkeys(result.trial.name for result in whole if result.verdict.passes)
    return {name: (_asked_by(name, losses, "lost"), _asked_by(name, losses, "untold")) for name in trials}


def _asked_by(trial: str, losses: Sequence[Loss], kind: str) -> list[str]:
    return [entry.knockout.shown for entry in losses if any(row.startswith(f"{trial}: ") for row in getattr(entry, kind))]


def needs_words(losses: Sequence[Loss], whole: Sequence[Result]) -> list[str]:
    """A sentence for each trial: which mechanisms it needs, which no figure of it misses, of which it is not told."""
    told = []
    for name, (lost, untold) in needs(losses, whole).items():
        text = _("{trial} needs: {names}.").format(trial=name, names=_("; ").join(lost)) if lost else _("{trial} needs none of these mechanisms.").format(trial=name)
        told.append(sentences(text, _("Not told: {names}.").format(names=_("; ").join(untold)) if untold else ""))
    return told


def unsupported_words(losses: Sequence[Loss]) -> str:
    """The mechanisms that none of the trials at hand needs, and those of which more worlds would have to tell; often some are asked, not all."""
    none, untold = ([entry.knockout.shown for entry in losses if entry.supported is wanted] for wanted in (False, None))
    if not none and not untold:
        return _("Every mechanism taken out here is needed by one of these trials.")
    return sentences(
        _("None of these trials needs: {names}. They do not support these mechanisms.").format(names=_("; ").join(none)) if none else "",
        _("Not told in these worlds: {names}.").format(names=_("; ").join(untold)) if untold else "",
    )


def rows(losses: Sequence[Loss], ensemble: str = "", not_default: str = "") -> list[dict[str, Any]]:
    """The same for programs; ``supported`` is null where these worlds do not tell, ``ensemble`` where all worlds had the same parameters."""
    return [
        {"mechanism": entry.knockout.name, "title": entry.knockout.title, "parameters": entry.knockout.parameters, "judged": entry.judged,
         "lost": list(entry.lost), "untold": list(entry.untold), "gained": list(entry.gained), "moved": list(entry.moved), "supported": entry.supported,
         "ensemble": ensemble or None, "not_default": not_default}
        for entry in losses
    ]  # fmt: skip


def knockout_markdown(losses: Sequence[Loss], whole: Sequence[Result], *first: str) -> str:
    """Both tables for a page: by mechanism, and what each trial needs; ``first`` what is not as by default, and under which sets the worlds ran."""
    lines = [line for text in first if text for line in (text, "")]
    lines += [f"| {' | '.join(_headings())} |", "|---|---|---|---|---|"]
    lines += [f"| {entry.knockout.shown} | " + " | ".join(enumerated(rows) or _("none") for rows in _lists(entry)) + " |" for entry in losses]
    return "\n".join([*lines, "", unsupported_words(losses), "", *(f"- {text}" for text in needs_words(losses, whole)), ""])
