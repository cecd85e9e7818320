// The page: sliders to the left, what the fit says to the right; everything is redrawn from the state.

"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const STEPS = 80;
const state = { language: data.language, values: data.factors.map((factor) => factor.start), policy: 0, outcome: 0, along: data.factors.findIndex((one) => one.varies), kind: data.alone ? "level" : "difference" };
const at = (id) => document.getElementById(id);
const words = () => data.words[state.language];
const t = (key, values) => filled(words().texts[key], { reference: words().reference, ...values });
const fitOf = (outcome) => data.fits.findIndex((fit) => fit.outcome === outcome && fit.policy === state.policy);

function shown(which, kind, value, signed) {
  return number(value * words().outcomes[data.fits[which].outcome].scale, words().places[which][kind], signed);
}

// Both ends in brackets; a level that is nowhere negative has no negative end either.
function interval(which, kind, told) {
  if (told.half === null) return t("no_interval");
  const least = kind === "level" && told.mean >= 0 && data.fits[which].level.points.every((value) => value === null || value >= 0) ? 0 : -Infinity;
  const ends = [Math.max(least, told.mean - told.half), told.mean + told.half].map((value) => shown(which, kind, value, kind === "difference"));
  return `(${t("interval", { low: ends[0], high: ends[1] })})`;
}

// The address keeps what is set, so that it can be passed on with the file.
function remember() {
  const set = { l: state.language, p: state.policy, o: state.outcome, a: state.along, k: state.kind, v: state.values.join("_") };
  history.replaceState(null, "", `#${new URLSearchParams(set)}`);
}

function recall() {
  const found = new URLSearchParams(location.hash.slice(1));
  const whole = (key, most) => (/^\d+$/.test(found.get(key) || "") && Number(found.get(key)) < most ? Number(found.get(key)) : null);
  if (found.get("l") in data.words) state.language = found.get("l");
  state.policy = whole("p", data.policies.length) || 0;
  state.outcome = whole("o", data.outcomes.length) || 0;
  const along = whole("a", data.factors.length);
  if (along !== null && data.factors[along].varies) state.along = along;
  if (!data.alone && ["level", "difference"].includes(found.get("k"))) state.kind = found.get("k");
  const values = (found.get("v") || "").split("_").map(Number);
  if (values.length === data.factors.length) values.forEach((value, one) => { if (data.factors[one].stops.includes(value)) state.values[one] = value; });
}

function control(factor, one) {
  const named = words().factors[one], id = `f${one}`;
  const output = el("output", { for: id, id: `${id}-value` });
  const today = factor.stops.includes(factor.today) ? `${t("today")} ${factorText(data, words(), one, factor.today)}` : t("today_outside", { value: factorText(data, words(), one, factor.today) });
  const note = el("p", { class: "note", id: `${id}-note` }, `${named.description}${named.unit ? ` (${named.unit})` : ""}; ${today}`);
  if (!factor.varies) return el("div", { class: "factor" }, el("div", { class: "row" }, el("span", {}, named.title), el("b", {}, factorText(data, words(), one, factor.low))), el("p", { class: "note" }, t("fixed")));
  const set = (value) => { state.values[one] = value; numbers(); };
  if (factor.switch) {
    const radios = factor.stops.map((value) => el("label", {}, el("input", { type: "radio", name: id, value, checked: state.values[one] === value, change: () => set(value) }), ` ${factorText(data, words(), one, value)}`));
    return el("fieldset", { class: "factor", id, "aria-describedby": `${id}-note` }, el("legend", {}, named.title), el("div", { class: "row" }, ...radios), note);
  }
  const slider = el("input", { type: "range", id, min: 0, max: factor.stops.length - 1, step: 1, "aria-describedby": `${id}-note`, input: (event) => set(factor.stops[Number(event.target.value)]) });
  slider.value = String(factor.stops.indexOf(state.values[one]));
  const ends = el("div", { class: "row ends", "aria-hidden": "true" }, el("span", {}, factorText(data, words(), one, factor.low)), el("span", {}, factorText(data, words(), one, factor.high)));
  return el("div", { class: "factor" }, el("div", { class: "row" }, el("label", { for: id }, named.title), output), slider, ends, note);
}

