// The question of this page: in the address, so that it can be shared; with undo and redo, kept for the tab when the page changes.

import { read, search, withPages } from "./scenario.js";

const KEPT = "inspectorate-undo";
const AT_MOST = 100;

export class Store {
  constructor(district) {
    this.district = district;
    this.question = read(location.search, district);
    this.settled = search(this.question);
    this.listeners = [];
    const kept = this.kept();
    this.past = kept.past;
    this.future = kept.future;
    window.addEventListener("popstate", () => {
      this.take(location.search);
      history.replaceState(null, "", this.settled);
    });
  }

  kept() {
    try {
      const found = JSON.parse(sessionStorage.getItem(KEPT) || "{}");
      return { past: found.past || [], future: found.future || [] };
    } catch {
      return { past: [], future: [] };
    }
  }

  keep() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ past: this.past.slice(-AT_MOST), future: this.future.slice(-AT_MOST) }));
    } catch {
      // A browser that keeps nothing for a tab: undo works until the page changes.
    }
  }

  listen(act) {
    this.listeners.push(act);
  }

  // While a slider is dragged: drawn and in the address, but no step of its own for undo.
  preview(question) {
    this.question = question;
    history.replaceState(null, "", search(question));
    this.tell("preview");
  }

  // A change that undo takes back.
  change(question) {
    const address = search(question);
    this.question = question;
    if (address !== this.settled) {
      this.past.push(this.settled);
      this.future = [];
      history.replaceState(null, "", this.settled);
      history.pushState(null, "", address);
      this.settled = address;
      this.keep();
    }
    this.tell("change");
  }

  // Beside the question, such as the month that is watched: in the address, nothing to undo and nothing to ask.
  note(question) {
    this.question = question;
    this.settled = search(question);
    history.replaceState(null, "", this.settled);
    this.tell("note");
  }

  undo() {
    this.move(this.past, this.future);
  }

  redo() {
    this.move(this.future, this.past);
  }

  move(from, to) {
    if (!from.length) return;
    to.push(this.settled);
    this.take(from.pop());
    history.replaceState(null, "", this.settled);
    this.keep();
  }

  reset() {
    this.change(read(this.question.pages.lang ? `?lang=${this.question.pages.lang}` : "", this.district));
  }

  // A question from before; the language stays that of the page, whichever it was asked in.
  take(address) {
    const { lang } = this.question.pages;
    this.question = withPages(read(address, this.district), { lang });
    this.settled = search(this.question);
    this.tell("change");
  }

  tell(what) {
    for (const act of this.listeners) act(this.question, what);
  }
}
