// Two futures of one world as the server sent them, put in order for drawing: what happens in which month, and to whom.

import { el, fill, table } from "../dom.js";
import { parsed } from "../own_policy.js";
import { number, t } from "../texts.js";

const ROUNDS = 200;
// Room between two places, for the name of the lower one.
const GAP = 0.045;

export class Film {
  constructor(found, lookup, question) {
    this.months = found.months;
    this.places = found.places;
    this.enterprises = found.enterprises;
    this.count = found.enterprises.place.length;
    this.sectors = found.sectors;
    this.departments = found.departments;
    this.parting = found.first_parting;
    this.unknown = found.unknown;
    // The server calls a policy of one's own by its name alone.
    this.specs = new Map(question.policies.map((spec) => [parsed(spec).name || spec, spec]));
    this.futures = found.futures.map((future) => new Future(future, this, lookup));
    this.question = question;
    this.where = laidOut(this);
  }

  // Name of an entry of a list that holds names or {name, title}.
  static titleOf(one) {
    return typeof one === "object" && one !== null ? one.title || one.name : String(one);
  }

  placeTitle(enterprise) {
    return Film.titleOf(this.places[this.enterprises.place[enterprise]]);
  }

  sectorTitle(enterprise) {
    return Film.titleOf(this.sectors[this.enterprises.sector[enterprise]]);
  }

  departmentTitle(at) {
    return Film.titleOf(this.departments[at]);
  }

  // Those who were hurt in one of the futures, the worst first: the list that a keyboard can reach.
  struck() {
    const score = new Map();
    for (const future of this.futures) {
      const { enterprise, deaths, injuries } = future.casualties;
      enterprise.forEach((one, row) => score.set(one, (score.get(one) || 0) + injuries[row] + 1000 * deaths[row]));
    }
    return [...score.entries()].sort((one, other) => other[1] - one[1]).map(([enterprise]) => enterprise);
  }

  // Month by month as a table, made when it is opened.
  table() {
    const node = el("details", { class: "as-table", on: { toggle: () => node.open && fill(body, this.rows()) } }, el("summary", {}, t("watch_as_table")));
    const body = el("div");
    node.append(body);
    return node;
  }

  rows() {
    const kinds = ["visits", "injuries", "deaths"];
    const head = [t("watch_month"), ...this.futures.flatMap((future) => kinds.map((kind) => t(`watch_column_${kind}`, { title: future.title })))];
    const rows = Array.from({ length: this.months }, (_none, month) => [number(month + 1, 4), ...this.futures.flatMap((future) => kinds.map((kind) => number(future.counts[kind][month], 5)))]);
    return table(t("watch_as_table"), head, rows);
  }
}

class Future {
  constructor(found, film, lookup) {
    this.policy = found.policy;
    this.title = found.policy === "baseline" ? t("explore_today") : lookup.title(film.specs.get(found.policy) || found.policy);
    this.hazards = bytes(found.hazards);
    this.visits = found.visits;
    this.casualties = found.casualties;
    this.visitRows = byMonth(found.visits.month, film.months);
    this.casualtyRows = byMonth(found.casualties.month, film.months);
    const sum = (rows, values) => rows.map((list) => list.reduce((all, row) => all + values[row], 0));
    this.counts = {
      visits: this.visitRows.map((list) => list.length),
      injuries: sum(this.casualtyRows, found.casualties.injuries),
      deaths: sum(this.casualtyRows, found.casualties.deaths),
    };
    this.months = film.months;
  }

  hazardsOf(enterprise, month) {
    return this.hazards[enterprise * this.months + month];
  }

  // Everything that happened to an enterprise up to a month, oldest first.
  eventsOf(enterprise, until) {
    const found = [];
    this.visits.enterprise.forEach((one, row) => {
      if (one === enterprise && this.visits.month[row] <= until) found.push({ month: this.visits.month[row], kind: "visit", row });
    });
    this.casualties.enterprise.forEach((one, row) => {
      if (one === enterprise && this.casualties.month[row] <= until) found.push({ month: this.casualties.month[row], kind: "casualty", row });
    });
    return found.sort((one, other) => one.month - other.month);
  }
}

function bytes(text) {
  const raw = atob(text);
  const found = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at += 1) found[at] = raw.charCodeAt(at);
  return found;
}

function byMonth(months, count) {
  const found = Array.from({ length: count }, () => []);
  months.forEach((month, row) => found[month] && found[month].push(row));
  return found;
}

// Where each enterprise is drawn: around the middle of its place, from the inside outwards like the seeds of a sunflower.
// The model knows no place within a town: the order is that of the numbers.
function laidOut(film) {
  const turn = Math.PI * (3 - Math.sqrt(5));
  const counts = film.places.map(() => 0);
  for (const place of film.enterprises.place) counts[place] += 1;
  const spread = 0.3 / Math.sqrt(Math.max(1, film.count));
  const radius = counts.map((count) => spread * Math.sqrt(count + 0.5));
  const middles = apart(film.places, radius);
  const seen = film.places.map(() => 0);
  const x = new Float32Array(film.count);
  const y = new Float32Array(film.count);
  film.enterprises.place.forEach((place, enterprise) => {
    const at = seen[place];
    seen[place] += 1;
    const far = spread * Math.sqrt(at + 0.5);
    x[enterprise] = middles[place].x + far * Math.cos(at * turn);
    y[enterprise] = middles[place].y + far * Math.sin(at * turn);
  });
  return { x, y, radius, middles };
}

// The places as they lie to each other, north above, pushed apart until no two of them overlap.
function apart(places, radius) {
  const range = (values) => [Math.min(...values), Math.max(...values)];
  const [west, east] = range(places.map((place) => place.x));
  const [south, north] = range(places.map((place) => place.y));
  const size = Math.max(east - west, north - south) || 1;
  const found = places.map((place) => ({ x: (place.x - west) / size, y: (north - place.y) / size }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let one = 0; one < found.length; one += 1) {
      for (let other = one + 1; other < found.length; other += 1) push(found[one], found[other], radius[one] + radius[other] + GAP, one + other);
    }
  }
  return found;
}

function push(one, other, least, turned) {
  let [dx, dy] = [other.x - one.x, other.y - one.y];
  let far = Math.hypot(dx, dy);
  if (far >= least) return;
  if (far < 1e-6) [dx, dy, far] = [Math.cos(turned), Math.sin(turned), 1];
  const by = (least - Math.min(far, least)) / 2 / far;
  one.x -= dx * by;
  one.y -= dy * by;
  other.x += dx * by;
  other.y += dy * by;
}
