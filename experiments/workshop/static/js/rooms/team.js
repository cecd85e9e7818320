// A team's levers: each at one of its stops, some of them moved; whoever of the team moves one moves it for all.

import { el, fill, freshId } from "../dom.js";
import { trouble } from "../start.js";
import { number, t } from "../texts.js";
import { leverValue } from "./parts.js";
import { postJSON } from "../api.js";

export function teamForm(room, state) {
  const said = el("p", { class: "said", role: "status" });
  const fields = new Map();
  let touched = false;
  const chooser = teamChooser(room, state, said);
  const rows = state.levers.map((lever) => {
    const id = freshId("lever");
    const field = el("select", { id, on: { change: () => {
      touched = true;
      limit();
    } } }, lever.stops.map((stop) => el("option", { value: String(stop) }, stop === lever.today ? t("room_as_today", { value: leverValue(lever, stop) }) : leverValue(lever, stop))));
    fields.set(lever.name, { lever, field });
    return el("div", { class: "lever" }, el("label", { for: id }, lever.title, el("span", { class: "unit" }, lever.unit_text)), field);
  });
  const chosen = () => Object.fromEntries([...fields].filter(([, { lever, field }]) => Number(field.value) !== lever.today).map(([name, { field }]) => [name, Number(field.value)]));
  const limit = () => {
    const full = Object.keys(chosen()).length >= state.moves;
    for (const { lever, field } of fields.values()) field.disabled = full && Number(field.value) === lever.today;
  };
  const send = async (event) => {
    event.preventDefault();
    fill(said, t("common_working"));
    try {
      const now = await postJSON(`/api/room/${room.code}/team`, { who: room.who, sitting: state.sitting, round: state.round, levers: chosen() });
      touched = false;
      fill(said, t("room_team_sent"));
      take(now);
    } catch (problem) {
      fill(said, trouble(problem));
    }
  };
  const take = (now) => {
    chooser.take(now);
    if (touched) return;
    for (const [name, { lever, field }] of fields) field.value = String(now.me.levers[name] === undefined ? lever.today : now.me.levers[name]);
    limit();
  };
  const node = el("form", { class: "team", on: { submit: send } }, el("h2", {}, t("room_your_team")), chooser.node, el("p", {}, t("room_moves", { n: number(state.moves) })), rows,
    el("button", { type: "submit", class: "main wide" }, t("room_team_send")), said);
  return { node, take };
}

function teamChooser(room, state, said) {
  const id = freshId("team");
  const field = el("select", { id, on: { change: () => {
    postJSON(`/api/room/${room.code}/team`, { who: room.who, team: Number(field.value) }).catch((problem) => fill(said, trouble(problem)));
  } } }, state.teams_open.map((name, at) => el("option", { value: String(at) }, name)));
  const take = (now) => {
    field.value = String(now.me.team);
  };
  take(state);
  return { node: el("div", { class: "lever" }, el("label", { for: id }, t("room_team")), field), take };
}
