// How the policies look in every chart: colours of Okabe and Ito, and a dash and a mark for who does not see colours apart.

const COLORS = ["#0072b2", "#d55e00", "#cc79a7", "#56b4e9"];
const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
const MARKS = ["circle", "diamond", "triangle", "rect"];
export const BASELINE = "#595959";
export const BASELINE_DASH = [6, 4];
export const INK = "#1b1f24";
// On a projector letters are larger, and what holds them.
export const large = (pixels) => Math.round(pixels * (window.innerWidth >= 1700 ? 1.3 : 1));
export const PALE = "#d0d7de";
export const FONT = '"Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", system-ui, sans-serif';

export function colorOf(at) {
  return COLORS[at % COLORS.length];
}

export function dashOf(at) {
  return DASHES[at % DASHES.length];
}

export function markOf(at) {
  return MARKS[at % MARKS.length];
}
