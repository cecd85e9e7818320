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
    "belief_fading": 1.0,
    "attention_standard": 1.0,
    "bonus_strictness": 0.0,
    "reporting_half_size": 0.0,
    "safety_staff": 0.0,
    "site_kept": 1.0,
    "cause_by_publication": 0.0,
    "stake_attention": 0.0,
    "sharing_form": 0.0,
    "count_distortion": 0.0,
    "lead_closure": 0.0,
    "unwatched_removal": 1.0,
    "concealment_at_ceiling": 0.0,
    "reclassified": 0.0,
    "priority_by_veto": 0.0,
    "protected_overlooking": 0.0,
    "protected_warning": 0.0,
    "protected_stop_evasion": 0.0,
    "protected_neglect": 0.0,
    "protected_overproduction": 0.0,
    "overtime_by_pressure": 0.0,
    "shutdown_by_pressure": 0.0,
    "signal_weight": 0.0,
    "penalty_discretion": 0.0,
    "compliance_delay": 0.0,
    "penalty_by_shared_record": 0.0,
    "joint_strictness": 0.0,
}
"""The value of a parameter that switches its mechanism off; it may lie outside the range to vary."""
WAITING = {
    "cause_fading": "cause_by_publication", "stake_half": "stake_attention", "reward_unverified": "stake_attention", "volunteer_cost": "sharing_form",
    "findings_usual": "penalty_discretion",
}
"""Parameters that act only beside one of these: that one."""


def is_off(name: str, value: float) -> bool:
    """Whether this value of a parameter switches its mechanism off."""
    return OFF.get(name) == value


def waiting_warning(name: str) -> str:
    """The sentence for a change of a parameter whose mechanism is off."""
    return Sentence("{name} changes nothing while {other} is {value}", name=name, other=WAITING[name], value=show(OFF[WAITING[name]]))


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
