// A card of the answer: title, what is drawn, where it comes from, the table beside the chart, and the picture to take away.

import { button, el, fill, freshId, table } from "../dom.js";
import { save } from "../share.js";
import { t } from "../texts.js";
import { Chart } from "./chart.js";
import { FONT, INK } from "./look.js";

const LINE = 18;
const KEY = 28;

// A text in lines no wider than the picture; Chinese breaks anywhere, other words between spaces.
function broken(pen, text, font, wide) {
  pen.font = font;
  const lines = [""];
  for (const part of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/g) || []) {
    const longer = lines[lines.length - 1] + part;
    if (lines[lines.length - 1] && pen.measureText(longer.trimEnd()).width > wide) lines.push(part);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

// The entries of a legend side by side, in as many rows as they need: what is drawn before each, and where it stands.
function keysOf(legend, pen, wide) {
  pen.font = `12px ${FONT}`;
  let [x, row] = [0, 0];
  return [...legend.children].map((one) => {
    const text = one.textContent.trim();
    const line = one.querySelector("line");
    const room = KEY + 6 + pen.measureText(text).width + 18;
    if (x && x + room > wide) [x, row] = [0, row + 1];
    const found = { text, x, row, color: line ? line.getAttribute("stroke") : INK, dash: line ? (line.getAttribute("stroke-dasharray") || "").split(" ").filter(Boolean).map(Number) : [] };
    x += room;
    return found;
  });
}

function drawKeys(pen, keys, left, top) {
  for (const { text, x, row, color, dash } of keys) {
    const y = top + LINE * row;
    pen.font = `12px ${FONT}`;
    pen.fillStyle = INK;
    pen.fillText(text, left + x + KEY + 6, y);
    pen.strokeStyle = color;
    pen.lineWidth = 4;
    pen.setLineDash(dash);
    pen.beginPath();
    pen.moveTo(left + x, y - 4);
    pen.lineTo(left + x + KEY, y - 4);
    pen.stroke();
    pen.setLineDash([]);
  }
}

export class Card {
  constructor(title, { chart = true } = {}) {
    const id = freshId("card");
    this.title = title;
    this.subtitle = el("p", { class: "subtitle" });
    this.legend = el("ul", { class: "legend" });
    this.place = el("div", { class: "chart" });
    this.body = el("div");
    this.source = el("p", { class: "source" });
    this.rows = el("div");
    this.tables = el("details", { class: "as-table" }, el("summary", {}, t("explore_as_table")), this.rows);
    const picture = chart && button(t("explore_picture"), () => this.picture(), { class: "quiet", "aria-label": t("explore_picture_of", { title }) });
    this.node = el("section", { class: "card", "aria-labelledby": id },
      el("h2", { id }, title), this.subtitle, chart && this.legend, chart && this.place, this.body, chart && this.tables, el("div", { class: "row" }, this.source, picture));
    this.chart = chart ? new Chart(this.place, title) : null;
  }

  narrow() {
    return this.place.clientWidth < 520;
  }

  // head and rows of the table that says the same as the chart.
  asTable({ head, rows }) {
    fill(this.rows, table(this.title, head, rows));
  }

  describe(text) {
    this.place.setAttribute("aria-label", `${this.title}. ${text} ${t("explore_see_table")}`);
  }

  // The chart with its title, its subtitle, the policies' colours and its source inside the picture, twice as fine as on the screen.
  picture() {
    const drawn = this.chart.canvas();
    if (!drawn) return;
    const wide = this.place.clientWidth;
    const by = drawn.width / wide;
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    const [above, below] = [[[this.title, 17, "bold"]], []];
    for (const line of broken(pen, this.subtitle.textContent, `12px ${FONT}`, wide)) above.push([line, 12, "normal"]);
    for (const line of broken(pen, this.source.textContent, `11px ${FONT}`, wide)) below.push([line, 11, "normal"]);
    const keys = keysOf(this.legend, pen, wide);
    const rows = keys.length ? keys[keys.length - 1].row + 1 : 0;
    const [pad, head, foot] = [16, 22 + LINE * (above.length + rows), 14 + LINE * below.length];
    canvas.width = drawn.width + 2 * pad * by;
    canvas.height = drawn.height + (head + foot) * by;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(drawn, pad * by, head * by);
    pen.scale(by, by);
    pen.fillStyle = INK;
    const write = (lines, top) => lines.forEach(([text, size, weight], at) => {
      pen.font = `${weight} ${size}px ${FONT}`;
      pen.fillText(text, pad, top + LINE * at);
    });
    write(above, 26);
    drawKeys(pen, keys, pad, 26 + LINE * above.length);
    write(below, head + drawn.height / by + LINE);
    canvas.toBlob((blob) => save(blob, `${this.title}${this.hash ? `-${this.hash}` : ""}.png`));
  }
}
