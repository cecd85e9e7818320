"""Which rows an estimand speaks of: arms, units, windows, conditions; sums over its spans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.studies.trials.estimators.estimate import Array, Unidentified
from experiments.studies.trials.tables import FLOWS, HISTORIES, KEYS, STOCKS, VISIT_COLUMNS, TrialData
from experiments.text.messages import _
from scenarios.schema.trial_estimands import Estimand
from scenarios.schema.trial_world import Filter
from simulation.outcomes import OUTCOMES

WORLD = ["variant", "world"]
OF_VISIT = ("ordinal", "years_since_visit", "same_officer")
"""Conditions on a visit, not on its unit."""
NEVER, EVER = -1_000_000, 1_000_000
MEANS = {outcome.name for outcome in OUTCOMES if outcome.months != "sum"} | set(STOCKS)
"""Outcomes whose months do not add up."""


def span_of(span: Sequence[int] | None) -> tuple[int, int]:
    """[from, to) in months since the treatment; all months where none is given."""
    return (NEVER, EVER) if span is None else (span[0], span[1])


def inside(frame: pd.DataFrame, span: tuple[int, int]) -> pd.Series:
    """Whether a row's window lies in the span."""
    return (frame["since"] >= span[0]) & (frame["since"] + frame["months"] <= span[1])


def of_study(frame: pd.DataFrame, estimand: Estimand) -> pd.DataFrame:
    """The rows of the estimand's variants and arms."""
    keep = pd.Series(True, index=frame.index)
    if estimand.variants:
        keep &= frame["variant"].isin(estimand.variants)
    if estimand.arms:
        keep &= frame["arm"].isin(estimand.arms)
    return frame[keep]


def need(frame: pd.DataFrame, columns: Iterable[str]) -> None:
    """Raise ``Unidentified`` where a column is missing."""
    for column in columns:
        if column not in frame:
            raise Unidentified(_("{column} was not recorded").format(column=column))


def sums(panel: pd.DataFrame, columns: Sequence[str], span: tuple[int, int]) -> pd.DataFrame:
    """A row per unit (KEYS): sums over the span's windows, ``months`` among them; a stock as its mean."""
    need(panel, columns)
    names = [*dict.fromkeys(columns), "months"]
    part = panel.loc[inside(panel, span), [*KEYS, *names]]
    stocks = [name for name in names if name in MEANS]
    if stocks:
        part[stocks] = part[stocks].mul(part["months"], axis=0)
    # World by world: the keys of all rows at once take several times the room of the rows.
    worlds = [*part.groupby("world", sort=False).indices.values()] or [[]]
    total = pd.concat([part.iloc[own].groupby(list(KEYS), observed=True, sort=False)[names].sum() for own in worlds])
    if stocks:
        total[stocks] = total[stocks].div(total["months"], axis=0)
    return total


def first_windows(panel: pd.DataFrame) -> pd.DataFrame:
    """A row per unit: its earliest window, where traits and states stand as in every other; units that are treated later have earlier ones."""
    sizes = panel.groupby(["variant", "window"], observed=True).size()
    # By the keys only where it must be: those of all rows take several times the room of the rows.
    keys = "variant" if (sizes.groupby(level="variant").nunique() <= 1).all() else list(KEYS)
    return panel[panel["window"] == panel.groupby(keys, observed=True)["window"].transform("min")]


