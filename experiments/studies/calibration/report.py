"""What a calibration tells: tables as CSV and JSON, one page of Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.disk import files
from experiments.studies.calibration.acceptance import rows as acceptance_rows
from experiments.studies.calibration.emulator import quality
from experiments.studies.calibration.fit import prior_places
from experiments.studies.calibration.folds import misses, records
from experiments.studies.calibration.plan import LOOSE
from experiments.studies.calibration.report_words import accepted_in_words, sound_in_words
from experiments.studies.calibration.study import ALL, Calibrated
from experiments.text.console import plain
from experiments.text.messages import _, enumerated

SEEN_PLACES = 2048
"""Of the prior, at which it is looked whether a figure can be as it should."""
TABLES = ("parameters", "figures", "acceptance", "folds", "tally", "emulators", "recovery", "ranks")


def parameter_rows(found: Calibrated) -> list[dict[str, Any]]:
    """Prior, posterior and value in use of every fitted parameter."""
    values = found.calibration.values(found.sets)
    rows = []
    for p, prior in enumerate(found.calibration.priors):
        low, middle, high = np.quantile(values[:, p], (0.025, 0.5, 0.975))
        rows.append({
            "parameter": prior.name, "prior_low": prior.low, "prior_high": prior.high, "scale": "choice" if prior.choice else "log" if prior.log else "linear",
            "in_use": float(prior.value(found.before[p])), "low": low, "median": middle, "high": high,
            "spread_left": found.narrowed[p], "pinned_down": bool(found.narrowed[p] <= LOOSE), "expected_open": prior.open,
            "other_form": float((found.sets[:, p] >= 0.5).mean()) if prior.choice else None, "source": " ".join(prior.source),
        })  # fmt: skip
    return rows


def figure_rows(found: Calibrated) -> list[dict[str, Any]]:
    """Every figure that was held against evidence: what it should be, what the sets give, whether it was fitted or out of reach."""
    full = found.fits[ALL]
    off = misses(found.observed, found.emulators, found.sets, found.calibration.discrepancy)
    own = found.run[found.run["fold"] == ALL]
    prior = prior_places(found.calibration, SEEN_PLACES)
    rows = []
    for one in found.observed:
        emulator = found.emulators.get(one.key)
        shown = math.exp if one.log else float
        mean = math.nan if emulator is None else float(emulator.shown(emulator.predict(found.sets)[0]).mean())
        ends = [shown(v) if math.isfinite(v) else v for v in (
            (one.value - 1.96 * one.spread, one.value + 1.96 * one.spread) if one.two_sided else (one.low, one.high))]
        before = np.empty(0) if emulator is None else emulator.shown(emulator.predict(prior)[0])
        near = float(((before >= ends[0]) & (before <= ends[1])).mean()) if len(before) else math.nan
        status = "no emulator" if emulator is None else "out of reach" if one.key in full.matched.beyond else "fitted" if one.key in full.fitted else "told"
        rows.append({
            "figure": one.key, "should_be": shown(one.value) if one.two_sided else math.nan, "low": ends[0], "high": ends[1], "from": one.said,
            "emulated": mean, "run": float(own[one.key].mean()), "off": off.get(one.key, math.nan), "reach": full.matched.reach.get(one.key, math.nan),
            "prior_inside": near, "prior_low": float(np.min(before, initial=math.inf)), "prior_high": float(np.max(before, initial=-math.inf)), "status": status,
        })  # fmt: skip
    return rows


def tables(found: Calibrated) -> dict[str, list[dict[str, Any]]]:
    """All tables as plain rows."""
    made = {
        "parameters": parameter_rows(found), "figures": figure_rows(found), "acceptance": acceptance_rows(found.acceptance), "folds": records(found.rows), "tally": tally(found),
        "emulators": [asdict(quality(one)) for one in found.emulators.values()],
    }  # fmt: skip
    if found.recovery is not None:
        r = found.recovery
        made["recovery"] = [
            {"parameter": name, "truths": len(r.truths), "correlation": r.correlation[p], "inside_95": r.inside_95[p], "inside_50": r.inside_50[p]}
            for p, name in enumerate(r.names)
        ]
    if found.ranks is not None:
        s = found.ranks
        made["ranks"] = [
            {"parameter": name, "truths": s.count, "chi_square": s.chi_square[p], "p": s.p[p], "p_adjusted": s.adjusted[p]} for p, name in enumerate(s.names)]
    return {name: made.get(name, []) for name in TABLES}


def write(found: Calibrated, folder: Path) -> list[str]:
    """Every table as CSV, all of them as one JSON, and the page."""
    made = tables(found)
    for name, rows in made.items():
        files.write_text(folder / f"{name}.csv", pd.DataFrame(rows).to_csv(index=False, lineterminator="\n"))
    files.write_json(folder / "calibration.json", plain({**made, "fits": fit_facts(found)}))
    files.write_text(folder / "calibration.md", page(found))
    return [*(f"{name}.csv" for name in made), "calibration.json", "calibration.md"]


def fit_facts(found: Calibrated) -> dict[str, Any]:
    """How each fit fared."""
    return {
        name: {
            "fitted": list(fit.fitted), "out_of_reach": list(fit.matched.beyond), "prior_left": fit.matched.left, "tries_a_move": fit.tries,
            "autocorrelation_moves": fit.apart, "effective_draws": fit.effective, "r_hat": fit.agreement,
        }
        for name, fit in found.fits.items()
    }


def page(found: Calibrated) -> str:
    """The calibration in one page of Markdown, for an official and for a referee."""
    made, full, plan = tables(found), found.fits[ALL], found.calibration
    loose = [row["parameter"] for row in made["parameters"] if not row["pinned_down"]]
    unexpected = [row["parameter"] for row in made["parameters"] if row["pinned_down"] and row["expected_open"]]
    parts = [
        "# " + _("Calibration"), "",
        _("{n} parameter sets from a bank of {runs} points, each the baseline and {trials} trials in a smaller size on {worlds} worlds. "
          "{left} of the prior passes history matching; {k} figures were fitted.").format(
              n=len(found.sets), runs=len(found.bank), trials=len(plan.trials), worlds=plan.worlds, left=f"{full.matched.left:.2%}", k=len(full.fitted)),
        "", _("The sampler's draws are worth {effective} independent ones of the slowest parameter (autocorrelation {apart} moves, R-hat at most {agreement}).").format(
            effective=f"{full.effective:.0f}", apart=f"{full.apart:.1f}", agreement=f"{full.agreement:.2f}"),
        "", _("Held out of every fit: {list}; `inspectorate validate` runs them under the new sets.").format(list=_listed(plan.held_out)),
        "", _("Out of reach of the model for any parameters within the priors, so told and not fitted: {list}.").format(list=_listed(full.matched.beyond)),
        "", _("Figures that nowhere in the prior lie inside what the study or target allows (fitted all the same where they pass "
              "three standard deviations): {list}.").format(list=_listed(row["figure"] for row in made["figures"] if row["prior_inside"] == 0)),
        "", _("Not pinned down by the evidence (more than 80 % of the prior's standard deviation is left): {list}.").format(list=_listed(loose)),
        "", _("Pinned down though no evidence was expected to narrow it: {list}.").format(list=_listed(unexpected)),
        "", "## " + _("Who is a member"), "", accepted_in_words(found), "",
        *_markdown(made["acceptance"], ("target", "candidates", "candidates_inside", "members", "members_inside", "share_inside")),
        "", "## " + _("Parameters"), "",
        *_markdown(made["parameters"], ("parameter", "prior_low", "prior_high", "in_use", "low", "median", "high", "spread_left", "other_form")),
        "", "## " + _("Figures"), "", *_markdown(made["figures"], ("figure", "should_be", "low", "high", "prior_inside", "emulated", "run", "off", "status")),
        "", "## " + _("Out of sample"), "",
        _("Each row as a fit tells it that has not seen its trial: by the emulator over all sets, and as the mean of the sets that were really run."),
        "", *_markdown([row for row in made["folds"] if not row["in_fit"]],
                       ("fold", "row", "band_low", "band_high", "emulated", "low", "high", "inside", "run", "run_low", "run_high", "run_inside")),
        "", _("How many judged rows of the evidence lie in their bands, in sample and out:"), "",
        *_markdown(made["tally"], ("fold", "sample", "judged", "inside", "run_inside")), "", "## " + _("How good the emulators are"), "",
        *_markdown(made["emulators"], ("name", "runs", "explained", "signal", "rmse", "noise_sd", "cover")),
        "", "## " + _("Whether the inference is sound"), "", *sound_in_words(found), *_markdown(made["ranks"], ("parameter", "truths", "chi_square", "p", "p_adjusted")), "",
        *_markdown(made["recovery"], ("parameter", "truths", "correlation", "inside_95", "inside_50")), "",
    ]  # fmt: skip
    return "\n".join(parts)


def tally(found: Calibrated) -> list[dict[str, Any]]:
    """For the fit of everything and each split: how many judged rows of the evidence are in their bands, by emulator and when run."""
    rows = []
    for fold in found.fits:
        judged = [row for row in found.rows if row.fold == fold and row.kind == "evidence" and row.inside is not None and row.seen is (fold == ALL)]
        rows.append({
            "fold": fold, "sample": "in" if fold == ALL else "out", "judged": len(judged), "inside": sum(row.inside is True for row in judged),
            "run_inside": sum(row.run_inside is True for row in judged),
        })  # fmt: skip
    return rows


def _listed(names: Iterable[str]) -> str:
    return enumerated(names) or _("none")


def _markdown(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> list[str]:
    if not rows:
        return [_("none")]
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return lines + ["| " + " | ".join(_cell(row[name]) for name in columns) + " |" for row in rows]


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "-"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return f"{value:.3g}" if isinstance(value, float) else str(value)
