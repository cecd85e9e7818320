// The texts of the pages in the language asked for, and numbers as that language writes them.

let texts = {};
let spoken = "en";
// Making one takes longer than writing a hundred numbers with it.
const formats = new Map();

export async function loadTexts() {
  const wanted = new URLSearchParams(location.search).get("lang");
  const answer = await fetch(`/api/texts${wanted ? `?lang=${encodeURIComponent(wanted)}` : ""}`, { credentials: "same-origin" });
  const found = await answer.json();
  texts = found.texts;
  spoken = found.lang;
  document.documentElement.lang = spoken === "zh" ? "zh-CN" : "en";
  return spoken;
}

export function language() {
  return spoken;
}

// The text of a key, its {fields} filled in; a key that is nowhere shows itself, and a test finds it.
export function t(key, fields = {}) {
  const text = texts[key];
  if (text === undefined) {
    console.error(`no text for ${key}`);
    return key;
  }
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in fields ? String(fields[name]) : whole));
}

export function has(key) {
  return key in texts;
}

// Whole numbers where digits is 0.
function format(digits) {
  const key = `${spoken} ${digits}`;
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(spoken, digits ? { maximumSignificantDigits: digits } : { maximumFractionDigits: 0 }));
  return formats.get(key);
}

// A number with at most so many significant digits, thousands apart, and a true minus sign.
export function number(value, digits = 3) {
  if (value === null || value === undefined || !Number.isFinite(value)) return t("common_unknown");
  const size = Math.abs(value);
  return format(size >= 10 ** (digits - 1) ? 0 : digits).format(Object.is(value, -0) ? 0 : value).replace("-", "\u2212");
}

// The same with its sign in front, for differences.
export function signed(value, digits = 3) {
  const text = number(value, digits);
  return value > 0 ? `+${text}` : text;
}

// A share as per cent.
export function percent(share, digits = 2) {
  return t("common_percent", { number: signed(100 * share, digits) });
}

// Names one after the other as the language sets the members of a list apart.
export function listed(names) {
  return names.join(spoken === "zh" ? "\u3001" : ", ");
}
