// Play, step, scrub and speed.  It never starts by itself.

import { button, el, fill, freshId } from "../dom.js";
import { t } from "../texts.js";

const SPEEDS = [1, 2, 4, 8];

export class Player {
  constructor(film, { month, draw, rest }) {
    Object.assign(this, { film, month, drawn: draw, rest, playing: null });
    const [scrubId, speedId] = [freshId("month"), freshId("speed")];
    this.play = button(t("watch_play"), () => (this.playing ? this.stop() : this.begin()), { class: "main" });
    this.scrub = el("input", { type: "range", id: scrubId, min: 0, max: film.months - 1, step: 1, on: { input: () => this.go(Number(this.scrub.value)), change: () => this.rest(this.month) } });
    this.speed = el("select", { id: speedId, on: { change: () => this.playing && this.begin() } }, SPEEDS.map((speed) => el("option", { value: String(speed) }, t("watch_speed", { number: speed }))));
    this.speed.value = "2";
    this.label = el("output", { for: scrubId, class: "month" });
    this.node = el("div", { class: "player", role: "group", "aria-label": t("watch_controls") },
      this.play, button(t("watch_back"), () => this.go(this.month - 1, true)), button(t("watch_on"), () => this.go(this.month + 1, true)),
      el("label", { for: speedId, class: "unseen" }, t("watch_speed_label")), this.speed,
      el("label", { for: scrubId, class: "unseen" }, t("watch_month")), this.scrub, this.label);
  }

  begin() {
    this.stop(true);
    if (this.month >= this.film.months - 1) this.month = -1;
    this.playing = setInterval(() => {
      if (!this.node.isConnected) this.stop(true);
      else if (this.month >= this.film.months - 1) this.stop();
      else this.go(this.month + 1);
    }, 1000 / Number(this.speed.value));
    fill(this.play, t("watch_pause"));
  }

  stop(silently = false) {
    clearInterval(this.playing);
    this.playing = null;
    fill(this.play, t("watch_play"));
    if (!silently) this.rest(this.month);
  }

  go(month, rests = false) {
    this.month = Math.max(0, Math.min(this.film.months - 1, month));
    this.redraw();
    if (rests) this.rest(this.month);
  }

  redraw() {
    const month = Math.max(0, this.month);
    this.scrub.value = String(month);
    const words = t("watch_month_number", { month: month + 1, year: Math.floor(month / 12) + 1 });
    this.scrub.setAttribute("aria-valuetext", words);
    fill(this.label, words);
    this.drawn(month);
  }
}
