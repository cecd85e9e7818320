// The host's page: choose a lesson, lead the room through its rounds, keep apart what everybody sees and what only the host does.

import { getJSON, postBlob, postJSON } from "../api.js";
import { button, el, filePicker, fill, freshId } from "../dom.js";
import { frame } from "../frame.js";
import { save } from "../share.js";
import { start, trouble } from "../start.js";
import { loadTexts, number, t } from "../texts.js";
import { reasons } from "./parts.js";
import { countDown } from "./count.js";
import { described } from "./histogram.js";
import { isAlone, joinAddress, wall } from "./wall.js";
import { follow, keep, kept } from "./wire.js";

const KEPT = "host";
const SURE_FOR = 5000;
const main = document.getElementById("main");
const said = el("div", { class: "said", role: "status" });
let stop = null;

async function choose(problem = null) {
  if (stop) stop();
  keep(KEPT, "");
  const found = await getJSON("/api/lessons");
  fill(main, el("h1", {}, t("room_host_title")), el("p", {}, t("room_host_about")), problem && trouble(problem), said,
    el("ul", { class: "lessons" }, found.lessons.map((lesson) => el("li", { class: "card" },
      el("h2", {}, lesson.title), el("p", { class: "note" }, t("room_lesson_size", { rounds: number(lesson.rounds), minutes: number(lesson.minutes) })),
      button(t("room_open"), () => open({ lesson: lesson.name }), { class: "main" }))),
      el("li", { class: "card" }, el("h2", {}, t("room_own_lesson")), el("p", { class: "note" }, t("room_own_lesson_note")),
        filePicker(t("room_own_lesson_open"), ".toml", (file) => open({ file })))));
}

// chosen: the name of a shipped lesson, or the text of a file.
async function open(chosen) {
  try {
    const found = await postJSON("/api/room/open", chosen);
    keep(KEPT, JSON.stringify({ room: found.room, token: found.host_token }));
    begin(found.room, found.host_token);
  } catch (problem) {
    fill(said, trouble(problem));
  }
}

function begin(code, token) {
  const room = { code, token, lessons: "", secretOpen: false };
  const shown = el("div", { class: "shown" });
  const own = el("div", { class: "own" });
  const lost = el("p", { class: "lost", role: "status" });
  fill(said, "");
  fill(main, lost, el("div", { class: "two" }, el("section", { class: "everybody" }, el("h2", {}, t("room_everybody")), shown),
    el("section", { class: "secret" }, el("h2", {}, t("room_secret")), said, own)));
  if (stop) stop();
  stop = follow({
    code, role: "host", token,
    onState: (state) => {
      fill(shown, wall(state, 15));
      countDown(shown.querySelector(".left"), state.seconds_left);
      draw(room, own, state);
    },
    onLost: (is) => fill(lost, is ? t("room_lost") : ""),
    onGone: (problem) => choose(problem),
  });
}

function draw(room, own, state) {
  const active = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.act : null;
  fill(own, el("p", { class: "counted" }, t("room_counted", { guessed: number(state.guessed), members: number(state.members) })),
    actions(room, state), entrance(state), notes(room, state), ending(room, state));
  const again = active && own.querySelector(`[data-act="${active}"]`);
  if (again) again.focus();
}

// One press is one step: a second one before the answer is none, and the server takes none that was meant for what is shown no more.
async function act(room, action, more = {}) {
  if (room.acting) return;
  room.acting = true;
  try {
    await postJSON(`/api/room/${room.code}/host`, { token: room.token, action, ...more });
    fill(said, "");
    if (action === "clear") choose();
  } catch (problem) {
    fill(said, trouble(problem));
  }
  room.acting = false;
}

