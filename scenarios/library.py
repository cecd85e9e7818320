"""Where scenario files are found: the shipped ones by name, a user's own by path."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from scenarios.levers import lever_problems, lever_warnings, placed, time_problems, without_twice
from scenarios.parameter_words import told_in_units, with_hard_ranges
from scenarios.parameters import ParameterTable, parameter_table
from scenarios.problems import NOTHING, Names, Problem, ScenarioError, Sentence, did_you_mean, show
from scenarios.reading import Document, read_document, read_text
from scenarios.schema.base import FILE_NAME_PATTERN, MAX_NAME
from scenarios.schema.evidence import EvidenceEntry, EvidenceFile
from scenarios.schema.policy import PolicyFile
from scenarios.validation import unknown_sources, validate

POLICIES, DISTRICTS, TRIALS, ENSEMBLES = "policies", "districts", "trials", "ensembles"
BASELINE_NAME = "baseline"
_SINGULAR = {POLICIES: "policy", DISTRICTS: "district", TRIALS: "trial", ENSEMBLES: "ensemble"}

Reference = str | os.PathLike[str]


@dataclass(frozen=True)
class Referrer:
    """The file that refers to another, and the key by which it does."""

    document: Document
    key: str


class Library:
    """A folder with parameters.toml, evidence.toml, policies/, districts/, trials/ and ensembles/, read when first asked for.

    ``beside`` are a user's own sources, which may be cited like the shipped ones.
    """

    def __init__(self, root: Path, beside: Mapping[str, EvidenceEntry] = MappingProxyType({})) -> None:
        self.root, self._beside = root, beside
        self._documents: dict[str, Document] = {}

    @cached_property
    def evidence(self) -> dict[str, EvidenceEntry]:
        """Every source by id; raises ``ScenarioError``."""
        return {**evidence_table(self._own("evidence.toml")), **self._beside}

    def with_evidence(self, reference: Reference) -> Library:
        """The same files, where what a user's own file of evidence holds may be cited, too; ``ScenarioError`` where an id of it is shipped already."""
        document = read_document(at_home(reference))
        own = evidence_table(document)
        clashes = [
            document.problem(("evidence", name), Sentence("a shipped entry has this id already"), mend=Sentence("give the entry another id, and cite that"))
            for name in own if name in self.evidence
        ]  # fmt: skip
        if clashes:
            raise ScenarioError(clashes)
        return Library(self.root, own)

    @cached_property
    def parameters(self) -> ParameterTable:
        """The model's own parameters; raises ``ScenarioError``."""
        return parameter_table(self._own("parameters.toml"), self.evidence, None)

    def names(self, folder: str) -> list[str]:
        """The shipped files of a folder by name, sorted, the baseline first."""
        stems = (path.stem for path in (self.root / folder).glob("*.toml"))
        return sorted((stem for stem in stems if is_file_name(stem)), key=lambda stem: (stem != BASELINE_NAME, stem))

    def _has(self, folder: str, name: str) -> bool:
        """Whether a shipped file of a folder has this name."""
        return is_file_name(name) and (self.root / folder / f"{name}.toml").exists()

    def open(self, folder: str, reference: Reference, referrer: Referrer | None = None) -> Document:
        """The parsed file that ``reference`` means: a shipped name, or a path; beside its ``referrer``, if any."""
        with told_in_units(self.parameters.entries):
            return self._opened(folder, reference, referrer)

    def _opened(self, folder: str, reference: Reference, referrer: Referrer | None) -> Document:
        text = os.fspath(reference)
        if isinstance(reference, str) and not is_path(text):
            if not self._has(folder, text):
                raise ScenarioError([self._unknown(folder, text, referrer)])
            return self._own(f"{folder}/{text}.toml")
        if referrer is None:
            return read_document(at_home(text))
        path = referrer.document.path.parent / at_home(text)
        if not path.is_file():
            reason = Sentence("there is no file {name} beside this one", name=text)
            raise ScenarioError([referrer.document.problem((referrer.key,), reason, mend=Sentence("check the name"))])
        return read_document(path)

    def policy_file(self, reference: Reference, referrer: Referrer | None = None) -> tuple[PolicyFile, Document]:
        """A validated policy file and the document it was; raises ``ScenarioError``."""
        document = self.open(POLICIES, reference, referrer)
        if not isinstance(document.made, PolicyFile):  # of a shipped file: parsed and checked once, as long as its text is the same
            document.keep(self.checked_policy(document))
        return document.made, document

    def checked_policy(self, document: Document) -> PolicyFile:
        """The policy file that a document is, validated; raises ``ScenarioError``."""
        entries = self.parameters.entries
        policy, problems = validate(document, PolicyFile)
        levers = lever_problems(document, entries, above=PolicyFile.model_fields)
        problems = without_twice(placed(with_hard_ranges(problems, entries), entries), levers)
        problems += unknown_sources(document, self.evidence)
        if policy is not None:
            problems += self.name_problems(POLICIES, document, policy.name)
            problems += time_problems(document, policy) + _repeats(document, policy)
        if policy is None or problems:
            raise ScenarioError(sorted(problems, key=lambda problem: problem.line or math.inf))
        return policy.located(document, lever_warnings(policy, entries))

    def name_problems(self, folder: str, document: Document, name: str) -> list[Problem]:
        """Results are kept by name, so it must be the file's own and no shipped file's."""
        problems = []
        if name != document.path.stem:
            allowed = show(document.path.stem) if is_file_name(document.path.stem) else NOTHING
            mend = Sentence("call the file {name}.toml, or change `name`", name=name)
            problems.append(document.problem(("name",), Sentence("the name differs from the file's"), allowed, mend))
        shipped = self.root / folder / f"{name}.toml"
        if self._has(folder, name) and document.path.resolve() != shipped.resolve():
            kind = _SINGULAR[folder]
            reason = Sentence("a shipped {kind} has this name already", kind=kind)
            problems.append(document.problem(("name",), reason, mend=Sentence("rename the file and `name`")))
        return problems

    def _own(self, inside: str) -> Document:
        """A file of the library, parsed again only where its text has changed."""
        path, told = self.root / inside, f"{self.root.name}/{inside}"
        known = self._documents.get(inside)
        if known is None or known.text != read_text(path, told):
            known = self._documents[inside] = read_document(path, told)
        return known

    def _unknown(self, folder: str, name: str, referrer: Referrer | None) -> Problem:
        names, kind = self.names(folder), _SINGULAR[folder]
        mend = did_you_mean(name, names) or Sentence(
            "choose one of these, or give the path of a file that ends in .toml"
        )
        reason = Sentence("no {kind} is called {name}", kind=kind, name=show(name))
        if referrer is None:
            return Problem(show(name), None, "", reason, Names(names), mend)
        if (referrer.document.path.parent / f"{name}.toml").is_file():
            mend = Sentence("a file of that name stands beside this one: write {file}", file=show(f"{name}.toml"))
            return referrer.document.problem((referrer.key,), reason, mend=mend)
        return referrer.document.problem((referrer.key,), reason, Names(names), mend)


