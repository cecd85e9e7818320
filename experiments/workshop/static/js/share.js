// The question to hand on: its address, the address as a code for a phone, the command and the notebook line that give the same, the files.

import { client, postBlob, postJSON } from "./api.js";
import { button, el, filePicker, fill, freshId } from "./dom.js";
import { query, read, search } from "./scenario.js";
import { trouble } from "./start.js";
import { t } from "./texts.js";

const FILES = ["toml", "csv", "xlsx", "zip"];
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

export function shareDialog(store) {
  const id = freshId("share");
  const body = el("div", {}, el("p", { role: "status" }, t("common_working")));
  const dialog = el("dialog", { "aria-labelledby": id, class: "share" },
    el("h2", { id }, t("share_title")), body, el("div", { class: "row" }, button(t("common_close"), () => dialog.close(), { class: "main" })));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  const address = `${location.origin}${location.pathname}${search(store.question)}`;
  postJSON("/api/scenario", { query: query(store.question) })
    .then((shapes) => fill(body, link(address), ...texts(shapes), files(store, body)))
    .catch((error) => fill(body, trouble(error), link(address)));
}

function link(address) {
  const code = el("img", { src: `/api/qr?text=${encodeURIComponent(address)}`, alt: t("share_code"), width: 180, height: 180 });
  const alone = LOOPBACK.includes(location.hostname);
  return el("div", { class: "row top" }, el("div", { class: "grows" }, copied(t("share_address"), address), el("p", { class: "note" }, alone ? t("share_alone") : t("share_room"))), !alone && code);
}

function texts(shapes) {
  return [copied(t("share_command"), shapes.command), copied(t("share_notebook"), shapes.call),
    el("p", { class: "note" }, t("share_same", { hash: (shapes.hash || "").slice(0, 12) }))];
}

// A text to copy: the clipboard wants a secure origin, so the older way is the way.
function copied(title, text) {
  const id = freshId("copy");
  const field = el("textarea", { id, readonly: true, rows: 2, value: text });
  const done = el("span", { role: "status", class: "note" });
  const copy = () => {
    field.select();
    document.execCommand("copy");
    fill(done, t("share_copied"));
  };
  return el("div", { class: "copied" }, el("label", { for: id }, title), field, el("div", { class: "row" }, button(t("share_copy"), copy), done));
}

function files(store, body) {
  const names = FILES.map((what) => button(t(`share_${what}`), () => download(store, what).catch((error) => body.append(trouble(error)))));
  const said = el("div", { role: "status" });
  const open = (toml) => opened(store, toml).then(() => body.closest("dialog").close()).catch((error) => fill(said, trouble(error)));
  return el("div", {}, el("h3", {}, t("share_files")), el("div", { class: "row" }, names), el("p", { class: "note" }, t("share_columns")),
    el("div", { class: "row" }, filePicker(t("share_open"), ".toml", open), el("span", { class: "note" }, t("share_open_note"))), said);
}

// A scenario from a file that was saved here or written by hand: it becomes the question of the page, and undo takes it back.
async function opened(store, toml) {
  const shapes = await postJSON("/api/scenario", { toml });
  store.change({ ...read(`?${shapes.query}`, store.district), pages: { ...store.question.pages, now: undefined } });
}

export async function download(store, what) {
  const { blob, name } = await postBlob("/api/download", { query: query(store.question), what, stage: "twenty", client });
  save(blob, name || `inspectorate.${what}`);
}

// A file that the page made or was given, saved under a name.
export function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const anchor = el("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
