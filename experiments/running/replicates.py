"""What a comparison repeats: worlds, districts of one world of a region, or sets of parameters; and the words for each."""

from __future__ import annotations

from typing import Literal

from experiments.text.formatting import figure
from experiments.text.messages import _

Over = Literal["worlds", "districts", "sets"]


def counted(count: int, over: Over = "worlds") -> str:
    """``1 world``, ``20 worlds``, ``28 districts (one world)``."""
    if over == "districts":
        return _("1 district (one world)") if count == 1 else _("{n} districts (one world)").format(n=figure(count, 0))
    if over == "sets":
        return _("1 set of assumptions") if count == 1 else _("{n} sets of assumptions").format(n=figure(count, 0))
    return _("1 world") if count == 1 else _("{n} worlds").format(n=count)


def some(k: int, n: int, over: Over = "worlds") -> str:
    """``18 of 20 worlds``, ``18 of 28 districts``; all of them are a phrase of their own, which Chinese says otherwise."""
    if k == n == 1:
        return {"districts": _("the one district"), "sets": _("the one set of assumptions")}.get(over, _("the one world"))
    if k == n:
        all_of = {"districts": _("all {n} districts"), "sets": _("all {n} sets of assumptions")}.get(over, _("all {n} worlds"))
        return all_of.format(n=figure(n, 0) if over != "worlds" else n)
    if over == "districts":
        return _("{k} of {n} districts").format(k=figure(k, 0), n=figure(n, 0))
    if over == "sets":
        return _("{k} of {n} sets of assumptions").format(k=figure(k, 0), n=figure(n, 0))
    return _("{k} of {n} worlds").format(k=k, n=n)


def plural(over: Over = "worlds") -> str:
    """The word alone."""
    if over == "sets":
        return _("sets of assumptions")
    return _("districts of one world") if over == "districts" else _("worlds")
