// Which district, and which policy that is shipped to begin with.

import { el, fill, freshId } from "../dom.js";
import { parsed } from "../own_policy.js";
import { now, withPolicy } from "../scenario.js";
import { number, t } from "../texts.js";

const GROUPS = ["countermeasure", "bundle", "regime", "other"];

export function choices(store, lookup) {
  const [districtId, presetId, noteId] = [freshId("district"), freshId("preset"), freshId("question")];
  const district = el("select", { id: districtId, on: { change: () => store.change({ ...store.question, district: district.value }) } });
  const preset = el("select", { id: presetId, "aria-describedby": noteId, on: { change: () => preset.value && store.change(withPolicy(store.question, preset.value)) } });
  const note = el("p", { id: noteId, class: "note" });
  fill(preset, presetOptions(lookup));
  const node = el("div", { class: "choices" },
    el("div", { class: "field" }, el("label", { for: districtId }, t("explore_district")), district),
    el("div", { class: "field" }, el("label", { for: presetId }, t("explore_preset")), preset), note);
  return { node, update: (question) => update(question, lookup, { district, preset, note }) };
}

function presetOptions(lookup) {
  const own = el("option", { value: "", hidden: true }, "");
  const groups = GROUPS.map((group) => {
    const members = lookup.begun.presets.filter((one) => one.group === group && one.name !== "baseline");
    return members.length && el("optgroup", { label: t(`explore_group_${group}`) }, members.map((one) => el("option", { value: one.name }, one.title)));
  });
  return [own, el("option", { value: "baseline" }, t("explore_today")), ...groups];
}

function update(question, lookup, { district, preset, note }) {
  fill(district, districts(question, lookup));
  district.value = question.district;
  const spec = question.policies[now(question)];
  const own = parsed(spec);
  const shipped = spec === "baseline" || lookup.presets.has(spec);
  preset.options[0].textContent = shipped ? "" : lookup.title(spec);
  preset.options[0].hidden = shipped;
  preset.value = shipped ? spec : "";
  const known = lookup.presets.get(own.base);
  fill(note, known && known.question);
}

// A district that is not among the shipped ones (a file of the host's) stays as it is written.
function districts(question, lookup) {
  const shipped = lookup.begun.districts.map((one) => el("option", { value: one.name },
    one.enterprises ? t("explore_district_size", { title: one.title, size: number(one.enterprises, 4) }) : one.title));
  const known = lookup.begun.districts.some((one) => one.name === question.district);
  return known ? shipped : [...shipped, el("option", { value: question.district }, question.district)];
}
