"""Who the enterprises are, worked out by hand."""

import math

from simulation.rules import population
from tests.simulation.rules.tables import Question, by_hand, case, table

TABLES = (
    table(
        population.drawn_workers,
        dict(normal=0.0, mean=10.0, log_sigma=0.0, most=5000),
        case("without spread everybody has the mean", 10),
        case("half a worker more is one more", 11, mean=10.5),
        case("the median lies below the mean", 6, log_sigma=1.0),
        case("one deviation up", 16, normal=1.0, log_sigma=1.0),
        case("one deviation down", 2, normal=-1.0, log_sigma=1.0),
        case("nobody has fewer than one", 1, mean=0.01),
        case("nobody has more than the most", 100, mean=1e6, most=100),
        case("at most the most, with a giant's luck", 5000, normal=5.0, log_sigma=2.0),
    ),
    table(
        population.lasting_factor,
        dict(normal=0.0, sigma=0.6),
        case("the median lies below the mean of one", math.exp(-0.18)),
        case("without spread all are alike", 1.0, normal=3.0, sigma=0.0),
        case("one deviation up", math.exp(0.42), normal=1.0),
        case("one deviation down", math.exp(-0.78), normal=-1.0),
    ),
    table(
        population.base_attention,
        dict(normal=0.0, mean=0.3, sigma=0.4),
        case("the median lies below the mean", 0.3 * math.exp(-0.08)),
        case("one deviation up", 0.3 * math.exp(0.32), normal=1.0),
        case("without spread all attend alike", 0.3, normal=2.0, sigma=0.0),
        case("nobody attends to nine tenths and more", 0.9, normal=9.0),
        case("nobody attends to less than a fiftieth", 0.02, mean=0.001),
    ),
    table(
        population.staffed_attention,
        dict(base=0.2, workers=1000.0, gain=0.25),
        case("a factor of ten beyond a hundred workers: a quarter of what is left", 0.4),
        case("a hundred workers need no safety staff", 0.2, workers=100.0),
        case("the small have none", 0.2, workers=5.0),
        case("two factors of ten", 0.6, workers=10000.0),
        case("size makes no difference", 0.2, gain=0.0),
        case("who attends fully stays so", 1.0, base=1.0),
    ),
    table(
        population.tax_weight,
        dict(workers=200, half=200),
        case("at the half size half of the weight", 0.5),
        case("three times as large three quarters", 0.75, workers=600),
        case("nobody, no weight", 0.0, workers=0),
        case("where taxes come from giants", 0.2, half=800),
    ),
    table(
        population.local_tie,
        dict(u=0.5),
        case("the middle one has an eighth", 0.125),
        case("the last one has none", 0.0, u=0.0),
        case("the first one has all", 1.0, u=1.0),
        case("nine in ten stay below three quarters", 0.729, u=0.9),
    ),
)


@by_hand(TABLES)
def test_by_hand(question: Question) -> None:
    question.ask()
