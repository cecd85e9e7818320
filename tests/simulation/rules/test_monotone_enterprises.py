"""What goes on in an enterprise: hazards, accidents, beliefs, effort: more of this is never less of that."""

from simulation.rules import accidents, attention, beliefs, costs, effort, hazards
from tests.simulation.rules.laws import DOWN, UP, Law, laws


@laws(
    ("more attention, fewer unsafe acts", accidents.unsafe_intensity, "attention", DOWN),
    ("more workers, more unsafe acts", accidents.unsafe_intensity, "workers", UP),
    ("a more dangerous enterprise, more unsafe acts", accidents.lasting_unsafe, "lasting", UP),
    ("more hazards, more accidents", accidents.hazard_intensity, "count", UP),
    ("more training, fewer unsafe acts", accidents.training_factor, "hours", DOWN),
    ("latent hazards are worse", accidents.hazard_intensity, "latent", UP),
    ("major hazards are worse", accidents.hazard_intensity, "major", UP),
)
def test_monotone_accidents(law: Law) -> None:
    law.hold()


@laws(
    ("larger firms, more hazards", hazards.size_factor, "workers", UP),
    ("more output, more hazards", hazards.arrival_mean, "output", UP),
    ("more effort, more removed", hazards.removal_probability, "effort", UP),
    ("more competence, more removed", hazards.removal_probability, "competence", UP),
    ("more self-checks, more removed", hazards.self_check_removal, "checks", UP),
    ("more genuine self-checks, more removed", hazards.self_check_removal, "genuine", UP),
    ("more audits, more genuine self-checks", hazards.self_check_genuineness, "audit", UP),
    ("more removal, fewer open hazards", hazards.steady_stock, "removal", DOWN),
    ("more that goes along, fewer hazards of the next site's own", hazards.next_site_stock, "kept", DOWN),
    ("more removal, fewer hazards at the next site", hazards.next_site_stock, "removal", DOWN),
    ("more causes closed, fewer arrivals", hazards.arrivals_left, "closed", DOWN),
    ("longer sites, fewer moves", hazards.site_change_probability, "site_months", DOWN),
    ("a domain that hides more, more latent hazards", hazards.latent_share, "domain_latent", UP),
    ("a graver sector, more major hazards", hazards.major_share, "sector_factor", UP),
    ("more exposure, more of every kind", hazards.kind_share, "exposure", UP),
    ("one more hazard after more of them", hazards.one_more_hazard, "count", UP),
)
def test_monotone_hazards(law: Law) -> None:
    law.hold()


@laws(
    ("who is visited believes more", beliefs.visit_belief, "visits", UP),
    ("who sees peers visited believes more", beliefs.visit_belief, "peers_visited", UP),
    ("who reads of peers visited believes more", beliefs.visit_belief, "peers_posted", UP),
    ("a larger published fine is feared more", beliefs.felt_by_peer, "fine", UP),
    ("longer memory, higher base", attention.lifted_base, "memory", UP),
    ("a larger fine is feared more", beliefs.penalty_belief, "fine", UP),
    ("further off, less heard", beliefs.publication_weight, "distance", DOWN),
    ("more heard before, less heard now", beliefs.publication_weight, "earlier", DOWN),
    ("who is penalised believes more", beliefs.certainty_belief, "penalised", UP),
    ("who was not fed goes back to what the inexperienced believe", beliefs.unfed_certainty, "unseen", UP),
    ("a higher base, a higher return", attention.faded, "base", UP),
    ("a larger jump raises more", attention.raised, "jump", UP),
    ("a higher standard raises more", attention.raised_towards, "standard", UP),
    ("more money at stake, more attention", attention.drawn_by_stake, "stake", UP),
    ("more deaths elsewhere, more who hear of them", attention.hears_of, "deaths", UP),
    ("an accident on record, more who hear of it", attention.hears_of, "on_record", UP),
    ("more deaths elsewhere, more attention", attention.disaster_jump, "deaths", UP),
    ("deaths further off, less attention", attention.disaster_jump, "distance", DOWN),
)
def test_monotone_beliefs_and_attention(law: Law) -> None:
    law.hold()


@laws(
    ("more visits believed, dearer hazards", effort.believed_cost, "p", UP),
    ("more certainty believed, dearer hazards", effort.believed_cost, "q", UP),
    ("higher fines believed, dearer hazards", effort.believed_cost, "f", UP),
    ("more attention, dearer hazards", effort.believed_cost, "attention", UP),
    ("dearer hazards, more benefit of effort", effort.marginal_benefit, "per_hazard", UP),
    ("more benefit, more effort", effort.target_effort, "benefit", UP),
    ("dearer safety, less effort", effort.target_effort, "cost_per_worker", DOWN),
    ("a larger subsidy, more effort", effort.target_effort, "subsidy", UP),
    ("more stress, less effort", effort.target_effort, "stress", DOWN),
    ("diligent peers, more effort", effort.moved_effort, "peers", UP),
    ("a better margin, less stress", effort.financial_stress, "margin", DOWN),
    ("more costs recovered, dearer hazards", effort.believed_cost, "recovery", UP),
    ("halted, less output", effort.output_level, "halted", DOWN),
    ("listed, less output", effort.listed_output, "listed", DOWN),
    ("stopped, less output", effort.output_level, "stopped", DOWN),
    ("more pressure, less output", effort.shut_down_output, "pressure", DOWN),
    ("more protection, more output", effort.protected_output, "shielded", UP),
    ("more protection, more of it beyond what is permitted", costs.unlawful_output, "shielded", UP),
    ("more demand, more output", effort.demanded_output, "demand", UP),
    ("a larger shock, a better margin", effort.next_margin, "shock", UP),
    ("more owed, more output", effort.output_level, "debt", UP),
    ("more made, less owed", effort.output_debt, "output", DOWN),
)
def test_monotone_effort(law: Law) -> None:
    law.hold()