def unit_rows(estimand: Estimand, data: TrialData, extra: Sequence[str] = (), *, contrast: bool = False) -> pd.DataFrame:
    """A row per (variant, world, arm, unit) that the estimand speaks of, with its traits and ``extra`` columns.

    ``contrast``: the last arm is the reference; ``side`` is False there.  In twins its rows are the
    treated arms' own units, so a condition is read where the treatment was; ``twins`` says so.  With
    ``split`` the side is whether the unit has the trait.  Histories in conditions count since the treatment.
    """
    panel = of_study(data.panel, estimand)
    conditions: dict[str, Filter] = {name: rule for name, rule in estimand.where.items() if name not in OF_VISIT}
    asked = [*conditions, *([estimand.split] if estimand.split else [])]
    since_treatment = [name for name in dict.fromkeys(asked) if name in HISTORIES]
    fixed = [name for name in dict.fromkeys([*asked, *extra, "workers", "sector"]) if name not in since_treatment]
    need(panel, fixed)
    optional = [name for name in ("treated", "idle", "running", "certified_now", "blacklisted_now") if name in panel]
    first = first_windows(panel)
    rows = first[[*KEYS, *dict.fromkeys([*fixed, *(name for name in optional if not name.endswith("_now"))])]].set_index(list(KEYS), drop=False)
    if since_treatment:
        counted = sums(panel, since_treatment, (0, span_of(estimand.after)[1]))
        rows[[f"since_{name}" for name in since_treatment]] = counted[since_treatment].reindex(rows.index)
    for name in ("certified", "blacklisted"):
        if name in asked and f"{name}_now" in optional:
            rows[f"since_{name}"] = panel[panel["since"] >= 0].groupby(list(KEYS), observed=True)[f"{name}_now"].max().reindex(rows.index) > 0
    if "treated" not in rows:
        rows["treated"] = True
    return _sided(estimand, rows.reset_index(drop=True), conditions, contrast)


def _sided(estimand: Estimand, rows: pd.DataFrame, conditions: Mapping[str, Filter], contrast: bool) -> pd.DataFrame:
    reference = estimand.arms[-1] if contrast and not estimand.split and len(estimand.arms) > 1 else None
    rows["side"] = rows["arm"] != reference
    treated, others = rows[rows["side"]], rows[~rows["side"]]
    treated = matching(_of(estimand, treated), conditions)
    if estimand.split:
        has = treated[_column(estimand.split, treated)]
        treated = treated.assign(side=has.astype(float) > 0)
    key = [*WORLD, "unit"]
    if reference is not None:
        own = pd.MultiIndex.from_frame(others[key].astype({"variant": str}))
        theirs = pd.MultiIndex.from_frame(treated[key].astype({"variant": str}))
        kept = own.isin(theirs)
        # Within one world the arms share no unit; then the condition holds for both.
        twins = bool(own.isin(pd.MultiIndex.from_frame(rows.loc[rows["side"], key].astype({"variant": str}))).any())
        others = others[kept] if twins else matching(others, conditions)
        treated = pd.concat([treated, others])
        treated.attrs["twins"] = twins
    if not len(treated):
        raise Unidentified(_("no unit meets the conditions"))
    return treated


def _of(estimand: Estimand, rows: pd.DataFrame) -> pd.DataFrame:
    """The treated, their peers (of a treated one's sector, in the same world), or all.

    An arm that does nothing treats nobody. An estimand that names it, or that reads no other, speaks of its eligible units all the same.
    """
    if estimand.of == "all":
        return rows
    touched = rows["treated"].astype(bool)
    if estimand.of == "treated":
        if "idle" in rows:
            named = rows["arm"].isin(estimand.arms) if touched.any() else True
            touched |= rows["idle"].astype(bool) & named
        return rows[touched]
    # Twins live in a world for each arm; within one world the peers of an arm's units are in another arm, or in none.
    twins = bool(rows.duplicated([*WORLD, "unit"]).any())
    key = [*WORLD, *(["arm"] if twins else []), "sector"]
    sectors = pd.MultiIndex.from_frame(rows.loc[touched, key].astype(str).drop_duplicates())
    return rows[~touched & pd.MultiIndex.from_frame(rows[key].astype(str)).isin(sectors)]


def _column(name: str, frame: pd.DataFrame) -> str:
    return f"since_{name}" if f"since_{name}" in frame else name


def matching(frame: pd.DataFrame, conditions: Mapping[str, Filter]) -> pd.DataFrame:
    """The rows that meet every condition; ``top``: the highest share within each world and arm."""
    keep = pd.Series(True, index=frame.index)
    for name, rule in conditions.items():
        values = frame[_column(name, frame)]
        if rule.at_least is not None:
            keep &= values >= rule.at_least
        if rule.at_most is not None:
            keep &= values <= rule.at_most
        if rule.among is not None:
            keep &= values.isin(rule.among)
        if rule.equals is not None:
            keep &= values.astype(bool) == rule.equals if isinstance(rule.equals, bool) else values == rule.equals
        if rule.top is not None:
            keep &= values.groupby([frame[key] for key in (*WORLD, "arm")], observed=True).rank(pct=True) > 1 - rule.top
    return frame[keep]


