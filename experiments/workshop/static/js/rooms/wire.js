// What a page of a room asks of the server, and the wait for news: a page that slept, or lost the server, catches up by itself.

import { sent } from "../api.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5000;
const GONE = [403, 404];

// Follows the state of a room.  onState(state) for each new one, onLost(true or false) as the server goes and comes, onGone(error) where the
// room is no more, or is none of ours.  Returns what stops it.
export function follow({ code, role, token = "", onState, onLost, onGone }) {
  let seen = 0;
  let stopped = false;
  let pause = FIRST_PAUSE;
  let under = null;
  let wake = null;

  async function once() {
    under = new AbortController();
    const headers = token ? { "X-Room-Token": token } : {};
    const answer = await sent(`/api/room/${encodeURIComponent(code)}/state?as=${role}&seen=${seen}`, { headers, signal: under.signal });
    const state = await answer.json();
    if (stopped) return;
    pause = FIRST_PAUSE;
    onLost(false);
    if (state.version === seen) return;
    seen = state.version;
    onState(state);
  }

  async function run() {
    while (!stopped) {
      try {
        await once();
      } catch (trouble) {
        if (stopped) return;
        if (GONE.includes(trouble.status)) {
          stop();
          onGone(trouble);
          return;
        }
        if (trouble.name !== "AbortError") {
          if (!trouble.status || trouble.status >= 500) onLost(true);
          await new Promise((go) => {
            wake = go;
            setTimeout(go, pause);
          });
          pause = Math.min(pause * 2, LONGEST_PAUSE);
        }
      }
    }
  }

  // A phone that wakes asks at once and from the beginning: the request it slept over may never end.
  function awake() {
    if (stopped || document.visibilityState === "hidden") return;
    seen = 0;
    pause = FIRST_PAUSE;
    if (wake) wake();
    if (under) under.abort();
  }

  function stop() {
    stopped = true;
    document.removeEventListener("visibilitychange", awake);
    window.removeEventListener("online", awake);
    window.removeEventListener("pageshow", restored);
    if (under) under.abort();
  }

  function restored(event) {
    if (event.persisted) awake();
  }

  document.addEventListener("visibilitychange", awake);
  window.addEventListener("online", awake);
  window.addEventListener("pageshow", restored);
  run();
  return stop;
}

// Kept in this browser alone, so that whoever reloads the page or wakes the phone is the same person.
export function kept(key) {
  try {
    return localStorage.getItem(`inspectorate-${key}`) || "";
  } catch {
    return "";
  }
}

export function keep(key, text) {
  try {
    if (text) localStorage.setItem(`inspectorate-${key}`, text);
    else localStorage.removeItem(`inspectorate-${key}`);
  } catch {
    // A browser that keeps nothing: whoever reloads the page joins anew.
  }
}
