// One request under way may finish its first picture, the newest change waits behind it, and only refinement is broken off.
// Aborting at every step of a slider would draw nothing at all while it is dragged.

import { client, postLines } from "./api.js";

export class Asking {
  // onLine(line, query): every line of the newest request that has not been overtaken; onTrouble(error, query).
  constructor({ onLine, onTrouble, name = "", until = "twenty" }) {
    this.onLine = onLine;
    this.onTrouble = onTrouble;
    this.client = client + name;
    this.until = until;
    this.running = null;
    this.waiting = null;
  }

  ask(query, until = this.until) {
    const wanted = { query, until, controller: new AbortController(), drawn: false, hash: null };
    if (this.running && !this.running.drawn) {
      this.waiting = wanted;
      return;
    }
    if (this.running) this.running.controller.abort();
    this.start(wanted);
  }

  // Nothing is wanted any more, such as when a panel closes.
  stop() {
    this.waiting = null;
    if (this.running) this.running.controller.abort();
    this.running = null;
  }

  async start(request) {
    this.running = request;
    const body = { query: request.query, client: this.client, until: request.until };
    try {
      await postLines("/api/ask", body, (line) => this.take(line, request), request.controller.signal);
    } catch (trouble) {
      if (trouble.name !== "AbortError" && request === this.running && !this.waiting) this.onTrouble(trouble, request.query);
    }
    if (request === this.running) this.next();
  }

  take(line, request) {
    if (request !== this.running) return;
    if (line.kind === "answer") {
      if (request.hash && line.hash !== request.hash) return;
      request.hash = line.hash;
      request.drawn = true;
    }
    this.onLine(line, request.query);
    if ((line.kind === "answer" || line.kind === "error") && this.waiting) {
      request.controller.abort();
      this.next();
    }
  }

  next() {
    const { waiting } = this;
    this.running = null;
    this.waiting = null;
    if (waiting) this.start(waiting);
  }
}
