// Month by month: the baseline and the policies with their bands, and beside that the paired difference with its zero line.

import { number, signed, t } from "../texts.js";
import { around, axis, band, line, zeroLine } from "./chart.js";
import { BASELINE, BASELINE_DASH, colorOf, dashOf, large } from "./look.js";

const LOOK_OF_BASELINE = { color: BASELINE, dash: BASELINE_DASH };

function monthAxis(months, grid) {
  return axis({ type: "value", min: 0, max: months, interval: months > 48 ? 24 : 12, gridIndex: grid, name: t("explore_axis_years"), nameLocation: "middle", nameGap: large(24),
    splitLine: { show: false }, axisLabel: { fontSize: large(12), formatter: (month) => String(month / 12) } });
}

function valueAxis(ends, grid, more = {}) {
  return axis({ type: "value", gridIndex: grid, ...ends, axisLabel: { fontSize: large(12), formatter: (value) => number(value) }, ...more });
}

function lookOf(slot) {
  return { color: colorOf(slot), dash: dashOf(slot) };
}

function bands(fan, color, opacity, more) {
  if (!fan || !fan.low90) return [];
  return [band(fan.low90, fan.high90, color, opacity, more), band(fan.low50, fan.high50, color, opacity * 1.3, more)];
}

function values(fan, banded) {
  if (!fan) return [];
  return [fan.median, ...(banded && fan.low90 ? [fan.low90, fan.high90] : [])].flat();
}

// outcome: one of the answer's monthly ones; edited: whose bands are drawn; slots: the places of the policies in the question; banded: enough worlds for bands.
export function fanOption(outcome, { edited, slots, banded, months, narrow }) {
  const chosen = outcome.policies[edited] || null;
  const color = colorOf(slots[edited] || 0);
  const left = around([...values(outcome.baseline, banded), ...outcome.policies.flatMap((policy) => values(policy, banded && policy === chosen))], true);
  const right = around([0, ...outcome.policies.flatMap((policy) => values(policy.difference, banded && policy === chosen))], false);
  // Where today is shown alone there is nothing that differs from it.
  const alone = !outcome.policies.length;
  const beside = { xAxisIndex: 1, yAxisIndex: 1 };
  const grids = narrow
    ? [{ left: large(48), right: 14, top: 10, height: 150 }, { left: large(48), right: 14, top: 236, height: 130 }]
    : [{ left: large(48), right: "55%", top: 10, bottom: large(44) }, { left: "60%", right: 14, top: 10, bottom: large(44) }];
  if (alone) grids[0].right = 14;
  const kept = (parts) => (alone ? parts.slice(0, 1) : parts);
  return {
    grid: kept(grids), xAxis: kept([monthAxis(months, 0), monthAxis(months, 1)]),
    yAxis: kept([valueAxis(left, 0), valueAxis(right, 1, { axisLabel: { fontSize: large(12), formatter: (value) => signed(value) } })]),
    series: [
      ...(banded ? bands(outcome.baseline, BASELINE, 0.12, {}) : []), ...(banded ? bands(chosen, color, 0.18, {}) : []),
      line("", outcome.baseline.median, LOOK_OF_BASELINE),
      ...outcome.policies.map((policy, at) => line("", policy.median, lookOf(slots[at]))),
      ...(banded ? bands(chosen && chosen.difference, color, 0.18, beside) : []),
      ...outcome.policies.filter((policy) => policy.difference).map((policy, at) => line("", policy.difference.median, lookOf(slots[at]), beside)),
      ...(alone ? [] : [zeroLine(false, { ...beside, data: [[months / 2, 0]] })]),
    ],
  };
}

export function fanHeight(narrow, alone) {
  return narrow && !alone ? 420 : large(narrow ? 200 : 290);
}

// Twelve months' running mean of deaths a year: true ones as a line, those on record as dots between.
export function reportedOption(rows, months, colorAt) {
  const all = rows.flatMap((row) => [...row.true, ...row.reported]);
  return {
    grid: { left: large(48), right: 14, top: 10, bottom: large(44) }, xAxis: monthAxis(months, 0), yAxis: valueAxis(around(all, true), 0),
    series: rows.flatMap((row) => {
      const color = colorAt(row);
      return [line("", row.true, { color, dash: [] }), line("", row.reported, { color, dash: [2, 3] })];
    }),
  };
}

// Years of such an outcome as a table: what the chart shows, every twelfth month.
export function fanTable(outcome, titles) {
  const head = [t("table_year"), t("explore_today"), ...titles, ...titles.map((title) => t("table_difference_of", { title }))];
  const rows = [];
  for (let month = 11; month < outcome.baseline.median.length; month += 12) {
    rows.push([String((month + 1) / 12), number(outcome.baseline.median[month]), ...outcome.policies.map((policy) => number(policy.median[month])),
      ...outcome.policies.map((policy) => (policy.difference ? signed(policy.difference.median[month]) : ""))]);
  }
  return { head, rows };
}
