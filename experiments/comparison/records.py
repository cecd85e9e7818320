"""A comparison as plain values: tidy rows, and the verdict for programs."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from experiments.comparison.appraisal_records import as_card
from experiments.comparison.by_group import GroupRow
from experiments.comparison.data import ComparisonData
from experiments.comparison.differences import HEADLINE_OUTCOME, Row
from experiments.comparison.signs import Sign
from experiments.comparison.words import assumptions
from experiments.comparison.words.cautions import limits, reading
from experiments.comparison.words.rows import row_words
from experiments.comparison.words.turns import sign_words
from experiments.comparison.words.verdict import headline, setting
from experiments.running.own import name_of
from experiments.running.windows import PERIOD
from experiments.statistics.sets import HEADLINE_SETS
from experiments.text.groups import group_title
from experiments.text.messages import _
from scenarios import load_parameters


def records(comparison: ComparisonData) -> list[dict[str, Any]]:
    """Tidy rows as plain values; nan where nothing may be said."""

    def number(value: float | None) -> float:
        return math.nan if value is None else float(value)

    found = []
    over, by_hand = comparison.interval_over, assumptions.column(assumptions.of(comparison))
    for row in comparison.rows:
        headline = row.quantity.name == HEADLINE_OUTCOME
        found.append(
            {
                "policy": row.policy,
                "outcome": row.quantity.name,
                "unit": row.quantity.unit + (" a year" if row.quantity.yearly else ""),
                "view": row.quantity.view,
                "baseline_mean": row.baseline_mean,
                "policy_mean": row.policy_mean,
                "difference": row.difference,
                "low": number(row.low),
                "high": number(row.high),
                "share_better": row.share_better,
                over: row.paired.worlds,
                "events": number(row.total_events),
                "words": row_words(row),
                "relative": row.relative,
                f"{over}_better": number(row.worlds_better),
                f"{over}_same": row.paired.same,
                "p": number(row.paired.p) if headline else math.nan,
                "p_corrected": number(comparison.corrected[row.policy]) if headline else math.nan,
                "low_simultaneous": math.nan if row.simultaneous is None else row.simultaneous[0],
                "high_simultaneous": math.nan if row.simultaneous is None else row.simultaneous[1],
                **(_by_source(row) | _turn(comparison.signs.get((row.policy, row.quantity.name))) if over == "sets" else {}),
                "not_default": by_hand,
            }
        )
    return found


def group_records(comparison: ComparisonData) -> list[dict[str, Any]]:
    """Differences by group as plain values, a year or by period in all of it; None where nothing may be said, and ``group`` None for all together."""
    return [
        {
            "by": row.by,
            "group": row.group,
            "title": _("all together") if row.group is None else group_title(comparison.plan.district, row.by, row.group),
            "policy": row.policy,
            "outcome": row.outcome,
            "baseline_mean": _told(row.baseline_mean),
            "policy_mean": _told(row.policy_mean),
            "difference": _told(row.paired.mean),
            "low": row.paired.low,
            "high": row.paired.high,
            comparison.interval_over: row.paired.worlds,
            "events_baseline": row.events[0],
            "events_policy": row.events[1],
            "few": row.few,
            "per": "period" if row.by == PERIOD else "year",
            "months": _months(comparison, row),
        }
        for row in comparison.group_rows
    ]


def _months(comparison: ComparisonData, row: GroupRow) -> list[int]:
    """First and last month, from 1 on, of those that a row by group is of."""
    if row.by == PERIOD:
        return [1, comparison.batch.months] if row.group is None else [int(end) for end in row.group.split("-")]
    return list(comparison.batch.window or (1, comparison.batch.months))


def _told(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _by_source(row: Row) -> dict[str, float]:
    """Where the interval comes from, as shares of its variance, and how often the sign turns between sets."""
    plain, parts = row.kind == "plain", row.split
    return {
        "parameters_share": math.nan if parts is None else parts.parameters,
        "parameters_share_low": math.nan if parts is None else parts.low,
        "parameters_share_high": math.nan if parts is None else parts.high,
        "sets_turned": float(row.turned) if plain else math.nan,
    }


def _turn(sign: Sign | None) -> dict[str, Any]:
    """Where the sign turns: along which parameter, at which value of it, with its interval, and on which side the difference is positive."""
    turn = None if sign is None else sign.turn
    if sign is None or turn is None:
        return {"turns_along": "", "turns_at": math.nan, "turns_low": math.nan, "turns_high": math.nan, "turns_positive": ""}
    return {"turns_along": sign.parameter, "turns_at": turn.place.at, "turns_low": turn.place.low, "turns_high": turn.place.high,
            "turns_positive": "above" if turn.place.rises else "below"}  # fmt: skip


def sign_records(comparison: ComparisonData) -> list[dict[str, Any]]:
    """What the signs of expected deaths and net benefit hang on, for programs; empty where the sets are too few to tell."""
    return [
        {
            "policy": sign.policy, "outcome": sign.quantity, "sets": sign.sets, "sets_below_zero": sign.less, "sets_above_zero": sign.more,
            "told": "agreed" if sign.agreed else "turns" if sign.turn else
                    "not explained" if comparison.row(sign.policy, sign.quantity).told_apart else "not determined",
            "parameter": sign.parameter, "unit": _unit(sign.parameter),
            "turn": None if sign.turn is None else
                    {"at": sign.turn.place.at, "low": sign.turn.place.low, "high": sign.turn.place.high, "positive": "above" if sign.turn.place.rises else "below",
                     "sets_below": sign.turn.below, "sets_above": sign.turn.above, "rank_correlation": sign.turn.correlation, "p": sign.turn.p},
            "words": sign_words(comparison, sign),
        }
        for sign in comparison.signs.values()
    ]  # fmt: skip


def _unit(parameter: str | None) -> str | None:
    entry = load_parameters().entries.get(parameter or "")
    return None if entry is None else entry.unit


def ensemble_card(comparison: ComparisonData) -> dict[str, Any] | None:
    """Which sets of parameters the worlds ran under; None where all ran under the same."""
    plan = comparison.plan
    if plan.ensemble is None:
        return None
    return {
        "name": plan.ensemble.name,
        "spec": plan.ensemble_spec,
        "title": plan.ensemble.title,
        "note": plan.ensemble.note,
        "sets": plan.ensemble.sets,
        "digest": plan.ensemble.digest,
        "parameters": list(plan.ensemble.names),
        "replaced": [name for name in plan.ensemble.names if name in plan.overrides],
        "set_of_world": {str(world): plan.ensemble.of_world(world) for world in plan.worlds},
    }


def as_json(comparison: ComparisonData, folder: Path) -> dict[str, object]:
    """The verdict for programs."""
    plan = comparison.plan
    return {
        "district": plan.district.name,
        "note": plan.district.note,
        "simulator": None if plan.simulate is None else name_of(plan.simulate),
        "interval_over": comparison.interval_over,
        "sample": plan.sample,
        "policies": list(comparison.policies),
        "ranking": list(comparison.ranking),
        "worlds": comparison.worlds if comparison.over == "worlds" else len(plan.worlds),
        "districts": comparison.worlds if comparison.over == "districts" else None,
        "failed_worlds": [failure.world for failure in comparison.failures],
        "months": plan.months,
        "seed": plan.seed,
        "discount": comparison.discount,
        "scenario_hash": plan.scenario_hash,
        "ensemble": ensemble_card(comparison),
        "precision": comparison.stopping and comparison.stopping.card,
        "not_default": [change.plain for change in assumptions.of(comparison)],
        "setting": setting(comparison),
        "headline": headline(comparison),
        "rows": records(comparison) if comparison.worlds else [],
        "turns": sign_records(comparison) if comparison.worlds else [],
        "money_headline": {"sets_needed": HEADLINE_SETS, "sets": comparison.sets, "given": comparison.tells_money} if comparison.worlds else None,
        "appraisal": as_card(comparison) if comparison.worlds else {},
        "groups": group_records(comparison),
        "reading": reading(comparison),
        "limits": limits(comparison),
        "folder": str(folder),
    }
