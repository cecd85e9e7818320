// The question as the address holds it: the scenario's own keys, and those that belong to the pages alone.

const START = { district: "jiuyuan", months: 120, seed: 0, worlds: 20 };
const NUMBERS = ["months", "seed", "worlds", "first_world", "discount"];
const TEXTS = ["district", "ensemble"];
// Kept in the address when the page changes, and never sent: which policy is edited, which world and month are watched.
const OF_THE_PAGES = ["now", "world", "month", "lang"];
export const AT_MOST = 4;

// A number as it is written; what a number of a page could not hold to the digit, or is none, stays a text and goes to the server as it came.
function exactly(text) {
  return String(Number(text)) === text ? Number(text) : text;
}

// A question from the query of an address.  A plus joins policies, as on a command line, and is no blank.  Keys that nobody knows stay as they are: the server says what is wrong with them.
export function read(search, district = START.district) {
  const given = new URLSearchParams(search);
  const question = { ...START, district, policies: given.getAll("policy").slice(0, 12).map((spec) => spec.replace(/ /g, "+")), parameters: new Map(), pages: {}, others: [] };
  for (const [key, value] of given) {
    if (key === "policy") continue;
    if (key === "parameter") {
      const at = value.indexOf("=");
      question.parameters.set(at < 0 ? value : value.slice(0, at), at < 0 ? "" : exactly(value.slice(at + 1)));
    } else if (NUMBERS.includes(key)) question[key] = exactly(value);
    else if (TEXTS.includes(key)) question[key] = value;
    else if (OF_THE_PAGES.includes(key)) question.pages[key] = value;
    else question.others.push([key, value]);
  }
  if (!question.policies.length) question.policies = ["all-five"];
  return question;
}

// The query of the scenario alone, as the server is asked.
export function query(question) {
  const found = new URLSearchParams();
  found.set("district", question.district);
  for (const spec of question.policies) found.append("policy", spec);
  for (const [name, value] of [...question.parameters].sort()) found.append("parameter", `${name}=${value}`);
  for (const name of NUMBERS) if (question[name] !== undefined && question[name] !== START[name]) found.set(name, question[name]);
  if (question.ensemble !== undefined) found.set("ensemble", question.ensemble);
  for (const [key, value] of question.others) found.append(key, value);
  return found.toString();
}

// The query of an address: the scenario and what the pages keep beside it.
export function search(question) {
  const kept = new URLSearchParams(query(question));
  for (const [key, value] of Object.entries(question.pages)) if (value !== undefined && value !== "") kept.set(key, value);
  return `?${kept.toString()}`;
}

// The number of the policy that is edited.
export function now(question) {
  const at = Number(question.pages.now || 0);
  return at >= 0 && at < question.policies.length ? at : 0;
}

export function withPolicy(question, spec, at = now(question)) {
  const policies = question.policies.slice();
  policies[at] = spec;
  return { ...question, policies };
}

export function withPages(question, pages) {
  return { ...question, pages: { ...question.pages, ...pages } };
}
