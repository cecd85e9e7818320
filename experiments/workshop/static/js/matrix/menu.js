// The menu of a cell: who answers for it, who leads, nobody, or as it is today.

import { button, el, freshId } from "../dom.js";
import { withCell } from "../own_policy.js";
import { now, withPolicy } from "../scenario.js";
import { t } from "../texts.js";

export function cellMenu(opener, { found, store, s, d }) {
  const cell = found.cells[s][d];
  const [sector, domain] = [found.sectors[s], found.domains[d]];
  const [titleId, leadId] = [freshId("cell"), freshId("lead")];
  const chosen = new Set(cell.departments);
  const lead = el("select", { id: leadId });
  const boxes = found.departments.map((one) => box(one, chosen, () => leads(lead, found, chosen, lead.value)));
  leads(lead, found, chosen, cell.lead || "");
  const dialog = el("dialog", { class: "cell-menu", "aria-labelledby": titleId });
  const done = (answer) => {
    dialog.close();
    const { question } = store;
    const others = question.policies;
    store.change(withPolicy(question, withCell(others[now(question)], others, sector.name, domain.name, answer)));
  };
  const given = () => {
    const departments = found.departments.map((one) => one.name).filter((name) => chosen.has(name));
    return { departments, lead: departments.length > 1 ? lead.value : "" };
  };
  dialog.append(
    el("h2", { id: titleId }, t("matrix_cell", { sector: sector.title, domain: domain.title })),
    el("fieldset", {}, el("legend", {}, t("matrix_who")), boxes),
    el("div", { class: "field" }, el("label", { for: leadId }, t("matrix_lead")), lead),
    el("div", { class: "row" }, button(t("matrix_apply"), () => done(given()), { class: "main" }), button(t("matrix_nobody"), () => done({ departments: [], lead: "" })),
      button(t("matrix_as_today"), () => done(null)), button(t("common_cancel"), () => dialog.close())));
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (opener.isConnected) opener.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function box(department, chosen, changed) {
  const id = freshId("department");
  const input = el("input", { type: "checkbox", id, checked: chosen.has(department.name), on: { change: () => {
    if (input.checked) chosen.add(department.name);
    else chosen.delete(department.name);
    changed();
  } } });
  return el("div", { class: "row" }, input, el("label", { for: id, class: "grows" }, department.title));
}

// Only who answers for a cell can lead it, and only where several do.
function leads(select, found, chosen, before) {
  const members = found.departments.filter((one) => chosen.has(one.name));
  select.replaceChildren(el("option", { value: "" }, t("matrix_no_lead")), ...members.map((one) => el("option", { value: one.name }, one.title)));
  select.value = members.some((one) => one.name === before) ? before : "";
  select.disabled = members.length < 2;
}
