"""A scenario as the query of an address: ``district=jiuyuan&policy=all-five&worlds=40``; what is as usual is left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote, unquote

from experiments.running.shapes.fields import Fields, number, parameter, refuse_long, started, unusual, whole_number
from experiments.text.errors import UserError, cut, shown_value
from experiments.text.formatting import exact
from experiments.text.messages import _, enumerated
from experiments.text.scenario_text import as_sentence

KEYS = ("district", "policy", "parameter", "months", "seed", "worlds", "first_world", "ensemble", "discount")
SEVERAL = ("policy", "parameter")
MOST_PAIRS = 2000
USUAL_DISTRICT = "jiuyuan"


def written(fields: Mapping[str, Any]) -> str:
    """The query of a scenario, without a question mark."""
    pairs = [("district", fields["district"]), *(("policy", spec) for spec in fields["policies"])]
    for name, value in unusual(fields).items():
        if name == "parameters":
            pairs += [("parameter", f"{one}={exact(given)}") for one, given in value.items()]
        else:
            pairs.append((name, exact(value) if isinstance(value, float) else str(value)))
    return "&".join(f"{name}={quote(value, safe='*')}" for name, value in pairs)


def read(text: str, beside: Collection[str] = ()) -> Fields:
    """The fields of a query, or of a whole address; ``UserError`` for what is none.

    A plus is a plus, not a blank: it joins policies. ``lang``, and the keys named ``beside``, may stand in it and are no part of the scenario.
    """
    text = refuse_long(text, "?").strip()
    query = text.partition("?")[2] if "?" in text.partition("=")[0] else text
    pairs = [pair for pair in query.partition("#")[0].split("&") if pair]
    if len(pairs) > MOST_PAIRS:
        raise UserError(_("The text is longer than any scenario."), "?", _("At most {most} parts are read.").format(most=MOST_PAIRS))
    fields, seen = started(), set()
    fields["district"] = USUAL_DISTRICT
    for pair in pairs:
        key, value = _decoded(pair)
        if key == "lang" or key in beside:
            continue
        if key not in KEYS:
            raise UserError(_("{value} is no part of a scenario.").format(value=shown_value(key)), cut(pair), _meant(key))
        if key in seen and key not in SEVERAL:
            raise UserError(_("{name} is given twice.").format(name=key), cut(pair), _("Give it once."))
        seen.add(key)
        _put(fields, key, value, cut(pair))
    return fields


def _decoded(pair: str) -> tuple[str, str]:
    key, equals, value = pair.partition("=")
    try:
        decoded = unquote(key, errors="strict"), unquote(value, errors="strict")
    except UnicodeDecodeError:
        raise UserError(_("{value} is no text in UTF-8.").format(value=shown_value(pair)), cut(pair), _("Write the address anew, or copy it again.")) from None
    if not equals:
        raise UserError(_("{value} is no part of a scenario.").format(value=shown_value(pair)), cut(pair), _meant(decoded[0]))
    return decoded


def _meant(key: str) -> str:
    from scenarios.problems import did_you_mean

    return as_sentence(did_you_mean(key, KEYS)) or _("Write one of these: {names}.").format(names=enumerated(f"{name}=..." for name in KEYS))


def _put(fields: Fields, key: str, value: str, where: str) -> None:
    if key == "policy":
        fields["policies"].append(value)
    elif key == "parameter":
        parameter(value, fields["parameters"], where)
    elif key in ("district", "ensemble"):
        fields[key] = value
    elif key == "discount":
        fields[key] = number(value, where)
    else:
        fields[key] = whole_number(value, where)
