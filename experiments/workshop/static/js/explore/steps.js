// A policy built up step by step: what each step added to those before it, on the same worlds.

import { Asking } from "../asking.js";
import { el, fill, table } from "../dom.js";
import { parsed, steps } from "../own_policy.js";
import { now, query } from "../scenario.js";
import { trouble } from "../start.js";
import { number, percent, signed, t } from "../texts.js";
import { changeText } from "./changes.js";

const MOST = 12;

export function stepsPanel(store, lookup) {
  const place = el("div", { role: "status" });
  const node = el("details", { class: "card steps", on: { toggle: () => ask(true) } }, el("summary", {}, t("steps_title")), el("p", { class: "note" }, t("steps_note")), place);
  let grown = [];
  let asked = "";
  let answers = [];
  // The server compares so many policies at a time: the steps are asked in as many parts, all on the same worlds.
  const most = Math.max(1, lookup.atMost);
  const askings = Array.from({ length: Math.ceil(MOST / most) }, (_none, part) => new Asking({
    name: `s${part}`, onLine: (line) => take(line, part), onTrouble: (error) => fill(place, trouble(error)) }));
  const stop = () => askings.forEach((asking) => asking.stop());
  const take = (line, part) => {
    if (line.kind === "answer") {
      answers[part] = line;
      const needed = Math.ceil(grown.length / most);
      if (answers.filter(Boolean).length === needed) fill(place, stepsTable(joined(answers), grown, lookup));
    } else if (line.kind === "error") fill(place, trouble(Object.assign(new Error(line.text), line)));
    else if (line.text) fill(place, line.text);
  };
  const ask = (settled) => {
    if (!node.open) {
      stop();
      asked = "";
      return;
    }
    const { question } = store;
    const spec = question.policies[now(question)];
    const wanted = steps(spec, [], lookup.parts).slice(0, MOST);
    const text = query({ ...question, policies: wanted.map((step) => step.spec) });
    if (!settled || text === asked) return;
    asked = text;
    answers = [];
    stop();
    grown = wanted.map((step) => ({ ...step, title: step.base !== undefined ? lookup.title(step.base) : changeText(step.change, parsed(spec).base, lookup) }));
    if (grown.length < 2) {
      fill(place, t("steps_too_few"));
      return;
    }
    fill(place, t("common_working"));
    for (let at = 0; at < grown.length; at += most) {
      askings[at / most].ask(query({ ...question, policies: grown.slice(at, at + most).map((step) => step.spec) }));
    }
  };
  return { node, update: (_question, what) => ask(what !== "preview") };
}

// The parts as one answer: as far as the one that has come least far.
function joined(answers) {
  const outcomes = answers.map((answer) => answer.outcomes.find((one) => one.name === "expected_deaths") || answer.outcomes[0]);
  return { outcomes: [{ ...outcomes[0], policies: outcomes.flatMap((outcome) => outcome.policies) }], interval: answers.every((answer) => answer.interval),
    worlds: Math.min(...answers.map((answer) => answer.worlds)) };
}

function stepsTable(answer, grown, lookup) {
  const [outcome] = answer.outcomes;
  const head = [t("steps_step"), t("steps_together"), t("steps_added"), t("steps_in_sets")];
  const rows = grown.map((step, at) => {
    const found = outcome.policies[at];
    const before = at ? outcome.policies[at - 1] : { difference: 0, relative: 0, dots: found.dots.map(() => 0) };
    // While one part of the steps is at twenty worlds and another at two there is nothing to pair.
    const paired = found.dots.length === before.dots.length;
    const better = found.dots.filter((dot, place) => dot < before.dots[place]).length;
    return [t("steps_named", { number: at + 1, title: step.title || lookup.title(step.spec) }),
      t("steps_value", { number: signed(found.difference), unit: outcome.unit, percent: percent(found.relative) }),
      t("steps_value", { number: signed(found.difference - before.difference), unit: outcome.unit, percent: percent(found.relative - before.relative) }),
      paired ? t("steps_of", { better: number(better, 4), all: number(found.dots.length, 4) }) : ""];
  });
  return [table(t("steps_of_outcome", { title: outcome.title }), head, rows), el("p", { class: "note" }, t(answer.interval ? "steps_done" : "steps_so_far", { worlds: number(answer.worlds, 4) }))];
}
