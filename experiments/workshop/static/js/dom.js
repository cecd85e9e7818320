// Elements made without ever reading text as markup: whatever comes from a file or a server goes in as text.

const SVG = "http://www.w3.org/2000/svg";
let counted = 0;

// el("button", {class: "quiet", type: "button", on: {click: f}}, "text", other, [more])
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (name === "value" || name === "checked" || name === "selected" || name === "disabled" || name === "open") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...flat(children));
  return node;
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== "");
}

// What stood in node goes, the children take its place.
export function fill(node, ...children) {
  node.replaceChildren(...flat(children));
  return node;
}

// An id that no other element of the page has; never made of data.
export function freshId(what) {
  counted += 1;
  return `${what}-${counted}`;
}

// A small drawing beside a name: the colour, the dash and the mark that a policy has in the charts.
export function swatch(color, dash, wide = 28) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("width", wide);
  drawing.setAttribute("height", 10);
  drawing.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "line");
  for (const [name, value] of Object.entries({ x1: 1, x2: wide - 1, y1: 5, y2: 5, stroke: color, "stroke-width": 4 })) line.setAttribute(name, value);
  if (dash && dash.length) line.setAttribute("stroke-dasharray", dash.join(" "));
  drawing.append(line);
  return drawing;
}

// A table with a caption; cells are texts or elements, the first of a row is its header.
export function table(caption, head, rows, classes = "") {
  return el("div", { class: "scrolls", tabindex: "0", role: "region", "aria-label": caption },
    el("table", { class: classes },
      el("caption", {}, caption),
      el("thead", {}, el("tr", {}, head.map((text) => el("th", { scope: "col" }, text)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, at) => (at === 0 ? el("th", { scope: "row" }, cell) : el("td", {}, cell))))))));
}

export function button(text, act, attributes = {}) {
  return el("button", { type: "button", ...attributes, on: { click: act } }, text);
}

// A button that lets a file be chosen: the browser's own field speaks the browser's language and not the page's.
export function filePicker(text, kinds, take, attributes = {}) {
  const field = el("input", { type: "file", accept: kinds, hidden: true, on: { change: async () => {
    const [file] = field.files;
    field.value = "";
    if (file) take(await file.text(), file.name);
  } } });
  return el("span", {}, field, button(text, () => field.click(), attributes));
}
