// What stands around every page: the way to the others, the language, undo, and the strip that says what this cannot tell.

import { button, el, fill, freshId } from "./dom.js";
import { search, withPages } from "./scenario.js";
import { shareDialog } from "./share.js";
import { language, t } from "./texts.js";

const PAGES = ["explore", "matrix", "watch", "host", "about"];
const NARROW = "(max-width: 760px)";

// Header and strip; a page without a question of its own (about, host) gives no store and the address is handed on as it is.
export function frame(page, { store = null, strip = null } = {}) {
  document.title = `${t(`page_${page}`)} \u2013 ${t("common_title")}`;
  const links = PAGES.map((name) => el("a", { href: `/${name}`, "aria-current": name === page ? "page" : null, "data-page": name }, t(`page_${name}`)));
  const switched = el("a", { class: "tool", lang: language() === "zh" ? "en" : "zh-CN", hreflang: language() === "zh" ? "en" : "zh" }, t("common_other_language"));
  const tools = store ? undoTools(store) : [];
  const head = document.querySelector("header");
  fill(head, el("a", { class: "skip", href: "#main" }, t("common_skip")), el("span", { class: "name" }, t("common_title")),
    el("nav", { "aria-label": t("common_pages") }, links), el("div", { class: "tools" }, tools, switched));
  const address = () => {
    const kept = store ? search(store.question) : location.search;
    for (const link of links) link.setAttribute("href", `/${link.dataset.page}${kept}`);
    const other = new URLSearchParams(kept);
    other.set("lang", language() === "zh" ? "en" : "zh");
    switched.setAttribute("href", `${location.pathname}?${other}`);
  };
  address();
  if (store) store.listen(address);
  if (strip) showStrip(strip);
}

function undoTools(store) {
  const undo = button(t("common_undo"), () => store.undo(), { class: "tool" });
  const redo = button(t("common_redo"), () => store.redo(), { class: "tool" });
  const reset = button(t("common_reset"), () => store.reset(), { class: "tool" });
  const share = button(t("common_share"), () => shareDialog(store), { class: "tool", "aria-haspopup": "dialog" });
  const able = () => {
    undo.disabled = !store.past.length;
    redo.disabled = !store.future.length;
  };
  able();
  store.listen(able);
  document.addEventListener("keydown", (event) => {
    const writes = event.target.matches && event.target.matches("input[type=text], input[type=number], input[type=search], textarea");
    if (!(event.ctrlKey || event.metaKey) || writes) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) store.undo();
    else if (key === "y" || (key === "z" && event.shiftKey)) store.redo();
    else return;
    event.preventDefault();
  });
  return [undo, redo, reset, share];
}

// Always in sight: on a wide screen in full, on a narrow one folded behind its first words.
function showStrip(strip) {
  const about = `${strip.why || "/about"}`;
  const why = el("a", { href: `${about}${location.search}` }, t("common_why"));
  const id = freshId("strip");
  const details = el("details", { class: "strip", id, open: !matchMedia(NARROW).matches },
    el("summary", {}, t("strip_title")),
    el("p", {}, strip.cannot, " ", strip.certainty, " ", why));
  const footer = document.querySelector("footer");
  fill(footer, details);
  // What rests at the foot of the page rests above the strip.
  new ResizeObserver(() => document.documentElement.style.setProperty("--strip", `${footer.offsetHeight}px`)).observe(footer);
}

// The page's own keys of the address, such as the policy that is edited.
export function keep(store, pages) {
  store.note(withPages(store.question, pages));
}
