// On the wall and on phones: the strip that says what this cannot tell, without the way to the other pages.

import { el, fill } from "../dom.js";
import { t } from "../texts.js";
import { getJSON } from "../api.js";

const PAUSE = 3000;

// The strip as soon as the server has it; without it the page works all the same.
export async function strip() {
  for (;;) {
    const found = await getJSON("/api/start").catch(() => ({}));
    if (found.strip) {
      const footer = document.querySelector("footer");
      // What stands at the foot of the page stands above the strip.
      new ResizeObserver(() => document.documentElement.style.setProperty("--strip", `${footer.offsetHeight}px`)).observe(footer);
      fill(footer, el("details", { class: "strip", open: !matchMedia("(max-width: 760px)").matches },
        el("summary", {}, t("strip_title")),
        el("p", {}, found.strip.cannot, " ", el("span", { class: "certainty" }, found.strip.certainty))));
      return;
    }
    await new Promise((go) => setTimeout(go, PAUSE));
  }
}

export function titled(page) {
  document.title = `${t(`page_${page}`)} \u2013 ${t("common_title")}`;
}
