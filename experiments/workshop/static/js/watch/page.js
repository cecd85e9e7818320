// Watch: two futures with the same random draws side by side, month by month.

import { client, postJSON } from "../api.js";
import { el, fill, freshId } from "../dom.js";
import { frame } from "../frame.js";
import { Lookup } from "../lookup.js";
import { parsed } from "../own_policy.js";
import { now, query, withPages } from "../scenario.js";
import { opened, trouble } from "../start.js";
import { Store } from "../store.js";
import { t } from "../texts.js";
import { Film } from "./film.js";
import { Player } from "./player.js";
import { Stage } from "./stage.js";
import { StoryView } from "./story.js";

const WORLDS = 10;

function show(main, begun) {
  const lookup = new Lookup(begun);
  const store = new Store(lookup.firstDistrict());
  frame("watch", { store, strip: begun.strip });
  const place = el("div", { class: "film" });
  const choosing = choosers(store, lookup);
  fill(main, el("h1", {}, t("watch_title")), el("p", { class: "note" }, t("watch_how")), choosing.node, place);
  let under = null;
  let shown = "";
  const load = async () => {
    choosing.update();
    const { question } = store;
    const body = { query: query(question), client: `${client}f`, world: worldOf(question), policy: parsed(question.policies[now(question)]).name || question.policies[now(question)] };
    if (JSON.stringify(body) === shown) return;
    shown = JSON.stringify(body);
    if (under) under.abort();
    under = new AbortController();
    const mine = under;
    fill(place, el("p", { role: "status" }, t("watch_working")), el("progress", { "aria-label": t("watch_working") }));
    try {
      const found = await postJSON("/api/film", body, mine.signal);
      if (mine === under) showFilm(place, new Film(found, lookup, question), store);
    } catch (error) {
      if (error.name === "AbortError") return;
      shown = "";
      fill(place, trouble(error));
    }
  };
  store.listen(load);
  load();
}

// The worlds of the question that can be watched: the first ten of it.
function worldsOf(question) {
  const first = Number(question.first_world) || 0;
  const count = Math.min(WORLDS, Math.max(1, Number(question.worlds) || 1));
  return Array.from({ length: count }, (_none, at) => first + at);
}

// The world that is watched; the first where the address says something else.
function worldOf(question) {
  const worlds = worldsOf(question);
  const asked = Number(question.pages.world);
  return worlds.includes(asked) ? asked : worlds[0];
}

// Which policy beside the baseline, and which of the worlds.
function choosers(store, lookup) {
  const [policyId, worldId] = [freshId("watched"), freshId("world")];
  const policy = el("select", { id: policyId, on: { change: () => store.note(withPages(store.question, { now: policy.value === "0" ? undefined : policy.value, month: undefined })) } });
  const world = el("select", { id: worldId, on: { change: () => store.note(withPages(store.question, { world: world.value === String(worldsOf(store.question)[0]) ? undefined : world.value, month: undefined })) } });
  const update = () => {
    const { question } = store;
    fill(policy, question.policies.map((spec, at) => el("option", { value: String(at) }, lookup.title(spec))));
    fill(world, worldsOf(question).map((number) => el("option", { value: String(number) }, t("watch_world_number", { number: number + 1 }))));
    policy.value = String(now(question));
    world.value = String(worldOf(question));
  };
  const node = el("div", { class: "choosing" }, el("div", { class: "field" }, el("label", { for: policyId }, t("watch_policy")), policy),
    el("div", { class: "field" }, el("label", { for: worldId }, t("watch_world")), world));
  return { node, update };
}

function showFilm(place, film, store) {
  const story = new StoryView(film);
  const stages = film.futures.map((future, at) => new Stage(film, at, { point: (enterprise, kept) => story.point(enterprise, kept) }));
  const asked = Number(store.question.pages.month);
  const month = Number.isInteger(asked) ? Math.max(0, Math.min(asked, film.months - 1)) : 0;
  const player = new Player(film, {
    month,
    draw: (at) => {
      for (const stage of stages) stage.draw(at, story.enterprise);
      story.update(at);
    },
    rest: (at) => store.note(withPages(store.question, { month: at || undefined })),
  });
  story.listen(() => player.redraw());
  const parting = film.parting;
  const first = el("p", { class: "parting" }, parting ? [el("strong", {}, t("watch_parting")), " ", story.parting(parting), " ",
    el("button", { type: "button", on: { click: () => {
      story.point(parting.enterprise, true);
      player.go(parting.month, true);
    } } }, t("watch_go"))] : t("watch_no_parting"));
  fill(place, first, legend(), el("div", { class: "stages" }, stages.map((stage) => stage.node)), player.node, story.node, film.table(), el("p", { class: "note unknown" }, film.unknown || t("watch_unknown")));
  for (const stage of stages) stage.open(() => player.redraw());
  player.redraw();
}

function legend() {
  const items = ["visit", "injury", "death", "parting", "hazards"].map((name) => el("li", {}, el("span", { class: `sign ${name}`, "aria-hidden": "true" }), t(`watch_sign_${name}`)));
  return el("ul", { class: "legend", "aria-label": t("matrix_legend") }, items);
}

opened("watch", show);
