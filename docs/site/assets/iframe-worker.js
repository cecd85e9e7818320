/* Search where the site is opened from a disk or a stick: browsers refuse workers to pages from files, so that a hidden frame does their work.
   The theme knows such a stand-in by the name IFrameWorker, and finds its own script in the frame. */
if (location.protocol === "file:") {
  class IFrameWorker extends EventTarget {
    constructor(address) {
      super();
      this.waiting = [];
      this.onmessage = null;
      window.IFrameWorker.last = this;
      const frame = this.frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "search";
      const start = () => {
        document.body.appendChild(frame);
        const inside = frame.contentWindow, page = frame.contentDocument;
        inside.postMessage = (data) => {
          const event = new MessageEvent("message", { data });
          this.dispatchEvent(event);
          if (this.onmessage) this.onmessage(event);
        };
        inside.importScripts = (...scripts) => scripts.reduce((before, one) => before.then(() => this.load(one)), Promise.resolve());
        this.load(address).then(() => { this.ready = true; this.waiting.splice(0).forEach((data) => this.say(data)); });
        return page;
      };
      if (document.body) start(); else document.addEventListener("DOMContentLoaded", start);
    }
    load(address) {
      return new Promise((done, failed) => {
        const script = this.frame.contentDocument.createElement("script");
        script.src = new URL(address, location.href).href;
        script.onload = done;
        script.onerror = failed;
        this.frame.contentDocument.body.appendChild(script);
      });
    }
    say(data) {
      const inside = this.frame.contentWindow;
      inside.dispatchEvent(new inside.MessageEvent("message", { data }));
    }
    postMessage(data) { if (this.ready) this.say(data); else this.waiting.push(data); }
    terminate() { this.frame.remove(); }
  }
  window.IFrameWorker = window.Worker = IFrameWorker;
}
