// The seconds between two answers of the server, counted here.

import { fill } from "../dom.js";
import { number, t } from "../texts.js";

let timer = null;

export function countDown(place, seconds) {
  clearInterval(timer);
  if (!place || seconds === null) return;
  const end = Date.now() + 1000 * seconds;
  const draw = () => fill(place, t("room_seconds", { n: number(Math.max(0, Math.round((end - Date.now()) / 1000))) }));
  draw();
  timer = setInterval(draw, 1000);
}
