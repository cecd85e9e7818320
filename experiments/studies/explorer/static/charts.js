// Figures as SVG: along one factor, and the fit beside the runs.

"use strict";

const INK = "#1b1f24", SOFT = "#4a5561", BLUE = "#0072b2", ORANGE = "#d55e00", LINE = "#c9d1d9";

function ticks(low, high, most) {
  const width = high - low || Math.abs(high) || 1;
  const size = Math.pow(10, Math.floor(Math.log10(width / most)));
  const step = [1, 2, 5, 10].map((times) => times * size).find((one) => width / one <= most);
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at += 1) found.push(Number((at * step).toPrecision(12)));
  return { found, places: Math.max(0, Math.min(9, -Math.floor(Math.log10(step) + 1e-9))) };
}

// A frame with both axes; gives where a pair of values stands.
function frame(width, height, xs, ys, xText, names) {
  const left = 14 + 8 * Math.max(...ys.labels.map((text) => text.length)), top = 26, right = 14, bottom = 44;
  const inner = { width: width - left - right, height: height - top - bottom };
  const x = (value) => left + ((xs.on(value) - xs.on(xs.low)) / (xs.on(xs.high) - xs.on(xs.low) || 1)) * inner.width;
  const y = (value) => top + (1 - (value - ys.low) / (ys.high - ys.low || 1)) * inner.height;
  const svg = el("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": names.label });
  ys.at.forEach((value, at) => {
    svg.append(el("line", { x1: left, x2: width - right, y1: y(value), y2: y(value), stroke: value === 0 ? SOFT : "#e3e7eb" }));
    svg.append(el("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end" }, ys.labels[at]));
  });
  xs.at.forEach((value) => {
    svg.append(el("line", { x1: x(value), x2: x(value), y1: height - bottom, y2: height - bottom + 5, stroke: SOFT }));
    svg.append(el("text", { x: x(value), y: height - bottom + 18, "text-anchor": "middle" }, xText(value)));
  });
  svg.append(el("line", { x1: left, x2: width - right, y1: height - bottom, y2: height - bottom, stroke: SOFT }));
  svg.append(el("text", { x: left + inner.width / 2, y: height - 8, "text-anchor": "middle" }, names.x));
  svg.append(el("text", { x: 4, y: 14, "text-anchor": "start" }, names.y));
  return { svg, x, y };
}

function diamond(x, y, size, opacity) {
  return el("path", { d: `M${x} ${y - size}L${x + size} ${y}L${x} ${y + size}L${x - size} ${y}Z`, fill: ORANGE, stroke: "#fff", "stroke-width": 0.8, opacity, class: "fresh" });
}

function ring(x, y, opacity) {
  return el("circle", { cx: x, cy: y, r: 3.6, fill: "none", stroke: INK, "stroke-width": 1.2, opacity, class: "point" });
}

function scaleOf(values, most) {
  let low = Math.min(...values), high = Math.max(...values);
  if (high - low <= Math.abs(high) * 1e-9) { low -= Math.abs(low) * 0.05 || 1; high += Math.abs(high) * 0.05 || 1; }
  const room = (high - low) * 0.05;
  low -= room; high += room;
  const { found, places } = ticks(low, high, most);
  return { low, high, at: found, labels: found.map((value) => number(value, places)), on: Number };
}

// The line with its band along a factor; points and fresh runs carried there; `now` is where the slider stands.
function curve(given) {
  const { width, height, line, points, fresh, now, axis, names, xText } = given;
  const told = line.filter((one) => !one.refused);
  const all = [...told.flatMap((one) => [one.mean, one.mean - (one.half || 0), one.mean + (one.half || 0)]), ...points.map((one) => one[1]), ...fresh.map((one) => one[1])];
  if (given.zero) all.push(0);
  const ys = scaleOf(all.length ? all : [0, 1], 6);
  const on = axis.log ? Math.log : Number;
  const room = axis.switch ? 0.5 : 0;
  const shown = axis.switch ? axis.stops : axis.log ? [axis.low, Math.sqrt(axis.low * axis.high), axis.high] : ticks(axis.low, axis.high, width < 480 ? 4 : 8).found;
  const place = frame(width, height, { low: axis.low - room, high: axis.high + room, at: shown, on }, ys, xText, names);
  const { svg, x, y } = place;
  if (axis.switch) {
    told.forEach((one) => {
      if (one.half !== null) svg.append(el("line", { x1: x(one.value), x2: x(one.value), y1: y(one.mean - one.half), y2: y(one.mean + one.half), stroke: BLUE, "stroke-width": 7, opacity: 0.3 }));
      svg.append(el("circle", { cx: x(one.value), cy: y(one.mean), r: 6, fill: BLUE }));
    });
  } else {
    for (const run of runs(line)) {
      if (run[0].half !== null) {
        const edge = [...run.map((one) => [one.value, one.mean + one.half]), ...[...run].reverse().map((one) => [one.value, one.mean - one.half])];
        svg.append(el("polygon", { points: edge.map(([a, b]) => `${x(a)},${y(b)}`).join(" "), fill: BLUE, opacity: 0.2, class: "band" }));
      }
      svg.append(el("polyline", { points: run.map((one) => `${x(one.value)},${y(one.mean)}`).join(" "), fill: "none", stroke: BLUE, "stroke-width": 2.5, class: "fitted" }));
    }
  }
  const aside = (at) => (axis.switch ? ((at % 7) - 3) * 5 + 24 : 0);
  points.forEach(([a, b, near], at) => svg.append(ring(x(a) + aside(at), y(b), near)));
  fresh.forEach(([a, b, near], at) => svg.append(diamond(x(a) + aside(at), y(b), 5, near)));
  svg.append(el("line", { x1: x(now), x2: x(now), y1: 26, y2: height - 44, stroke: INK, "stroke-width": 1.5, "stroke-dasharray": "5 4" }));
  return svg;
}

// The stretches of a line that are told.
function runs(line) {
  const found = [];
  let open = null;
  for (const one of line) {
    if (one.refused) open = null;
    else if (open) open.push(one);
    else found.push((open = [one]));
  }
  return found;
}

// What runs gave against what the fit says of them.
function beside(given) {
  const { width, height, points, fresh, names } = given;
  const all = [...points.flat(), ...fresh.flatMap((one) => [one.run, one.fit])];
  const ys = scaleOf(all.length ? all : [0, 1], 6);
  const xs = { ...ys, at: width < 480 ? ys.at.filter((_one, at) => at % 2 === 0) : ys.at };
  const label = (value) => ys.labels[ys.at.indexOf(value)];
  const { svg, x, y } = frame(width, height, xs, ys, label, names);
  svg.append(el("line", { x1: x(ys.low), x2: x(ys.high), y1: y(ys.low), y2: y(ys.high), stroke: BLUE, "stroke-width": 2 }));
  points.forEach(([fit, run]) => svg.append(ring(x(fit), y(run))));
  fresh.forEach((one) => {
    if (one.half !== null) svg.append(el("line", { x1: x(one.fit), x2: x(one.fit), y1: y(Math.max(ys.low, one.run - one.half)), y2: y(Math.min(ys.high, one.run + one.half)), stroke: ORANGE, "stroke-width": 1.2 }));
    svg.append(diamond(x(one.fit), y(one.run), 5));
  });
  return svg;
}
