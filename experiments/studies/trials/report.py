"""What a trial tells: one row per estimand, as a table, as CSV and as JSON; the score of the evidence."""

from __future__ import annotations

import csv
import io
import itertools
import math
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from experiments.studies.trials import over
from experiments.studies.trials.result import Result, Score, null, score
from experiments.studies.trials.verdict import State, Verdict, band_words
from experiments.text.formatting import MISSING, decimals, ends, figure
from experiments.text.messages import N_, _, one_line, sentences, titled
from scenarios.schema.trial import Counted, TrialFile
from scenarios.schema.trial_estimands import Estimand

KEYS = (
    "trial", "estimand", "title", "kind", "unit", "published", "published_low", "published_high", "published_text", "evidence",
    "simulated", "low", "high", "band", "band_source", "verdict", "pass", "null_verdict", "reasons", "sign_share", "inside_share", "p", "worlds",
    "ensemble", "sets", "units", "width_at_published_size",
    "published_width", "simulated_at_published_size", "note", "not_default",
)  # fmt: skip
"""Of a JSON row, in this order.  ``band`` is [low, high] with null for an open end, null if none was set."""
MARK = "*"
"""Behind the verdict of a figure whose band a model in which nothing works meets, too."""
UNITS = {
    "percent": N_("%"), "ratio": N_("ratio"), "share": N_("share"), "exponent": N_("exponent"), "elasticity": N_("elasticity"),
    "log points": N_("log points"), "rate": N_("rate"), "yes or no": N_("yes or no"),
}  # fmt: skip


def json_rows(results: Iterable[Result], not_default: str = "") -> list[dict[str, Any]]:
    """A mapping with exactly ``KEYS`` for every estimand; what is not a number is null.  ``not_default`` says what was changed by hand."""
    return [_json(result, not_default) for result in results]


def _json(result: Result, not_default: str) -> dict[str, Any]:
    estimand, found, verdict, small = result.estimand, result.found, result.verdict, result.small
    published, band = estimand.published, estimand.band
    values = (
        result.trial.name, estimand.name, one_line(estimand.title), result.counts_as, estimand.unit, published.figure, published.low, published.high,
        one_line(published.text), list(published.evidence), _number(found.value), _number(found.low), _number(found.high),
        None if band is None else [band.low, band.high], None if band is None else band.source, verdict.state, verdict.passes, result.null.state, list(verdict.reasons),
        _number(found.sign_share), _number(result.inside_share), _number(found.p), result.worlds, result.ensemble or None, result.sets or None, found.n_units,
        _number(small.width) if small else None, _number(small.published_width) if small else None,
        _number(small.estimate.value) if small else None, found.note, not_default,
    )  # fmt: skip
    return dict(zip(KEYS, values, strict=True))


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def csv_text(results: Iterable[Result], not_default: str = "") -> str:
    """The JSON rows as CSV; lists in one cell, the ends of a band apart."""
    buffer = io.StringIO()
    names = [*(name for name in KEYS if name != "band"), "band_low", "band_high"]
    writer = csv.DictWriter(buffer, names, lineterminator="\n")
    writer.writeheader()
    for row in json_rows(results, not_default):
        band = row.pop("band") or [None, None]
        row["evidence"], row["reasons"] = " ".join(row["evidence"]), "; ".join(row["reasons"])
        writer.writerow({**row, "band_low": band[0], "band_high": band[1]})
    return buffer.getvalue()


def verdict_words(result: Result) -> str:
    """For the last column, never colour alone; with a mark where a model in which nothing works lies inside the band, too."""
    word = verdict_word(result.verdict)
    return _("{verdict} {mark}").format(verdict=word, mark=MARK) if result.null.state == "inside" else word


def verdict_word(verdict: Verdict) -> str:
    """Where a figure lies against the band that was set beforehand."""
    return {"inside": _("inside"), "outside": _("OUTSIDE"), "not determined": _("not determined"), "not judged": _("not judged")}[verdict.state]


