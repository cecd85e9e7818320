// The answer: one sentence, how far it has come, and the cards below, drawn anew with every line that arrives.

import { BASELINE, colorOf, dashOf, large } from "../charts/look.js";
import { Card } from "../charts/card.js";
import { differencesHeight, differencesOption, differencesTable } from "../charts/differences.js";
import { fanHeight, fanOption, fanTable, reportedOption } from "../charts/months.js";
import { el, fill, swatch } from "../dom.js";
import { now, read } from "../scenario.js";
import { trouble } from "../start.js";
import { number, t } from "../texts.js";
import { appraisalTable, limitsList, payersTable } from "./money.js";
import { Progress } from "./progress.js";
import { sentenceOf, shaped } from "./shape.js";

// What is said of the months: one chart or two, lines or bands.
function monthsNote(answer) {
  if (!answer.policies.length) return answer.interval ? "card_months_today_bands" : "card_months_today";
  return answer.interval ? "card_months_bands" : "card_months_lines";
}

export class AnswerView {
  constructor(store, lookup, version) {
    Object.assign(this, { store, lookup, version, answer: null });
    this.sentence = el("p", { class: "sentence" });
    this.verdict = el("p", { class: "verdict note" });
    this.outcomes = el("select", { "aria-label": t("card_months_which"), on: { change: () => this.redraw() } });
    this.spoken = el("p", { class: "unseen", "aria-live": "polite", role: "status" });
    this.further = el("ul", { class: "further" });
    this.progress = new Progress();
    this.problem = el("div");
    this.differences = new Card(t("card_differences"));
    this.months = new Card(t("card_months"));
    this.months.subtitle.before(this.outcomes);
    this.reported = new Card(t("card_reported"));
    this.payers = new Card(t("card_payers"), { chart: false });
    this.appraisal = new Card(t("card_appraisal"), { chart: false });
    this.limits = new Card(t("card_limits"), { chart: false });
    this.cards = [this.differences, this.months, this.reported, this.payers, this.appraisal, this.limits];
    this.grid = el("div", { class: "cards" }, this.cards.map((card) => card.node));
    this.grid.hidden = true;
    this.node = el("div", {}, this.problem, this.sentence, this.spoken, this.progress.node, this.grid, this.verdict, this.further);
    window.addEventListener("resize", () => this.redraw());
  }

  asked() {
    this.grid.classList.add("older");
    this.progress.asked();
  }

  // query: what this line is the answer to; the page may have gone on.
  take(line, query) {
    if (line.kind === "answer") {
      fill(this.problem);
      this.answer = shaped(line, read(query), this.lookup);
      this.grid.classList.remove("older");
      this.grid.hidden = false;
      this.redraw();
      this.speak(this.sentence.textContent);
    } else if (line.kind === "error") this.fail(Object.assign(new Error(line.text), line));
    this.progress.take(line);
  }

  fail(error) {
    fill(this.problem, trouble(error), el("p", { class: "note" }, t("explore_after_trouble")));
    this.grid.classList.add("older");
    this.progress.quiet();
  }

  // A screen reader hears the sentence once the slider has come to rest.
  speak(sentence) {
    clearTimeout(this.later);
    this.later = setTimeout(() => fill(this.spoken, sentence), 900);
  }

  redraw() {
    const { answer } = this;
    if (!answer) return;
    const edited = answer.policies.findIndex((policy) => policy.slot === now(this.store.question));
    fill(this.sentence, sentenceOf(answer, edited));
    fill(this.verdict, answer.sentence);
    fill(this.further, (answer.sentences || []).map((text) => el("li", {}, text)));
    this.drawDifferences(answer);
    this.drawMonths(answer, edited);
    this.drawReported(answer, edited);
    for (const card of [this.payers, this.appraisal]) card.node.hidden = !answer.policies.length;
    for (const card of [this.payers, this.appraisal]) card.node.classList.toggle("across", answer.policies.length > 2);
    fill(this.payers.subtitle, t("card_payers_note"));
    fill(this.payers.body, payersTable(answer));
    fill(this.appraisal.subtitle, t("card_appraisal_note"));
    fill(this.appraisal.body, appraisalTable(answer));
    fill(this.limits.body, limitsList(answer));
    const source = t("card_source", { version: this.version || "", hash: (answer.hash || "").slice(0, 12), worlds: number(answer.worlds, 4), sets: number(answer.sets, 4) });
    for (const card of this.cards) {
      card.hash = (answer.hash || "").slice(0, 12);
      fill(card.source, source);
    }
  }

