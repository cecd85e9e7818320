"""Whether several districts in a study fit the rest of a trial's design."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.problems import Names, Problem, Sentence, did_you_mean
from scenarios.reading import Document
from scenarios.schema.trial import TrialFile

LEAST_STUDIES = 3
"""With fewer, nothing says how far studies differ."""


def several_problems(document: Document, trial: TrialFile) -> Iterator[Problem]:
    """Districts that are no units, that make no whole studies, that are of no kind, of which none falls to an arm."""
    districts = trial.districts
    if districts is None:
        return
    if trial.assignment.unit != "world":
        yield document.problem(("districts",), Sentence("districts are the units where whole worlds are drawn"), mend=Sentence('set unit = "world" in [assignment]'))
        return
    worlds, count = trial.sizes.large.worlds, districts.count
    if worlds % count or worlds < LEAST_STUDIES * count:
        reason = Sentence("{worlds} worlds are not {least} whole studies of {count} districts, or more", worlds=worlds, least=LEAST_STUDIES, count=count)
        allowed = Sentence("a multiple of {count}, {least} or more", count=count, least=LEAST_STUDIES * count)
        yield document.problem(("sizes", "large", "worlds"), reason, allowed, Sentence("change it, or `count` in [districts]"))
    names = [variant.name for variant in trial.world.variants]
    for place, kind in enumerate(districts.kinds):
        if kind not in names:
            mend = did_you_mean(kind, names) or Sentence("choose one of these, or add it")
            yield document.problem(("districts", "kinds", place), Sentence("{name} is unknown", name=kind), Names(names), mend)
    unused = [name for name in names if name not in districts.kinds]
    if districts.kinds and unused:
        yield document.problem(("districts", "kinds"), Sentence("no district is of the kind {name}", name=unused[0]), mend=Sentence("add it, or remove the variant"))
    moved = [move.of for move in districts.moves]
    if len(set(moved)) < len(moved):
        yield document.problem(("districts", "moves", 1, "of"), Sentence("{name} stands twice", name=moved[1]), mend=Sentence("remove one of them"))
    yield from _empty(document, trial, count)


def _empty(document: Document, trial: TrialFile, count: int) -> Iterator[Problem]:
    """Arms to which no district of a study falls."""
    if trial.assignment.method == "all":
        return
    given = [arm.share for arm in trial.arms]
    left = max(0.0, 1.0 - sum(share for share in given if share is not None)) / max(1, sum(share is None for share in given))
    start, total = 0, 0.0
    for number, share in enumerate(given):
        total += left if share is None else share
        end = min(count, int(total * count + 0.5))
        if end <= start:
            reason = Sentence("of {count} districts of a study none falls to this arm", count=count)
            yield document.problem(("arms", number), reason, mend=Sentence("raise its `share`, or `count` in [districts]"))
        start = end
