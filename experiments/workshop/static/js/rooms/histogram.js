// The room's guesses as a histogram, with the model's interval over it; the numbers stand in a table beside it for whoever cannot see it.

import { number, signed, t } from "../texts.js";

const SVG = "http://www.w3.org/2000/svg";
const BARS = "#56B4E9";
const MODEL = "#B34700";
const BAND = "#E69F00";
const INK = "#1d2129";

function shape(tag, attributes, text) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  if (text !== undefined) node.textContent = text;
  return node;
}

// Steps of a round number from low to high, at most so many.
function ticks(low, high, most) {
  const width = [1, 2, 5, 10, 20, 25, 50, 100].find((step) => (high - low) / step <= most) || 100;
  const found = [];
  for (let at = Math.ceil(low / width) * width; at <= high + 1e-9; at += width) found.push(at);
  return found;
}

export function histogram({ room, model, guess, outcome }, { wide, high, letters }) {
  const drawing = shape("svg", { viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, role: "img", "aria-label": described({ room, model }) });
  const edge = { left: letters * 2.2, right: letters, top: letters * 2.6, bottom: letters * 3.4 };
  const first = Math.min(guess.low, model && model.low !== null ? model.low : 0);
  const last = Math.max(guess.high, model && model.high !== null ? model.high : 0);
  const half = room.width / 2;
  const across = (value) => edge.left + ((value - (first - half)) / (last - first + room.width)) * (wide - edge.left - edge.right);
  const most = Math.max(1, ...room.bins.map((bin) => bin.count));
  const up = (count) => high - edge.bottom - (count / most) * (high - edge.bottom - edge.top);
  const floor = up(0);
  drawAxes(drawing, { room, first, last, most, across, up, wide, edge, letters, floor, outcome });
  for (const bin of room.bins) {
    if (!bin.count) continue;
    const [left, right] = [across(bin.middle - half * 0.8), across(bin.middle + half * 0.8)];
    drawing.append(shape("rect", { x: left, y: up(bin.count), width: right - left, height: floor - up(bin.count), fill: BARS }));
  }
  if (model && model.change !== null) drawModel(drawing, { model, across, floor, edge, letters, wide });
  return drawing;
}

function drawAxes(drawing, { room, first, last, most, across, up, wide, edge, letters, floor, outcome }) {
  const text = (attributes, words) => drawing.append(shape("text", { "font-size": letters, fill: INK, ...attributes }, words));
  for (const count of ticks(0, most, 4)) {
    drawing.append(shape("line", { x1: edge.left, x2: wide - edge.right, y1: up(count), y2: up(count), stroke: "#d4d8de" }));
    text({ x: edge.left - letters * 0.4, y: up(count) + letters * 0.35, "text-anchor": "end" }, number(count));
  }
  drawing.append(shape("line", { x1: edge.left, x2: wide - edge.right, y1: floor, y2: floor, stroke: INK }));
  for (const at of ticks(first, last, Math.max(3, Math.floor(wide / (letters * 5))))) text({ x: across(at), y: floor + letters * 1.3, "text-anchor": "middle" }, number(at));
  text({ x: (edge.left + wide - edge.right) / 2, y: floor + letters * 2.8, "text-anchor": "middle" }, t("room_axis", { outcome }));
  text({ x: edge.left, y: edge.top - letters * 0.7, "text-anchor": "start" }, t("room_axis_people"));
  if (!room.count) text({ x: wide / 2, y: (floor + edge.top) / 2, "text-anchor": "middle" }, t("room_no_guesses"));
}

function drawModel(drawing, { model, across, floor, edge, letters, wide }) {
  const at = across(model.change);
  if (model.low !== null && model.high > model.low) {
    const [left, right] = [across(model.low), across(model.high)];
    drawing.append(shape("rect", { x: left, y: edge.top, width: Math.max(right - left, 2), height: floor - edge.top, fill: BAND, opacity: 0.35 }));
  }
  drawing.append(shape("line", { x1: at, x2: at, y1: edge.top, y2: floor, stroke: MODEL, "stroke-width": 4 }));
  const side = at > wide * 0.75 ? "end" : at < wide * 0.25 ? "start" : "middle";
  drawing.append(shape("text", { x: at, y: edge.top - letters * 0.7, "text-anchor": side, "font-size": letters * 1.1, "font-weight": 700, fill: MODEL }, t("room_model")));
}

// The finding in words: what the room expected, and what the model says.
export function described({ room, model }) {
  const guessed = room.count ? t("room_guessed", { n: number(room.count), median: signed(room.median, 3) }) : t("room_no_guesses");
  return model ? `${guessed} ${model.text}` : guessed;
}