// The one thing to do next stands first and is named by what it does.
function actions(room, state) {
  if (state.phase === "ended") return el("p", {}, t("room_is_over"));
  const here = { sitting: state.sitting, round: state.round, phase: state.phase };
  const last = state.phase === "debrief" && state.round === state.rounds;
  const next = button(t(last ? "room_do_end" : `room_do_${state.phase}`), () => act(room, "next", here), { class: "main", "data-act": "next" });
  const wait = state.phase === "predict" && button(t("room_do_wait"), () => act(room, "wait"), { "data-act": "wait" });
  const back = button(t("room_do_back"), () => act(room, "back", here), { "data-act": "back", disabled: !["predict", "debrief"].includes(state.phase) && !(state.phase === "question" && state.round > 1) });
  const ask = state.secret.model.state === "failed" && button(t("room_do_ask"), () => act(room, "ask"), { "data-act": "ask" });
  return el("div", { class: "row actions" }, next, wait, back, ask);
}

function entrance(state) {
  const address = joinAddress(state);
  const screen = `/screen?room=${state.code}`;
  return el("div", { class: "entrance-text" }, el("p", {}, t("room_code"), " ", el("strong", { class: "code" }, state.code)),
    el("p", {}, t("room_join_at", { address: address.split("?")[0] })), isAlone(address) && el("p", { class: "note" }, t("room_alone")),
    el("p", {}, el("a", { href: screen, target: "_blank", rel: "noopener" }, t("room_open_screen"))));
}

function notes(room, state) {
  const { secret } = state;
  const list = (title, texts) => texts.length > 0 && [el("h3", {}, title), el("ul", {}, texts.map((text) => el("li", {}, text)))];
  const early = !["reveal", "debrief", "ended"].includes(state.phase);
  const answer = el("details", { open: room.secretOpen, on: { toggle: (event) => {
    room.secretOpen = event.target.open;
  } } }, el("summary", {}, t("room_secret_answer")), el("p", {}, early ? described({ room: secret.guesses, model: secret.model }) : secret.model.text), early && reasons(secret.guesses));
  return el("div", { class: "notes" }, el("p", { class: "note" }, secret.about), answer, list(t("room_hints"), secret.hints), list(t("room_in_words"), secret.words));
}

function ending(room, state) {
  const id = freshId("lesson");
  const chosen = el("select", { id }, state.lessons.map((lesson) => el("option", { value: lesson.name, selected: lesson.name === state.lesson_name }, lesson.title)));
  return el("div", { class: "ending" },
    el("div", { class: "row" }, button(t("room_export"), () => exported(room), { "data-act": "export" }),
      state.phase !== "ended" && sure("end", t("room_do_end"), () => act(room, "end")), sure("clear", t("room_clear"), () => act(room, "clear"))),
    el("div", { class: "row" }, el("label", { for: id }, t("room_other_lesson")), chosen, sure("lesson", t("room_take_lesson"), () => act(room, "lesson", { lesson: chosen.value })),
      filePicker(t("room_own_lesson_take"), ".toml", (file) => act(room, "lesson", { file }))),
    el("p", { class: "note" }, t("room_nothing_kept")));
}

// What cannot be taken back is asked for twice, on the button itself.
function sure(name, text, then) {
  let asked = 0;
  const node = button(text, () => {
    if (Date.now() - asked < SURE_FOR) {
      asked = 0;
      fill(node, text);
      then();
      return;
    }
    asked = Date.now();
    fill(node, t("room_sure", { what: text }));
    setTimeout(() => fill(node, text), SURE_FOR);
  }, { "data-act": name });
  return node;
}

async function exported(room) {
  try {
    const { blob } = await postBlob(`/api/room/${room.code}/export`, { token: room.token });
    save(blob, `room-${room.code}.zip`);
    fill(said, el("p", {}, t("room_exported")));
  } catch (problem) {
    fill(said, trouble(problem));
  }
}

function resumed() {
  try {
    const found = JSON.parse(kept(KEPT) || "{}");
    return found.room && found.token ? found : null;
  } catch {
    return null;
  }
}

loadTexts().then(async () => {
  frame("host");
  const begun = await start(main);
  frame("host", { strip: begun.strip });
  const before = resumed();
  if (before) begin(before.room, before.token);
  else choose();
}).catch((problem) => fill(main, trouble(problem)));
