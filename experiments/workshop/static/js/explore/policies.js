// Up to four policies side by side; one of them is edited, all of them are compared with the baseline.

import { dashOf, colorOf } from "../charts/look.js";
import { button, el, fill, freshId, swatch } from "../dom.js";
import { parsed, freshName, written } from "../own_policy.js";
import { now, withPages } from "../scenario.js";
import { t } from "../texts.js";

export function policiesBar(store, lookup) {
  const id = freshId("beside");
  const list = el("ul", { class: "policies" });
  const add = el("select", { id, on: { change: () => added(store, add) } });
  const field = el("div", { class: "field" }, el("label", { for: id }, t("explore_beside")), add);
  const node = el("section", { "aria-label": t("explore_side_by_side") }, list, field);
  return { node, update: (question) => update(question, { store, lookup, list, add, field }) };
}

function update(question, { store, lookup, list, add, field }) {
  const edited = now(question);
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.at : null;
  fill(list, question.policies.map((spec, at) => el("li", {},
    button([swatch(colorOf(at), dashOf(at)), " ", lookup.title(spec)], () => store.note(withPages(store.question, { now: at || undefined })),
      { "aria-pressed": String(at === edited), class: "policy", "data-at": at, title: t("explore_edit_this") }),
    question.policies.length > 1 && button("\u00d7", () => removed(store, at), { class: "small", "aria-label": t("explore_remove", { title: lookup.title(spec) }) }))));
  if (focused !== null) {
    const again = list.querySelector(`[data-at="${focused}"]`);
    if (again) again.focus();
  }
  field.hidden = question.policies.length >= Math.min(4, lookup.atMost);
  const own = parsed(question.policies[edited]);
  fill(add, el("option", { value: "" }, t("explore_beside_choose")),
    own.changes.length ? el("option", { value: "copy" }, t("explore_copy")) : null,
    lookup.begun.presets.filter((one) => !question.policies.includes(one.name)).map((one) => el("option", { value: one.name }, one.title)));
}

function added(store, add) {
  const { question } = store;
  if (!add.value) return;
  const spec = add.value === "copy" ? written({ ...parsed(question.policies[now(question)]), name: freshName(question.policies) }) : add.value;
  const policies = [...question.policies, spec];
  store.change(withPages({ ...question, policies }, { now: policies.length - 1 }));
}

function removed(store, at) {
  const policies = store.question.policies.filter((_spec, place) => place !== at);
  store.change(withPages({ ...store.question, policies }, { now: undefined }));
}
