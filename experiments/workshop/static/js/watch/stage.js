// One future on its canvas: a dot for each enterprise, coloured by what lies open there, a square for a visit, circles for who was hurt.

import { FONT, INK, large } from "../charts/look.js";
import { el, fill } from "../dom.js";
import { number, t } from "../texts.js";

// Cividis, from few to many; it reads the same for who does not see colours apart, and in grey.
const HEAT = ["#c8cdd4", "#fee838", "#d3c164", "#a59c74", "#7c7b78", "#575d6d", "#123570"];
const STEPS = [0, 1, 2, 3, 5, 8, 12];
const VISIT = "#0072b2";
const HURT = "#cc79a7";

export class Stage {
  constructor(film, at, { point }) {
    Object.assign(this, { film, future: film.futures[at], point });
    this.canvas = el("canvas", { "aria-label": t("watch_canvas", { title: this.future.title }), role: "img" });
    this.heading = el("h2", {}, this.future.title);
    this.counts = el("p", { class: "counts" });
    this.node = el("section", { class: "stage", "aria-label": this.future.title }, this.heading, this.counts, this.canvas);
    this.canvas.addEventListener("pointermove", (event) => this.aim(event, false));
    this.canvas.addEventListener("pointerdown", (event) => this.aim(event, true));
  }

  // Once it stands on the page: sized with it.
  open(redraw) {
    new ResizeObserver(() => {
      this.size();
      redraw();
    }).observe(this.canvas);
    this.size();
  }

  size() {
    const by = window.devicePixelRatio || 1;
    this.wide = this.canvas.clientWidth;
    this.high = this.canvas.clientHeight;
    this.canvas.width = Math.max(1, Math.round(this.wide * by));
    this.canvas.height = Math.max(1, Math.round(this.high * by));
    this.pen = this.canvas.getContext("2d");
    this.pen.setTransform(by, 0, 0, by, 0, 0);
    this.fit();
  }

  // The places with their circles, as large as they fit.
  fit() {
    const { where } = this.film;
    const ends = [Infinity, -Infinity, Infinity, -Infinity];
    where.middles.forEach((middle, at) => {
      const reach = where.radius[at];
      ends[0] = Math.min(ends[0], middle.x - reach);
      ends[1] = Math.max(ends[1], middle.x + reach);
      ends[2] = Math.min(ends[2], middle.y - reach);
      ends[3] = Math.max(ends[3], middle.y + reach);
    });
    const room = { left: 12, right: 12, top: 26, bottom: 12 };
    this.scale = Math.min((this.wide - room.left - room.right) / Math.max(ends[1] - ends[0], 1e-6), (this.high - room.top - room.bottom) / Math.max(ends[3] - ends[2], 1e-6));
    this.left = (this.wide - this.scale * (ends[1] - ends[0])) / 2 - this.scale * ends[0];
    this.top = room.top + (this.high - room.top - room.bottom - this.scale * (ends[3] - ends[2])) / 2 - this.scale * ends[2];
  }

  at(enterprise) {
    const { where } = this.film;
    return [this.left + this.scale * where.x[enterprise], this.top + this.scale * where.y[enterprise]];
  }

  draw(month, pointed) {
    const { pen, film, future } = this;
    if (!pen) return;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, this.wide, this.high);
    const size = Math.max(1.2, Math.min(5, 0.3 * this.scale / Math.sqrt(film.count)));
    this.dots(month, size);
    this.visits(future.visitRows[month], size);
    this.casualties(future.casualtyRows[month], size);
    this.names();
    if (film.parting && film.parting.month <= month) this.ring(film.parting.enterprise, size + 9, "#d55e00", [4, 3]);
    if (pointed !== null && pointed !== undefined) this.ring(pointed, size + 6, INK, []);
    this.count(month);
  }

  dots(month, size) {
    const { film, future, pen } = this;
    const groups = HEAT.map(() => []);
    for (let enterprise = 0; enterprise < film.count; enterprise += 1) {
      const open = future.hazardsOf(enterprise, month);
      let step = 0;
      while (step + 1 < STEPS.length && open >= STEPS[step + 1]) step += 1;
      groups[step].push(enterprise);
    }
    groups.forEach((members, step) => {
      pen.fillStyle = HEAT[step];
      const wide = size * (1 + 0.25 * step);
      for (const enterprise of members) {
        const [x, y] = this.at(enterprise);
        pen.fillRect(x - wide / 2, y - wide / 2, wide, wide);
      }
    });
  }

  visits(rows, size) {
    const { pen, future } = this;
    pen.strokeStyle = VISIT;
    pen.lineWidth = 1.4;
    const side = size + 5;
    for (const row of rows) {
      const [x, y] = this.at(future.visits.enterprise[row]);
      pen.strokeRect(x - side / 2, y - side / 2, side, side);
    }
  }

  casualties(rows, size) {
    const { pen, future } = this;
    for (const row of rows) {
      const [x, y] = this.at(future.casualties.enterprise[row]);
      const deadly = future.casualties.deaths[row] > 0;
      pen.beginPath();
      pen.arc(x, y, size + (deadly ? 5 : 4), 0, 2 * Math.PI);
      pen.lineWidth = deadly ? 3 : 2;
      pen.strokeStyle = deadly ? "#000" : HURT;
      pen.stroke();
      if (deadly) {
        pen.fillStyle = "#000";
        pen.fill();
      }
    }
  }

  names() {
    const { pen, film } = this;
    pen.font = `${large(12)}px ${FONT}`;
    pen.textAlign = "center";
    pen.lineWidth = 3;
    pen.strokeStyle = "#fff";
    pen.fillStyle = INK;
    film.places.forEach((place, at) => {
      const middle = film.where.middles[at];
      const [x, y] = [this.left + this.scale * middle.x, this.top + this.scale * (middle.y - film.where.radius[at]) - 6];
      pen.strokeText(place.title, x, y);
      pen.fillText(place.title, x, y);
    });
  }

  ring(enterprise, radius, color, dash) {
    const { pen } = this;
    const [x, y] = this.at(enterprise);
    pen.setLineDash(dash);
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.lineWidth = 2.5;
    pen.strokeStyle = color;
    pen.stroke();
    pen.setLineDash([]);
  }

  count(month) {
    const { counts } = this.future;
    const all = (name) => counts[name].slice(0, month + 1).reduce((sum, one) => sum + one, 0);
    fill(this.counts, t("watch_counts", { visits: number(counts.visits[month], 5), injuries: number(counts.injuries[month], 5), deaths: number(counts.deaths[month], 5) }), " ",
      el("span", { class: "note" }, t("watch_counts_all", { injuries: number(all("injuries"), 5), deaths: number(all("deaths"), 5) })));
  }

  // The enterprise nearest to the pointer, if one is near.
  aim(event, kept) {
    const room = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - room.left, event.clientY - room.top];
    let best = null;
    let nearest = 14 ** 2;
    for (let enterprise = 0; enterprise < this.film.count; enterprise += 1) {
      const [a, b] = this.at(enterprise);
      const far = (a - x) ** 2 + (b - y) ** 2;
      if (far < nearest) [best, nearest] = [enterprise, far];
    }
    if (best !== null || kept) this.point(best, kept);
  }
}
