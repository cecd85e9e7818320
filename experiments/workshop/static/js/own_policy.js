// The text of an own policy, NAME:BASE,CHANGE,CHANGE, taken apart and put together.  What it means is the server's to check.

const LEVER = /^([a-z][a-z0-9_]*)=([^@~]+)(.*)$/;
const CELL = /^([a-z0-9-]+)\.([a-z0-9-]+)=([^@]+)(.*)$/;

// {name, base, changes: [{lever, value, when} | {sector, domain, departments, lead, when} | {text}]}; name is "" for a policy that is shipped.
export function parsed(spec) {
  const colon = spec.indexOf(":");
  if (colon < 0) return { name: "", base: spec === "baseline" ? "" : spec, changes: [] };
  const [base, ...texts] = spec.slice(colon + 1).split(",");
  return { name: spec.slice(0, colon), base: base === "baseline" ? "" : base, changes: texts.filter(Boolean).map(change) };
}

function change(text) {
  const cell = CELL.exec(text);
  if (cell) {
    const named = cell[3] === "nobody" ? [] : cell[3].split("+");
    const lead = named.find((name) => name.endsWith("*"));
    return { sector: cell[1], domain: cell[2], departments: named.map((name) => name.replace("*", "")), lead: lead ? lead.slice(0, -1) : "", when: cell[4] };
  }
  const lever = LEVER.exec(text);
  if (lever && Number.isFinite(Number(lever[2]))) return { lever: lever[1], value: Number(lever[2]), when: lever[3] };
  return { text };
}

function changeText(one) {
  if (one.text !== undefined) return one.text;
  if (one.lever !== undefined) return `${one.lever}=${plain(one.value)}${one.when}`;
  const named = one.departments.map((name) => (name === one.lead ? `${name}*` : name));
  return `${one.sector}.${one.domain}=${named.length ? named.join("+") : "nobody"}${one.when}`;
}

// A number without the noise of binary fractions.
export function plain(value) {
  return String(Number(Number(value).toPrecision(12)));
}

// The spec of such a policy; what changes nothing is its base again.
export function written({ name, base, changes }) {
  if (!changes.length) return base || "baseline";
  return `${name}:${[base, ...changes.map(changeText)].join(",")}`;
}

// A name that none of the others has.
export function freshName(others) {
  const taken = new Set(others.map((spec) => parsed(spec).name));
  if (!taken.has("mine")) return "mine";
  let at = 2;
  while (taken.has(`mine-${at}`)) at += 1;
  return `mine-${at}`;
}

// When a change holds: {start, end, ramp} in months, each a text and "" where it says nothing of it; null for a change that holds from the beginning for good.
export function schedule(when) {
  const [, start = "", end = "", ramp = ""] = /^(?:@(\d+)(?:-(\d+))?)?(?:~(\d+))?$/.exec(when) || [];
  return start || ramp ? { start, end, ramp } : null;
}

// The same policy with a lever at another value, at the times at which it moves anyway; for good, a value that its base has is no change.
export function withLever(spec, others, lever, value, inBase) {
  const own = parsed(spec);
  const { when } = own.changes.find((one) => one.lever === lever) || { when: "" };
  const kept = own.changes.filter((one) => one.lever !== lever);
  const place = own.changes.findIndex((one) => one.lever === lever);
  if (value !== null && (when || plain(value) !== plain(inBase))) kept.splice(place < 0 ? kept.length : place, 0, { lever, value, when });
  return written({ name: own.name || freshName(others), base: own.base, changes: kept });
}

// The same policy with a cell answered for by others, at the times at which it is handed over anyway; null: as its base has it.
export function withCell(spec, others, sector, domain, answer) {
  const own = parsed(spec);
  const { when } = own.changes.find((one) => one.sector === sector && one.domain === domain) || { when: "" };
  const kept = own.changes.filter((one) => one.sector !== sector || one.domain !== domain);
  if (answer) kept.push({ sector, domain, departments: answer.departments, lead: answer.lead, when });
  return written({ name: own.name || freshName(others), base: own.base, changes: kept });
}

// The same policy without the change at a place.
export function without(spec, place) {
  const own = parsed(spec);
  return written({ ...own, changes: own.changes.filter((_one, at) => at !== place) });
}

// The policy as it grew: its base, part by part, then one change after the other; each spec holds all before it.
export function steps(spec, others, parts = {}) {
  const own = parsed(spec);
  const bases = own.base ? own.base.split("+").flatMap((name) => parts[name] || [name]) : [];
  const grown = bases.map((_name, at) => ({ spec: bases.slice(0, at + 1).join("+"), base: bases[at] }));
  own.changes.forEach((one, at) => {
    const changes = own.changes.slice(0, at + 1);
    grown.push({ spec: written({ name: `step-${grown.length + 1}`, base: own.base, changes }), change: one });
  });
  return grown;
}
