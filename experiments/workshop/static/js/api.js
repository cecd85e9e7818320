// What is asked of the server: JSON in, JSON or lines of JSON out.  Addresses are of this server alone.

import { t } from "./texts.js";

// An error that the server tells in words: what is wrong, where, what is allowed and how to mend it.
export class Told extends Error {
  constructor(error, status) {
    super(error.text || "");
    this.where = error.where || "";
    this.allowed = error.allowed || "";
    this.mend = error.mend || "";
    this.status = status;
  }
}

// Whoever asks: one page that is open.  Random, so that it says nothing of a person; works without a secure origin.
export const client = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

function withLanguage(path) {
  const language = document.documentElement.lang.slice(0, 2);
  return language ? `${path}${path.includes("?") ? "&" : "?"}lang=${language}` : path;
}

// The answer as it came; Told for one that refuses, or that never came.
export async function sent(path, options) {
  let answer;
  try {
    answer = await fetch(withLanguage(path), { credentials: "same-origin", cache: "no-store", ...options });
  } catch (trouble) {
    if (trouble.name === "AbortError") throw trouble;
    throw new Told({ text: t("common_lost"), mend: t("common_lost_mend") }, 0);
  }
  if (answer.ok) return answer;
  const told = await answer.json().catch(() => ({}));
  throw new Told(told.error || { text: t("common_refused", { status: answer.status }) }, answer.status);
}

function posted(body, signal) {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal };
}

export async function getJSON(path) {
  return (await sent(path, {})).json();
}

export async function postJSON(path, body, signal) {
  return (await sent(path, posted(body, signal))).json();
}

export async function postBlob(path, body) {
  const answer = await sent(path, posted(body));
  const named = /filename="?([^";]+)"?/.exec(answer.headers.get("Content-Disposition") || "");
  return { blob: await answer.blob(), name: named ? named[1] : "" };
}

// Each line of the answer as it arrives, read with fetch; ends where the server ends it.
export async function postLines(path, body, onLine, signal) {
  const answer = await sent(path, posted(body, signal));
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
    const lines = rest.split("\n");
    rest = done ? "" : lines.pop();
    for (const line of lines) if (line.trim()) onLine(JSON.parse(line));
    if (done) return;
  }
}
