"""Settings that change nothing in the runs at hand, said before these are made: a policy after the horizon, a parameter no run reads."""

from __future__ import annotations

from scenarios.problems import Sentence, show
from simulation.policy import Policy

VALUED_AFTERWARDS = Sentence("no run reads it: it values afterwards what a policy averted, in compare, optimise and the differences of a sweep")
UNHEARD = {
    "value_of_life": VALUED_AFTERWARDS,
    "serious_injury_value": VALUED_AFTERWARDS,
    "other_injury_value": VALUED_AFTERWARDS,
}
"""Parameters that change no run, and why."""

OFF = {
    "signal_weight": 0.0,
    "penalty_discretion": 0.0,
    "compliance_delay": 0.0,
    "penalty_by_shared_record": 0.0,
    "joint_strictness": 0.0,
}
"""Parameters whose value in the table switches a mechanism off until a calibration has switched it on: that value, which may lie outside the range to vary."""
WAITING = {"findings_usual": "penalty_discretion"}
"""Parameters that act only beside one of these: that one."""
BESIDE_A_LEVER = {"permit_output_cut": "permits_linked", "perceived_major": "permits_linked"}
"""Parameters that act only beside a lever that is 0 today and in every shipped policy: that lever."""


def unheard_warning(name: str) -> str:
    """The sentence for a change of such a parameter."""
    return Sentence("{name}: {reason}", name=name, reason=UNHEARD[name])


def late_warnings(policy: Policy, months: int) -> list[str]:
    """Settings and costs of a policy that begin after a run of ``months`` has ended, or that no month of it sees whole."""
    warnings: list[str] = []
    for setting in policy.settings:
        if setting.start >= months:
            warnings.append(Sentence(
                "{name} = {value} begins {start} months after the burn-in, and the run ends after {months}: it changes nothing",
                name=setting.lever, value=show(setting.value), start=setting.start, months=months,
            ))  # fmt: skip
        elif setting.start + setting.ramp >= months:
            warnings.append(Sentence(
                "{name} is whole {whole} months after the burn-in, and the run ends after {months}: it never reaches {value}",
                name=setting.lever, whole=setting.start + setting.ramp, months=months, value=show(setting.value),
            ))  # fmt: skip
    for cell in policy.cells:
        if cell.start >= months:
            warnings.append(Sentence(
                "responsibility for {domain} in {sector} changes hands {start} months after the burn-in, and the run ends after {months}: it changes nothing",
                domain=cell.domain, sector=cell.sector, start=cell.start, months=months,
            ))  # fmt: skip
    for yearly, start, _ in ((policy.yearly_cost, policy.cost_start, policy.cost_end), *policy.part_costs):
        if yearly and start >= months:
            warnings.append(Sentence(
                "the yearly cost of {yuan} yuan begins {start} months after the burn-in, and the run ends after {months}: nothing is paid",
                yuan=f"{yearly:,}", start=start, months=months,
            ))  # fmt: skip
    return warnings
