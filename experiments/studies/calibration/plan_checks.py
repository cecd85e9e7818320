"""What the form of a calibration file does not show: names that there are not, names twice, ranges that a scale does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scenarios import district_names, load_parameters, load_trial, trial_names
from scenarios.legal import KeyPath
from scenarios.library import is_path
from scenarios.problems import NOTHING, Names, Problem, Sentence, did_you_mean, show
from scenarios.reading import Document
from scenarios.schema.calibration import CalibrationFile
from simulation.outcomes import OUTCOME_BY_NAME

MOST_SHOWN = 60


@dataclass(frozen=True)
class Checks:
    """What the form of a file does not show: names that there are not, names twice, ranges without a logarithm."""

    document: Document
    file: CalibrationFile

    def problems(self) -> list[Problem]:
        return [*self._parameters(), *self._trials(), *self._held_out(), *self._folds()]

    def _parameters(self) -> Iterator[Problem]:
        entries = load_parameters().entries
        yield from self._once("parameters", [one.name for one in self.file.parameters])
        for number, one in enumerate(self.file.parameters):
            path = ("parameters", number, "name")
            if one.name not in entries:
                yield from self._known(path, one.name, entries)
            elif entries[one.name].kind != "uncertainty":
                reason = Sentence("this is a {kind}; only uncertainties are fitted", kind=entries[one.name].kind)
                yield self.document.problem(path, reason, mend=Sentence("remove it: what a government decides is no unknown"))
            else:
                low, high = entries[one.name].expected if one.range is None else one.range
                least, most = entries[one.name].hard
                if not least <= low <= high <= most:
                    reason = Sentence("the range {low} to {high} is not within the hard range", low=show(low), high=show(high))
                    yield self.document.problem(("parameters", number, "range"), reason, Sentence("{low} to {high}", low=show(least), high=show(most)))
                if low >= high or (one.scale == "log" and low <= 0) or (one.scale == "choice" and (low, high) != (0, 1)):
                    reason = Sentence("this scale does not fit the range {low} to {high}", low=show(low), high=show(high))
                    yield self.document.problem(("parameters", number, "scale"), reason, mend=Sentence("write linear, or remove the parameter"))

    def _trials(self) -> Iterator[Problem]:
        known = trial_names()
        yield from self._once("trials", [one.name for one in self.file.trials])
        for number, one in enumerate(self.file.trials):
            if one.name not in known:
                yield from self._known(("trials", number, "name"), one.name, known)
                continue
            trial = load_trial(one.name)
            if trial.out_of_sample:
                reason = Sentence("{name} is out of sample, and no fit may see it", name=show(one.name))
                yield self.document.problem(("trials", number, "name"), reason, mend=Sentence("remove it: what it tells would be lost"))
            for place, row in enumerate(one.rows):
                yield from self._known(("trials", number, "rows", place, "estimand"), row.estimand, [estimand.name for estimand in trial.estimands])
                for key in ("counted", "expected"):
                    if name := getattr(row, key):
                        yield from self._known(("trials", number, "rows", place, key), name, OUTCOME_BY_NAME)
            variants = [variant.name for variant in trial.world.variants]
            for place, name in enumerate(one.variants):
                yield from self._known(("trials", number, "variants", place), name, variants)

    def _held_out(self) -> Iterator[Problem]:
        known, fitted = trial_names(), [one.name for one in self.file.trials]
        yield from self._once("held_out", [one.name for one in self.file.held_out])
        for number, one in enumerate(self.file.held_out):
            path: KeyPath = ("held_out", number, "name")
            yield from self._known(path, one.name, known)
            if one.name in fitted:
                mend = Sentence("remove it here or under [[trials]]")
                yield self.document.problem(path, Sentence("{name} is held out of every fit and stands among the trials that are fitted", name=show(one.name)), mend=mend)

    def _folds(self) -> Iterator[Problem]:
        named = [trial.name for trial in self.file.trials]
        yield from self._once("folds", [one.name for one in self.file.folds])
        for number, one in enumerate(self.file.folds):
            for place, name in enumerate(one.out):
                yield from self._known(("folds", number, "out", place), name, named)
        for key in ("baseline", "acceptance"):
            district = getattr(self.file, key).district
            if not is_path(district):
                yield from self._known((key, "district"), district, district_names())

    def _known(self, path: KeyPath, name: str, names: Iterable[str]) -> Iterator[Problem]:
        legal = list(names)
        if name not in legal:
            yield self.document.problem(path, Sentence("there is no {name}", name=show(name)), _few(legal), did_you_mean(name, legal) or Sentence("remove it"))

    def _once(self, key: str, names: list[str]) -> Iterator[Problem]:
        for number, name in enumerate(names):
            if name in names[:number]:
                yield self.document.problem((key, number, "name"), Sentence("{name} stands twice", name=show(name)), mend=Sentence("keep one of them"))


def _few(names: list[str]) -> str:
    """The names where they are few enough to read."""
    return Names(names) if len(names) <= MOST_SHOWN else NOTHING