function choice(id, label, options, chosen, change) {
  const select = el("select", { id, change: (event) => { change(event.target.value); everything(id); } }, ...options.map(([value, text]) => el("option", { value, selected: String(value) === String(chosen) }, text)));
  return el("div", { class: "field" }, el("label", { for: id }, label), select);
}

function controls() {
  const groups = [["levers", true], ["uncertainties", false]].map(([key, lever]) => [key, data.factors.map((factor, one) => [factor, one]).filter(([factor]) => factor.lever === lever)]);
  const parts = [data.policies.length > 1 ? choice("policy", t("policy"), words().policies.map((text, one) => [one, text]), state.policy, (value) => { state.policy = Number(value); }) : null];
  for (const [key, factors] of groups) if (factors.length) parts.push(el("h2", {}, t(key)), ...factors.map(([factor, one]) => control(factor, one)));
  parts.push(el("button", { type: "button", id: "back", click: () => { state.values = data.factors.map((factor) => factor.start); everything("back"); } }, t("back")));
  at("controls").replaceChildren(...parts.filter(Boolean));
}

// A small picture of a difference and its interval, on a scale that does not move with the sliders.
function strip(which, told) {
  const fit = data.fits[which].difference;
  const most = Math.max(...fit.points.filter((value) => value !== null).map(Math.abs), Math.abs(told.mean) + (told.half || 0)) || 1;
  const x = (value) => 70 + (value / most) * 66;
  const svg = el("svg", { viewBox: "0 0 140 18", width: 140, height: 18, "aria-hidden": "true" }, el("line", { x1: 70, x2: 70, y1: 1, y2: 17, stroke: SOFT }));
  if (told.half !== null) svg.append(el("line", { x1: x(told.mean - told.half), x2: x(told.mean + told.half), y1: 9, y2: 9, stroke: BLUE, "stroke-width": 6, opacity: 0.35 }));
  svg.append(el("circle", { cx: x(told.mean), cy: 9, r: 4.5, fill: BLUE }));
  return svg;
}

function row(outcome) {
  const which = fitOf(outcome), named = words().outcomes[outcome];
  if (which < 0) return null;
  const level = predict(data, data.fits[which], "level", state.values);
  const effect = data.alone ? null : predict(data, data.fits[which], "difference", state.values);
  const better = named.better === "neither" ? "" : t(`better_${named.better}`);
  const pressed = outcome === state.outcome;
  const button = el("button", { type: "button", class: "outcome", id: `o${outcome}`, "aria-pressed": pressed, "aria-label": t("chart_of", { outcome: named.title }), click: () => { state.outcome = outcome; numbers(); at(`o${outcome}`).focus(); } }, named.title);
  const head = el("th", { scope: "row" }, button, el("span", { class: "note" }, [named.unit, better].filter(Boolean).join("; ")));
  const cell = (key, ...parts) => el("td", { "data-label": key }, ...parts);
  if (level.refused) return el("tr", {}, head, el("td", { colspan: data.alone ? 1 : 3, class: "refused" }, t("refused")));
  const levels = [el("b", {}, shown(which, "level", level.mean)), " ", el("span", { class: "note" }, interval(which, "level", level))];
  if (data.alone) return el("tr", {}, head, cell(t("level_alone"), ...levels));
  return el("tr", {}, head, cell(t("effect"), strip(which, effect), el("b", {}, shown(which, "difference", effect.mean, true)), " ", el("span", { class: "note" }, interval(which, "difference", effect))),
    cell(t("level"), ...levels), cell(t("reference"), shown(which, "level", level.mean - effect.mean)));
}

