// Matrix: who answers for what.  A real table of buttons; a cell opens a small menu; what the change did stands above.

import { Asking } from "../asking.js";
import { client, postJSON } from "../api.js";
import { el, fill } from "../dom.js";
import { changesPanel } from "../explore/changes.js";
import { choices } from "../explore/choices.js";
import { policiesBar } from "../explore/policies.js";
import { sentenceOf, shaped } from "../explore/shape.js";
import { frame } from "../frame.js";
import { Lookup } from "../lookup.js";
import { now, query, read } from "../scenario.js";
import { opened, trouble } from "../start.js";
import { Store } from "../store.js";
import { number, t } from "../texts.js";
import { legend, matrixTable } from "./grid.js";

function show(main, begun) {
  const lookup = new Lookup(begun);
  const store = new Store(lookup.firstDistrict());
  frame("matrix", { store, strip: begun.strip });
  const sentence = el("div", { class: "matrix-said", "aria-live": "polite" });
  const under = el("div", { class: "note" });
  const effect = el("p", { class: "effect", "aria-live": "polite" });
  const place = el("div", { class: "matrix-place" }, el("p", { role: "status" }, t("common_working")));
  const parts = [choices(store, lookup), policiesBar(store, lookup), changesPanel(store, lookup)];
  fill(main, el("h1", {}, t("matrix_title")), el("p", { class: "note" }, t("matrix_how")),
    el("div", { class: "choosing" }, parts.map((part) => part.node)), sentence, effect, legend(), place, el("p", { class: "note" }, t("matrix_numbers")), under);
  const asking = effectAsking(effect, lookup);
  const loader = new Loader(store, lookup, { place, sentence, under, parts });
  const ask = () => {
    loader.load();
    fill(effect, t("matrix_effect_later"));
    asking.ask(edited(store.question));
  };
  store.listen((question, what) => {
    for (const part of parts) part.update(question, what);
    ask();
  });
  for (const part of parts) part.update(store.question, "change");
  ask();
}

// The scenario with the edited policy alone: the page shows the cells of one.
function edited(question) {
  return query({ ...question, policies: [question.policies[now(question)]] });
}

// What the policy does to deaths, in the words of the comparison: first from two worlds, then from twenty.
function effectAsking(effect, lookup) {
  const onLine = (line, asked) => {
    if (line.kind === "answer" && !line.policies.length) fill(effect, t("sentence_nothing"));
    else if (line.kind === "answer") fill(effect, t(line.interval ? "matrix_effect" : "matrix_effect_first", { sentence: sentenceOf(shaped(line, read(asked), lookup), 0) }));
    else if (line.text) fill(effect, line.text);
  };
  return new Asking({ name: "m", onLine, onTrouble: (error) => fill(effect, trouble(error)) });
}

// The newest matrix is shown; an older answer that comes late is dropped, and the cell that had the focus has it again.
class Loader {
  constructor(store, lookup, { place, sentence, under, parts }) {
    Object.assign(this, { store, lookup, place, sentence, notes: under, parts, under: null });
  }

  async load() {
    if (this.under) this.under.abort();
    const under = new AbortController();
    this.under = under;
    this.place.classList.add("older");
    try {
      const found = await postJSON("/api/matrix", { query: edited(this.store.question), client: `${client}x` }, under.signal);
      if (this.under === under) this.show(found);
    } catch (error) {
      if (error.name !== "AbortError" && this.under === under) fill(this.place, trouble(error));
    }
  }

  show(found) {
    const focused = document.activeElement && document.activeElement.dataset.cell;
    this.place.classList.remove("older");
    fill(this.sentence, el("p", {}, found.sentence));
    fill(this.notes, el("p", {}, t("matrix_runs", { worlds: number(found.worlds, 4), years: number(found.months / 12, 3) })), texts(found.reading).map((text) => el("p", {}, text)));
    fill(this.place, matrixTable(found, this.store));
    for (const part of this.parts) part.update(this.store.question, "note");
    const again = focused && this.place.querySelector(`[data-cell="${CSS.escape(focused)}"]`);
    if (again) again.focus();
  }
}

// One text or several.
function texts(given) {
  return (Array.isArray(given) ? given : [given]).filter(Boolean);
}

opened("matrix", show);
