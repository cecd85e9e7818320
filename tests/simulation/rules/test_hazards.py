"""Hazards arise and are removed, worked out by hand."""

from simulation.rules import hazards
from tests.simulation.rules.tables import Question, by_hand, case, table

TABLES = (
    table(
        hazards.size_factor,
        dict(workers=20, size_exponent=0.7),
        case("twenty workers are the unit of size", 1.0),
        case("eighty at a half power count double", 2.0, workers=80, size_exponent=0.5),
        case("five at a half power count half", 0.5, workers=5, size_exponent=0.5),
        case("at a power of one size is proportion", 10.0, workers=200, size_exponent=1.0),
        case("at a power of nought size is nothing", 1.0, workers=2000, size_exponent=0.0),
        case("a workshop of one", 20.0**-0.7, workers=1),
    ),
    table(
        hazards.arrival_mean,
        dict(arrivals=0.5, exposure=1.2, size=2.0, lasting=1.5, output=1.0),
        case("arrivals multiply", 1.8),
        case("half the output, half the hazards", 0.9, output=0.5),
        case("no output, no hazards", 0.0, output=0.0),
        case("nothing arises where nothing can", 0.0, exposure=0.0),
        case("a district without hazards", 0.0, arrivals=0.0),
        case("a firm of unit size", 0.9, size=1.0),
        case("an orderly firm", 0.6, lasting=0.5),
    ),
    table(
        hazards.latent_share,
        dict(latent_arrival_share=0.2, domain_latent=1.0),
        case("the district's share", 0.2),
        case("a domain that shows everything", 0.0, domain_latent=0.0),
        case("a domain that hides twice as much", 0.4, domain_latent=2.0),
        case("no latent hazards at all", 0.0, latent_arrival_share=0.0),
        case("a share above one is everything", 1.0, latent_arrival_share=0.6, domain_latent=2.0),
    ),
    table(
        hazards.major_share,
        dict(domain_share=0.02, sector_factor=1.0),
        case("the domain's share", 0.02),
        case("a sector twice as grave", 0.04, sector_factor=2.0),
        case("a sector without major hazards", 0.0, sector_factor=0.0),
        case("a domain without major hazards", 0.0, domain_share=0.0),
        case("a share above one is everything", 1.0, sector_factor=60.0),
    ),
    table(
        hazards.kind_share,
        dict(exposure=2.0, latent_share=0.25, latent=False, major_share=0.125, major=False),
        case("visible and ordinary", 1.3125),
        case("visible and major", 0.1875, major=True),
        case("latent and ordinary", 0.4375, latent=True),
        case("latent and major", 0.0625, latent=True, major=True),
        case("visible and ordinary where half is latent", 0.875, latent_share=0.5),
        case("visible and ordinary where half is major", 0.75, major_share=0.5),
        case("a domain in which nothing arises", 0.0, exposure=0.0),
    ),
    table(
        hazards.one_more_hazard,
        dict(count=0),
        case("the first", 1),
        case("another one comes", 8, count=7),
        case("the last that is held", 255, count=254),
        case("one too many is not held", 255, count=255),
    ),
    table(
        hazards.removal_probability,
        dict(effort=0.5, competence=0.5, lowest=0.02, highest=0.42),
        case("half effort and half competence", 0.12),
        case("no effort leaves the floor", 0.02, effort=0.0),
        case("effort without competence leaves the floor", 0.02, competence=0.0),
        case("full effort and competence reach the top", 0.42, effort=1.0, competence=1.0),
        case("a floor of nothing", 0.105, lowest=0.0),
        case("no effort above a floor of nothing", 0.0, effort=0.0, lowest=0.0),
        case("a top of one", 0.265, highest=1.0),
        case("a range beyond one is held at one", 1.0, effort=1.0, competence=1.0, highest=1.4),
    ),
    table(
        hazards.latent_removal,
        dict(removal=0.4, latent_removal_factor=0.25),
        case("nobody trips over a latent hazard", 0.1),
        case("as fast as any other", 0.4, latent_removal_factor=1.0),
        case("latent hazards that stay for ever", 0.0, latent_removal_factor=0.0),
        case("where nothing is removed nothing latent is", 0.0, removal=0.0),
    ),
    table(
        hazards.self_check_removal,
        dict(removal=0.2, checks=12.0, genuine=1.0, check_yield=0.5),
        case("a genuine check a month that finds half", 0.6),
        case("no checks leave what there was", 0.2, checks=0.0),
        case("filed checks find nothing", 0.2, genuine=0.0),
        case("half of them genuine", 0.4, genuine=0.5),
        case("a check a year", 1.0 - 0.8 * (1.0 - 0.5 / 12.0), checks=1.0),
        case("a check that sees nothing", 0.2, check_yield=0.0),
        case("weekly checks find everything and no more", 1.0, checks=52.0),
        case("checks alone", 0.5, removal=0.0),
    ),
    table(
        hazards.self_check_genuineness,
        dict(attention=0.2, audit=0.5),
        case("audits make half of the filed checks real", 0.6),
        case("without audits the attentive check", 0.2, audit=0.0),
        case("audited everywhere all check", 1.0, audit=1.0),
        case("the fully attentive need no audit", 1.0, attention=1.0),
        case("the careless check where they are audited", 0.5, attention=0.0),
    ),
    table(
        hazards.steady_stock,
        dict(mean_arrivals=0.8, removal=0.1),
        case("nine months' arrivals lie open when a tenth goes each month", 7.2),
        case("what is removed at once never lies open", 0.0, removal=1.0),
        case("half removed at once, then half of the rest", 0.8, removal=0.5),
        case("nothing arrives, nothing lies open", 0.0, mean_arrivals=0.0),
    ),
)


@by_hand(TABLES)
def test_by_hand(question: Question) -> None:
    question.ask()
