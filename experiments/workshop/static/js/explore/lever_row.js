// One lever: a slider in real units with today's value marked, and a field to type the value into.

import { el, fill, freshId } from "../dom.js";
import { isSwitch, placeOf, places, scale, shown, unitText, whenText } from "../levers_format.js";
import { parsed, withLever } from "../own_policy.js";
import { now, withPolicy } from "../scenario.js";
import { t } from "../texts.js";

export class LeverRow {
  constructor(entry, store, lookup, main) {
    Object.assign(this, { entry, store, lookup, main, dragged: false });
    this.when = el("p", { class: "note schedule", hidden: true });
    this.node = isSwitch(entry) ? this.switchRow() : this.sliderRow();
  }

  // A yes or no.
  switchRow() {
    const id = freshId("lever");
    this.box = el("input", { type: "checkbox", id, on: { change: () => this.set(this.box.checked ? 1 : 0, true) } });
    this.today = el("span", { class: "note" }, t("explore_today_is", { value: shown(this.entry, this.entry.value) }));
    return el("div", { class: "lever-row", title: this.entry.description }, el("div", { class: "row" }, this.box, el("label", { for: id, class: "grows" }, this.entry.title), this.today), this.when);
  }

  sliderRow() {
    const { entry } = this;
    const [id, typed, unit] = [freshId("lever"), freshId("typed"), freshId("unit")];
    this.slider = el("input", { type: "range", id, min: 0, step: 1, "aria-describedby": unit, "data-lever": entry.name,
      on: { input: () => this.drag(), change: () => this.set(this.list[Number(this.slider.value)], true) } });
    const by = scale(entry);
    this.field = el("input", { type: "number", id: typed, class: "typed", step: "any", min: entry.low * by, max: entry.high * by,
      "aria-label": t("explore_typed", { title: entry.title }), on: { change: () => this.type() } });
    this.mark = el("span", { class: "today-mark", "aria-hidden": "true" });
    this.today = el("span", { class: "today" });
    this.low = el("span", { class: "end" });
    this.high = el("span", { class: "end" });
    const sign = by === 100 ? "%" : "";
    return el("div", { class: this.main ? "lever-row main-lever" : "lever-row", title: entry.description },
      el("div", { class: "row" }, el("label", { for: id, class: "grows" }, entry.title), el("span", { class: "value" }, this.field, sign)),
      el("div", { class: "unit note", id: unit }, unitText(entry)),
      el("div", { class: "track" }, this.slider, this.mark), el("div", { class: "scale" }, this.low, this.today, this.high), this.when);
  }

  others() {
    return this.store.question.policies;
  }

  set(value, done) {
    const { question } = this.store;
    const spec = question.policies[now(question)];
    const changed = withLever(spec, this.others(), this.entry.name, value, this.lookup.inBase(this.entry.name, parsed(spec).base));
    const next = withPolicy(question, changed);
    this.dragged = !done;
    if (done) this.store.change(next);
    else this.store.preview(next);
  }

  drag() {
    this.set(this.list[Number(this.slider.value)], false);
  }

  type() {
    const { entry } = this;
    const value = Number(this.field.value) / scale(entry);
    if (this.field.value === "" || !Number.isFinite(value)) this.update(this.store.question);
    else this.set(Math.min(entry.high, Math.max(entry.low, value)), true);
  }

  update(question) {
    const { entry } = this;
    const spec = question.policies[now(question)];
    const value = this.lookup.valueIn(entry.name, spec);
    this.node.classList.toggle("changed", value !== entry.value);
    this.tellWhen(spec);
    if (this.box) {
      this.box.checked = value >= 0.5;
      return;
    }
    if (!this.dragged) this.lay(value, this.lookup.inBase(entry.name, parsed(spec).base));
    this.slider.value = String(placeOf(this.list, value));
    this.slider.setAttribute("aria-valuetext", `${shown(entry, value)} ${unitText(entry)}`);
    if (document.activeElement !== this.field || !this.dragged) this.field.value = String(Number((value * scale(entry)).toPrecision(6)));
  }

  // What holds for a time alone says when, and that the slider leaves that as it is.
  tellWhen(spec) {
    const change = parsed(spec).changes.find((one) => one.lever === this.entry.name);
    const when = change ? whenText(change.when) : "";
    this.when.hidden = !when;
    fill(this.when, when && t("explore_scheduled", { when }));
  }

  // Where the slider can stand, and where today's value lies on it.
  lay(value, inBase) {
    const { entry } = this;
    this.list = places(entry, value, inBase);
    const last = this.list.length - 1;
    this.slider.max = String(last);
    fill(this.low, shown(entry, this.list[0]));
    fill(this.high, shown(entry, this.list[last]));
    fill(this.today, t("explore_today_is", { value: shown(entry, entry.value) }));
    const share = last ? placeOf(this.list, entry.value) / last : 0;
    // The thumb is 18 px wide: its middle runs from 9 px to 9 px before the end.
    this.mark.style.left = `calc(${(100 * share).toFixed(2)}% + ${(9 - 18 * share).toFixed(1)}px)`;
    this.today.style.left = `${(100 * Math.min(0.74, Math.max(0.26, share))).toFixed(1)}%`;
  }
}
