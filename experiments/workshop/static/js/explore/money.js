// Who pays, benefit and cost, and what the numbers do not tell: tables of words that the comparison wrote.

import { el, table } from "../dom.js";
import { t } from "../texts.js";
import { minus } from "./shape.js";

const NOTHING = "0";

// One row for each payer, one column for each policy; what a payer pays for is folded behind.
export function payersTable(answer) {
  const all = rowsOf(answer).filter((row) => row.cells.some((text) => text && text !== NOTHING));
  if (!all.length) return el("p", { class: "note" }, t(answer.payers.length ? "payers_none" : "appraisal_later"));
  const main = all.filter((row) => row.item === "all" || row.transfer);
  const finer = all.filter((row) => !main.includes(row));
  const head = [t("payers_who"), ...answer.policies.map((policy) => policy.title)];
  const body = (rows) => rows.map((row) => [row.transfer ? [row.title, " ", el("span", { class: "tag" }, t("payers_transfer"))] : row.title, ...row.cells]);
  return [table(t("card_payers"), head, body(main), "money"),
    unsure(all.flatMap((row) => row.cells)), finer.length ? el("details", { class: "as-table" }, el("summary", {}, t("payers_finer")), table(t("payers_finer"), head, body(finer), "money")) : null];
}

// What the question mark beside a figure means, where there is one.
function unsure(cells) {
  return cells.some((text) => / \?/.test(text)) ? el("p", { class: "note" }, t("money_unsure")) : null;
}

function rowsOf(answer) {
  const rows = new Map();
  answer.payers.forEach((one, at) => {
    for (const row of one.rows) {
      const key = JSON.stringify([row.who, row.item]);
      if (!rows.has(key)) rows.set(key, { title: row.title, item: row.item, transfer: row.transfer, cells: answer.policies.map(() => "") });
      rows.get(key).cells[at] = minus(row.text);
    }
  });
  return [...rows.values()];
}

export function appraisalTable(answer) {
  const rows = new Map();
  answer.appraisal.forEach((one, at) => {
    for (const row of one.rows) {
      if (!rows.has(row.label)) rows.set(row.label, answer.policies.map(() => ""));
      rows.get(row.label)[at] = minus(row.text);
    }
  });
  if (!rows.size) return el("p", { class: "note" }, t("appraisal_later"));
  const words = answer.appraisal.filter((one) => one.words).map((one) => el("p", {}, one.words));
  return [table(t("card_appraisal"), [t("appraisal_row"), ...answer.policies.map((policy) => policy.title)], [...rows].map(([label, cells]) => [label, ...cells]), "money"), unsure([...rows.values()].flat()),
    words.length ? el("details", { class: "as-table" }, el("summary", {}, t("appraisal_words")), words) : null];
}

export function limitsList(answer) {
  const texts = [answer.note, ...(answer.limits || []), ...(answer.by_hand || [])].filter(Boolean);
  return el("ul", { class: "limits" }, texts.map((text) => el("li", {}, text)));
}
