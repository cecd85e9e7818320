"""An enterprise: its hazards, what it does for safety, and its file; what it has learned stands in ``mind``."""

from __future__ import annotations

from simulation.agents.mind import Mind
from simulation.agents.owner import Owner
from simulation.agents.removals import OwnRemoval
from simulation.agents.world import CELLS_PER_DOMAIN, World
from simulation.arithmetic import total
from simulation.distributions import binomial_count, normal_quantile, poisson_count
from simulation.orders import SHOCK_DEMAND, SHOCK_MARGIN
from simulation.population import EnterpriseFacts, pick_of_bounds
from simulation.rules import accidents, attention, costs, effort, hazards, incentives, penalties, severity

NOBODY = -1
ARRIVALS = 0
"""Word of the block ``hazards``; the others belong to what an enterprise removes itself."""
LONG_AGO = 24  # months since the last visit, and since the last accident on record, before the first month


class Enterprise(Mind, OwnRemoval, Owner):
    """Open hazards by cell (domain * 4 + latent * 2 + major), what it does about them, and its file."""

    def __init__(self, model: World, facts: EnterpriseFacts) -> None:
        super().__init__(model, facts)
        p, district = model.p, model.district
        self.sector = district.sectors[facts.sector]
        self.exposure = total(self.sector.exposure)
        self.exposed = [severity.exposed_workers(facts.workers, domain.exposed_share, int(p.most_exposed)) for domain in district.domains]
        self._set_severity()
        self.cells = [0] * (CELLS_PER_DOMAIN * len(district.domains))
        self.known = facts.known
        self.effort = 0.3
        self.output = 1.0
        self.unlawful = 0.0
        """Value, in yuan, of what it produced beyond what is permitted this month."""
        self.debt = 0.0
        self.margin = 0.0
        self.stopped = False
        self.halted = False
        self._open_file()

    def _open_file(self) -> None:
        """What stands in its file when the world begins."""
        p, facts = self.model.p, self.facts
        self.earlier_fines = 0
        self.standing_fine = 0.0
        self.fined_by = NOBODY
        self.major_found = False
        """Whether a department that may order found a major hazard this month."""
        self.uncorrected = 0
        """Bit d is set if such a department d has a major finding on record that is not reported as corrected."""
        self.months_since_fine = LONG_AGO
        self.months_since_visit = LONG_AGO
        self.months_since_record = LONG_AGO
        self.marked = 0
        """Bit d is set if department d fined it or found major hazards, and no twelve months have passed since anybody did."""
        self.visits_this_month = 0
        self.visits_this_year = 0
        self.posted = False
        self.injured = 0
        self.fed = False
        self.supervision_class = 1
        self.clean_visits = 0
        self.serious_visits = 0
        self.months_since_serious = LONG_AGO
        self.listed = 0
        self.fatal_this_year = 0
        self.worst_class = 0
        self.certified = max(0, int(p.scheme_months) - facts.certificate_age) if facts.grade else 0
        self.claims = 0.0
        self.new_claims = 0.0
        self.findings = 0.0

    def _set_severity(self) -> None:
        """What an accident in each domain can do here: nothing of it changes."""
        self.tails = [max(1.05, domain.tail_exponent + self.sector.tail_shift) for domain in self.model.district.domains]
        self.mean_deaths = [severity.mean_deaths(a, n) for a, n in zip(self.tails, self.exposed, strict=True)]
        self.larger = [severity.tail_probability(3, a, n) for a, n in zip(self.tails, self.exposed, strict=True)]
        self.major = [severity.tail_probability(10, a, n) for a, n in zip(self.tails, self.exposed, strict=True)]

    def knows_me(self, department: int) -> bool:
        """Whether a department has it on its register."""
        return bool(self.known >> department & 1)

    @property
    def grade(self) -> int:
        """Standardisation grade, 0 if none: that of the start, or the third for a certificate earned since."""
        if not self.certified:
            return 0
        return self.facts.grade or 3

    @property
    def insured(self) -> bool:
        """Whether it has safety liability insurance this month."""
        facts = self.facts
        return incentives.is_insured(
            facts.insurance_rank, facts.high_risk, facts.registered, self.model.p.insurance_high_risk, self.model.other_insured
        )

    def face_hazards(self) -> None:
        """Hazards arrive, and the enterprise removes some; both by the state before the month."""
        model, p, index = self.model, self.model.p, self.facts.index
        mean = hazards.arrival_mean(p.hazard_arrivals, self.exposure, self.facts.size, self.facts.lasting, self.output)
        arrived = poisson_count(hazards.arrivals_left(mean, self.closed_causes), model.word("hazards", index, 0, ARRIVALS))
        for number in range(arrived):
            cell = pick_of_bounds(model.kind_bounds[self.facts.sector], model.word("arrival_kind", index, number, 0))
            self.cells[cell] = hazards.one_more_hazard(self.cells[cell])
        self.remove_hazards()
        self.halt_work()

    def visible_hazards(self) -> int:
        """Open hazards that anybody can see who comes by."""
        return sum(count for cell, count in enumerate(self.cells) if not cell & 2)

    def halt_work(self) -> None:
        """A safety representative halts work at a visible major hazard, perhaps, until it is gone."""
        p = self.model.p
        representative = self.facts.representative_rank < p.worker_stop_right
        if not representative:
            return
        chance = accidents.stop_probability(representative, p.stop_notice)
        for cell in range(1, len(self.cells), CELLS_PER_DOMAIN):
            if self.cells[cell]:
                gone = binomial_count(self.cells[cell], chance, self.model.u("representative", self.facts.index, cell))
                self.cells[cell] -= gone
                self.halted = self.halted or gone > 0
        self.model.count("work_halts", float(self.halted))

    def produce(self) -> None:
        """Output of the month follows the orders and halts of this month and the calendar."""
        p = self.model.p
        level = effort.output_level(
            self.debt, self.model.is_sensitive(), p.output_sensitive_cut, self.stopped, p.output_stop_share, p.output_catch_up,
            self.halted, p.stop_right_cut,
        )
        self.debt = effort.output_debt(self.debt, level)
        self.output = effort.listed_output(level, self.listed > 0, p.blacklist_output_cut)
        if p.shutdown_by_pressure > 0.0:
            self.output = effort.shut_down_output(self.output, self.model.government.mean_pressure(), p.shutdown_by_pressure)
        if p.protected_overproduction > 0.0:
            self.output = effort.protected_output(self.output, p.protected_overproduction, self.shielded())
        if p.permits_linked > 0.0:
            self.show_corrected()
            self.output = effort.permitted_output(self.output, self.is_withheld(), p.permits_linked, p.permit_output_cut)
        if self.model.orders.shocks.shape[1]:
            self.output = effort.demanded_output(self.output, self.shock(SHOCK_DEMAND))
        self.unlawful = 0.0
        if p.protected_overproduction > 0.0:
            self.unlawful = costs.unlawful_output(self.output, p.protected_overproduction, self.shielded(), self.facts.workers, self.sector.value_added)
        self.stopped = self.halted = self.major_found = False

    def shock(self, row: int) -> float:
        """How a study shocks it this month: a row of the orders' shocks, 0 where it is spared."""
        shocks = self.model.orders.shocks
        return float(shocks[row, self.facts.index]) if shocks.shape[1] else 0.0

    def is_withheld(self) -> bool:
        """Whether another department that knows it withholds a permit for a major finding."""
        return (self.major_found or self.uncorrected != 0) and self.known & (self.known - 1) != 0

    def unsafe_intensity(self) -> float:
        """Expected injuries of the month from unsafe acts."""
        p = self.model.p
        hours = p.worker_training if self.known else p.training_hours_normal
        trained = accidents.training_factor(hours, p.training_hours_normal, p.training_response)
        trained = trained * accidents.lasting_unsafe(self.facts.lasting, p.unsafe_lasting)
        return self.output * accidents.unsafe_intensity(
            self.facts.workers, p.unsafe_injury_rate, self.sector.unsafe_rate, self.attention, p.unsafe_response, trained
        )

    def cell_intensity(self, cell: int) -> float:
        """Expected injuries of the month from the open hazards of one cell."""
        p = self.model.p
        return self.output * accidents.hazard_intensity(
            self.cells[cell], p.hazard_injury_rate, self.model.district.domains[cell // CELLS_PER_DOMAIN].injury_rate,
            bool(cell & 2), bool(cell & 1), p.latent_injury_multiple, p.major_injury_multiple,
        )

    def own_attention(self) -> float:
        """Attention to which it returns without memories."""
        p = self.model.p
        base = self.facts.attention
        if p.stake_attention > 0.0:
            stake = incentives.stake_on_record(
                p.premium_swing, p.insurance_premium, self.insured, p.class_reward, self.known != 0, self.certified > 0, p.reward_unverified)
            base = attention.drawn_by_stake(base, stake, p.stake_attention, p.stake_half)
        if p.protected_neglect > 0.0:
            base = base * penalties.left_by_protection(p.protected_neglect, self.shielded())
        return base

    def remember(self, peers_visited: float, peers_posted: float) -> None:
        """Attention, memory, competence and the record fade; a month of visits or none moves the belief in visits."""
        p = self.model.p
        self.fade(self.own_attention(), self.certified > 0, self.visits_this_month, peers_visited, peers_posted)
        self.months_since_visit = 0 if self.visits_this_month else self.months_since_visit + 1
        self.months_since_record += 1
        self.months_since_serious += 1
        if self.months_since_serious > int(p.repeat_months):
            self.serious_visits = 0
        if self.supervision_class == 0 and self.months_since_visit > int(p.class_months):
            self.supervision_class = 1
        self.months_since_fine += 1
        if self.months_since_fine > int(p.repeat_months):
            self.earlier_fines = 0
        if not penalties.record_stands(self.months_since_fine, self.months_since_serious):
            self.marked = 0
        self.claims = attention.faded(self.claims, 0.0, p.claims_fading) + self.new_claims
        self.findings = attention.faded(self.findings, 0.0, p.claims_fading)
        self.new_claims = 0.0

    def shielded(self, posted: bool = False) -> float:
        """How far it is protected by what it means to its officials; a posted result restrains that."""
        p, facts = self.model.p, self.facts
        return penalties.protection(
            facts.tax, facts.tie, p.vertical_control, self.model.government.priority, p.protection_by_tax, p.protection_by_tie, posted,
            p.posted_restraint,
        )

    def revise(self, peers_effort: float) -> None:
        """Effort moves to where its perceived benefit equals its cost."""
        p, workers = self.model.p, self.facts.workers
        noise = normal_quantile(self.model.word("month", self.facts.index, 0, 1))
        self.margin = effort.next_margin(self.margin, noise, p.margin_persistence, p.margin_spread, self.shock(SHOCK_MARGIN))
        saved = incentives.premium_slope(p.premium_swing, p.insurance_premium, workers, p.premium_response) if self.insured else 0.0
        earned = incentives.class_slope(p.class_reward, workers, p.class_response) if self.known else 0.0
        benefit = effort.marginal_benefit(
            sum(self.cells), self.removal(), p.removal_lowest, p.removal_highest, self.believed_cost(), saved, earned
        )
        target = effort.target_effort(benefit, p.effort_cost, workers, p.safety_subsidy, effort.financial_stress(self.margin), p.stress_weight)
        self.effort = effort.moved_effort(self.effort, target, peers_effort, p.peer_weight, p.effort_rate)
