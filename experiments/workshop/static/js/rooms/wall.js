// What the wall shows of each phase; the host's page shows the same, smaller.

import { el } from "../dom.js";
import { number, t } from "../texts.js";
import { lookAt, phases, revealed, roundName, teams, teamsShort } from "./parts.js";

const LARGE = 20;

export function wall(state, letters) {
  const body = stages[state.phase](state, letters);
  const head = state.phase === "welcome" || state.phase === "ended" ? [] : [
    el("div", { class: "row top" }, phases(state), el("p", { class: "round" }, `${roundName(state)} \u00b7 ${state.title}`)), el("h1", {}, state.question)];
  return el("section", { class: `wall ${state.phase}`, "aria-label": t("room_wall") }, head, body);
}

// The address by which phones reach the room: the server's own, since the wall may have been opened as localhost.
export function joinAddress(state) {
  return (state.join && state.join[0]) || `${location.origin}/join?room=${state.code}`;
}

// Whether only the computer itself reaches an address.
export function isAlone(address) {
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(address).hostname);
}

function code(state) {
  const address = joinAddress(state);
  // A code that leads to the computer itself would lead every phone to itself.
  if (isAlone(address)) return el("div", { class: "entrance" }, el("div", {}, el("p", {}, t("room_alone_wall")), el("p", { class: "large-code" }, state.code)));
  return el("div", { class: "entrance" }, el("img", { src: `/api/qr?text=${encodeURIComponent(address)}`, alt: t("room_qr", { address }), width: 320, height: 320 }),
    el("div", {}, el("p", { class: "address" }, address.split("?")[0]), el("p", { class: "large-code" }, state.code)));
}

const counted = (state) => el("p", { class: "counted", role: "status" }, t("room_counted", { guessed: number(state.guessed), members: number(state.members) }));

const stages = {
  welcome: (state) => [el("h1", {}, state.lesson), !isAlone(joinAddress(state)) && el("p", {}, t("room_scan")), code(state), el("p", { class: "counted", role: "status" }, t("room_people", { n: number(state.members) }))],
  question: () => [el("p", {}, t("room_think"))],
  predict: (state) => [el("p", {}, t("room_guess_now")), counted(state), el("p", { class: "left", role: "timer" })],
  reveal: (state, letters) => [revealed(state, letters)],
  debrief: (state, letters) => [el("p", { class: "finding", "data-part": true }, state.model.text), lookAt(state), state.teams && (letters < LARGE ? teams(state) : teamsShort(state))],
  ended: (state) => [el("h1", {}, state.lesson), el("p", {}, t("room_thanks"))],
};