def published_words(estimand: Estimand) -> str:
    """The published figure with its interval, or its range; without either a dash."""
    published = estimand.published
    if estimand.unit == "yes or no" and published.figure is not None:
        return yes_or_no(published.figure)
    return _with_interval(published.figure, published.low, published.high)


def simulated_words(result: Result) -> str:
    """The simulated figure with its interval."""
    found = result.found
    if result.estimand.unit == "yes or no" and math.isfinite(found.value):
        return yes_or_no(found.value)
    return _with_interval(found.value, found.low, found.high)


def yes_or_no(value: float) -> str:
    """Whether what was published is so."""
    return _("yes") if value >= 0.5 else _("no")


def _with_interval(value: float | None, low: float | None, high: float | None) -> str:
    places = min(3, decimals((value, low, high)))
    interval = None if low is None or high is None or not math.isfinite(low + high) else "..".join(ends(low, high, places))
    if value is None or not math.isfinite(value):
        return interval or MISSING
    return figure(value, places) + (f"\n({interval})" if interval else "")


def cells(result: Result) -> list[str]:
    """A row of the table: what, unit, published, simulated, band, verdict."""
    return [
        result.title, _(UNITS[result.estimand.unit]), published_words(result.estimand), simulated_words(result),
        _band(result.estimand), verdict_words(result),
    ]  # fmt: skip


def why_unknown(result: Result) -> str:
    """Why a figure could not be estimated, or tells nothing, as a line; empty for one that is as good as it looks."""
    found = result.found
    if math.isfinite(found.value) and not found.undetermined:
        return ""
    why = found.undetermined or _("could not be estimated: {why}").format(why=found.note)
    return _("{what}: {why}").format(what=result.title, why=why)


def _band(estimand: Estimand) -> str:
    if estimand.band is not None and estimand.unit == "yes or no":
        return yes_or_no(estimand.band.low or 0.0)
    return band_words(estimand.band) or MISSING


def headings(results: Sequence[Result]) -> list[str]:
    """Over the columns of ``cells``."""
    return [_("what was measured"), _("unit"), _("published (95 %)"), interval_heading(results), _("band"), _("verdict")]


def interval_heading(results: Iterable[Result]) -> str:
    """Over the simulated figures: what their intervals are over."""
    rows = list(results)
    return over.heading({result.independent for result in rows}, any(result.independent < result.worlds for result in rows))


def kinds() -> tuple[tuple[Counted, str], ...]:
    """Evidence, what is out of sample, and calibration, with what they mean."""
    return (
        ("evidence", _("Evidence: what the rules of the model bring about by themselves")),
        ("out of sample", _("Out of sample: bands written before any run, and no fit has seen them; counted apart")),
        ("calibration", _("Calibration: close to what was put in, so it proves nothing")),
    )


INDENT = 2
"""Columns by which figures stand to the right of the study's title."""
WIDTHS = (38, 10, 17, 19, 18, 11)
"""Columns of the table; together with the gaps they fill ``experiments.text.paper.WIDTH``."""


STYLES: dict[State, str] = {"inside": "", "outside": "bold", "not determined": "italic", "not judged": "dim"}


def tables(results: Sequence[Result]) -> list[RenderableType]:
    """Evidence, what is out of sample, calibration: a heading, then the figures of each trial under its title."""
    made: list[RenderableType] = []
    for kind, title in kinds():
        rows = [result for result in results if result.counts_as == kind]
        if rows:
            made += ["", Text(title, style="bold"), _table([headings(results)], "bold")]
        for _name, group in itertools.groupby(rows, key=lambda result: result.trial.name):
            of_trial = list(group)
            made += [Text(trial_title(of_trial[0].trial), style="italic"), _table([cells(result) for result in of_trial], "", of_trial)]
            made += [Padding(Text(line, style="italic"), (0, 0, 0, INDENT)) for line in map(why_unknown, of_trial) if line]
    return made


