// A guess: a number on a slider, one reason of a list, and some words of one's own.

import { button, el, fill, freshId } from "../dom.js";
import { trouble } from "../start.js";
import { signed, t } from "../texts.js";
import { countDown } from "./count.js";
import { coursePart } from "./course.js";
import { postJSON } from "../api.js";

const MOST_WORDS = 140;

function shown(value) {
  return t("common_percent", { number: signed(value, 3) });
}

// What the phone's owner guessed, said where the answer is shown.
export function guessSaid(state) {
  const { guess } = state.me;
  return el("p", { class: "own" }, guess ? t("room_own_guess", { value: shown(guess.value) }) : t("room_no_guess"));
}

export function guessForm(room, state) {
  const name = freshId("because");
  const said = el("p", { class: "said", role: "status" });
  const left = el("p", { class: "left" });
  const { guess } = state.me;
  const slider = numberPart(state, guess ? guess.value : 0);
  const reasons = reasonsPart(state, guess, name);
  const words = wordsPart(guess);
  const course = coursePart(state, guess, slider.set);
  const send = async (event) => {
    event.preventDefault();
    const picked = node.querySelector(`input[name="${name}"]:checked`);
    if (!picked) {
      fill(said, t("room_choose_reason"));
      return;
    }
    const body = {
      who: room.who, round: state.round, sitting: state.sitting, value: slider.value(), because: Number(picked.value), words: words.value(), course: course.value(),
    };
    try {
      await postJSON(`/api/room/${room.code}/predict`, body);
      fill(said, t("room_guess_taken", { value: shown(body.value) }));
      fill(submit, t("room_guess_again"));
    } catch (problem) {
      fill(said, trouble(problem));
    }
  };
  const submit = el("button", { type: "submit", class: "main wide" }, t(guess ? "room_guess_again" : "room_guess_send"));
  const node = el("form", { class: "guess", on: { submit: send } }, left, slider.node, course.node, reasons, words.node, submit, said, el("p", { class: "note" }, t("room_guess_note")));
  if (guess) fill(said, t("room_guess_taken", { value: shown(guess.value) }));
  const take = (now) => {
    fill(left, "");
    countDown(left, now.seconds_left);
  };
  take(state);
  return { node, take };
}

function numberPart(state, begun) {
  const id = freshId("guess");
  const { low, high } = state.guess;
  const told = el("output", { class: "big", for: id }, shown(begun));
  const field = el("input", { id, type: "range", min: low, max: high, step: 1, value: begun, "aria-valuetext": shown(begun) });
  const draw = () => {
    fill(told, shown(Number(field.value)));
    field.setAttribute("aria-valuetext", shown(Number(field.value)));
  };
  const move = (by) => {
    field.value = Number(field.value) + by;
    draw();
  };
  field.addEventListener("input", draw);
  const node = el("div", { class: "number" }, el("label", { for: id }, t("room_my_guess", { outcome: state.outcome })), told,
    el("div", { class: "row" }, button("\u2212", () => move(-1), { "aria-label": t("room_less"), class: "step" }), field,
      button("+", () => move(1), { "aria-label": t("room_more"), class: "step" })),
    el("p", { class: "ends" }, el("span", {}, t("room_fewer_end")), el("span", {}, t("room_more_end"))));
  const set = (value) => {
    field.value = Math.round(value);
    draw();
  };
  return { node, set, value: () => Number(field.value) };
}

function reasonsPart(state, guess, name) {
  const rows = state.because.map((text, at) => {
    const value = at === state.other ? -1 : at;
    return el("label", { class: "reason" }, el("input", { type: "radio", name, value: String(value), checked: Boolean(guess && guess.because === value) }), el("span", {}, text));
  });
  return el("fieldset", {}, el("legend", {}, t("room_because_own")), rows);
}

function wordsPart(guess) {
  const id = freshId("words");
  const field = el("input", { id, type: "text", maxlength: MOST_WORDS, autocomplete: "off", value: guess ? guess.words : "" });
  return { node: el("div", { class: "words" }, el("label", { for: id }, t("room_words")), field), value: () => field.value };
}
