// What every page asks first: is the server ready, and what is there to choose from.

import { getJSON } from "./api.js";
import { el, fill } from "./dom.js";
import { frame } from "./frame.js";
import { loadTexts, t } from "./texts.js";

const PAUSE = 700;

// The answer of /api/start once the engine is ready; until then the page says what is being prepared.
export async function start(main) {
  fill(main, el("p", { role: "status", class: "note" }, t("common_working")));
  for (;;) {
    const found = await getJSON("/api/start");
    if (found.ready) return found;
    fill(main, el("section", { class: "preparing", role: "status" },
      el("h1", {}, t("common_preparing")), el("p", {}, found.preparing || ""), el("p", {}, t("common_preparing_note")), el("progress", { "aria-label": t("common_preparing") })));
    await new Promise((go) => setTimeout(go, PAUSE));
  }
}

// Opens a page: its frame, what there is to choose from, then show(main, begun); what went wrong stands in its place.
export async function opened(name, show) {
  await loadTexts();
  const main = document.getElementById("main");
  frame(name);
  try {
    show(main, await start(main));
  } catch (error) {
    fill(main, trouble(error));
  }
}

// The name of a field of a request: of no use to whoever reads it.
const KEY = /^[a-z_]+(?:, [a-z_]+)*=?$/;

// The trouble as a person reads it: what, where, what is allowed, what to do.
export function trouble(error) {
  return el("div", { class: "trouble", role: "alert" },
    el("strong", {}, error.message || t("common_trouble")),
    error.where && !KEY.test(error.where) && el("p", {}, t("common_where", { where: error.where })),
    error.allowed && el("p", {}, error.allowed),
    error.mend && el("p", {}, error.mend));
}
