"""What the columns of a comparison's tables hold: their names are the same in every language, so that one program reads the tables of all."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from experiments.disk.files import csv_text
from experiments.text.labels import label
from experiments.text.messages import N_, _

MEANINGS = {
    "policy": N_("policy"), "outcome": N_("outcome"), "unit": N_("unit"), "world": N_("number of the simulated world"), "month": N_("month, counted from 0"),
    "value": N_("value"), "not_default": N_("assumptions that were changed by hand; empty where none was"), "by": N_("by what the outcome is divided"),
    "group": N_("group"), "district": N_("number of the district"),
    # comparison.csv
    "view": N_("whether it happened (true), is what chance would give in the mean (expected), was put on record (reported) or is what was done (activity)"),
    "baseline_mean": N_("mean under the baseline"), "policy_mean": N_("mean under the policy"), "difference": N_("policy less baseline, in the same worlds"),
    "low": N_("lower end of the 95 % interval, for this policy alone"), "high": N_("upper end of the 95 % interval, for this policy alone"),
    "low_simultaneous": N_("lower end of the interval that holds for all policies at once"),
    "high_simultaneous": N_("upper end of the interval that holds for all policies at once"),
    "share_better": N_("share of worlds or sets in which the policy does better"), "worlds": N_("number of simulated worlds"), "sets": N_("number of sets of assumptions"),
    "districts": N_("number of districts"), "events": N_("months with at least one event, under the baseline and the policy together"), "words": N_("the answer in words"),
    "relative": N_("difference as a share of the baseline"), "worlds_better": N_("worlds in which the policy does better"), "sets_better": N_("sets in which the policy does better"),
    "districts_better": N_("districts in which the policy does better"), "worlds_same": N_("worlds without a difference"), "sets_same": N_("sets without a difference"),
    "districts_same": N_("districts without a difference"), "p": N_("p value, for the outcome by which policies are ranked"),
    "p_corrected": N_("the same, corrected for the number of policies"),
    "parameters_share": N_("share of the interval's variance that comes from the assumptions"),
    "parameters_share_low": N_("lower end of the interval of that share"), "parameters_share_high": N_("upper end of the interval of that share"),
    "sets_turned": N_("sets in which the difference has the other sign than on the whole"), "turns_along": N_("assumption along which the sign turns"),
    "turns_at": N_("its value at which the sign turns"), "turns_low": N_("lower end of the interval of that value"), "turns_high": N_("upper end of the interval of that value"),
    "turns_positive": N_("side of that value on which the difference is positive (above, below)"),
    # events.csv, places.csv
    "enterprise": N_("number of the enterprise"), "place": N_("town or subdistrict"), "sector": N_("sector"), "cause": N_("kind of hazard, or unsafe act"), "deaths": N_("deaths"),
    "serious": N_("serious injuries"), "loss": N_("direct loss, yuan"), "legal_class": N_("legal class of the accident"), "on_record": N_("whether it was put on record"),
    "name": N_("name"), "title": N_("title"), "x": N_("place on the map, eastward"), "y": N_("place on the map, northward"), "enterprises": N_("enterprises"),
    "workers": N_("workers"), "hazards_open": N_("open hazards at the end"), "covered_share": N_("share of pairs of enterprise and kind of hazard that a department answers for"),
    # appraisal.csv, payers.csv, years.csv
    "quantity": N_("quantity of the appraisal"), "costs": N_("whose costs: all, or the government's alone"),
    "values": N_("values that it is taken at: of the sets, low, central, high"), "kind": N_("whether a number can be told (plain), or why not, and for the cost per death which case it is"),
    "of_means": N_("ratio of the means, also where it is not told apart from zero"), "payer": N_("payer"), "item": N_("item"), "baseline": N_("under the baseline"),
    "per_enterprise": N_("per enterprise of the district"), "per_worker": N_("per worker of the district"), "year": N_("year, counted from 0"), "months": N_("months of this year"),
    "deaths_averted": N_("deaths averted"), "serious_injuries_averted": N_("serious injuries averted"), "other_injuries_averted": N_("other injuries averted"),
    "loss_averted_beyond_deaths": N_("direct loss averted beyond deaths, yuan"), "benefit": N_("benefit, yuan"), "net_benefit": N_("benefit less cost, yuan"),
    # groups
    "events_baseline": N_("months with at least one event, under the baseline"), "events_policy": N_("months with at least one event, under the policy"),
    "few": N_("whether too little happened to hold a mean against it"), "per": N_("whether the numbers are for a year or for the period"),
    # the numbers of a figure
    "at": N_("place along the figure's axis, or the name of what stands there"), "at_unit": N_("unit of that place"),
    "note": N_("what the numbers of this figure are"), "source": N_("where the numbers come from: model, scenario, worlds"),
    # failures.csv
    "reason": N_("reason"), "replay": N_("command that shows it again"), "trace": N_("trace of the program"),
}  # fmt: skip
OF_FILES = {("groups", "months"): N_("first and last month, counted from 1"), ("failures", "kind"): N_("kind of failure"), ("payers", "difference"): N_("more than under the baseline")}
"""Where a column holds something else than under the same name elsewhere."""


def meaning(file: str, column: str) -> str:
    """What a column of ``file`` (without its ending) holds, in the language in force; the label of an outcome where it is one; ``KeyError`` for none of ours."""
    told = OF_FILES.get((file, column)) or MEANINGS.get(column)
    return label(column) if told is None else _(told)


def known_meaning(file: str, column: str) -> str:
    """The same; empty for what is none of ours."""
    try:
        return meaning(file, column)
    except KeyError:
        return ""


def dictionary(tables: Iterable[Path], folder: Path) -> bytes:
    """``columns.csv``: a row for each column of the CSV files, which are named by their place in ``folder``."""
    rows = []
    for path in sorted(tables):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows += [(path.relative_to(folder).as_posix(), column, meaning(path.stem, column)) for column in next(csv.reader(stream), [])]
    return csv_text([_("file"), _("column"), _("meaning")], rows)
