"""What a month leaves behind: fear, memory, complaints, premiums, classes, certificates, records."""

from __future__ import annotations

from simulation.agents.accident import Accident
from simulation.agents.department import Supervision
from simulation.agents.enterprise import Enterprise
from simulation.arithmetic import YUAN_PARTS, whole_parts
from simulation.rules import attention, beliefs, government, incentives

JOINING, BRIEFING = 0, 1
"""Words of the block ``standing``; the next one belongs to the planning of visits."""


def peers_of(model: Supervision) -> dict[tuple[int, int], list[Enterprise]]:
    """Enterprises by sector and place."""
    members: dict[tuple[int, int], list[Enterprise]] = {}
    for enterprise in model.enterprises:
        members.setdefault((enterprise.facts.sector, enterprise.facts.place), []).append(enterprise)
    return members


def fade(members: dict[tuple[int, int], list[Enterprise]]) -> None:
    """Memories fade and beliefs move, by what happened to oneself and to one's peers."""
    for group in members.values():
        visited = sum(enterprise.visits_this_month > 0 for enterprise in group) / len(group)
        posted = sum(enterprise.posted for enterprise in group) / len(group)
        for enterprise in group:
            enterprise.remember(visited, posted)


def feel_injuries(model: Supervision) -> None:
    """Every injury that is no statutory accident startles the enterprise in which it happened, and nobody else."""
    p = model.p
    jump = attention.accident_jump(0, 0, p.attention_by_injury, p.attention_by_serious, p.attention_by_death)
    for enterprise in model.enterprises:
        for _ in range(enterprise.injured):
            enterprise.startle(jump)


def spread_accident(model: Supervision, accident: Accident) -> None:
    """An accident startles its enterprise, presses the departments in whose field it fell, and, if bad, is heard of."""
    p = model.p
    victim = model.enterprises[accident.enterprise]
    victim.startle(attention.accident_jump(
        accident.deaths, accident.serious, p.attention_by_injury, p.attention_by_serious, p.attention_by_death))
    if accident.on_record:
        victim.months_since_record = 0
        victim.worst_class = max(victim.worst_class, accident.legal_class)
        victim.fatal_this_year += accident.deaths > 0
        jump = government.pressure_jump(accident.legal_class, p.pressure_by_general, p.pressure_by_larger, p.pressure_by_major)
        for department in model.departments:
            if accident.domain < 0 or model.mandates.weight(department.number, victim.facts.sector, accident.domain) > 0.0:
                department.pressure = attention.raised(department.pressure, jump)
    if accident.deaths == 0:
        return
    for peer in model.enterprises:
        is_peer = peer is not victim and peer.facts.sector == victim.facts.sector
        if attention.hears_of(accident.deaths, accident.on_record, is_peer):
            distance = model.distance(victim.facts.place, peer.facts.place)
            peer.startle(attention.disaster_jump(accident.deaths, distance, p.publication_reach, p.attention_by_disaster))


def hear_of_disasters(model: Supervision) -> None:
    """Disasters in other districts startle everybody here alike."""
    p = model.p
    for deaths, distance in model.heard.disasters.T.tolist():
        jump = attention.disaster_jump(int(deaths), distance, p.publication_reach, p.attention_by_disaster)
        for peer in model.enterprises:
            peer.startle(jump)


def spread_publications(model: Supervision, members: dict[tuple[int, int], list[Enterprise]]) -> None:
    """Peers read of the month's published penalties: the nearer, the more; the more they have read before, the less."""
    for (sector, place), group in members.items():
        read: list[tuple[float, float, Enterprise | None]] = [
            (model.distance(named.facts.place, place), fine, named) for named, fine in model.published if named.facts.sector == sector]
        read += [(distance, fine, None) for other, fine, distance in model.heard.penalties.T.tolist() if int(other) == sector]
        if read:
            for peer in group:
                _read(model, peer, read)


def _read(model: Supervision, peer: Enterprise, read: list[tuple[float, float, Enterprise | None]]) -> None:
    p, feared, strongest = model.p, peer.fine_belief, 0.0
    for distance, fine, named in read:
        if named is peer:
            continue
        weight = beliefs.publication_weight(distance, p.publication_reach, peer.publications_seen, p.publication_fading)
        peer.attention = attention.raised(peer.attention, weight * p.attention_by_publication)
        if p.cause_by_publication > 0.0:
            peer.closed_causes = attention.raised(peer.closed_causes, weight * p.cause_by_publication)
        strongest = max(strongest, weight)
        feared = max(feared, beliefs.felt_by_peer(peer.fine_belief, fine, p.penalty_belief_rate, weight))
    peer.fine_belief = feared
    peer.publications_seen += len(read)
    if strongest > 0.0:
        peer.fed = True
        peer.certainty_belief = beliefs.certainty_belief(peer.certainty_belief, True, True, strongest * p.penalty_belief_rate)


