// The course of a change over the years: drawn with a finger by whoever guesses, and shown to all beside the model's.

import { button, el, fill } from "../dom.js";
import { number, signed, t } from "../texts.js";

const SVG = "http://www.w3.org/2000/svg";
const [INK, PALE, OWN, MODEL] = ["#1d2129", "#d4d8de", "#0072b2", "#b34700"];
const PAD = { wide: 320, high: 170, left: 40, right: 10, top: 10, bottom: 30 };

function shape(tag, attributes, text) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  if (text !== undefined) node.textContent = text;
  return node;
}

// Places on a pad: years side by side, per cent from low to high.
function placing({ wide, high, left, right, top, bottom }, years, low, most) {
  return {
    x: (year) => left + (year / Math.max(1, years - 1)) * (wide - left - right),
    y: (value) => high - bottom - ((value - low) / (most - low)) * (high - top - bottom),
    year: (x) => Math.max(0, Math.min(years - 1, Math.round(((x - left) / (wide - left - right)) * (years - 1)))),
    value: (y) => Math.max(low, Math.min(most, low + ((high - bottom - y) / (high - top - bottom)) * (most - low))),
  };
}

function axes(drawing, room, at, years, marks, letters) {
  for (const mark of marks) {
    drawing.append(shape("line", { x1: room.left, x2: room.wide - room.right, y1: at.y(mark), y2: at.y(mark), stroke: mark ? PALE : INK, "stroke-dasharray": mark ? "none" : "5 4" }),
      shape("text", { x: room.left - 5, y: at.y(mark) + letters * 0.35, "text-anchor": "end", "font-size": letters, fill: INK }, `${signed(mark)}%`));
  }
  const every = Math.max(1, Math.ceil((years * letters) / (room.wide / 3)));
  for (let year = 0; year < years; year += every) {
    drawing.append(shape("text", { x: at.x(year), y: room.high - room.bottom + letters * 1.3, "text-anchor": "middle", "font-size": letters, fill: INK }, number(year + 1)));
  }
}

const path = (course, at) => course.map((value, year) => `${year ? "L" : "M"}${at.x(year).toFixed(1)} ${at.y(value).toFixed(1)}`).join("");

// The pad on a phone; drawn(mean) is told whenever the drawing changes.
export function coursePart(state, guess, drawn) {
  const { years, guess: { low, high } } = state;
  if (years < 2) return { node: null, value: () => [] };
  let course = guess && guess.course.length ? [...guess.course] : [];
  let last = null;
  const at = placing(PAD, years, low, high);
  const drawing = shape("svg", { viewBox: `0 0 ${PAD.wide} ${PAD.high}`, class: "pad", role: "img", "aria-label": t("room_course_hint") });
  axes(drawing, PAD, at, years, [low, 0, high], 12);
  const line = shape("path", { fill: "none", stroke: OWN, "stroke-width": 4, "stroke-linejoin": "round", d: "" });
  drawing.append(line);
  const said = el("p", { class: "note" }, t("room_course_hint"));
  const clear = button(t("room_course_clear"), () => show([]));
  const show = (next) => {
    course = next;
    line.setAttribute("d", path(course, at));
    clear.hidden = !course.length;
    if (course.length) drawn(course.reduce((sum, one) => sum + one, 0) / years);
  };
  const put = (event) => {
    const box = drawing.getBoundingClientRect();
    const [x, y] = [((event.clientX - box.left) / box.width) * PAD.wide, ((event.clientY - box.top) / box.height) * PAD.high];
    const here = { year: at.year(x), value: Math.round(at.value(y)) };
    const next = course.length ? [...course] : Array.from({ length: years }, () => 0);
    const from = last || here;
    const steps = Math.max(1, Math.abs(here.year - from.year));
    for (let step = 0; step <= steps; step += 1) {
      next[from.year + Math.sign(here.year - from.year) * Math.min(step, Math.abs(here.year - from.year))] = Math.round(from.value + ((here.value - from.value) * step) / steps);
    }
    last = here;
    show(next);
  };
  drawing.addEventListener("pointerdown", (event) => {
    drawing.setPointerCapture(event.pointerId);
    last = null;
    put(event);
  });
  drawing.addEventListener("pointermove", (event) => event.buttons && last && put(event));
  const node = el("details", { class: "course", open: course.length > 0 }, el("summary", {}, t("room_course")), drawing, said, clear);
  clear.hidden = !course.length;
  line.setAttribute("d", path(course, at));
  return { node, value: () => course };
}

// What the room drew, the middle of each year, beside the model's years; nothing where nobody drew or the model tells none.
export function courses(state, letters) {
  const { room, model } = state;
  if (!room.course || !model.course || model.course.length !== room.course.median.length) return null;
  const place = el("div", { class: "drawing", on: { place: () => draw() } });
  const draw = () => {
    const wide = Math.round(place.clientWidth);
    if (wide > 100) fill(place, coursesDrawn(room.course.median, model.course, wide, letters));
  };
  if (typeof ResizeObserver === "function") new ResizeObserver(draw).observe(place);
  requestAnimationFrame(draw);
  return el("section", { class: "courses", "data-part": true }, el("h3", {}, t("room_courses")), place,
    el("p", {}, el("span", { class: "key-room" }, t("room_courses_room", { n: number(room.course.count) })), " ", el("span", { class: "key-model" }, t("room_courses_model"))));
}

function coursesDrawn(guessed, told, wide, letters) {
  const room = { wide, high: Math.round(Math.min(wide * 0.4, letters * 10, Math.max(letters * 6, window.innerHeight * 0.22))), left: letters * 4, right: letters, top: letters, bottom: letters * 2 };
  const all = [0, ...guessed, ...told];
  const [low, high] = [Math.floor(Math.min(...all) / 5) * 5, Math.ceil(Math.max(...all) / 5) * 5];
  const at = placing(room, told.length, low, high > low ? high : low + 5);
  const drawing = shape("svg", { viewBox: `0 0 ${room.wide} ${room.high}`, width: room.wide, height: room.high, role: "img", "aria-label": t("room_courses") });
  axes(drawing, room, at, told.length, [low, 0, high].filter((mark, place, all) => all.indexOf(mark) === place && (!mark || Math.abs(at.y(mark) - at.y(0)) > letters * 1.2)), letters);
  drawing.append(shape("path", { d: path(guessed, at), fill: "none", stroke: OWN, "stroke-width": 4, "stroke-dasharray": "10 6" }),
    shape("path", { d: path(told, at), fill: "none", stroke: MODEL, "stroke-width": 5 }));
  return drawing;
}
