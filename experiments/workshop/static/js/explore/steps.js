// A policy built up step by step: what each step added to those before it, on the same worlds.

import { Asking } from "../asking.js";
import { el, fill, table } from "../dom.js";
import { parsed, steps } from "../own_policy.js";
import { now, query } from "../scenario.js";
import { trouble } from "../start.js";
import { number, percent, t } from "../texts.js";
import { changeText } from "./changes.js";
import { minus } from "./shape.js";

const MOST = 12;

export function stepsPanel(store, lookup) {
  const place = el("div", { role: "status" });
  const node = el("details", { class: "card steps", on: { toggle: () => ask(true) } }, el("summary", {}, t("steps_title")), el("p", { class: "note" }, t("steps_note")), place);
  let grown = [];
  let asked = "";
  let answers = [];
  // The server compares so many policies at a time: the steps are asked in parts, all on the same worlds, each with the last step of the one before.
  const stride = Math.max(1, lookup.atMost - 1);
  const parts = (count) => Math.max(1, Math.ceil((count - 1) / stride));
  const askings = Array.from({ length: parts(MOST) }, (_none, part) => new Asking({
    name: `s${part}`, onLine: (line) => take(line, part), onTrouble: (error) => fill(place, trouble(error)) }));
  const stop = () => askings.forEach((asking) => asking.stop());
  const take = (line, part) => {
    if (line.kind === "answer") {
      if (!line.steps.length) return;
      answers[part] = { ...answers[part], [line.worlds]: line };
      const common = sameWorlds(answers, parts(grown.length));
      if (common) fill(place, stepsTable(joined(common), grown, lookup));
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
    for (let part = 0; part < parts(grown.length); part += 1) {
      askings[part].ask(query({ ...question, policies: grown.slice(part * stride, (part + 1) * stride + 1).map((step) => step.spec) }));
    }
  };
  return { node, update: (_question, what) => ask(what !== "preview") };
}

// The answers of all parts from as many worlds as each of them has come to, the most there are; null before that.
function sameWorlds(answers, count) {
  if (answers.filter(Boolean).length < count) return null;
  const worlds = Object.keys(answers[0]).filter((number) => answers.every((answer) => answer[number])).map(Number);
  return worlds.length ? answers.map((answer) => answer[Math.max(...worlds)]) : null;
}

// The parts as one answer.  Each part but the first begins with the last step of the one before it.
function joined(answers) {
  const [first] = answers;
  const outcome = first.outcomes.find((one) => one.name === "expected_deaths") || first.outcomes[0];
  return { outcome, rows: answers.flatMap((answer, part) => answer.steps.slice(part ? 1 : 0)), interval: answers.every((answer) => answer.interval),
    worlds: first.worlds };
}

// A difference with its interval; in words where it is not told apart from nothing.
function difference(told, unit) {
  const fields = { number: minus(told.text), unit, percent: percent(told.relative), interval: minus(told.interval_text) };
  if (!told.interval_text) return t("steps_value", fields);
  return [t("steps_value_interval", fields), told.told_apart ? null : el("span", { class: "tag" }, t("steps_not_apart"))];
}

function stepsTable({ outcome, rows, interval, worlds }, grown, lookup) {
  const head = [t("steps_step"), t("steps_together"), t("steps_added"), t("steps_in_sets")];
  const body = grown.map((step, at) => {
    const { together, added } = rows[at];
    const alone = added || together;
    return [t("steps_named", { number: at + 1, title: step.title || lookup.title(step.spec) }), difference(together, outcome.unit), difference(alone, outcome.unit), alone.words];
  });
  return [table(t("steps_of_outcome", { title: outcome.title }), head, body), el("p", { class: "note" }, t(interval ? "steps_done" : "steps_so_far", { worlds: number(worlds, 4) }))];
}
