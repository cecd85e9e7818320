// One chart in its place: drawn by ECharts on a canvas, sized with its place, and saved as a picture.

import { FONT, INK, large } from "./look.js";

let library = null;

// Loaded when the first chart is drawn: the page stands before that.
function loaded() {
  library = library || import("/static/vendor/echarts.js");
  return library;
}

export class Chart {
  constructor(place, label) {
    this.place = place;
    this.place.setAttribute("role", "img");
    this.place.setAttribute("aria-label", label);
    this.drawn = null;
    this.latest = null;
    new ResizeObserver(() => this.drawn && this.fit()).observe(place);
  }

  // To the size of its place; what has it already is not drawn a second time.
  fit() {
    const { drawn, place } = this;
    if (drawn.getWidth() !== place.clientWidth || drawn.getHeight() !== place.clientHeight) drawn.resize();
  }

  // The newest option wins, whatever came while the library was on its way.
  async draw(option, height) {
    this.latest = option;
    if (height) this.place.style.height = `${height}px`;
    const echarts = await loaded();
    if (!this.drawn) this.drawn = echarts.init(this.place, null, { renderer: "canvas" });
    if (this.latest !== option) return;
    this.fit();
    this.drawn.setOption({ animation: false, backgroundColor: "#fff", textStyle: { fontFamily: FONT, color: INK, fontSize: large(13) }, ...option }, { notMerge: true });
    this.place.dataset.drawings = String(Number(this.place.dataset.drawings || 0) + 1);
  }

  canvas() {
    return this.place.querySelector("canvas");
  }
}

// An axis in the page's own plain look.
export function axis(more) {
  return { axisLabel: { color: INK, fontSize: large(12) }, axisLine: { lineStyle: { color: INK } }, splitLine: { lineStyle: { color: "#e3e7eb" } }, nameTextStyle: { color: INK, fontSize: large(12) }, ...more };
}

// A line of points; x is given where it is not the month.
export function line(name, values, look, more = {}) {
  return { type: "line", name, data: values.map((value, at) => [at + 1, value]), showSymbol: false, silent: true, lineStyle: { width: 2.5, color: look.color, type: look.dash && look.dash.length ? look.dash : "solid" }, itemStyle: { color: look.color }, ...more };
}

// A band between two lines, month by month.
export function band(low, high, color, opacity, more = {}) {
  return {
    type: "custom", silent: true, data: [[1, low[0]]], clip: true, z: 1, ...more,
    renderItem: (_parameters, api) => {
      const there = low.map((value, at) => api.coord([at + 1, value]));
      const back = high.map((value, at) => api.coord([at + 1, value])).reverse();
      return { type: "polygon", shape: { points: [...there, ...back] }, style: { fill: color, opacity } };
    },
  };
}

// A straight line over the whole height or width where a value is zero.
export function zeroLine(upright, more = {}) {
  return {
    type: "custom", silent: true, data: [[0, 0]], z: 3, ...more,
    renderItem: (parameters, api) => {
      const [x, y] = api.coord([0, 0]);
      const room = parameters.coordSys;
      const shape = upright ? { x1: x, x2: x, y1: room.y, y2: room.y + room.height } : { x1: room.x, x2: room.x + room.width, y1: y, y2: y };
      return { type: "line", shape, style: { stroke: INK, lineWidth: 1.5 } };
    },
  };
}

// Round ends and steps for an axis that holds all of the values.
export function around(values, fromZero) {
  const finite = values.filter(Number.isFinite);
  const top = Math.max(...finite, fromZero ? 0 : -Infinity);
  const bottom = Math.min(...finite, fromZero ? 0 : Infinity);
  // Of what does not differ an axis with ten zeros behind the point would tell nothing.
  if (!finite.length || top - bottom < 1e-9) return { min: Math.floor(finite.length ? bottom : 0), max: Math.floor(finite.length ? bottom : 0) + 1, interval: 1 };
  const size = 10 ** Math.floor(Math.log10((top - bottom) / 4));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * size).find((one) => (top - bottom) / one <= 5);
  const end = (value) => Number((Math.round(value) * step).toPrecision(9));
  return { min: end(Math.floor(bottom / step + 1e-9)), max: end(Math.ceil(top / step - 1e-9)), interval: step };
}
