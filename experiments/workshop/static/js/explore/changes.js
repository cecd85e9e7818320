// What was changed against the policy that is shipped, one line each, and each can be taken back alone.

import { button, el, fill } from "../dom.js";
import { shown, unitText, whenText } from "../levers_format.js";
import { parsed, without } from "../own_policy.js";
import { now, withPolicy } from "../scenario.js";
import { listed, t } from "../texts.js";

export function changesPanel(store, lookup) {
  const list = el("ul", { class: "changes" });
  const node = el("section", {}, el("h2", {}, t("explore_changes")), list);
  const update = (question) => {
    const spec = question.policies[now(question)];
    const { base, changes } = parsed(spec);
    const assumed = [...question.parameters].map(([name, value]) => assumption(store, lookup, name, value));
    const lines = changes.map((change, at) => el("li", {}, el("span", { class: "grows" }, changeText(change, base, lookup)),
      button("\u00d7", () => store.change(withPolicy(store.question, without(spec, at))), { class: "small", "aria-label": t("explore_take_back", { text: changeText(change, base, lookup) }) })));
    fill(list, lines, assumed);
    node.hidden = !lines.length && !assumed.length;
  };
  return { node, update };
}

function assumption(store, lookup, name, value) {
  const entry = lookup.parameters.get(name);
  const text = t("explore_assumed", { title: entry ? entry.title : name, value: entry ? shown(entry, value) : value });
  const drop = () => {
    const parameters = new Map(store.question.parameters);
    parameters.delete(name);
    store.change({ ...store.question, parameters });
  };
  return el("li", { class: "assumed" }, el("span", { class: "grows" }, text), button("\u00d7", drop, { class: "small", "aria-label": t("explore_take_back", { text }) }));
}

// One change in words: the lever, from what to what; or the cell that is handed to others; and when, where it is not for good.
export function changeText(change, base, lookup) {
  if (change.text !== undefined) return change.text;
  const [text, when] = [whatText(change, base, lookup), whenText(change.when)];
  return when ? t("explore_when", { text, when }) : text;
}

function whatText(change, base, lookup) {
  if (change.lever === undefined) return t("explore_cell", { cell: cellTitle(change, lookup), departments: departmentsOf(change, lookup) });
  const entry = lookup.levers.get(change.lever);
  if (!entry) return `${change.lever} = ${change.value}`;
  return t("explore_from_to", { title: entry.title, before: shown(entry, lookup.inBase(change.lever, base)), after: shown(entry, change.value), unit: unitText(entry) });
}

const named = (list, name) => ((list || []).find((one) => one.name === name) || { title: name }).title;

function departmentsOf({ departments, lead }, lookup) {
  const title = (name) => named(lookup.begun.departments, name);
  return departments.length ? listed(departments.map((name) => (name === lead ? t("matrix_leads", { title: title(name) }) : title(name)))) : t("matrix_nobody");
}

function cellTitle(change, lookup) {
  return `${named(lookup.begun.sectors, change.sector)} \u00d7 ${named(lookup.begun.domains, change.domain)}`;
}
