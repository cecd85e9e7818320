// What the server's first answer holds, by name: levers, presets, parameters, and the value a lever has in a policy.

import { listed, t } from "./texts.js";
import { parsed } from "./own_policy.js";

export class Lookup {
  constructor(begun) {
    this.begun = begun;
    this.levers = new Map(begun.levers.map((entry) => [entry.name, entry]));
    this.presets = new Map(begun.presets.map((preset) => [preset.name, preset]));
    this.parameters = new Map(begun.parameters.map((entry) => [entry.name, entry]));
    this.parts = Object.fromEntries(begun.presets.filter((preset) => preset.parts && preset.parts.length).map((preset) => [preset.name, preset.parts]));
    this.atMost = (begun.limits && begun.limits.policies) || 4;
  }

  firstDistrict() {
    return this.begun.district || (this.begun.districts[0] || { name: "jiuyuan" }).name;
  }

  // The value that the shipped part of a policy gives a lever; today's where it says nothing.
  inBase(name, base) {
    let { value } = this.levers.get(name);
    for (const part of base ? base.split("+") : []) {
      const preset = this.presets.get(part);
      if (preset && preset.levers && preset.levers[name] !== undefined) value = preset.levers[name];
    }
    return value;
  }

  // The value that a lever has in a policy.
  valueIn(name, spec) {
    const own = parsed(spec);
    const changed = own.changes.find((one) => one.lever === name);
    return changed ? changed.value : this.inBase(name, own.base);
  }

  // What a policy is called in the language of the page.
  title(spec) {
    const own = parsed(spec);
    const base = own.base ? listed(own.base.split("+").map((name) => (this.presets.has(name) ? this.presets.get(name).title : name))) : t("explore_today");
    if (!own.name) return base;
    const number = /-(\d+)$/.exec(own.name);
    return t("explore_own", { base, number: number ? ` ${number[1]}` : "" });
  }
}
