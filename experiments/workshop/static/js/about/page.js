// About: what the model cannot tell, how certain it is, where the data are, and what nobody records.

import { el, fill } from "../dom.js";
import { frame } from "../frame.js";
import { getJSON } from "../api.js";
import { trouble } from "../start.js";
import { has, loadTexts, t } from "../texts.js";

const SECTIONS = ["cannot", "certain", "read", "worlds", "privacy", "more"];

async function open() {
  await loadTexts();
  frame("about");
  const main = document.getElementById("main");
  fill(main, el("article", { class: "about-text" }, el("h1", {}, t("about_title")), SECTIONS.map(section)));
  try {
    const begun = await getJSON("/api/start");
    frame("about", { strip: begun.strip });
    main.firstChild.append(el("p", { class: "source" }, t("about_version", { version: begun.version || "" })));
  } catch (error) {
    main.append(trouble(error));
  }
}

function section(name) {
  const items = [];
  for (let at = 1; has(`about_${name}_${at}`); at += 1) items.push(el("li", {}, t(`about_${name}_${at}`)));
  return el("section", {}, el("h2", {}, t(`about_${name}`)), el("ul", {}, items));
}

open();
