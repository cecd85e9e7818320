"""The calibration table: where the baseline lands against the figures it should meet."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich import box
from rich.table import Table

import scenarios
from experiments.comparison.differences import event_months
from experiments.running.batch import Batch
from experiments.statistics import intervals as statistics
from experiments.statistics.ratios import pooled_ratio
from experiments.text.errors import UserError
from experiments.text.formatting import MISSING, bare, decimals, figure, span
from experiments.text.labels import quantity
from experiments.text.messages import N_, _
from simulation.district import District
from simulation.outcomes import RATIO_BY_NAME

TARGETS = Path(str(scenarios.__file__)).parent / "calibration-targets.toml"

_TITLES = (
    N_("visits by the emergency bureau"), N_("hazards found per visit"), N_("major hazards found per 1,000 visits"),
    N_("ordinary fines per 100 visits"), N_("mean ordinary fine"), N_("reported industry deaths"),
    N_("verified complaints"), N_("major hazards found that were truly rectified"),
    N_("visits to an enterprise that another department saw within 60 days"),
    N_("enterprise-domain pairs that no department covers"), N_("deaths per accident on record"),
    N_("visits a year"), N_("fines per 100 visits"), N_("deaths a year"), N_("complaints a year"),
)  # fmt: skip


@dataclass(frozen=True)
class Target:
    """One figure that the baseline should meet; counts of the district are for ``enterprises`` of them."""

    name: str
    measure: str
    title: str
    low: float
    central: float
    high: float
    unit: str
    source: tuple[str, ...]
    scales: bool = False
    complement: bool = False


@dataclass(frozen=True)
class Landing:
    """A target, scaled to the district, and what the simulation gave."""

    target: Target
    low: float
    high: float
    mean: float
    interval_low: float | None
    interval_high: float | None
    events: int
    """What was counted over all worlds: months with an event, or the denominator of a ratio."""

    @property
    def enough(self) -> bool:
        """Whether enough was counted for the mean to say anything."""
        return statistics.tells_mean(self.events)

    @property
    def inside(self) -> bool | None:
        """Whether the mean is within its band; None where there is no mean to speak of."""
        return self.low <= self.mean <= self.high if self.enough else None


def load_targets(path: Path = TARGETS) -> tuple[tuple[Target, ...], float]:
    """The targets and the enterprises that their counts are for; ``UserError`` for a bad file."""
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        if data["schema_version"] != 1:
            raise ValueError(f"schema_version {data['schema_version']} is not 1")
        targets = tuple(Target(**{**entry, "source": tuple(entry["source"])}) for entry in data["targets"])
        for target in targets:
            quantity(target.measure)
            if not target.low <= target.central <= target.high:
                raise ValueError(f"{target.name}: low, central and high are not in order")
        return targets, float(data["enterprises"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            _("The calibration targets cannot be read: {reason}.").format(reason=error),
            str(path),
            _("Restore the file as it was published."),
        ) from error


def landings(batch: Batch, district: District) -> list[Landing]:
    """Every target against the baseline of ``batch``."""
    targets, enterprises = load_targets()
    scale = district.enterprises / enterprises
    found = []
    for target in targets:
        factor = scale if target.scales else 1.0
        mean, low, high = _measured(batch, target)
        events = _counted(batch, target)
        found.append(Landing(target, target.low * factor, target.high * factor, mean, low, high, events))
    return found


def _measured(batch: Batch, target: Target) -> tuple[float, float | None, float | None]:
    """Mean and interval over worlds, or the sets of parameters that they share; a ratio is the sum over all worlds divided by the sum."""
    if target.measure in RATIO_BY_NAME:
        ratio = RATIO_BY_NAME[target.measure]
        above, below = (batch.replicated(_sums(batch, name)) for name in (ratio.numerator, ratio.denominator))
        mean, low, high = pooled_ratio(above * ratio.scale, below, batch.least)
    else:
        values = batch.totals(target.measure)[0] / batch.years
        pair = statistics.paired(batch.replicated(values), batch.least)
        mean, low, high = pair.mean, pair.low, pair.high
    if target.complement:
        return 1 - mean, None if high is None else 1 - high, None if low is None else 1 - low
    return mean, low, high


def _counted(batch: Batch, target: Target) -> int:
    if target.measure in RATIO_BY_NAME:
        return int(_sums(batch, RATIO_BY_NAME[target.measure].denominator).sum())
    return int(event_months(batch, target.measure)[0].sum())


def _sums(batch: Batch, outcome: str) -> NDArray[np.float64]:
    return np.asarray(batch.monthly(outcome)[0].sum(axis=1), dtype=np.float64)


def rows(found: list[Landing]) -> list[dict[str, Any]]:
    """The table as plain records."""
    return [
        {
            "name": landing.target.name,
            "low": landing.low,
            "high": landing.high,
            "mean": landing.mean if landing.enough else None,
            "inside": landing.inside,
            "enough": landing.enough,
            "interval_low": landing.interval_low if landing.enough else None,
            "interval_high": landing.interval_high if landing.enough else None,
            "unit": landing.target.unit,
            "events": landing.events,
            "source": list(landing.target.source),
            "title": landing.target.title,
        }
        for landing in found
    ]


def tally(found: list[Landing]) -> str:
    """``8 inside their bands, 1 outside, 2 with too few events``."""
    inside = [landing.inside for landing in found]
    return _("{inside} inside their bands, {outside} outside, {few} with too few events").format(
        inside=inside.count(True), outside=inside.count(False), few=inside.count(None)
    )


def table(found: list[Landing]) -> Table:
    """The table for people."""
    shown = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    shown.add_column(_("quantity"), max_width=44)
    shown.add_column(_("unit"))
    shown.add_column(_("target band"), justify="right", no_wrap=True)
    shown.add_column(_("simulated mean"), justify="right", no_wrap=True)
    shown.add_column(_("95 % interval"), justify="right", no_wrap=True)
    shown.add_column("", no_wrap=True)
    for landing in found:
        places = decimals([landing.mean])
        shown.add_row(
            _(landing.target.title),
            _(landing.target.unit),
            _("{low} to {high}").format(low=bare(landing.low), high=bare(landing.high)),
            figure(landing.mean, places) if landing.enough else _("too few events ({n})").format(n=landing.events),
            MISSING
            if landing.interval_low is None or not landing.enough
            else span(landing.interval_low, landing.interval_high, places, False),
            {True: _("in"), False: _("OUT"), None: "?"}[landing.inside],
            style="bold" if landing.inside is False else "",
        )
    return shown