def evidence_table(document: Document) -> dict[str, EvidenceEntry]:
    """Every source of an evidence file by id; raises ``ScenarioError``."""
    file, problems = validate(document, EvidenceFile)
    if file is None:
        raise ScenarioError(problems)
    return file.evidence


def is_file_name(name: str) -> bool:
    """Whether a scenario may be called so."""
    return len(name) <= MAX_NAME and re.fullmatch(FILE_NAME_PATTERN, name) is not None


def at_home(reference: Reference) -> Path:
    """The path that is meant, ``~`` the home: a shell leaves it as it is in quotes, and within a list of policies joined by +."""
    return Path(os.path.expanduser(reference))


def is_path(reference: str) -> bool:
    """Whether a text means a file of the user's rather than a shipped name."""
    return reference.endswith(".toml") or "/" in reference or "\\" in reference


def _repeats(document: Document, policy: PolicyFile) -> list[Problem]:
    problems = []
    for key in ("includes", "overrides"):
        names: list[str] = getattr(policy, key)
        for name in sorted({name for name in names if names.count(name) > 1}):
            reason = Sentence("{name} stands twice", name=name)
            problems.append(document.problem((key,), reason, mend=Sentence("keep one of them")))
    if policy.name == BASELINE_NAME and (policy.levers or policy.responsibility or policy.includes or policy.yearly_cost):
        reason = Sentence("the baseline sets nothing and costs nothing")
        problems.append(document.problem((), reason, mend=Sentence("give the policy another name")))
    return problems
