// What host, wall and phones show alike: where the round stands, the answer, the reasons, what the teams chose.

import { el, table } from "../dom.js";
import { isShare, isSwitch } from "../levers_format.js";
import { number, t } from "../texts.js";
import { courses } from "./course.js";
import { described, histogram } from "./histogram.js";

const PHASES = ["question", "predict", "reveal", "debrief"];

export function phases(state) {
  const rest = state.phase === "welcome" || state.phase === "ended";
  return el("ol", { class: "phases", "aria-label": t("room_phases") },
    PHASES.map((phase) => el("li", { "aria-current": !rest && phase === state.phase ? "step" : null }, t(`room_phase_${phase}`))));
}

export function roundName(state) {
  return t("room_round", { n: number(state.round), of: number(state.rounds) });
}

// The guesses against the model; drawn anew where the place for it changes.
export function revealed(state, letters = 15) {
  const place = el("div", { class: "drawing", "data-part": true, on: { place: () => draw() } });
  const draw = () => {
    const wide = Math.round(place.clientWidth);
    if (wide > 100) place.replaceChildren(histogram(state, { wide, high: Math.round(Math.min(wide * 0.55, letters * 24, Math.max(letters * 10, window.innerHeight * 0.42))), letters }));
  };
  if (typeof ResizeObserver === "function") new ResizeObserver(draw).observe(place);
  requestAnimationFrame(draw);
  return el("section", { class: "revealed" }, place, el("p", { class: "finding", "data-part": true }, described(state)), courses(state, letters), reasons(state.room));
}

export function reasons(room) {
  if (!room.because.length) return null;
  const most = Math.max(...room.because.map((row) => row.count));
  return el("div", { class: "reasons", "data-parts": true }, el("h3", {}, t("room_because")),
    el("ul", {}, room.because.map((row) => {
      const bar = el("span", { class: "bar", "aria-hidden": "true" });
      bar.style.width = `${(100 * row.count) / most}%`;
      return el("li", { "data-part": true }, el("span", { class: "words" }, row.text), el("span", { class: "count" }, number(row.count)), bar);
    })));
}

export function lookAt(state) {
  return el("section", { class: "look-at", "data-parts": true }, el("h3", {}, t("room_look_at")), el("ul", {}, state.look_at.map((text) => el("li", { "data-part": true }, text))));
}

// A lever's value as people say it.
export function leverValue(lever, value) {
  if (isSwitch(lever)) return t(value >= 0.5 ? "common_yes" : "common_no");
  return isShare(lever.unit) ? t("common_percent", { number: number(100 * value, 3) }) : number(value, 4);
}

// Each team's levers, lever by lever, beside what came of them; today's values stand in a row of their own.
export function teams(state) {
  const rows = state.teams.filter((team) => team.levers || team.people);
  const moved = (team, lever) => team.levers && team.levers[lever.name] !== undefined;
  const cell = (team, lever) => (moved(team, lever) ? el("strong", {}, leverValue(lever, team.levers[lever.name])) : leverValue(lever, lever.today));
  const head = [t("room_team"), ...state.levers.map((lever) => (isSwitch(lever) || isShare(lever.unit) ? lever.title : `${lever.title} (${lever.unit_text})`)), state.teams_outcome];
  const today = [t("room_today"), ...state.levers.map((lever) => leverValue(lever, lever.today)), "\u2013"];
  const body = rows.map((team) => [team.name, ...state.levers.map((lever) => cell(team, lever)), team.levers ? team.model.text : t("room_team_waits")]);
  return table(t("room_teams", { outcome: state.teams_outcome }), head, [today, ...body], "teams");
}

// The same on the wall, where every letter is large: what each team moved, and what came of it in short.
export function teamsShort(state) {
  const rows = state.teams.filter((team) => team.levers || team.people);
  const title = Object.fromEntries(state.levers.map((lever) => [lever.name, lever]));
  const moved = (team) => Object.entries(team.levers || {}).map(([name, value]) => el("div", {}, t("room_moved_from", {
    lever: title[name].title, value: leverValue(title[name], value), today: leverValue(title[name], title[name].today) })));
  const shown = table(t("room_teams", { outcome: state.teams_outcome }), [t("room_team"), t("room_team_moved"), state.teams_outcome],
    rows.map((team) => [team.name, moved(team), team.levers ? team.model.short : t("room_team_waits")]), "teams");
  shown.setAttribute("data-parts", "");
  for (const row of shown.querySelectorAll("tbody tr")) row.setAttribute("data-part", "");
  return shown;
}

// The same on a phone, where no table has room: what each team moved, and what came of it.
export function teamsList(state) {
  const rows = state.teams.filter((team) => team.levers || team.people);
  const moved = (team) => state.levers.filter((lever) => team.levers && team.levers[lever.name] !== undefined)
    .map((lever) => el("li", {}, t("room_moved", { lever: lever.title, value: leverValue(lever, team.levers[lever.name]) })));
  return el("section", { class: "teams-list" }, el("h2", {}, t("room_teams", { outcome: state.teams_outcome })),
    rows.map((team) => el("div", { class: team.name === state.teams_open[state.me.team] ? "card mine" : "card" }, el("h3", {}, team.name),
      el("ul", {}, moved(team)), el("p", {}, team.levers ? team.model.text : t("room_team_waits")))));
}
