// The phone's page: join without a name, guess, see the answer, move the team's levers.

import { el, fill } from "../dom.js";
import { trouble } from "../start.js";
import { loadTexts, t } from "../texts.js";
import { codeForm, codeOfAddress, noteCode } from "./code.js";
import { guessForm, guessSaid } from "./guess.js";
import { phases, lookAt, revealed, roundName, teamsList } from "./parts.js";
import { strip, titled } from "./strip.js";
import { teamForm } from "./team.js";
import { postJSON } from "../api.js";
import { follow, keep, kept } from "./wire.js";

const main = document.getElementById("main");
const said = el("p", { class: "said", role: "status" });
const lost = el("p", { class: "lost", role: "status" });
let stop = null;

function ask(problem = null) {
  if (stop) stop();
  fill(main, el("h1", {}, t("room_join_title")), problem && trouble(problem), codeForm(t("room_join"), enter, codeOfAddress()), el("p", { class: "note" }, t("room_no_names")));
}

async function enter(code) {
  fill(lost, "");
  try {
    const found = await postJSON(`/api/room/${encodeURIComponent(code)}/join`, { who: kept(`who-${code}`) || null });
    keep(`who-${found.room}`, found.who);
    noteCode(found.room);
    begin(found.room, found.who);
  } catch (problem) {
    ask(problem);
  }
}

function begin(code, who) {
  const room = { code, who, shown: "", form: null };
  fill(main, el("p", { class: "where" }), lost, said, el("div", { class: "stage" }));
  if (stop) stop();
  stop = follow({
    code, role: "member", token: who,
    onState: (state) => show(room, state),
    onLost: (is) => fill(lost, is ? t("room_lost") : ""),
    onGone: (problem) => {
      keep(`who-${code}`, "");
      ask(problem);
    },
  });
}

// A part that somebody is filling in is not made anew under the finger: only where the round goes on.
function show(room, state) {
  const place = `${state.phase} ${state.round} ${state.sitting} ${state.lesson}`;
  fill(main.querySelector(".where"), t("room_where", { code: state.code, lesson: state.lesson }));
  if (place === room.shown && room.form) {
    room.form.take(state);
    return;
  }
  room.shown = place;
  fill(said, t(`room_said_${state.phase}`));
  room.form = stages[state.phase](room, state);
  window.scrollTo(0, 0);
}

function stage(...children) {
  fill(main.querySelector(".stage"), ...children);
}

function head(state) {
  return [phases(state), el("p", { class: "round" }, `${roundName(state)} \u00b7 ${state.title}`), el("h1", {}, state.question)];
}

const still = (show) => ({ take: show });

const stages = {
  welcome: (_room, state) => {
    stage(el("h1", {}, state.lesson), el("p", {}, t("room_welcome")), el("p", { class: "note" }, t("room_no_names")));
    return still(() => {});
  },
  question: (_room, state) => {
    stage(...head(state), el("p", {}, t("room_think")));
    return still(() => {});
  },
  predict: (room, state) => {
    const form = guessForm(room, state);
    stage(...head(state), form.node);
    return form;
  },
  reveal: (_room, state) => {
    const draw = (now) => stage(...head(now), guessSaid(now), revealed(now, 14));
    draw(state);
    return still(draw);
  },
  debrief: (room, state) => {
    if (!state.teams) {
      stage(...head(state), guessSaid(state), el("p", { class: "finding" }, state.model.text), lookAt(state));
      return still(() => {});
    }
    const form = teamForm(room, state);
    const rest = el("div", {});
    const draw = (now) => {
      form.take(now);
      fill(rest, teamsList(now));
    };
    stage(...head(state), el("p", { class: "finding" }, state.model.text), lookAt(state), form.node, rest);
    draw(state);
    return still(draw);
  },
  ended: (_room, state) => {
    stage(el("h1", {}, state.lesson), el("p", {}, t("room_thanks")));
    return still(() => {});
  },
};

loadTexts().then(() => {
  titled("join");
  strip();
  const code = codeOfAddress();
  if (code) enter(code);
  else ask();
});
