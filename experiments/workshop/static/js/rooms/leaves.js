// What does not fit the wall at once is shown one part after the other: nobody scrolls a wall.

import { button, el, fill } from "../dom.js";
import { number, t } from "../texts.js";

const TURNS_AFTER = 15000;
const SCALES = [1.7, 1.5, 1.3, 1.15, 1];
const SCALES_BESIDE = [1.3, 1];
const KEYS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

// Keeps the wall on one screen.  Parts are marked data-part, what holds several (a list with its heading, a table) data-parts; those of one leaf
// are seen together.  They turn by themselves until somebody chooses one, with a button or with the keys of a presenter.
export function leaves() {
  let stage = null;
  let found = [];
  let at = 0;
  let known = "";
  let timer = null;

  const parts = () => [...stage.querySelectorAll("[data-part]")];
  const fits = () => document.scrollingElement.scrollHeight <= window.innerHeight;

  function see(seen) {
    for (const part of parts()) part.hidden = !seen.includes(part);
    for (const group of stage.querySelectorAll("[data-parts]")) group.hidden = !group.querySelector("[data-part]:not([hidden])");
  }

  // What stays together if it can: the parts of one list or table, and else each part by itself.
  function units() {
    const all = [];
    for (const part of parts()) {
      const group = part.parentElement.closest("[data-parts]");
      const last = all[all.length - 1];
      if (group && last && last.group === group) last.parts.push(part);
      else all.push({ group, parts: [part] });
    }
    return all.map((unit) => unit.parts);
  }

  const fitting = (seen) => {
    see(seen);
    return fits();
  };

  // As much on each leaf as fits.
  function divided() {
    found = [];
    const add = (unit) => {
      const last = found[found.length - 1];
      if (last && fitting([...last, ...unit])) last.push(...unit);
      else if (unit.length === 1 || fitting(unit)) found.push([...unit]);
      else unit.forEach((part) => add([part]));
    };
    units().forEach(add);
  }

  // The largest letters of the question with which everything fits, or the smallest, and leaves.
  function fit() {
    if (!stage) return;
    stage.classList.remove("turning");
    for (const scale of parts().length ? SCALES_BESIDE : SCALES) {
      stage.style.setProperty("--question", `${scale}em`);
      fill(stage.querySelector(".leaves"));
      see(parts());
      for (const place of stage.querySelectorAll(".drawing")) place.dispatchEvent(new Event("place"));
      if (fits()) {
        found = [];
        break;
      }
      if (parts().length === 0) continue;
      stage.classList.add("turning");
      fill(stage.querySelector(".leaves"), turners(2));
      divided();
    }
    turn(Math.min(at, Math.max(0, found.length - 1)));
  }

  function turners(count) {
    return Array.from({ length: count }, (_none, place) => button(number(place + 1), () => choose(place),
      { class: "small", "aria-label": t("room_leaf", { n: number(place + 1), of: number(count) }), "aria-current": place === at ? "true" : null }));
  }

  function turn(place) {
    at = place;
    if (found.length) see(found[at]);
    fill(stage.querySelector(".leaves"), found.length > 1 && turners(found.length));
  }

  function choose(place) {
    clearInterval(timer);
    timer = null;
    turn(place);
  }

  window.addEventListener("resize", fit);
  new ResizeObserver(fit).observe(document.querySelector("footer"));
  document.addEventListener("keydown", (event) => {
    if (found.length < 2 || !(event.key in KEYS)) return;
    event.preventDefault();
    choose((at + KEYS[event.key] + found.length) % found.length);
  });

  // where: what is the same as long as it is the same question in the same phase.
  return function show(next, where) {
    stage = next;
    if (where !== known) {
      known = where;
      at = 0;
      clearInterval(timer);
      timer = setInterval(() => found.length > 1 && turn((at + 1) % found.length), TURNS_AFTER);
    }
    fit();
  };
}

// Where the buttons of the leaves stand.
export function leavesPlace() {
  return el("span", { class: "leaves", role: "group", "aria-label": t("room_leaves") });
}
