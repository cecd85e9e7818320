"""Policies put together: files that include files, and specs such as "coordination+incentives"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scenarios.library import BASELINE_NAME, Library, Reference, Referrer, is_path
from scenarios.problems import NOTHING, Problem, ScenarioError, Sentence, show
from scenarios.reading import Document
from scenarios.schema.policy import MAX_PARTS, PolicyFile
from simulation.policy import LeverSetting, Policy

MAX_DEPTH = 6
MAX_FILES = 60
LONG = 200
"""Letters of a list of names that is printed once, not with every problem."""


@dataclass(frozen=True)
class Placed:
    """A setting and the file that made it."""

    setting: LeverSetting
    file: str


@dataclass
class Part:
    """A policy file with what it includes: ``files`` in the order in which they apply, itself last."""

    policy: PolicyFile
    files: dict[Path, PolicyFile]
    settings: dict[str, Placed]


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
        parts = [part for part in included if part is not None]
        settings = self.merged(parts, document, policy.overrides)
        for lever in policy.overrides:
            if lever not in policy.levers or lever not in settings:
                reason = Sentence("{lever} overrides nothing", lever=lever)
                allowed = Sentence("levers that an included policy sets and this file sets anew")
                self._add(document.problem(("overrides",), reason, allowed, Sentence("remove it")))
        for lever, entry in policy.levers.items():
            own = Placed(LeverSetting(lever, entry.value, *policy.times_of(lever)), policy.file)
            self._place(settings, own, document, policy.overrides)
        return Part(policy, _files(parts) | {chain[-1]: policy}, settings)

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
        lever = placed.setting.lever
        before = settings.get(lever)
        if before is not None and before.setting != placed.setting and lever not in overrides:
            self._add(_conflict(before, placed, where))
        settings[lever] = placed

    def _add(self, *problems: Problem) -> None:
        for problem in problems:
            shorter = replace(problem, allowed=NOTHING)
            if problem in self.problems or shorter in self.problems:
                continue
            told = len(problem.allowed) > LONG and any(problem.allowed == known.allowed for known in self.problems)
            self.problems.append(shorter if told else problem)


def _conflict(before: Placed, placed: Placed, where: Document | str) -> Problem:
    lever = placed.setting.lever
    reason = Sentence(
        "two policies set this lever differently: {one} to {first}, {other} to {second}",
        one=before.file,
        first=_told(before.setting),
        other=placed.file,
        second=_told(placed.setting),
    )
    if isinstance(where, str):
        mend = Sentence("write a policy file that includes both, sets the lever itself and lists it in `overrides`")
        return Problem(where, None, lever, reason, mend=mend)
    mend = Sentence("set the lever in this file and list it in `overrides`")
    return where.problem(("levers", lever), reason, mend=mend)


def compose(library: Library, spec: Reference) -> Policy:
    """The policy that a spec means: one file, or several joined by "+" and applied in order.

    Raises ``ScenarioError`` with all that is wrong with the spec, its files and their conflicts.
    """
    parts, settings = _read(library, spec)
    active = [part for part in parts if part.policy.name != BASELINE_NAME] or parts[:1]
    return _single(active[0]) if len(active) == 1 else _joined(active, settings)


def policy_files(library: Library, spec: Reference) -> list[PolicyFile]:
    """Every file behind a spec in the order in which they apply; raises ``ScenarioError`` as ``compose`` does."""
    return list(_files(_read(library, spec)[0]).values())


def _read(library: Library, spec: Reference) -> tuple[list[Part], dict[str, Placed]]:
    where = show(str(spec))
    composition = Composition(library)
    read = [composition.read(reference) for reference in split_spec(spec)]
    parts = [part for part in read if part is not None]
    names = [part.policy.name for part in parts]
    for name in sorted({name for name in names if names.count(name) > 1}):
        reason = Sentence("{name} stands twice", name=name)
        composition.problems.append(Problem(where, None, "", reason, mend=Sentence("name each policy once")))
    settings = composition.merged(parts, where)
    if composition.problems:
        raise ScenarioError(composition.problems)
    return parts, settings


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
        return Path(spec).is_file()
    except (OSError, ValueError):
        return False


def _files(parts: Sequence[Part]) -> dict[Path, PolicyFile]:
    files: dict[Path, PolicyFile] = {}
    for part in parts:
        for path, policy in part.files.items():
            files.setdefault(path, policy)
    return files


def _single(part: Part) -> Policy:
    file = part.policy
    included = [policy for policy in part.files.values() if policy is not file]
    return Policy(
        name=file.name,
        settings=tuple(placed.setting for placed in part.settings.values()),
        title=file.title,
        title_zh=file.title_zh,
        question=file.question,
        reasoning=file.reasoning,
        evidence=_evidence([file, *included]),
        yearly_cost=file.yearly_cost,
        cost_start=file.start,
        cost_end=file.end,
        parts=tuple(policy.name for policy in included),
        part_costs=_costs(included),
    )


def _joined(parts: Sequence[Part], settings: dict[str, Placed]) -> Policy:
    files = list(_files(parts).values())
    named = [part.policy for part in parts]
    return Policy(
        name="+".join(policy.name for policy in named),
        settings=tuple(placed.setting for placed in settings.values()),
        title=" + ".join(policy.title for policy in named),
        title_zh=" + ".join(policy.title_zh or policy.title for policy in named),
        question=" ".join(policy.question for policy in named),
        reasoning="\n\n".join(policy.reasoning for policy in named),
        evidence=_evidence([*named, *files]),
        parts=tuple(policy.name for policy in files),
        part_costs=_costs(files),
    )


def _evidence(files: Sequence[PolicyFile]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for policy in files for source in policy.evidence))


def _costs(files: Sequence[PolicyFile]) -> tuple[tuple[int, int, int | None], ...]:
    return tuple((policy.yearly_cost, policy.start, policy.end) for policy in files if policy.yearly_cost)


def _told(setting: LeverSetting) -> str:
    until = Sentence("") if setting.end is None else Sentence(" until month {end}", end=setting.end)
    return Sentence(
        "{value} from month {start} over {ramp} months{until}",
        value=show(setting.value),
        start=setting.start,
        ramp=setting.ramp,
        until=until,
    )