def wear_off(model: Supervision) -> None:
    """What an enterprise believes of the certainty of penalties wears off where nothing fed it this month."""
    p = model.p
    for enterprise in model.enterprises:
        enterprise.certainty_belief = beliefs.unfed_certainty(
            enterprise.certainty_belief, p.certainty_unseen, p.certainty_fading, enterprise.fed)


def hear_complaint(model: Supervision, enterprise: Enterprise) -> None:
    """Somebody reports an enterprise, perhaps, to one of the departments that could answer for it."""
    p, facts = model.p, enterprise.facts
    level = incentives.complaint_level(
        p.complaint_base, p.whistle_reward, p.whistle_reward_normal, p.complaint_reward_response, p.whistle_protection, p.protection_normal,
        p.complaint_protection_response,
    )
    chance = incentives.complaint_probability(level, incentives.size_root(facts.workers), sum(enterprise.cells))
    if model.word("month", facts.index, 0, 2) < chance:
        model.count("complaints", 1)
        recipient = model.mandates.any_responsible(facts.sector, model.u("complaint", facts.index, 0))
        if recipient >= 0:
            model.departments[recipient].complained.add(facts.index)
            model.report_to(recipient, enterprise)


def settle_accounts(model: Supervision, enterprise: Enterprise) -> None:
    """Premiums are paid, certificates run and are earned, the blacklist is kept."""
    p, facts = model.p, enterprise.facts
    if enterprise.insured:
        factor = incentives.premium_factor(enterprise.claims, enterprise.findings, p.premium_swing, p.claim_weight)
        if enterprise.supervision_class == 0:
            factor -= p.class_discount
        model.count("premiums", p.insurance_premium * facts.workers / 12.0 * max(0.0, factor))
    if enterprise.certified:
        enterprise.certified -= 1
        model.count("enterprise_cost", p.scheme_cost * facts.workers / 12.0)
        model.note_cost(facts.index, p.scheme_cost * facts.workers / 12.0)
    elif facts.registered and incentives.joins_scheme(
        model.word("standing", facts.index, 0, JOINING), p.scheme_open, apparent_safety(model, enterprise), enterprise.attention, p.scheme_readiness,
        p.scheme_open > 0.0,
    ):
        enterprise.certified = int(p.scheme_months)
    keep_blacklist(model, enterprise)


def apparent_safety(model: Supervision, enterprise: Enterprise) -> float:
    """How safe an enterprise looks to its owner, who sees no latent hazard."""
    return incentives.apparent_safety(enterprise.visible_hazards(), model.p.scheme_usual_hazards, enterprise.facts.size, enterprise.exposure)


def reward_classes(model: Supervision) -> None:
    """Class A is rewarded."""
    reward = model.p.class_reward
    if reward > 0.0:
        best = [enterprise for enterprise in model.enterprises if enterprise.supervision_class == 0]
        paid = sum(whole_parts(incentives.class_reward_paid(reward, e.facts.workers), YUAN_PARTS) for e in best) / YUAN_PARTS
        model.count("government_cost", paid)
        model.count("enterprise_cost", -paid)
        for enterprise in best:
            model.note_cost(enterprise.facts.index, -incentives.class_reward_paid(reward, enterprise.facts.workers))


def keep_blacklist(model: Supervision, enterprise: Enterprise) -> None:
    """Put an enterprise on the blacklist, keep it there, or let it go."""
    p = model.p
    if enterprise.listed:
        if incentives.blacklist_ends(enterprise.listed, enterprise.clean_visits, int(p.blacklist_least), int(p.blacklist_months)):
            enterprise.listed = 0
            enterprise.supervision_class = 2
            enterprise.serious_visits = 0
        else:
            enterprise.listed += 1
    elif incentives.is_blacklisted(p.blacklist, enterprise.supervision_class, enterprise.worst_class, enterprise.fatal_this_year):
        enterprise.listed = 1
        enterprise.startle(p.attention_by_listing)
        model.count("blacklistings", 1)


def brief(model: Supervision, enterprise: Enterprise) -> None:
    """The person in charge is briefed, perhaps."""
    p = model.p
    if enterprise.known and p.briefings > 0.0 and model.word("standing", enterprise.facts.index, 0, BRIEFING) < p.briefings / 12.0:
        enterprise.attention = attention.raised(enterprise.attention, p.attention_by_briefing)
        model.count("government_cost", p.briefing_cost)


def frighten(model: Supervision) -> None:
    """In a campaign everybody who is known hears of it, by the records as they are when all have been gone through."""
    p = model.p
    if model.government.in_campaign:
        for enterprise in model.enterprises:
            if enterprise.known:
                enterprise.attention = attention.raised(enterprise.attention, p.attention_by_campaign * p.campaign_strength)