function table() {
  const heads = [t("outcome"), ...(data.alone ? [t("level_alone")] : [t("effect"), t("level"), t("reference")])];
  const rows = data.outcomes.map((_name, outcome) => row(outcome)).filter(Boolean);
  const reference = data.alone ? "" : t("reference_is");
  at("outcomes").replaceChildren(el("h2", {}, t("outcomes")), el("table", { class: "answers" }, el("thead", {}, el("tr", {}, ...heads.map((text) => el("th", { scope: "col" }, text)))), el("tbody", {}, ...rows)), el("p", { class: "note" }, reference));
}

// How plainly a point is drawn: the farther its other settings are from the sliders, the fainter.
function nearness(own) {
  const [there, here] = [own, state.values].map((values) => data.factors.map((factor, one) => (factor.varies && one !== state.along ? placeOf(factor, values[one]) : 0)));
  return Math.max(0.15, Math.exp(-there.reduce((sum, place, one) => sum + (place - here[one]) * (place - here[one]), 0)));
}

function figures() {
  let which = fitOf(state.outcome);
  if (which < 0) { state.outcome = data.fits.find((fit) => fit.policy === state.policy)?.outcome ?? -1; which = fitOf(state.outcome); }
  if (which < 0) return at("figures").replaceChildren();
  const fit = data.fits[which], kind = state.kind, axis = data.factors[state.along], named = words().outcomes[fit.outcome];
  const scale = named.scale, width = Math.max(280, Math.min(760, at("figures").clientWidth || 700)), height = width < 480 ? 300 : 340;
  const told = (value) => { const found = predict(data, fit, kind, state.values.map((own, one) => (one === state.along ? value : own))); return { value, mean: found.mean * scale, half: found.half === null ? null : found.half * scale, refused: found.refused }; };
  const stops = axis.switch ? axis.stops : Array.from({ length: STEPS + 1 }, (_one, step) => (axis.log ? axis.low * Math.pow(axis.high / axis.low, step / STEPS) : axis.low + ((axis.high - axis.low) * step) / STEPS));
  const line = stops.map(told);
  const carried = (values, found) => values.flatMap((own, one) => {
    if (found[one] === null) return [];
    const here = told(own[state.along]);
    return here.refused ? [] : [[own[state.along], here.mean + (found[one] - predict(data, fit, kind, own).mean) * scale, nearness(own)]];
  });
  const place = words().factors[state.along], xName = `${place.title}${place.unit && !place.share ? `, ${place.unit}` : ""}`, yName = kind === "difference" ? `${t("effect")}${named.unit ? `, ${named.unit}` : ""}` : `${named.title}${named.unit ? `, ${named.unit}` : ""}`;
  const title = t("curve", { outcome: named.title, factor: place.title });
  const fresh = fit[kind].fresh || [];
  const first = curve({ width, height, line, points: carried(data.values, fit[kind].points), fresh: carried(data.fresh || [], fresh), now: state.values[state.along], axis,
    names: { label: title, x: xName, y: yName }, xText: (value) => factorText(data, words(), state.along, value), zero: kind === "difference" });
  const pairs = data.values.flatMap((own, one) => (fit[kind].points[one] === null ? [] : [[predict(data, fit, kind, own).mean * scale, fit[kind].points[one] * scale]]));
  const runsFound = (data.fresh || []).flatMap((own, one) => {
    const found = predict(data, fit, kind, own), chance = fit[kind].chance[one], half = fit[kind].quantile === null || chance === null ? null : fit[kind].quantile * Math.sqrt(found.variance + chance * chance) * scale;
    return fresh[one] === null ? [] : [{ fit: found.mean * scale, run: fresh[one] * scale, half }];
  });
  const second = beside({ width, height, points: pairs, fresh: runsFound, names: { label: t("beside", { outcome: named.title }), x: `${t("by_fit")}${named.unit ? `, ${named.unit}` : ""}`, y: `${t("by_runs")}${named.unit ? `, ${named.unit}` : ""}` } });
  const figure = (svg, heading, note, ...more) => el("figure", {}, el("figcaption", {}, heading), svg, el("p", { class: "note" }, note), ...more);
  at("figures").replaceChildren(figure(first, title, t(fit[kind].quantile === null ? "curve_note_bare" : "curve_note"), listed(line, which, place)), figure(second, t("beside", { outcome: named.title }), t("beside_note")));
}

