"""How every figure looks, and what it says about itself: finding, unit, source, provenance."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from pylopdf_fonts_zh_cn import sans_path

from experiments.comparison.data import ComparisonData
from experiments.comparison.words import assumptions
from experiments.comparison.words.phrases import years_each
from experiments.disk.provenance import model_version
from experiments.running.replicates import counted
from experiments.text.labels import label
from experiments.text.messages import _, enumerated, language, sentences
from experiments.text.wrapping import wrapped

LATIN = "DejaVu Sans"
"""Comes with Matplotlib; has no Chinese."""

BLACK, ORANGE, SKY, BLUE, VERMILLION, PURPLE, YELLOW = (
    "#000000", "#E69F00", "#56B4E9", "#0072B2", "#D55E00", "#CC79A7", "#F0E442",
)  # fmt: skip
"""Okabe and Ito without the green, which never meets a red here."""
GREY = "#7F7F7F"
LIGHT = "#D9D9D9"
DPI = 150
"""Of the PNG, in which a figure is arranged, too."""
COMPRESSION = 1
"""Of the PNG: a twentieth larger than with the usual 6, in half the time."""
SHOWN = 8
"""Policies in a figure of small panels; with more, the first ones of the ranking."""


@dataclass
class Drawn:
    """A figure with the words around it."""

    figure: Figure
    finding: str
    subtitle: str
    remark: str = ""
    finish: Callable[[], None] | None = None
    """What can be placed only when the panels stand where they stay, such as names on a map."""


@cache
def chinese() -> str:
    """The family name of the Chinese font, which comes with a package and not with the machine."""
    path, manager = str(sans_path()), font_manager.fontManager
    manager.addfont(path)
    regular = next(entry for entry in manager.ttflist if entry.fname == path)
    # The package has one weight only; without this Matplotlib complains at every bold title.
    manager.ttflist.append(replace(regular, weight=700))
    return regular.name


def families() -> list[str]:
    """The font of the language in force first; the other one gives the letters that it lacks."""
    return [chinese(), LATIN] if language() == "zh" else [LATIN, chinese()]


@contextmanager
def in_style() -> Iterator[None]:
    """Settings of all figures; nobody else's figures are touched."""
    settings: Any = {
        "font.family": families(),
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": "#555555",
        "axes.unicode_minus": False,
        "axes.titlesize": 9.5,
        "axes.titlelocation": "left",
        "axes.titley": 1.0,  # where a title stands above an axis without ticks at its top; else it is looked for at every drawing
        "svg.fonttype": "path",
        "svg.hashsalt": "inspectorate",
        "savefig.facecolor": "white",
    }
    with matplotlib.rc_context(settings):
        yield


def footer(comparison: ComparisonData) -> str:
    """Source, n, model version and scenario hash."""
    plan = comparison.plan
    worlds = years_each(counted(comparison.worlds, comparison.over), comparison.worlds > 1, plan.years)
    text = _("Source: simulation with inspectorate, model {model}. {worlds}, seed {seed}. Scenario {hash}.").format(
        model=model_version(), worlds=worlds, seed=plan.seed, hash=plan.scenario_hash)  # fmt: skip
    return sentences(text, parameters_in_short(comparison))


def parameters_in_short(comparison: ComparisonData) -> str:
    """The ensemble and how many of its sets, for a footer; empty without one."""
    ensemble = comparison.plan.ensemble
    if ensemble is None:
        return ""
    sets = counted(1 if comparison.over == "districts" else comparison.batch.replicates, "sets")
    return _("Ensemble {name}, {sets}.").format(name=ensemble.name, sets=sets)


def provenance(comparison: ComparisonData) -> dict[str, Any]:
    """What a picture carries inside, however far it travels from its folder."""
    plan = comparison.plan
    return {
        "model": model_version(),
        "scenario": plan.scenario_hash,
        "district": plan.district.name,
        "policies": list(plan.names),
        comparison.over: comparison.worlds,
        **({} if plan.ensemble is None else {"ensemble": plan.ensemble.name}),
        "months": plan.months,
        "seed": plan.seed,
        "discount": comparison.discount,
        "not_default": [change.plain for change in assumptions.of(comparison)],
    }


def save(drawn: Drawn, stem: Path, comparison: ComparisonData) -> list[Path]:
    """Write PNG and SVG with title, subtitle, footer and metadata."""
    return write(drawn, stem, footers(comparison, drawn.remark), provenance(comparison))


def footers(comparison: ComparisonData, remark: str = "") -> list[str]:
    """What stands below every figure: what is not as by default first."""
    return [assumptions.line(assumptions.of(comparison)), footer(comparison), comparison.plan.note, remark]