def _table(lines: Sequence[Sequence[str]], style: str, results: Sequence[Result] = ()) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0), pad_edge=False)
    for place, width in enumerate(WIDTHS):
        table.add_column(width=width, justify="right" if place in (2, 3) else "left", overflow="fold")
    for place, line in enumerate(lines):
        own = STYLES[results[place].verdict.state] if results else style
        # Padded, not only begun with blanks: a label that goes on in a second line must not look like a row of its own.
        table.add_row(*[Padding(Text(text, style=own), (0, 0, 0, INDENT if at == 0 and results else 0)) for at, text in enumerate(line)])
    return table


def trial_title(trial: TrialFile) -> str:
    """Name and title of the trial, in the language in force."""
    return _("{title} ({name})").format(title=titled(one_line(trial.title), one_line(trial.title_zh)), name=trial.name)


def markdown(results: Sequence[Result], *first: str) -> str:
    """The tables for a page, the reasons of what fails, and the score; ``first`` what is not as by default, and under which sets the worlds ran."""
    lines = [line for text in first if text for line in (text, "")]
    for kind, title in kinds():
        rows = [result for result in results if result.counts_as == kind]
        if not rows:
            continue
        heads = [_("trial"), *headings(results), _("if nothing works")]
        lines += [f"## {title}", "", f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
        lines += ["| " + " | ".join(_plain(cell) for cell in (result.trial.name, *cells(result), verdict_word(result.null))) + " |" for result in rows]
        failed = [result for result in rows if result.verdict.passes is False]
        if failed:
            lines += ["", _("What is not inside, and why:"), ""]
            lines += [f"- {result.trial.name}, {result.title}{_(': ')}" + _("; ").join(result.verdict.reasons) for result in failed]
        unjudged = [line for result in rows if result.verdict.state == "not judged" and (line := why_unknown(result))]
        if unjudged:
            lines += ["", _("What is not judged and tells nothing, and why:"), "", *(f"- {line}" for line in unjudged)]
        lines.append("")
    return "\n".join([*lines, score_words(results), ""])


def _plain(cell: str) -> str:
    return cell.replace("\n", " ").replace("|", "/")


def score_words(results: Sequence[Result]) -> str:
    """The overall score in a few sentences, that of a model in which nothing works beside it; of calibration alone where nothing else was judged."""
    evidence, held, calibration = score(results), score(results, "out of sample"), score(results, "calibration")
    if not evidence.rows and not held.rows and calibration.rows:
        return _("No figure of evidence was judged. Calibration, which proves nothing: {k} of {n} judged figures lie inside the bands set beforehand.").format(
            k=calibration.rows_passed, n=calibration.rows)  # fmt: skip
    if not evidence.rows and not held.rows:
        return _("No figure was judged: no band was set beforehand.")
    told = []
    if evidence.rows:
        told.append(_("Evidence: {k} of {n} judged figures lie inside the bands set beforehand; {t} of {m} trials with all of their figures.").format(
            k=evidence.rows_passed, n=evidence.rows, t=evidence.trials_passed, m=evidence.trials))  # fmt: skip
        told += _beside(evidence, score(results, of=null))
    if held.rows:
        told.append(_("Out of sample, counted apart: {k} of {n} judged figures lie inside the bands set beforehand; {t} of {m} trials with all of their figures.").format(
            k=held.rows_passed, n=held.rows, t=held.trials_passed, m=held.trials))  # fmt: skip
        told += _beside(held, score(results, "out of sample", null))
    if calibration.rows:
        told.append(_("Calibration, counted apart: {k} of {n}.").format(k=calibration.rows_passed, n=calibration.rows))
    return sentences(*told)


def _beside(model: Score, nothing: Score) -> list[str]:
    """What is not determined of a score, and what a model in which nothing works has of the same rows."""
    undetermined = [_("Not determined, and not counted as inside: {n}.").format(n=model.undetermined)] if model.undetermined else []
    return [*undetermined, _("A model in which nothing works: {k} of the same {n} inside, marked {mark}; {t} of {m} trials.").format(
        k=nothing.rows_passed, n=nothing.rows, mark=MARK, t=nothing.trials_passed, m=nothing.trials)]  # fmt: skip
