// How far the answer has come: waiting, settling, two worlds, ten years, twenty worlds.

import { el, fill } from "../dom.js";
import { number, t } from "../texts.js";

const STAGES = { first: 1, ten: 2, twenty: 3 };

export class Progress {
  constructor() {
    this.bar = el("progress", { max: 3, "aria-label": t("progress_label") });
    this.text = el("span", { class: "note" });
    this.node = el("div", { class: "progress" }, this.bar, this.text);
    this.stage = "";
  }

  asked() {
    this.bar.value = 0;
    fill(this.text, t("progress_asked"));
  }

  quiet() {
    this.bar.value = 0;
    fill(this.text);
  }

  take(line) {
    if (line.kind === "waiting") fill(this.text, line.text || t("progress_waiting", { before: line.before }));
    else if (line.kind === "settling") {
      this.bar.value = line.all ? line.done / line.all : 0;
      fill(this.text, line.text || t("progress_settling", { done: line.done, all: line.all }));
    } else if (line.kind === "answer") {
      this.bar.value = STAGES[line.stage] || 3;
      this.node.dataset.stage = line.stage;
      const words = { worlds: number(line.worlds, 4), sets: number(line.sets, 4), years: number(line.months / 12, 3) };
      fill(this.text, t(line.interval ? "progress_done" : "progress_so_far", words));
    }
  }
}
