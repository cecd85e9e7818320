// The code of a room, typed or taken from the address.

import { el, freshId } from "../dom.js";
import { t } from "../texts.js";

export function codeOfAddress() {
  return (new URLSearchParams(location.search).get("room") || "").slice(0, 12).toUpperCase();
}

// The code in the address, so that a reload finds the room again.
export function noteCode(code) {
  const query = new URLSearchParams(location.search);
  if (code) query.set("room", code);
  else query.delete("room");
  history.replaceState(null, "", `${location.pathname}?${query}`);
}

export function codeForm(label, act, code = "") {
  const id = freshId("code");
  const field = el("input", { id, type: "text", inputmode: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 12, required: true, value: code });
  return el("form", { class: "code-form", on: {
    submit: (event) => {
      event.preventDefault();
      if (field.value.trim()) act(field.value.trim().toUpperCase());
    },
  } }, el("label", { for: id }, t("room_code")), field, el("button", { type: "submit", class: "main" }, label));
}
