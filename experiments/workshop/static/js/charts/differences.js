// Paired differences by outcome, in per cent of the baseline: a dot for each set of assumptions, a thick line for the interval.

import { percent, signed, t } from "../texts.js";
import { axis, zeroLine } from "./chart.js";
import { colorOf, large, markOf } from "./look.js";

const LANE = 16;
const LETTER = 12;

// Rows are as high as their labels need: a Chinese letter is as wide as it is high, another one about half.
export function differencesHeight(answer, narrow) {
  const wide = labelWidth(narrow);
  const letter = large(LETTER);
  const line = (text) => Math.ceil([...text].reduce((sum, one) => sum + (one > "\u2e80" ? letter : 0.58 * letter), 0) / (wide - letter));
  const lines = (text) => text.split("\n").reduce((sum, one) => sum + line(one), 0);
  const label = Math.max(...answer.charted.map((outcome) => lines(broken(outcome.title)) + (answer.policies.length === 1 ? lines(first(answer, outcome)) : 0)));
  return answer.charted.length * Math.max(26 + LANE * answer.policies.length, large(16) * label + 10) + large(56);
}

const labelWidth = (narrow) => large(narrow ? 108 : 158);

// A long name in Chinese breaks before its bracket, not within it.
function broken(title) {
  return title.length > 8 ? title.replace(/\uff08/g, "\n\uff08") : title;
}

// The difference under an outcome's name, where there is one policy alone.
function first(answer, outcome) {
  return answer.policies.length === 1 && outcome.policies[0] ? `${outcome.policies[0].sizeText}` : "";
}

export function differencesOption(answer, narrow) {
  const many = answer.policies.length;
  const outcomes = answer.charted;
  const labels = outcomes.map((outcome) => [broken(outcome.title), first(answer, outcome)].filter(Boolean).join("\n"));
  const series = answer.policies.flatMap((policy, at) => policySeries(answer, policy, at, (at - (many - 1) / 2) * LANE));
  return {
    grid: { left: labelWidth(narrow) + 10, right: 20, top: 8, bottom: large(42) },
    xAxis: axis({ type: "value", name: t("explore_axis_percent"), nameLocation: "middle", nameGap: large(26), scale: false, axisLabel: { fontSize: large(12), formatter: (value) => signed(value) } }),
    yAxis: axis({ type: "category", data: labels, inverse: true, axisTick: { show: false }, axisLine: { show: false }, splitLine: { show: true, lineStyle: { color: "#eef1f4" } },
      axisLabel: { fontSize: large(12), width: labelWidth(narrow), overflow: "break", lineHeight: large(16), interval: 0 } }),
    series: [...series, zeroLine(true, { data: [[0, 0]] })],
  };
}

function policySeries(answer, policy, at, lane) {
  const color = colorOf(policy.slot);
  const rows = answer.charted.map((outcome, row) => ({ row, found: outcome.policies[at] })).filter(({ found }) => found);
  const dots = rows.flatMap(({ row, found }) => found.dots.map((share) => [100 * share, row]));
  const intervals = rows.filter(({ found }) => answer.interval && found.interval).map(({ row, found }) => [100 * found.interval[0], row, 100 * found.interval[1]]);
  const means = rows.filter(({ found }) => Number.isFinite(found.relative)).map(({ row, found }) => [100 * found.relative, row]);
  return [
    { type: "scatter", silent: true, data: dots, symbol: markOf(policy.slot), symbolSize: 6, symbolOffset: [0, lane - 4], itemStyle: { color, opacity: 0.45 } },
    { type: "custom", silent: true, data: intervals, encode: { x: [0, 2], y: 1 }, renderItem: (_parameters, api) => bar(api, lane + 4, color) },
    { type: "scatter", silent: true, data: means, symbol: "rect", symbolSize: [3, 11], symbolOffset: [0, lane + 4], itemStyle: { color } },
  ];
}

function bar(api, lane, color) {
  const [left, y] = api.coord([api.value(0), api.value(1)]);
  const [right] = api.coord([api.value(2), api.value(1)]);
  return { type: "rect", shape: { x: left, y: y + lane - 2.5, width: Math.max(right - left, 1.5), height: 5 }, style: { fill: color } };
}

// The same as a table: what the words say, and the numbers.
export function differencesTable(answer) {
  const many = answer.policies.length > 1;
  const head = [t("table_outcome"), t("table_baseline"), ...(many ? [t("table_policy")] : []), t("table_difference"), t("table_relative"), t("table_interval"), t("table_words")];
  const rows = answer.outcomes.flatMap((outcome) => outcome.policies.map((found, at) => [
    outcome.title, outcome.baselineText, ...(many ? [answer.policies[at].title] : []), found.sizeText,
    Number.isFinite(found.relative) ? percent(found.relative) : t("common_unknown"),
    found.intervalText || t("table_no_interval"), found.words || ""]));
  return { head, rows };
}
