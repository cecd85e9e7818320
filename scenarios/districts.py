"""From a district file to the simulation's district."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from scenarios.district_bounds import cut, excesses
from scenarios.district_building import built
from scenarios.district_checks import cross_problems
from scenarios.library import DISTRICTS, Library, Reference, Referrer
from scenarios.overriding import HEAD, laid_over, notes, taken_over
from scenarios.own_levers import officers_excess, with_own_levers
from scenarios.problems import Problem, ScenarioError, Sentence, show
from scenarios.reading import Document
from scenarios.register import register_problems, roll_of
from scenarios.samples import sampled
from scenarios.schema.base import OWN_DATA
from scenarios.schema.district import DistrictFile, DistrictOverrides, DistrictSample
from scenarios.validation import unknown_sources, validate
from simulation.district import District

MAX_DEPTH = 5

F = TypeVar("F", DistrictFile, DistrictSample)


def is_region(document: Document) -> bool:
    """Whether a file of districts/ describes several districts."""
    return "units" in document.data or "counties" in document.data


def read_district(
    library: Library, reference: Reference, extender: Referrer | None = None, chain: tuple[Path, ...] = ()
) -> District:
    """The district that ``reference`` means; raises ``ScenarioError`` with all that is wrong with its file.

    ``extender`` is the file that extends it, ``chain`` all files that do, outermost first.
    """
    document = library.open(DISTRICTS, reference, extender)
    path = document.path.resolve()
    if path in chain or len(chain) >= MAX_DEPTH:
        circle = Sentence("the districts extend one another in a circle")
        reason = circle if path in chain else Sentence("too many districts extend one another")
        allowed = Sentence("up to {depth} deep", depth=MAX_DEPTH)
        raise ScenarioError([document.problem(("extends",), reason, allowed, Sentence("extend a whole district"))])
    if is_region(document):
        raise ScenarioError([_several(document, extender)])
    if "extends" not in document.data:
        if document.made is None:  # most shipped files extend one, which is checked once
            file = _checked(library, document, DistrictFile)
            document.keep(_within_bounds(library, document, with_own_levers(built(file, roll_of(document, file)), library.parameters.entries)))
        whole: District = document.made
        return whole
    if "scale" not in document.data and len(document.data.keys() - HEAD):
        extended = read_district(library, _extended(document), Referrer(document, "extends"), (*chain, path))
        return _within_bounds(library, document, _overriding(library, document, extended))
    sample = _checked(library, document, DistrictSample)
    extender = Referrer(document, "extends")
    extended = read_district(library, sample.extends, extender, (*chain, path))
    return _within_bounds(library, document, sampled(extended, sample), ("scale",))


def _extended(document: Document) -> str:
    """The district that a file extends; raises ``ScenarioError`` where it is no name."""
    name = document.data["extends"]
    if isinstance(name, str):
        return name
    raise ScenarioError(validate(document, DistrictOverrides)[1])


def _overriding(library: Library, document: Document, extended: District) -> District:
    """The district of a file that gives its own in place of what it takes over; raises ``ScenarioError``."""
    base = _whole_data(library, document)
    head, problems = validate(document, DistrictOverrides)
    merged, found = laid_over(base, document)
    try:
        file = _checked(library, merged, DistrictFile)
    except ScenarioError as error:
        told = {(one.key, one.line) for one in problems + found}
        problems += [*found, *(one for one in error.problems if (one.key, one.line) not in told)]
        raise ScenarioError(problems) from None
    if problems or found or head is None:
        raise ScenarioError(problems + found)
    english, chinese = notes(extended.title, extended.title_zh, taken_over(base, document.data, merged.data))
    district = with_own_levers(built(file, roll_of(merged, file)), library.parameters.entries)
    return replace(
        district, note=" ".join(filter(None, (head.note, english, extended.note))), note_zh="".join(filter(None, (head.note_zh, chinese, extended.note_zh))),
    )


def _whole_data(library: Library, document: Document) -> dict[str, Any]:
    """The tables of the district that a file extends, all of them; raises ``ScenarioError`` where it is a sample, which has none."""
    base = library.open(DISTRICTS, _extended(document), Referrer(document, "extends"))
    if "extends" not in base.data:
        return base.data
    if "scale" in base.data:
        reason = Sentence("{name} is a sample of another district, whose tables cannot be overridden", name=show(base.path.stem))
        raise ScenarioError([document.problem(("extends",), reason, mend=Sentence("extend a whole district"))])
    return laid_over(_whole_data(library, base), base)[0].data


def _within_bounds(library: Library, document: Document, district: District, key: tuple[str, ...] = ()) -> District:
    """The district; raises ``ScenarioError`` at ``key``, or at those of a whole district's file, where it has too much of something."""
    entries = library.parameters.entries
    found = [*excesses(district, entries), *cut(district, entries), *officers_excess(district, entries)]
    if found:
        raise ScenarioError(document.problem(key or each.path, each.reason, each.allowed, each.mend) for each in found)
    return district


def _several(document: Document, extender: Referrer | None) -> Problem:
    """A region where one district is wanted: the fault of the file that names it, if any."""
    if extender is not None:
        reason = Sentence("{name} describes several districts, and one is wanted here", name=show(document.path.stem))
        return extender.document.problem((extender.key,), reason, mend=Sentence("name a single district"))
    reason = Sentence("this file describes several districts, and one is wanted here")
    mend = Sentence("name a single district, or compare policies on all of them: inspectorate compare (in Python, load_region)")
    return document.problem((), reason, Sentence("a file of one district"), mend)


def _checked(library: Library, document: Document, table: type[F]) -> F:
    """The validated file of a district; raises ``ScenarioError``."""
    file, problems = validate(document, table)
    problems += unknown_sources(document, {**library.evidence, OWN_DATA: None})
    if file is not None:
        problems += library.name_problems(DISTRICTS, document, file.name)
        if isinstance(file, DistrictFile):
            problems += cross_problems(document, file) + register_problems(document, file)
    if file is None or problems:
        raise ScenarioError(problems)
    return file
