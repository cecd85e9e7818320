// Words and numbers in the language that is shown.

"use strict";

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

function number(value, places, signed) {
  if (value === null || !Number.isFinite(value)) return "-";
  let text = Math.abs(value).toFixed(places);
  const nothing = !/[1-9]/.test(text);
  const [whole, part] = text.split(".");
  text = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
  if (nothing) return text;
  return value < 0 ? `-${text}` : signed ? `+${text}` : text;
}

// A value of a factor with as many digits as it needs; shares in per cent.
function factorNumber(words, share, value) {
  const scaled = Number((value * (share ? 100 : 1)).toPrecision(4));
  const text = Math.abs(scaled) >= 1000 ? number(scaled, 0) : String(scaled);
  return share ? filled(words.texts.percent, { number: text }) : text;
}

function factorText(data, words, at, value) {
  if (data.factors[at].switch) return words.texts[value >= 0.5 ? "yes" : "no"];
  return factorNumber(words, words.factors[at].share, value);
}

// An element with attributes, listeners and children; text is text, never markup.
function el(name, given, ...children) {
  const space = "http://www.w3.org/2000/svg";
  const made = SVG.has(name) ? document.createElementNS(space, name) : document.createElement(name);
  for (const [key, value] of Object.entries(given || {})) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const SVG = new Set(["svg", "path", "line", "circle", "rect", "text", "g", "polygon", "polyline"]);
