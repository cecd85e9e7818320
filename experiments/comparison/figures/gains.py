"""How many worlds shared luck and expected outcomes save, by policy: points with intervals on a scale of factors."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from experiments.comparison.data import ComparisonData
from experiments.comparison.figures.names import policy_names
from experiments.comparison.figures.style import BLUE, ORANGE, PURPLE, VERMILLION, Drawn, new_figure
from experiments.comparison.gains import headline, means_title
from experiments.comparison.variance import JUDGED, Factor, Gain
from experiments.text.formatting import bare
from experiments.text.labels import label
from experiments.text.messages import _

LOOKS = dict(zip(JUDGED, ((BLUE, "o"), (VERMILLION, "s"), (PURPLE, "^"), (ORANGE, "D")), strict=True))
"""Colour and mark of an outcome."""
MEANS = ("pairs", "expectation", "both")

MOST_TICKS = 5


def draw(comparison: ComparisonData, found: list[Gain]) -> Drawn | None:
    """One panel for each means; None where no factor is known."""
    known = [gain for gain in found if gain.factor is not None]
    if not known:
        return None
    policies = list(comparison.policies)
    names = policy_names(comparison, policies)
    figure = new_figure(11, 1.5 + 0.62 * len(policies))
    grid = figure.add_gridspec(2, len(MEANS), height_ratios=(1.0 + 0.62 * len(policies), 0.25))
    panels = [figure.add_subplot(grid[0, 0])]
    panels += [figure.add_subplot(grid[0, place], sharex=panels[0], sharey=panels[0]) for place in range(1, len(MEANS))]
    for panel in panels[1:]:
        panel.tick_params(axis="y", labelleft=False)
    for panel, means in zip(panels, MEANS, strict=True):
        _panel(panel, [gain for gain in known if gain.means == means], policies)
        panel.set_title(means_title(means))
    panels[0].set_yticks(range(len(policies)), names)
    panels[0].set_ylim(len(policies) - 0.4, -0.6)
    panels[1].set_xlabel(_("one world tells as much as so many without (logarithmic)"), fontsize=9)
    _wide_scale(panels[0], known)
    below = figure.add_subplot(grid[1, :])
    below.set_axis_off()
    handles = [below.plot([], [], mark, color=colour, label=label(name))[0] for name, (colour, mark) in LOOKS.items()
               if any(gain.outcome == name for gain in known)]
    below.legend(handles=handles, loc="center", ncols=len(handles), frameon=False, fontsize=8.5)
    subtitle = _("How many worlds without the means give the certainty of one with it; lines: 95 % intervals. Shared worlds: against worlds "
                 "of their own. Expected outcomes: against the counts of what happened.")  # fmt: skip
    return Drawn(figure, headline(comparison, found)[0], subtitle, _remark(known, found))


def _panel(axes: Axes, gains: list[Gain], policies: list[str]) -> None:
    axes.set_xscale("log")
    axes.axvline(1, color="#333333", linewidth=0.9)
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: bare(value)))
    shown = [name for name in JUDGED if any(gain.outcome == name for gain in gains)]
    for gain in gains:
        place = policies.index(gain.policy) + 0.16 * (shown.index(gain.outcome) - (len(shown) - 1) / 2)
        _point(axes, gain.factor, place, *LOOKS[gain.outcome])


def _wide_scale(axes: Axes, gains: list[Gain]) -> None:
    """Figures at powers of ten, few enough to be read side by side, and between them where there is room."""
    ends = [end for gain in gains if gain.factor for end in (1.0, gain.factor.low, gain.factor.high)]
    axes.xaxis.set_major_locator(LogLocator(10, subs=(1.0, 3.0) if max(ends) < 300 * min(ends) else (1.0,), numticks=MOST_TICKS))
    axes.xaxis.set_minor_locator(NullLocator())


def _point(axes: Axes, factor: Factor | None, place: float, colour: str, mark: str) -> None:
    assert factor is not None
    axes.plot([factor.low, factor.high], [place, place], color=colour, linewidth=1.8)
    axes.plot([factor.value], [place], mark, color=colour, markersize=5)


def _remark(known: list[Gain], found: list[Gain]) -> str:
    missing = len(found) - len(known)
    return _("{n} factors are not drawn: too few events, or too few worlds that differ.").format(n=missing) if missing else ""
