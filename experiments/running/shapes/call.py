"""A scenario as a line for a notebook: ``experiments.compare('jiuyuan', ['all-five'], worlds=20)``; read without being run."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from experiments.running.shapes.fields import MOST_POLICIES, USUAL, Fields, refuse_long, started, unusual
from experiments.text.errors import UserError, cut, shown_value
from experiments.text.messages import _, enumerated

NAMES = ("worlds", "months", "seed", "parameters", "ensemble", "discount")
EXAMPLE = "experiments.compare('jiuyuan', ['all-five'], worlds=20)"
MOST_LETTERS = 20_000 * MOST_POLICIES
WORLDS_OF_COMPARE = 10


def written(fields: Mapping[str, Any]) -> str:
    """The call that compares a scenario."""
    others = {**unusual(fields), "worlds": fields["worlds"]}
    first = others.pop("first_world", 0)
    named = {name: f"{others[name]!r}" for name in NAMES if name in others}
    if first:
        named["worlds"] = f"range({first}, {first + fields['worlds']})"
    given = "".join(f", {name}={value}" for name, value in named.items())
    return f"experiments.compare({fields['district']!r}, {list(fields['policies'])!r}{given})"


def read(text: str) -> Fields:
    """The fields of such a call; ``UserError`` for anything else. Nothing in it is run."""
    call = _call(refuse_long(text, "compare(...)").strip())
    given = {name: _value(node) for name, node in zip(("district", "policies"), call.args, strict=False)}
    for keyword in call.keywords:
        name = keyword.arg or "**"
        if name in given or name not in (*NAMES, "district", "policies"):
            raise UserError(_("{value} is no part of a scenario.").format(value=shown_value(name)), cut(ast.unparse(keyword)),
                            _("Write one of these: {names}.").format(names=enumerated(f"{one}=..." for one in NAMES)))  # fmt: skip
        given[name] = _value(keyword.value)
    if len(call.args) > 2 or "district" not in given:
        raise _no_call(text)
    return {**started(), "worlds": WORLDS_OF_COMPARE, **_with_worlds(given)}


def _with_worlds(given: dict[str, Any]) -> dict[str, Any]:
    worlds = given.get("worlds", WORLDS_OF_COMPARE)
    if isinstance(worlds, range):
        if worlds.step != 1 or not worlds:
            raise UserError(_("{value} is no run of worlds one after the other.").format(value=shown_value(worlds)), "worlds=", _("Write for instance range(5, 25)."))
        given |= {"worlds": len(worlds), "first_world": worlds.start}
    if given.get("parameters") is None:
        given["parameters"] = dict(USUAL["parameters"])
    return given


def _call(text: str) -> ast.Call:
    try:
        tree = ast.parse(text, mode="eval").body if len(text) <= MOST_LETTERS else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _no_call(text) from None
    if isinstance(tree, ast.Call) and ast.unparse(tree.func) in {"experiments.compare", "compare"}:
        return tree
    raise _no_call(text)


def _no_call(text: str) -> UserError:
    return UserError(_("This is no call that compares policies."), cut(text), _("Write for instance {example}.").format(example=EXAMPLE))


def _value(node: ast.expr) -> Any:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range" and not node.keywords:
        bounds = [_value(bound) for bound in node.args]
        if 1 <= len(bounds) <= 2 and all(type(bound) is int and abs(bound) < 2**40 for bound in bounds):
            return range(*bounds)
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        shown = cut(ast.unparse(node))
        raise UserError(_("{value} is no plain value.").format(value=shown), "compare(...)", _("Write texts, numbers, lists and tables of them.")) from None
