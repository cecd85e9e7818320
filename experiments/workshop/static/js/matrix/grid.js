// The table itself: kinds of cells told by a pattern and by words, never by colour alone.

import { button, el } from "../dom.js";
import { listed, number, t } from "../texts.js";
import { cellMenu } from "./menu.js";

const SMALL = 0.001;
const KINDS = { blind: "blind", shared: "shared", led: "led", "one department": "sole", "cannot arise": "cannot" };

export function kindWord(kind) {
  return t(`matrix_${KINDS[kind] || "sole"}`);
}

export function legend() {
  const items = Object.keys(KINDS).map((kind) => el("li", {}, el("span", { class: `key ${KINDS[kind]}`, "aria-hidden": "true" }), t(`matrix_legend_${KINDS[kind]}`)));
  return el("ul", { class: "legend matrix-legend", "aria-label": t("matrix_legend") }, items, el("li", {}, el("span", { class: "key changed", "aria-hidden": "true" }), t("matrix_legend_changed")));
}

export function matrixTable(found, store) {
  const unsafe = new Map(found.unsafe_acts.map((row) => [row.sector, row]));
  const head = el("tr", {}, el("th", { scope: "col" }, t("matrix_corner")), found.domains.map((domain) => el("th", { scope: "col" }, domain.title)),
    el("th", { scope: "col", class: "apart" }, t("matrix_unsafe")));
  const rows = found.sectors.map((sector, s) => el("tr", {}, el("th", { scope: "row" }, sector.title),
    found.domains.map((domain, d) => el("td", {}, cellButton(found, store, s, d))), el("td", { class: "apart" }, unsafeText(unsafe.get(sector.name)))));
  const grid = el("table", { class: "matrix-grid" }, el("caption", { class: "unseen" }, t("matrix_title")), el("thead", {}, head), el("tbody", {}, rows));
  grid.addEventListener("keydown", (event) => move(event, grid));
  return el("div", { class: "scrolls", role: "region", "aria-label": t("matrix_title"), tabindex: "0" }, grid);
}

function cellButton(found, store, s, d) {
  const cell = found.cells[s][d];
  const [sector, domain] = [found.sectors[s], found.domains[d]];
  const titles = new Map(found.departments.map((one) => [one.name, one.title]));
  const who = listed(cell.departments.map((name, at) => (name === cell.lead ? t("matrix_leads", { title: titles.get(name) || name }) : titles.get(name) || name)));
  const words = el("span", { class: "kind" }, kindWord(cell.kind));
  if (cell.kind === "cannot arise") return el("div", { class: "cell cannot" }, words);
  const was = cell.changed ? el("span", { class: "was" }, t("matrix_was", { before: wasText(cell, titles) })) : null;
  return button([words, el("span", { class: "who" }, who), was, numbers(cell)], (event) => cellMenu(event.currentTarget, { found, store, s, d }),
    { class: `cell ${KINDS[cell.kind]}${cell.changed ? " changed" : ""}`, "aria-haspopup": "dialog", "data-cell": `${sector.name}.${domain.name}`, "data-at": `${s}.${d}` });
}

// Who answered before; where these are the same and only the lead is another, what kind of cell it was.
function wasText({ before, departments }, titles) {
  const same = before.departments.length === departments.length && before.departments.every((name) => departments.includes(name));
  return !same && before.departments.length ? listed(before.departments.map((name) => titles.get(name) || name)) : kindWord(before.kind);
}

// Hazards, expected deaths and visits of a cell, and what they are now where something was changed.
function numbers(cell) {
  const line = (name, digits) => {
    const [before, after] = [small(cell[name], digits), cell.after ? small(cell.after[name], digits) : null];
    const text = after === null || after === before ? before : t("matrix_before_after", { before, after });
    return el("span", { class: "figure" }, t(`matrix_${name}`, { number: text }));
  };
  return el("span", { class: "figures" }, line("hazards", 2), line("expected_deaths", 2), line("visits", 2));
}

// A number that is next to nothing is said to be that, and nothing is nothing.
function small(value, digits) {
  return value > 0 && value < SMALL ? t("matrix_under", { number: number(SMALL) }) : number(value, digits);
}

function unsafeText(row) {
  if (!row) return "";
  const [before, after] = [number(row.expected_deaths, 2), number(row.after, 2)];
  return t("matrix_expected_deaths", { number: row.after === null || row.after === undefined || before === after ? before : t("matrix_before_after", { before, after }) });
}

// Arrows go from cell to cell, past those in which nothing can arise.
function move(event, grid) {
  const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  const here = event.target.closest("[data-at]");
  if (!by || !here) return;
  let [s, d] = here.dataset.at.split(".").map(Number);
  for (let tries = 0; tries < 20; tries += 1) {
    s += by[0];
    d += by[1];
    const next = grid.querySelector(`[data-at="${s}.${d}"]`);
    if (next) {
      next.focus();
      event.preventDefault();
      return;
    }
  }
}
