"""Policies put together: files that include files, and several that are joined, with the conflicts between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scenarios.library import BASELINE_NAME, Library, Reference, Referrer
from scenarios.own_changes import Change, Setting, settled
from scenarios.own_policy import Own, file_of, own_text, parse_own
from scenarios.policy_joining import joined, single
from scenarios.policy_parts import Part, Placed, conflict, files_of, placed_by
from scenarios.policy_spec import is_own, split_spec
from scenarios.problems import NOTHING, Problem, ScenarioError, Sentence, show
from scenarios.reading import Document
from scenarios.schema.policy import MAX_SPEC, PolicyFile
from simulation.policy import Policy

MAX_DEPTH = 6
MAX_FILES = 60
LONG = 200
"""Letters of a list of names that is printed once, not with every problem."""


@dataclass
class Composition:
    """Reads parts, each file once, and gathers what is wrong with them."""

    library: Library
    problems: list[Problem] = field(default_factory=list)
    parts: dict[Path, Part | None] = field(default_factory=dict)
    opened: dict[tuple[Reference, Path | None], tuple[PolicyFile, Document]] = field(default_factory=dict)

    def read(self, reference: Reference, includer: Referrer | None = None, chain: tuple[Path, ...] = ()) -> Part | None:
        """The part that ``reference`` means; None where it cannot be used, for a reason added to ``problems``.

        ``chain`` holds the files that include it, outermost first.
        """
        try:
            policy, document = self._opened(reference, includer)
        except ScenarioError as error:
            self._add(*error.problems)
            return None
        path = document.path.resolve()
        if path in chain:
            circle = " -> ".join(file.stem for file in (*chain[chain.index(path) :], path))
            reason = Sentence("the includes run in a circle: {circle}", circle=circle)
            self._add(document.problem(("includes",), reason, mend=Sentence("take one of them out")))
            return None
        if len(chain) >= MAX_DEPTH or (path not in self.parts and len(self.parts) >= MAX_FILES):
            reason = Sentence("too many policies include one another")
            allowed = Sentence("up to {files} files, {depth} deep", files=MAX_FILES, depth=MAX_DEPTH)
            self._add(document.problem(("includes",), reason, allowed, Sentence("include fewer")))
            return None
        if path not in self.parts:
            self.parts[path] = None
            self.parts[path] = self._with_includes(policy, document, (*chain, path))
        return self.parts[path]

    def _opened(self, reference: Reference, includer: Referrer | None) -> tuple[PolicyFile, Document]:
        key = (reference, includer.document.path.parent if includer else None)
        if key not in self.opened:
            self.opened[key] = self.library.policy_file(reference, includer)
        return self.opened[key]

    def _with_includes(self, policy: PolicyFile, document: Document, chain: tuple[Path, ...]) -> Part | None:
        includer = Referrer(document, "includes")
        included = [self.read(name, includer, chain) for name in policy.includes]
        if None in included:
            return None
        return self._with_parts([part for part in included if part is not None], policy, document, chain[-1])

    def _with_parts(self, parts: Sequence[Part], policy: PolicyFile, document: Document, path: Path) -> Part:
        settings = self.merged(parts, document, policy.overrides)
        own = placed_by(policy)
        for key in policy.overrides:
            if key not in settings or key not in {placed.key for placed in own}:
                reason = Sentence("{lever} overrides nothing", lever=key)
                allowed = Sentence("levers, and cells as SECTOR.DOMAIN, that an included policy sets and this file sets anew")
                self._add(document.problem(("overrides",), reason, allowed, Sentence("remove it")))
        for placed in own:
            self._place(settings, placed, document, policy.overrides)
        return Part(policy, files_of(parts) | {path: policy}, settings)

    def own(self, own: Own) -> Part | None:
        """An own policy, composed as the file would be that it stands for; None where it cannot be used."""
        where = own.place(("includes",), "", "", "")
        parts = self.named(own.base, where)
        self._add(*own.faults)
        names = {show(str(reference)) for reference in own.base}
        self.problems = [replace(where, reason=one.reason, allowed=one.allowed, mend=one.mend) if one.file in names else one for one in self.problems]
        if own.name in {file.name for file in files_of(parts).values()}:
            reason = Sentence("a policy that it starts from has this name already")
            self._add(replace(where, key=own.name, reason=reason, mend=Sentence("write another name before the colon")))
        changes = own_changes(own, parts)
        set_by_base = {key for part in parts for key in part.settings}
        overrides = [change.key for change in changes if change.key in set_by_base]
        document = file_of(own, changes, overrides, [(part.policy.title, part.policy.title_zh or part.policy.title) for part in parts], self.library.parameters.entries)
        try:
            policy = self.library.checked_policy(document)
        except ScenarioError as error:
            self._add(*error.problems)
        if self.problems:
            return None
        return self._with_parts(parts, policy, document, document.path)

    def named(self, references: Sequence[Reference], where: Problem) -> list[Part]:
        """The parts of a spec, each once; what is wrong is added to ``problems``, with its own place or that of ``where``."""
        read = [self.read(reference) for reference in references]
        parts = [part for part in read if part is not None]
        names = [part.policy.name for part in parts]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.problems.append(replace(where, reason=Sentence("{name} stands twice", name=name), mend=Sentence("name each policy once")))
        return parts

    def merged(self, parts: Sequence[Part], where: Document | str, overrides: Sequence[str] = ()) -> dict[str, Placed]:
        """The settings of several parts in order; a conflict is a problem ``where`` they meet, unless overridden."""
        settings: dict[str, Placed] = {}
        for part in parts:
            for placed in part.settings.values():
                self._place(settings, placed, where, overrides)
        return settings

    def _place(
        self, settings: dict[str, Placed], placed: Placed, where: Document | str, overrides: Sequence[str]
    ) -> None:
        before = settings.get(placed.key)
        if before is not None and before.setting != placed.setting and placed.key not in overrides:
            self._add(conflict(before, placed, where))
        settings[placed.key] = placed

    def _add(self, *problems: Problem) -> None:
        for problem in problems:
            shorter = replace(problem, allowed=NOTHING)
            if problem in self.problems or shorter in self.problems:
                continue
            told = len(problem.allowed) > LONG and any(problem.allowed == known.allowed for known in self.problems)
            self.problems.append(shorter if told else problem)


def own_changes(own: Own, parts: Sequence[Part]) -> list[Change]:
    """The changes of an own policy that its base has not made already: what all parts agree on is not set anew."""
    before: dict[str, set[Setting]] = {}
    for part in parts:
        for key, placed in part.settings.items():
            before.setdefault(key, set()).add(settled(placed.setting))
    return [change for change in own.changes if before.get(change.key) != {settled(change.setting)}]


def canonical(library: Library, spec: str) -> str:
    """The one text of what a spec means: an own policy without the changes that change nothing, other policies as they are joined.

    Raises ``ScenarioError`` as ``compose`` does.
    """
    if is_own(spec):
        return canonical_of(library, parse_own(library, spec))
    _read(library, spec)
    references = [str(reference) for reference in split_spec(spec)]
    return "+".join([one for one in references if one != BASELINE_NAME] or references[:1])


def canonical_of(library: Library, own: Own) -> str:
    """The one text of an own policy; raises ``ScenarioError`` as ``compose`` does, and where the text is too long."""
    policy = _composed(library, own).policy
    kept = {*policy.levers, *(".".join(cell) for cell in policy.cells)}
    text = own_text(own.name, own.base, [change for change in own.changes if change.key in kept])
    if len(text) > MAX_SPEC:
        problem = own.place((), Sentence("the text is too long"), Sentence("up to {limit} characters", limit=MAX_SPEC), Sentence("write a policy file"))
        raise ScenarioError([problem])
    return text


def compose(library: Library, spec: Reference) -> Policy:
    """The policy that a spec means: one file, or several joined by "+" and applied in order.

    Raises ``ScenarioError`` with all that is wrong with the spec, its files and their conflicts.
    """
    parts, settings = _read(library, spec)
    active = [part for part in parts if part.policy.name != BASELINE_NAME] or parts
    return single(*active) if len(active) == 1 else joined(active, settings)


def policy_files(library: Library, spec: Reference) -> list[PolicyFile]:
    """Every file behind a spec in the order in which they apply; raises ``ScenarioError`` as ``compose`` does."""
    return list(files_of(_read(library, spec)[0]).values())


def _read(library: Library, spec: Reference) -> tuple[list[Part], Mapping[str, Placed]]:
    if isinstance(spec, str) and is_own(spec):
        part = _composed(library, parse_own(library, spec))
        return [part], part.settings
    composition, where = Composition(library), show(str(spec))
    parts = composition.named(split_spec(spec), Problem(where, None, "", ""))
    settings = composition.merged(parts, where)
    if composition.problems:
        raise ScenarioError(composition.problems)
    return parts, settings


def _composed(library: Library, own: Own) -> Part:
    composition = Composition(library)
    part = composition.own(own)
    if part is None or composition.problems:
        raise ScenarioError(composition.problems)
    return part
