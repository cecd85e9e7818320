// Explore: levers on one side, what they change on the other, and the answer moves while a slider is dragged.

import { Asking } from "../asking.js";
import { el, fill } from "../dom.js";
import { frame } from "../frame.js";
import { Lookup } from "../lookup.js";
import { query } from "../scenario.js";
import { opened } from "../start.js";
import { Store } from "../store.js";
import { t } from "../texts.js";
import { AnswerView } from "./answer.js";
import { assumptionsPanel } from "./assumptions.js";
import { changesPanel } from "./changes.js";
import { choices } from "./choices.js";
import { leverPanel } from "./levers.js";
import { policiesBar } from "./policies.js";
import { stepsPanel } from "./steps.js";

function show(main, begun) {
  const lookup = new Lookup(begun);
  const store = new Store(lookup.firstDistrict());
  frame("explore", { store, strip: begun.strip });
  const answer = new AnswerView(store, lookup, begun.version);
  const asking = new Asking({ onLine: (line, asked) => answer.take(line, asked), onTrouble: (error) => answer.fail(error) });
  const steps = stepsPanel(store, lookup);
  const parts = [choices(store, lookup), policiesBar(store, lookup), changesPanel(store, lookup), leverPanel(store, lookup), assumptionsPanel(store, lookup)];
  fill(main,
    el("h1", { class: "unseen" }, t("page_explore")),
    el("div", { class: "columns" },
      el("section", { class: "controls", "aria-label": t("explore_controls") }, parts.map((part) => part.node)),
      el("section", { class: "answers", "aria-label": t("explore_answer") }, answer.node, steps.node)));
  const all = [...parts, steps];
  store.listen((question, what) => {
    // Asked before anything is drawn: the server reckons meanwhile.
    if (what !== "note") asking.ask(query(question));
    for (const part of all) part.update(question, what);
    if (what === "note") answer.redraw();
    else answer.asked();
  });
  for (const part of all) part.update(store.question, "change");
  asking.ask(query(store.question));
}

opened("explore", show);
