"""Settings typed beside the policies: each policy named gets one of one's own that starts from it, made as ``scenarios.own_settings`` does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from experiments.running.planning import compared_on
from experiments.text.formatting import exact
from experiments.text.messages import _, enumerated

if TYPE_CHECKING:
    from scenarios.own_settings import Laid, Taken
    from simulation.district import District
    from simulation.region import Region


@dataclass(frozen=True)
class WithSettings:
    """Policies with those that settings make of them: ``specs`` in order, each own policy behind the one that it starts from."""

    specs: tuple[str, ...]
    made: tuple[tuple[str, Laid], ...] = ()
    """What each own policy starts from, and the policy."""

    def told(self) -> list[str]:
        """A sentence for each own policy: its one text, and how relative values were understood."""
        return [_told(base, laid) for base, laid in self.made]


def with_settings(specs: Sequence[str], settings: Sequence[str], district: str | District | Region, where: str = "--set") -> WithSettings:
    """The policies of ``specs``, each followed by the own policy that ``settings`` make of it; of none the baseline's.

    ``ScenarioError`` for what is wrong with a setting, told at ``where``; the specs alone where there are no settings.
    """
    from scenarios import load_policy, shipped
    from scenarios.own_settings import lay
    from simulation.policy import BASELINE

    if not settings:
        return WithSettings(tuple(specs))
    place = compared_on(district, None)
    used = {load_policy(spec).name for spec in specs}
    all_specs: list[str] = []
    made: list[tuple[str, Laid]] = []
    for spec in specs or [BASELINE.name]:
        laid = lay(shipped(), spec, settings, place, where, used)
        used.add(laid.spec.partition(":")[0])
        made.append((spec, laid))
        all_specs += [laid.spec] if load_policy(spec).name == BASELINE.name else [spec, laid.spec]
    return WithSettings(tuple(all_specs), tuple(made))


def _told(base: str, laid: Laid) -> str:
    counted = [_counted(base, taken) for taken in laid.taken if taken.before is not None]
    text = _("The settings make the policy {spec}.").format(spec=laid.spec)
    return " ".join([text, _("Counted: {values}.").format(values=enumerated(counted))]) if counted else text


def _counted(base: str, taken: Taken) -> str:
    what = taken.given.partition("=")[2].partition("@")[0].partition("~")[0].strip()
    value = taken.text.partition("=")[2].partition("@")[0].partition("~")[0]
    before = exact(taken.before or 0.0)
    text = _("{lever} {what} of {before}, its value in {policy}, is {value}") if taken.in_policy else _("{lever} {what} of today's value {before} is {value}")
    return text.format(lever=taken.lever, what=what, before=before, value=value, policy=base)