// The numbers of the first figure, folded up.
function listed(line, which, place) {
  const every = line.filter((_one, step) => line.length < 20 || step % 8 === 0), places = words().places[which][state.kind], signed = state.kind === "difference";
  const cells = (one) => (one.refused ? [t("refused"), "", ""] : [number(one.mean, places, signed), ...(one.half === null ? ["-", "-"] : [number(one.mean - one.half, places, signed), number(one.mean + one.half, places, signed)])]);
  const head = [place.title, t("value"), t("low"), t("high")].map((text) => el("th", { scope: "col" }, text));
  const rows = every.map((one) => el("tr", {}, el("th", { scope: "row" }, factorText(data, words(), state.along, one.value)), ...cells(one).map((text) => el("td", {}, text))));
  return el("details", { id: "numbers", open: at("numbers")?.open }, el("summary", {}, t("numbers")), el("table", {}, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows)));
}

function said() {
  const which = fitOf(state.outcome);
  if (which < 0) return "";
  const found = predict(data, data.fits[which], state.kind, state.values), named = words().outcomes[state.outcome];
  const values = { outcome: named.title, value: shown(which, state.kind, found.mean, state.kind === "difference"), interval: interval(which, state.kind, found).replace(/^\(|\)$/g, ""), unit: named.unit };
  return found.refused ? t("refused") : t(found.half === null ? "told_bare" : "told", values);
}

function numbers() {
  data.factors.forEach((factor, one) => {
    const output = at(`f${one}-value`), text = factorText(data, words(), one, state.values[one]);
    if (!output) return;
    output.textContent = text;
    const unit = words().factors[one].unit;
    at(`f${one}`).setAttribute("aria-valuetext", words().factors[one].share || !unit ? text : `${text} ${unit}`);
  });
  const refused = data.fits.every((fit) => fit.policy !== state.policy || predict(data, fit, "level", state.values).refused);
  at("refused").textContent = refused ? t(isTried(data, state.values) ? "refused_all" : "not_together") : "";
  at("refused").hidden = !refused;
  table();
  figures();
  at("said").textContent = said();
  remember();
}

function choices() {
  const axes = data.factors.map((factor, one) => [one, words().factors[one].title]).filter(([one]) => data.factors[one].varies);
  const kinds = [["difference", t("show_effect")], ["level", t("show_level")]];
  at("choices").replaceChildren(choice("along", t("along"), axes, state.along, (value) => { state.along = Number(value); }), ...(data.alone ? [] : [choice("kind", t("show"), kinds, state.kind, (value) => { state.kind = value; })]));
}

// All of it; what had the focus has it again.
function everything(focus) {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  for (const part of document.querySelectorAll("[data-lang]")) part.hidden = part.dataset.lang !== state.language;
  document.title = document.querySelector(`h1[data-lang="${state.language}"]`).textContent;
  at("language").setAttribute("aria-label", t("language"));
  for (const button of document.querySelectorAll("#language button")) button.setAttribute("aria-pressed", String(button.value === state.language));
  at("skip").textContent = t("skip");
  controls();
  choices();
  numbers();
  if (focus && at(focus)) at(focus).focus();
}

for (const button of document.querySelectorAll("#language button")) button.addEventListener("click", () => { state.language = button.value; everything(); });
let drawn = 0;
window.addEventListener("resize", () => { cancelAnimationFrame(drawn); drawn = requestAnimationFrame(figures); });
recall();
everything();
