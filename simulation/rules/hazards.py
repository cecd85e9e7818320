"""Hazards arise and are removed by the enterprise itself."""

from simulation.arithmetic import clip, exponential, logarithm
from simulation.rule import rule


@rule
def size_factor(workers: float, size_exponent: float) -> float:
    """Hazards grow less than in proportion to size.

    Equation: (W / 20) ** gamma
    Units: workers -> factor, 1 at 20 workers. Range: above 0.
    Source: assumption hazard_size_exponent.
    """
    return exponential(size_exponent * logarithm(workers / 20.0))


@rule
def arrival_mean(arrivals: float, exposure: float, size: float, lasting: float, output: float) -> float:
    """Mean number of hazards that arise in an enterprise in a month, all domains together.

    Equation: alpha * sum over d of A[s, d] * (W / 20) ** gamma * z * output
    Units: hazards per month. Range: 0 and more.
    Source: assumption hazard_arrivals; the lasting factor z from hazard_spread.
    """
    return arrivals * exposure * size * lasting * output


@rule
def latent_share(latent_arrival_share: float, domain_latent: float) -> float:
    """Probability that an arriving hazard is latent: it takes a specialist to see it.

    Equation: min(1, share * domain factor)
    Units: probability. Range: 0 to 1.
    Source: assumption latent_arrival_share.
    """
    return clip(latent_arrival_share * domain_latent, 0.0, 1.0)


@rule
def major_share(domain_share: float, sector_factor: float) -> float:
    """Probability that an arriving hazard is of major severity.

    Equation: min(1, domain share * sector factor)
    Units: probability. Range: 0 to 1.
    Source: A81, A83 bound the findings; the shares are assumptions of the district.
    """
    return clip(domain_share * sector_factor, 0.0, 1.0)


@rule
def kind_share(exposure: float, latent_share: float, latent: bool, major_share: float, major: bool) -> float:
    """Share of a sector's arriving hazards that fall into one cell: a domain, latent or not, major or not.

    Equation: A[s, d] * (l or 1 - l) * (m or 1 - m)
    Units: parts of the sector's exposure. Range: 0 to A.
    Source: the two are drawn independently of each other.
    """
    return exposure * (latent_share if latent else 1.0 - latent_share) * (major_share if major else 1.0 - major_share)


@rule
def one_more_hazard(count: int) -> int:
    """Open hazards of a cell after another has arisen; 255 of one kind in one domain are as many as anybody tells apart.

    Equation: min(255, H + 1)
    Units: hazards. Range: 1 to 255.
    Source: a compact column holds it; the largest plant of a district has some tens in a cell.
    """
    return min(255, count + 1)


@rule
def removal_probability(effort: float, competence: float, lowest: float, highest: float) -> float:
    """Probability that the enterprise itself removes an open hazard in a month.

    Equation: phi_min + (phi_max - phi_min) * e * c
    Units: per month. Range: 0 to 1.
    Source: assumptions removal_lowest, removal_highest; 1 / phi is the mean life of a hazard, which can be measured.
    """
    return clip(lowest + (highest - lowest) * effort * competence, 0.0, 1.0)


@rule
def latent_removal(removal: float, latent_removal_factor: float) -> float:
    """Latent hazards are removed more slowly: nobody trips over them.

    Equation: phi * factor
    Units: per month. Range: 0 to phi.
    Source: assumption latent_removal_factor.
    """
    return removal * latent_removal_factor


@rule
def unwatched_removal(removal: float, factor: float) -> float:
    """Removal of hazards in domains for which nobody who knows the enterprise answers: owners neglect what nobody watches.

    Equation: phi * u
    Units: per month. Range: 0 to phi.
    Source: A73 (blind areas are accident-prone); study-A20 speaks against a small u (an inspection reaches beyond what it cites); assumption unwatched_removal.
    """
    return removal * factor


@rule
def self_check_removal(removal: float, checks: float, genuine: float, check_yield: float) -> float:
    """Removal when the rules require self-checks: only the genuine ones find anything.

    Equation: 1 - (1 - phi) * (1 - checks / 12 * genuine * yield)
    Units: per month; checks per year. Range: phi to 1.
    Source: A82 (firms' own checks find 77 for 114 of departments); assumption self_check_yield.
    """
    found = clip(checks / 12.0 * genuine * check_yield, 0.0, 1.0)
    return 1.0 - (1.0 - removal) * (1.0 - found)


@rule
def self_check_genuineness(attention: float, audit: float) -> float:
    """Share of self-checks that are done and not merely filed.

    Equation: a + (1 - a) * audit
    Units: share. Range: attention to 1.
    Source: B06, A74 (paper ledgers as a talisman).
    """
    return attention + (1.0 - attention) * audit


@rule
def steady_stock(mean_arrivals: float, removal: float) -> float:
    """Mean number of open hazards when nobody inspects: the closed form of the hazard process.

    Equation: lambda * (1 - phi) / phi: arrivals of a month face that month's removal too
    Units: hazards. Range: 0 and more.
    Source: the balance of the process itself.
    """
    return mean_arrivals * (1.0 - removal) / removal


@rule
def site_change_probability(site_months: float) -> float:
    """Probability that a site closes in a month and the next one opens.

    Equation: 1 / months for which a site lasts, 0 where workplaces stay
    Units: months -> per month. Range: 0 to 1.
    Source: study-A16, study-A17 (sites that turn over); site_months of the sector.
    """
    return min(1.0, 1.0 / site_months) if site_months > 0.0 else 0.0


@rule
def next_site_stock(mean_arrivals: float, removal: float, kept: float) -> float:
    """Mean number of hazards of one kind that the next site brings of its own: who has no more than its base finds as many as he left.

    Equation: min(255, (1 - kept) * lambda * (1 - phi) / phi), phi of the enterprise at its base, at least a millionth
    Units: hazards. Range: 0 to 255.
    Source: the balance of the process itself, as in steady_stock; assumption site_kept.
    """
    removal = max(removal, 1e-6)
    return clip((1.0 - kept) * (mean_arrivals * (1.0 - removal) / removal), 0.0, 255.0)


@rule
def arrivals_left(mean_arrivals: float, closed: float) -> float:
    """Mean number of hazards that arise where some of their causes are closed.

    Equation: lambda * (1 - K)
    Units: hazards per month; share of the causes. Range: 0 and more.
    Source: study-B1, study-B7 (peers act on what a case names); assumption cause_by_publication.
    """
    return mean_arrivals * (1.0 - closed)
