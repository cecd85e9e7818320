"""Every text of the page that moves, by key, in English; each is marked for the catalogue where it stands."""

from __future__ import annotations

from experiments.text.messages import N_, _

TEXTS = {
    "levers": N_("Levers"), "uncertainties": N_("Uncertain assumptions"), "policy": N_("Policy"), "today": N_("today"), "back": N_("Back to today's values"),
    "today_outside": N_("today's value, {value}, was not tried"), "yes": N_("yes"), "no": N_("no"), "fixed": N_("the same at all points"),
    "outcomes": N_("Outcomes"), "outcome": N_("Outcome"), "effect": N_("Difference from the reference"), "level": N_("Under the policy"), "reference": N_("Under the reference"),
    "level_alone": N_("Level"), "reference_is": N_("Reference: {reference}."), "interval": N_("{low} to {high}"), "no_interval": N_("too few worlds or events for an interval"),
    "refused": N_("not told: too far from what the sweep tried"), "refused_all": N_("The sweep tried nothing like these settings: what is too far from its points is not told."),
    "not_together": N_("The sweep did not try these switches together: nothing is told."),
    "curve": N_("{outcome} along {factor}"), "along": N_("Along"), "show": N_("Show"), "show_effect": N_("the difference"), "show_level": N_("the level"),
    "curve_note": N_("Line: the fit. Band: 95 % interval. Circles: points of the sweep, diamonds: fresh runs, both carried to the settings of the sliders by the fit, with the distance "
                     "from the line that they have at their own; the fainter, the farther these are. Dashed: where the slider stands."),
    "curve_note_bare": N_("Line: the fit. Circles: points of the sweep, diamonds: fresh runs, both carried to the settings of the sliders by the fit, with the distance from "
                          "the line that they have at their own; the fainter, the farther these are. Dashed: where the slider stands."),
    "beside": N_("{outcome}: the fit beside the runs"), "by_fit": N_("by the fit"), "by_runs": N_("by the runs"),
    "beside_note": N_("On the line a run is what the fit says. Circles: points of the sweep, which the fit was made from. Diamonds: fresh runs, which it has not seen; "
                      "bars: the 95 % interval of the fit and of the fresh runs' own chance, cut at the frame."),
    "numbers": N_("The numbers of this figure"), "value": N_("value"), "low": N_("low"), "high": N_("high"),
    "told": N_("{outcome}: {value} ({interval}) {unit}."), "told_bare": N_("{outcome}: {value} {unit}."), "better_lower": N_("lower is better"), "better_higher": N_("higher is better"),
    "language": N_("Language"), "skip": N_("Skip to the outcomes"), "percent": N_("{number} %"), "chart_of": N_("Show the figures of {outcome}"),
}  # fmt: skip


def texts() -> dict[str, str]:
    """All of them in the language in force."""
    return {key: str(_(text)) for key, text in TEXTS.items()}