  legend(card, answer, baseline) {
    const base = baseline ? [el("li", {}, swatch(BASELINE, [6, 4]), " ", t("explore_today"))] : [];
    fill(card.legend, base, answer.policies.map((policy) => el("li", {}, swatch(colorOf(policy.slot), dashOf(policy.slot)), " ", policy.title)));
  }

  drawDifferences(answer) {
    const card = this.differences;
    card.node.hidden = !answer.charted.length;
    if (card.node.hidden) return;
    this.legend(card, answer, false);
    fill(card.subtitle, t(answer.interval ? "card_differences_interval" : "card_differences_dots", { dots: t(answer.dots_over === "worlds" ? "card_dots_worlds" : "card_dots_sets") }));
    const narrow = card.narrow();
    card.chart.draw(differencesOption(answer, narrow), differencesHeight(answer, narrow));
    card.asTable(differencesTable(answer));
    card.describe(this.sentence.textContent);
  }

  drawMonths(answer, edited) {
    const card = this.months;
    card.node.hidden = !answer.monthly.length;
    if (!answer.monthly.length) return;
    const chosen = this.outcomes.value;
    fill(this.outcomes, answer.monthly.map((one) => el("option", { value: one.name }, one.title)));
    const outcome = answer.monthly.find((one) => one.name === chosen) || answer.monthly[0];
    this.outcomes.value = outcome.name;
    this.legend(card, answer, true);
    fill(card.subtitle, t(monthsNote(answer), { unit: outcome.unit }));
    const narrow = card.narrow();
    card.chart.draw(fanOption(outcome, { edited, slots: answer.policies.map((policy) => policy.slot), banded: answer.interval, months: this.store.question.months, narrow }), fanHeight(narrow, !answer.policies.length));
    card.asTable(fanTable(outcome, answer.policies.map((policy) => policy.title)));
    card.describe(this.sentence.textContent);
  }

  drawReported(answer, edited) {
    const card = this.reported;
    const chosen = answer.policies[edited] || { name: "", title: "", slot: 0 };
    const rows = answer.reported.filter((row) => row.policy === chosen.name || row.policy === "baseline");
    card.node.hidden = !rows.length;
    if (!rows.length) return;
    const colorAt = (row) => (row.policy === "baseline" ? BASELINE : colorOf(chosen.slot));
    const titleOf = (row) => (row.policy === "baseline" ? t("explore_today") : chosen.title);
    fill(card.legend, rows.flatMap((row) => ["true", "reported"].map((kind) => {
      return el("li", {}, swatch(colorAt(row), kind === "true" ? [] : [2, 3]), " ", t(`card_reported_${kind}`, { title: titleOf(row) }));
    })));
    fill(card.subtitle, t("card_reported_note"));
    card.chart.draw(reportedOption(rows, this.store.question.months, colorAt), large(250));
    const head = [t("table_year"), ...rows.flatMap((row) => ["true", "reported"].map((kind) => t(`card_reported_${kind}`, { title: titleOf(row) })))];
    const years = [];
    for (let month = 11; month < rows[0].true.length; month += 12) years.push([String((month + 1) / 12), ...rows.flatMap((row) => [number(row.true[month]), number(row.reported[month])])]);
    card.asTable({ head, rows: years });
    card.describe("");
  }
}