def write(drawn: Drawn, stem: Path, footers: list[str], provenance: dict[str, Any]) -> list[Path]:
    """Write PNG and SVG with title, subtitle, ``footers`` (the empty ones left out), and ``provenance`` inside."""
    from experiments.disk.files import write_bytes

    figure = settled(drawn, footers)
    written = []
    for kind in ("png", "svg"):
        path = stem.with_suffix(f".{kind}")
        write_bytes(path, rendered(figure, drawn.finding, provenance, kind))
        written.append(path)
    return written


def rendered(figure: Figure, finding: str, provenance: dict[str, Any], kind: str) -> bytes:
    """A settled figure as the content of a "png" or "svg", with ``provenance`` inside."""
    facts = json.dumps(provenance, sort_keys=True, ensure_ascii=True)
    common = {"Title": finding, "Source": f"inspectorate {model_version()}", "Description": facts}
    metadata = {"png": {**common, "Software": "inspectorate"}, "svg": {**common, "Date": None}}
    options: dict[str, Any] = {"png": {"pil_kwargs": {"compress_level": COMPRESSION}}, "svg": {}}
    picture = io.BytesIO()
    figure.savefig(picture, format=kind, dpi=DPI, metadata=metadata[kind], **options[kind])
    return picture.getvalue()


def settled(drawn: Drawn, footers: list[str]) -> Figure:
    """The figure with its words around it and every panel where it stays."""
    figure = drawn.figure
    _dress(drawn, footers)
    engine = figure.get_layout_engine()
    assert engine is not None
    engine.execute(figure)
    # Arranged once, the same in both files; with an engine, were it one that does nothing, Matplotlib would draw everything twice for each.
    figure.set_layout_engine(None)
    for axes in figure.axes:
        # The solver's last digits depend on where its variables lie in memory.
        left, bottom, width, height = (round(edge, 4) for edge in axes.get_position(original=True).bounds)
        axes.set_position((left, bottom, width, height))
        for axis in (axes.xaxis, axes.yaxis):
            if not axis.get_label_text():
                axis.set_label_coords(0.5, 0.5)  # nothing is written there, but a place for it is looked for at every drawing
    if drawn.finish is not None:
        drawn.finish()
    return figure


def _dress(drawn: Drawn, footers: list[str]) -> None:
    """Title and footers in bands of their own, in inches, so that nothing overlaps at any size."""
    figure = drawn.figure
    width, height = figure.get_size_inches()
    letters = int(width * 12.5)
    title = wrapped(drawn.finding, int(width * 9))
    subtitle = wrapped(drawn.subtitle, letters)
    foot = "\n".join(wrapped(text, int(width * 17)) for text in footers if text)
    title_height = (0.25 if language() == "zh" else 0.21) * (title.count("\n") + 1) if title else 0.0  # none: it stands in the text around the figure
    top = 0.14 + title_height + (0.17 * (subtitle.count("\n") + 1) if subtitle else 0.0) + 0.12
    bottom = (0.14 * (foot.count("\n") + 1) if foot else 0.0) + 0.16
    total = height + top + bottom
    figure.set_size_inches(width, total)
    figure.get_layout_engine().set(rect=(0.01, bottom / total, 0.98, height / total))  # type: ignore[union-attr,call-arg]
    figure.text(0.012, 1 - 0.14 / total, title, fontsize=12.5, fontweight="bold", va="top", ha="left")
    figure.text(0.012, 1 - (0.14 + title_height) / total, subtitle, fontsize=9.5, color="#444444", va="top", ha="left")
    figure.text(0.012, 0.08 / total, foot, fontsize=7, color="#555555", va="bottom", ha="left")


def new_figure(width: float, height: float) -> Figure:
    """A figure whose panels arrange themselves."""
    figure = Figure(figsize=(width, height), layout="constrained", dpi=DPI)
    # One canvas, and one measure of every text, for arranging and for drawing; without it each question after a size makes a new one.
    FigureCanvasAgg(figure)
    return figure


def plain_numbers(axes: Axes, axis: Literal["x", "y"]) -> None:
    """Ticks as they are: no power of ten or offset in a corner, which is read over."""
    axes.ticklabel_format(axis=axis, style="plain", useOffset=False)


def left_out(names: Sequence[str]) -> str:
    """The remark on outcomes without a panel of their own."""
    if not names:
        return ""
    return _("Not drawn, because too few events were counted under every policy: {outcomes}.").format(
        outcomes=enumerated(label(name) for name in names)
    )
