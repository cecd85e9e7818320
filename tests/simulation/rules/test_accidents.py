"""Accident intensity, worked out by hand."""

import math

from simulation.rules import accidents
from tests.simulation.rules.tables import Question, by_hand, case, table

TABLES = (
    table(
        accidents.unsafe_intensity,
        dict(workers=100, base_rate=0.001, sector_rate=2.0, attention=0.0, response=1.5, trained=1.0),
        case("a hundred inattentive workers of a sector twice as dangerous", 0.2),
        case("trained workers are hurt a tenth less", 0.18, trained=0.9),
        case("nobody at work is never hurt", 0.0, workers=0),
        case("twice the workers are twice the injuries", 0.4, workers=200),
        case("a safe trade has no unsafe acts", 0.0, sector_rate=0.0),
        case("a tenfold base rate", 2.0, base_rate=0.01),
        case("half attention", 0.2 * math.exp(-0.75), attention=0.5),
        case("full attention to acts that do not respond", 0.2, attention=1.0, response=0.0),
        case("full attention at a response of log two halves", 0.1, attention=1.0, response=math.log(2.0)),
    ),
    table(
        accidents.lasting_unsafe,
        dict(lasting=1.6, weight=0.5),
        case("half of what an enterprise is worse by", 1.3),
        case("the usual enterprise is as usual", 1.0, lasting=1.0),
        case("a safer one is safer by half of it", 0.75, lasting=0.5),
        case("where hazards say nothing of people all are alike", 1.0, weight=0.0),
        case("where they say all it is the factor itself", 1.6, weight=1.0),
    ),
    table(
        accidents.hazard_intensity,
        dict(count=2, rate=0.001, domain_rate=1.5, latent=False, major=False, latent_multiple=3.0, major_multiple=5.0),
        case("two plain hazards", 0.003),
        case("no hazard, no accident", 0.0, count=0),
        case("a latent hazard counts three times", 0.009, latent=True),
        case("a major hazard counts five times", 0.015, major=True),
        case("latent and major multiply", 0.045, latent=True, major=True),
        case("multiples touch no plain hazard", 0.003, latent_multiple=50.0, major_multiple=50.0),
        case("a latent multiple of one is none", 0.003, latent=True, latent_multiple=1.0),
        case("a major multiple of ten", 0.03, major=True, major_multiple=10.0),
        case("a domain that never injures", 0.0, domain_rate=0.0),
        case("a rate of nought", 0.0, rate=0.0),
    ),
    table(
        accidents.training_factor,
        dict(hours=2.0, normal=2.0, response=0.4),
        case("today's training changes nothing", 1.0),
        case("three times as much", math.exp(-0.2), hours=6.0),
        case("none at all", math.exp(0.4), hours=0.0),
        case("training against a higher normal", math.exp(0.2), normal=6.0),
        case("a response twice as strong", math.exp(-0.4), hours=6.0, response=0.8),
        case("where nobody is or was trained", 1.0, hours=0.0, normal=0.0),
        case("half an hour in all is training", math.exp(0.08), hours=0.2, normal=0.3),
    ),
    table(
        accidents.stop_probability,
        dict(representative=True, notice=0.3),
        case("a representative halts three in ten", 0.3),
        case("without one nobody halts work", 0.0, representative=False),
        case("one who notices everything", 1.0, notice=1.0),
        case("one who notices nothing", 0.0, notice=0.0),
    ),
)


@by_hand(TABLES)
def test_by_hand(question: Question) -> None:
    question.ask()
