// A lever's values as a person reads them, and the places a slider can stand at.

import { schedule } from "./own_policy.js";
import { listed, number, t } from "./texts.js";

const STEPS = 20;

export function isShare(unit) {
  return /^(share|probability)\b/.test(unit);
}

export function isSwitch(entry) {
  return entry.unit === "yes or no";
}

// Shares are shown and typed as per cent.
export function scale(entry) {
  return isShare(entry.unit) ? 100 : 1;
}

export function shown(entry, value) {
  if (isSwitch(entry)) return t(value >= 0.5 ? "common_yes" : "common_no");
  const text = number(value * scale(entry), 4);
  return isShare(entry.unit) ? t("common_percent", { number: text }) : text;
}

// The unit beside a value; of a share, what it is a share of.
export function unitText(entry) {
  return isSwitch(entry) ? "" : entry.unit_text || entry.unit;
}

// When a change holds, in words; "" for one that holds from the beginning for good.
export function whenText(when) {
  const found = schedule(when);
  if (!found) return "";
  const { start, end, ramp } = found;
  return listed([start && t(end ? "explore_when_until" : "explore_when_from", { start, end }), ramp && t("explore_when_ramp", { ramp })].filter(Boolean));
}

// Where a slider can stand: the lever's steps over its range, today's value and whatever else is to be reached exactly.
export function places(entry, ...also) {
  const [low, high] = entry.range || entry.expected || [entry.low, entry.high];
  const step = entry.step || (high - low) / STEPS;
  const found = [high];
  if (step > 0) for (let at = 0; low + at * step <= high + step / 1e6; at += 1) found.push(low + at * step);
  found.push(entry.value, ...also.filter((value) => Number.isFinite(value)));
  const rounded = found.map((value) => Number(value.toPrecision(12)));
  return [...new Set(rounded)].sort((one, other) => one - other);
}

// The place of a value among them; the nearest where it is not there.
export function placeOf(list, value) {
  let best = 0;
  list.forEach((one, at) => {
    if (Math.abs(one - value) < Math.abs(list[best] - value)) best = at;
  });
  return best;
}
