// The levers by group: the main one in sight, the finer ones folded behind it.

import { el } from "../dom.js";
import { LeverRow } from "./lever_row.js";
import { t } from "../texts.js";

export function leverPanel(store, lookup) {
  const rows = [];
  const made = (entry, main) => {
    const row = new LeverRow(entry, store, lookup, main);
    rows.push(row);
    return row.node;
  };
  const cards = lookup.begun.groups.map((group) => {
    const members = lookup.begun.levers.filter((entry) => entry.group === group.name);
    const main = members.filter((entry) => entry.main);
    const finer = members.filter((entry) => !entry.main);
    return members.length && el("section", { class: main.length ? "lever" : "lever only-finer", "aria-label": group.title },
      el("h2", {}, group.title), main.map((entry) => made(entry, true)),
      finer.length && el("details", { class: "finer" }, el("summary", {}, t("explore_finer", { count: finer.length })), finer.map((entry) => made(entry, false))));
  });
  const node = el("div", { class: "levers", role: "group", "aria-label": t("explore_levers") }, cards);
  return { node, update: (question) => rows.forEach((row) => row.update(question)) };
}
