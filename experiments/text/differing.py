"""What a folder was made with and what is asked for now, key by key, where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.text.errors import cut
from experiments.text.messages import _

MOST = 6
"""Differences that are told one by one."""


def differences(found: Mapping[str, Any], asked: Mapping[str, Any]) -> str:
    """``months: 120 in the folder, 60 asked for``, for every key whose values differ; empty where none does."""
    one, other = _flat(found), _flat(asked)
    keys = [key for key in sorted({*one, *other}) if one.get(key) != other.get(key)]
    told = [_("{key}: {found} in the folder, {asked} asked for").format(key=key, found=_value(one.get(key)), asked=_value(other.get(key)))
            for key in keys[:MOST]]  # fmt: skip
    if len(keys) > MOST:
        told.append(_("and {n} more").format(n=len(keys) - MOST))
    return _("; ").join(told)


def _flat(values: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """The same with the keys of tables within it as dotted paths; a key without a value is one that is not there."""
    flat: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{before}{key}.")
        elif value is not None:
            flat[before + key] = list(value) if isinstance(value, tuple) else value
    return flat


def _value(value: Any) -> str:
    """A value of a file in a sentence."""
    if value is None:
        return _("nothing")
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list):
        return cut("[" + " ".join(_value(item) for item in value) + "]")
    return cut(str(value))