def with_sums(rows: pd.DataFrame, data: TrialData, outcome: str, span: Sequence[int] | None, name: str) -> pd.DataFrame:
    """``rows`` with ``name`` (the outcome over the span) and ``name_years`` (years of its workers)."""
    total = sums(data.panel, [outcome], span_of(span)).reindex(pd.MultiIndex.from_frame(rows[list(KEYS)]))
    if total["months"].isna().all():
        raise Unidentified(_("nothing was recorded in the months asked for"))
    values = {name: total[outcome].fillna(0.0).to_numpy(dtype=float)}
    values[f"{name}_years"] = rows["workers"].to_numpy(dtype=float) * total["months"].fillna(0.0).to_numpy(dtype=float) / 12
    return rows.assign(**values)


def visit_rows(estimand: Estimand, data: TrialData, extra: Sequence[str] = (), *, contrast: bool = False) -> pd.DataFrame:
    """The visits, within ``after``, to the units that the estimand speaks of; ``y`` is the outcome of the visit."""
    units = unit_rows(estimand, data, [name for name in extra if name not in OF_VISIT], contrast=contrast)
    visits = of_study(data.visits, estimand)
    column = VISIT_COLUMNS.get(str(estimand.outcome), str(estimand.outcome))
    need(visits, [column])
    start, end = span_of(estimand.after)
    visits = matching(visits[(visits["month"] >= start) & (visits["month"] < end)],
                      {name: rule for name, rule in estimand.where.items() if name in OF_VISIT})  # fmt: skip
    known = [name for name in units if name in KEYS or name not in visits]
    rows = _same_keys(visits, units[known]).assign(y=lambda frame: frame[column].astype(float))
    rows.attrs.update(units.attrs)
    if not len(rows):
        raise Unidentified(_("no visit meets the conditions"))
    return rows


def _same_keys(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    texts = {"variant": str, "arm": str}
    return left.astype(texts).merge(right.astype(texts), on=list(KEYS), validate="m:1")


def world_rows(estimand: Estimand, data: TrialData, span: Sequence[int] | None = None) -> pd.DataFrame:
    """The windows of whole worlds in the span."""
    rows = of_study(data.worlds, estimand)
    if "since" not in rows:
        rows = rows.assign(since=rows["window"] * rows["months"])
    rows = rows[inside(rows, span_of(span))]
    if not len(rows):
        raise Unidentified(_("nothing was recorded in the months asked for"))
    need(rows, [str(estimand.outcome)])
    return rows


def only_of_world(estimand: Estimand, data: TrialData) -> bool:
    """Whether the outcome is recorded of whole worlds only, and the estimand speaks of whole worlds."""
    outcome = str(estimand.outcome)
    if estimand.rows == "world_year":
        return True
    return outcome not in FLOWS and outcome not in data.panel and outcome in data.worlds and estimand.of == "all" and not estimand.where


def world_codes(rows: pd.DataFrame) -> tuple[NDArray[np.int64], int]:
    """(rows,) the number of a row's world, and how many worlds there are; variants are worlds of their own."""
    codes = rows.groupby(WORLD, observed=True, sort=True).ngroup().to_numpy(dtype=np.int64)
    return codes, int(codes.max()) + 1


def sets_of(rows: pd.DataFrame, data: TrialData, by: Sequence[str] = WORLD) -> tuple[int, ...]:
    """The set of each world of ``rows``, in the order in which they are grouped ``by`` it; empty where no two share one.

    Variants of a world are worlds of their own under one set.
    """
    if not data.sets:
        return ()
    worlds = rows.groupby(list(by), observed=True, sort=True).size().index.get_level_values("world")
    found = tuple(data.sets[int(world)] for world in worlds)
    return found if len(set(found)) < len(found) else ()


def per_world(rows: pd.DataFrame, values: Array, side: bool | None = None) -> Array:
    """(worlds,) sums of ``values`` (rows,), of one side or both."""
    codes, count = world_codes(rows)
    chosen = np.ones(len(rows), dtype=bool) if side is None else rows["side"].to_numpy() == side
    return np.asarray(np.bincount(codes[chosen], weights=values[chosen], minlength=count), dtype=float)
