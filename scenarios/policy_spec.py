"""Specs such as "coordination+incentives": the policies that they name."""

from __future__ import annotations

from scenarios.library import Reference, at_home, is_path
from scenarios.problems import Problem, ScenarioError, Sentence, show
from scenarios.schema.policy import MAX_PARTS


def split_spec(spec: Reference) -> list[Reference]:
    """The references of a spec; raises ``ScenarioError`` on empty parts or too many."""
    if not isinstance(spec, str) or (is_path(spec) and "+" in spec and _is_file(spec)):
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
    return list(parts)


def _is_file(spec: str) -> bool:
    try:
        return at_home(spec).is_file()
    except (OSError, ValueError):
        return False
