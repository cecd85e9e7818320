// The assumptions, apart from the levers: what nobody can set and nobody knows exactly.  A moved one costs a new settling.

import { button, el, fill, freshId } from "../dom.js";
import { number, t } from "../texts.js";
import { isShare, scale } from "../levers_format.js";

const SHOWN = 40;

export function assumptionsPanel(store, lookup) {
  const id = freshId("find");
  const find = el("input", { type: "search", id, on: { input: () => list() } });
  const rows = el("div", { class: "assumption-list" });
  const more = el("p", { class: "note", role: "status" });
  const node = el("details", { class: "assumptions", on: { toggle: () => list() } },
    el("summary", {}, t("explore_assumptions")), el("p", { class: "note" }, t("explore_assumptions_note")),
    el("div", { class: "field" }, el("label", { for: id }, t("explore_find")), find), rows, more);
  const list = () => {
    if (!node.open) return;
    const words = find.value.trim().toLowerCase();
    const fits = (entry) => !words || `${entry.title} ${entry.description || ""} ${entry.name}`.toLowerCase().includes(words);
    const found = lookup.begun.parameters.filter(fits).sort((one, other) => Number(other.varied) - Number(one.varied));
    fill(rows, found.slice(0, SHOWN).map((entry) => row(store, entry)));
    fill(more, found.length > SHOWN ? t("explore_more", { shown: SHOWN, all: found.length }) : "");
  };
  return { node, update: (_question, what) => what === "change" && list() };
}

function row(store, entry) {
  const id = freshId("assumption");
  const by = scale(entry);
  const given = store.question.parameters.get(entry.name);
  const value = given === undefined ? entry.value : given;
  const set = (next) => {
    const parameters = new Map(store.question.parameters);
    if (next === null || next === entry.value) parameters.delete(entry.name);
    else parameters.set(entry.name, next);
    store.change({ ...store.question, parameters });
  };
  const field = el("input", { type: "number", id, class: "typed", step: "any", min: entry.low * by, max: entry.high * by, value: String(Number((value * by).toPrecision(6))),
    on: { change: () => field.value !== "" && set(Math.min(entry.high, Math.max(entry.low, Number(field.value) / by))) } });
  return el("div", { class: given === undefined ? "assumption" : "assumption changed" },
    el("div", { class: "row" }, el("label", { for: id, class: "grows" }, entry.title || entry.description),
      el("span", { class: "value" }, field, by === 100 ? "%" : ""), given !== undefined && button("\u00d7", () => set(null), { class: "small", "aria-label": t("explore_take_back", { text: entry.title }) })),
    el("p", { class: "note" }, entry.title && entry.description !== entry.title ? `${entry.description} ` : "",
      t("explore_assumption_range", { value: number(entry.value * by, 4), low: number(entry.low * by, 4), high: number(entry.high * by, 4), unit: isShare(entry.unit) ? "%" : entry.unit_text || entry.unit }),
      entry.varied ? ` ${t("explore_varied")}` : ""));
}
