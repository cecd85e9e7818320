"""What is reported, rewarded and paid: severity, record, incentives, government, costs: more of this is never less of that."""

from simulation.rules import costs, government, incentives, population, reporting, severity, targeting
from tests.simulation.rules.laws import DOWN, UP, Law, laws


@laws(
    ("major hazards kill more often", severity.fatal_probability, "major", UP),
    ("worse luck, more deaths", severity.deaths_drawn, "u", DOWN),
    ("more exposed, more deaths", severity.deaths_drawn, "exposed", UP),
    ("a lighter tail, fewer deaths on average", severity.mean_deaths, "tail_exponent", DOWN),
    ("more deaths are less likely", severity.tail_probability, "deaths", DOWN),
    ("more deaths, a graver class", severity.legal_class, "deaths", UP),
    ("more disabled, a graver class", severity.legal_class, "serious", UP),
    ("more loss, a graver class", severity.legal_class, "loss", UP),
    ("more deaths, more loss", severity.direct_loss, "deaths", UP),
    ("larger firms, more exposed", severity.exposed_workers, "workers", UP),
)
def test_monotone_severity(law: Law) -> None:
    law.hold()


@laws(
    ("more deaths on record, more pressure", reporting.ceiling_pressure, "reported", UP),
    ("a stricter appraisal by outcome, more pressure", reporting.ceiling_pressure, "outcome_weight", UP),
    ("a veto, more pressure", reporting.ceiling_pressure, "veto", UP),
    ("more at stake at the ceiling, more kept out", reporting.kept_out_probability, "weight", UP),
    ("more hidden anyway, more kept out", reporting.kept_out_probability, "hidden", UP),
    ("more pressure, more concealed", reporting.fatal_concealment, "pressure", UP),
    ("more deaths, less concealed", reporting.fatal_concealment, "deaths", DOWN),
    ("a larger reward, less concealed", reporting.fatal_concealment, "reward", DOWN),
    ("more protection of witnesses, less concealed", reporting.fatal_concealment, "protection", DOWN),
    ("more audit, less concealed", reporting.fatal_concealment, "audit", DOWN),
    ("more audit, more injuries reported", reporting.injury_report_probability, "audit", UP),
    ("the insured report no more", reporting.injury_report_probability, "insured", DOWN),
    ("more hazards, more complaints", incentives.complaint_probability, "hazards", UP),
    ("a readier public, more complaints", incentives.complaint_probability, "level", UP),
    ("a larger reward, a readier public", incentives.complaint_level, "reward", UP),
    ("more protection, a readier public", incentives.complaint_level, "protection", UP),
    ("a larger plant, more who see", incentives.size_root, "workers", UP),
    ("more claims, a higher premium", incentives.premium_factor, "claims", UP),
    ("a larger share insures more", incentives.is_insured, "high_risk_share", UP),
    ("longer listed, sooner off the list", incentives.blacklist_ends, "months_listed", UP),
    ("a worse class, sooner on the list", incentives.is_blacklisted, "supervision_class", UP),
    ("more agents see more", incentives.grid_look_probability, "agents", UP),
    ("more clean visits, a better class", incentives.next_class, "clean_visits", DOWN),
    ("more serious repeats, a worse class", incentives.next_class, "serious_repeats", UP),
    ("the safer join first", incentives.joins_scheme, "safety", UP),
    ("the more attentive join first", incentives.joins_scheme, "attention", UP),
    ("more visible hazards, less apparent safety", incentives.apparent_safety, "visible", DOWN),
)
def test_monotone_reporting_and_incentives(law: Law) -> None:
    law.hold()


@laws(
    ("more meetings, more priority", government.target_priority, "meetings", UP),
    ("appraised by process, more priority", government.target_priority, "process", UP),
    ("a veto never lowers the priority", government.priority_under_veto, "veto", UP),
    ("more pressure, more overtime", government.overtime_factor, "pressure", UP),
    ("more pressure, more reaction", government.reactive_share, "pressure", UP),
    ("a stronger campaign, more visits", government.campaign_factor, "strength", UP),
    ("departments under more pressure press more", government.felt_pressure, "department", UP),
    ("more officers, more cost", costs.officer_cost, "officers", UP),
    ("more effort, more spending", costs.effort_spending, "effort", UP),
    ("more output, less lost", costs.lost_output, "output", DOWN),
    ("more self-checks, more cost", costs.self_check_cost, "checks", UP),
    ("more found, more risk seen", targeting.seen_risk, "found", UP),
    ("a larger draw, a larger firm", population.drawn_workers, "normal", UP),
    ("a larger firm, more taxes", population.tax_weight, "workers", UP),
    ("a larger draw, closer ties", population.local_tie, "u", UP),
)
def test_monotone_government_costs_and_population(law: Law) -> None:
    law.hold()
