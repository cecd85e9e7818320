// The wall: large letters, nothing to touch, and good for the room also where the host's page is gone.

import { button, el, fill } from "../dom.js";
import { trouble } from "../start.js";
import { loadTexts, number, t } from "../texts.js";
import { codeForm, codeOfAddress, noteCode } from "./code.js";
import { countDown } from "./count.js";
import { leaves, leavesPlace } from "./leaves.js";
import { strip, titled } from "./strip.js";
import { joinAddress, wall } from "./wall.js";
import { follow } from "./wire.js";

const LETTERS = 26;
const main = document.getElementById("main");
const lost = el("p", { class: "lost", role: "status" });
let stop = null;
let onOneScreen = null;

function ask(problem = null) {
  fill(main, el("h1", {}, t("page_screen")), problem && trouble(problem), codeForm(t("room_show"), begin, codeOfAddress()));
}

function begin(code) {
  noteCode(code);
  const stage = el("div", { class: "stage" });
  fill(main, lost, stage);
  if (stop) stop();
  stop = follow({
    code, role: "screen",
    onState: (state) => show(stage, state),
    onLost: (is) => fill(lost, is ? t("room_lost") : ""),
    onGone: ask,
  });
}

function show(stage, state) {
  fill(stage, wall(state, LETTERS), foot(state));
  countDown(stage.querySelector(".left"), state.seconds_left);
  if (!onOneScreen) onOneScreen = leaves();
  onOneScreen(stage, `${state.sitting} ${state.round} ${state.phase}`);
}

function foot(state) {
  const full = document.fullscreenEnabled && !document.fullscreenElement && button(t("room_full_screen"), () => document.documentElement.requestFullscreen(), { class: "quiet once" });
  if (state.phase === "welcome") return el("p", { class: "foot" }, full, leavesPlace());
  return el("p", { class: "foot" }, el("span", {}, t("room_join_at", { address: joinAddress(state).split("?")[0] })), el("strong", { class: "code" }, state.code),
    el("span", { class: "once" }, t("room_people", { n: number(state.members) })), full, leavesPlace());
}

// A projector that goes dark ends a lesson; only a secure origin may ask it not to.
function stayAwake() {
  if (navigator.wakeLock && document.visibilityState === "visible") navigator.wakeLock.request("screen").catch(() => {});
}

loadTexts().then(() => {
  titled("screen");
  document.documentElement.classList.add("large");
  strip();
  stayAwake();
  document.addEventListener("visibilitychange", stayAwake);
  const code = codeOfAddress();
  if (code) begin(code);
  else ask();
});
