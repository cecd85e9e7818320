// The story of one enterprise in both futures: under the pointer, and as a list that a keyboard reaches.

import { el, fill, freshId } from "../dom.js";
import { number, t } from "../texts.js";

const LISTED = 200;
const LAST = 8;

export class StoryView {
  constructor(film) {
    Object.assign(this, { film, enterprise: null, kept: false, month: 0, listeners: [] });
    const id = freshId("enterprise");
    const struck = film.struck();
    this.list = el("select", { id, on: { change: () => this.list.value !== "" && this.point(Number(this.list.value), true) } },
      el("option", { value: "" }, t("watch_choose")), struck.slice(0, LISTED).map((one) => el("option", { value: String(one) }, this.name(one))));
    this.text = el("div", { class: "story-text" }, el("p", { class: "note" }, t("watch_story_how")));
    this.node = el("section", { class: "story", "aria-label": t("watch_story") }, el("div", { class: "field" }, el("label", { for: id }, t("watch_struck")), this.list), this.text);
  }

  listen(act) {
    this.listeners.push(act);
  }

  // Under the pointer; a click, or a choice from the list, keeps it until the next one.
  point(enterprise, kept) {
    if (this.kept && !kept) return;
    if (enterprise === this.enterprise && kept === this.kept) return;
    this.enterprise = enterprise;
    this.kept = kept && enterprise !== null;
    this.list.value = [...this.list.options].some((option) => option.value === String(enterprise)) ? String(enterprise) : "";
    if (enterprise === null) fill(this.text, el("p", { class: "note" }, t("watch_story_how")));
    for (const act of this.listeners) act();
  }

  name(enterprise) {
    const { film } = this;
    return t("watch_enterprise", { number: enterprise + 1, place: film.placeTitle(enterprise), sector: film.sectorTitle(enterprise), workers: number(film.enterprises.workers[enterprise], 5) });
  }

  // The first accident that only one of the futures has, in words.
  parting({ month, enterprise, future }) {
    const [has, not] = [this.film.futures[future], this.film.futures[1 - future]];
    return t("watch_parting_text", { month: month + 1, enterprise: this.name(enterprise), has: has.title, not: not.title });
  }

  update(month) {
    this.month = month;
    if (this.enterprise === null) return;
    const { film, enterprise } = this;
    fill(this.text, el("h3", {}, this.name(enterprise), film.enterprises.high_risk[enterprise] ? ` ${t("watch_high_risk")}` : ""),
      el("div", { class: "two" }, film.futures.map((future) => this.future(future))));
  }

  future(future) {
    const events = future.eventsOf(this.enterprise, this.month);
    const lines = events.slice(-LAST).reverse().map((event) => el("li", {}, this.line(future, event)));
    return el("div", {}, el("h4", {}, future.title), el("p", { class: "note" }, t("watch_open", { number: number(future.hazardsOf(this.enterprise, this.month), 5), month: this.month + 1 })),
      lines.length ? el("ul", {}, lines) : el("p", {}, t("watch_nothing")), events.length > LAST ? el("p", { class: "note" }, t("watch_earlier", { number: events.length - LAST })) : null);
  }

  line(future, { month, kind, row }) {
    if (kind === "visit") {
      const { department, post, findings, fined } = future.visits;
      const key = fined[row] ? "watch_visit_fined" : "watch_visit_line";
      return t(key, { month: month + 1, department: this.film.departmentTitle(department[row]), post: post[row] + 1, findings: number(findings[row], 5) });
    }
    const { injuries, deaths, reported_injuries: onRecord, reported_deaths: deathsOnRecord } = future.casualties;
    const hidden = onRecord[row] < injuries[row] || deathsOnRecord[row] < deaths[row];
    return t(hidden ? "watch_casualty_hidden" : "watch_casualty_line", { month: month + 1, injuries: number(injuries[row], 5), deaths: number(deaths[row], 5),
      reported: number(onRecord[row], 5), reportedDeaths: number(deathsOnRecord[row], 5) });
  }
}
