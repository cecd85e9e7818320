// The server's answer in the form the charts take: the interval as a pair of shares of the baseline, texts with their units.

import { parsed } from "../own_policy.js";
import { number, percent, t } from "../texts.js";

// question: what this is the answer to.  A policy has its place in it (slot), which is its colour: the baseline is compared with nothing and left out.
export function shaped(line, question, lookup) {
  const slots = question.policies.map((_spec, slot) => slot).filter((slot) => {
    const own = parsed(question.policies[slot]);
    return own.base || own.changes.length;
  });
  const policies = line.policies.map((policy, at) => ({ ...policy, slot: slots[at], title: lookup.title(question.policies[slots[at]] || policy.name) }));
  const outcomes = line.outcomes.map((outcome) => {
    const unit = (outcome.shown || outcome).unit;
    return {
      ...outcome, unit, baselineText: Number.isFinite(outcome.baseline) ? `${minus(outcome.baseline_text || number(outcome.baseline))} ${unit}` : "\u2013",
      policies: outcome.policies.map((found) => ({ ...found, dots: found.dots || [], interval: interval(found, outcome.baseline), sizeText: `${minus(found.text || "")} ${unit}`, intervalText: minus(found.interval_text || "") })),
    };
  });
  // What has no share of the baseline (a price, a count of too few events) stands in the table and not in the chart.
  const charted = outcomes.filter((outcome) => outcome.policies.some((found) => Number.isFinite(found.relative)));
  return { ...line, policies, outcomes, charted, monthly: line.monthly || [], reported: line.reported || [], payers: line.payers || [], appraisal: line.appraisal || [] };
}

// Low and high are differences in the outcome's unit: as shares of the baseline's value.
function interval(found, baseline) {
  if (!Number.isFinite(found.low) || !Number.isFinite(found.high) || !baseline) return null;
  return [found.low / baseline, found.high / baseline];
}

// A hyphen before a digit is a minus.
export function minus(text) {
  return text.replace(/-(?=[\d.])/g, "\u2212");
}

// The one sentence of a policy: the first outcome, its difference, and the comparison's own words about it.
export function sentenceOf(answer, at) {
  const outcome = answer.outcomes[0];
  const found = outcome && outcome.policies[at];
  if (!found) return t("sentence_nothing");
  const fields = { policy: answer.policies[at].title, outcome: outcome.title, size: found.sizeText, share: Number.isFinite(found.relative) ? percent(found.relative) : "", interval: found.intervalText, words: found.words };
  if (!Number.isFinite(found.relative)) return t("sentence_words", fields);
  return t(found.intervalText ? "sentence_interval" : "sentence_dots", fields);
}
