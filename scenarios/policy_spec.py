"""Specs such as "coordination+incentives": the policies that they name."""

from __future__ import annotations

import re

from scenarios.library import Reference, at_home, is_path
from scenarios.problems import Problem, ScenarioError, Sentence, show
from scenarios.schema.policy import MAX_PARTS

_OWN = re.compile("[^:\uff1a/\\\\+,=@~]*[:\uff1a]")
_DRIVE = re.compile(r"\s*[A-Za-z]:[\\/]")


def is_own(spec: Reference) -> bool:
    """Whether a text is meant to be an own policy, ``NAME:BASE,CHANGE``, and neither the path of a file nor names."""
    return isinstance(spec, str) and _OWN.match(spec) is not None and _DRIVE.match(spec) is None and not (is_path(spec) and is_file(spec))


def split_spec(spec: Reference) -> list[Reference]:
    """The references of a spec; raises ``ScenarioError`` on empty parts or too many, and on an own policy among them."""
    if not isinstance(spec, str) or (is_path(spec) and "+" in spec and is_file(spec)):
        return [spec]
    parts = [part.strip() for part in spec.split("+")]
    if "" in parts:
        reason = Sentence("a policy is missing") if len(parts) == 1 else Sentence("a policy is missing beside a '+'")
        mend = Sentence("write the names of policies, joined by '+'")
        raise ScenarioError([Problem(show(spec), None, "", reason, mend=mend)])
    if len(parts) > MAX_PARTS:
        reason, allowed = Sentence("too many policies are joined"), Sentence("up to {limit}", limit=MAX_PARTS)
        raise ScenarioError(
            [Problem(show(spec), None, "", reason, allowed, Sentence("write a policy file that includes them"))]
        )
    for number, part in enumerate(parts):
        if is_own(part):
            raise ScenarioError([_joined(spec, parts[:number], "+".join(parts[number:]))])
    return list(parts)


def _joined(spec: str, before: list[str], own: str) -> Problem:
    """An own policy behind or before others: these belong after its colon."""
    name, _, rest = own.partition(":")
    text = f"{name}:{'+'.join(before)}{'' if not before or not rest or rest.startswith(',') else '+'}{rest}"
    mend = Sentence("write {text}", text=text) if before else Sentence("name policies that are shipped, or files")
    return Problem(show(spec), None, own, Sentence("a policy of one's own is joined to no other: it starts from them"), mend=mend)


def is_file(spec: str) -> bool:
    """Whether there is a file at this path; a text that can be none is not."""
    try:
        return at_home(spec).is_file()
    except (OSError, ValueError):
        return False
