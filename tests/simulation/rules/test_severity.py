"""How bad an accident is, worked out by hand."""

from simulation.rules import severity
from tests.simulation.rules.tables import Question, by_hand, case, table

TABLES = (
    table(
        severity.fatal_probability,
        dict(fatal_share=0.01, major=False, major_multiple=4.0),
        case("one in a hundred", 0.01),
        case("a major hazard kills four times as often", 0.04, major=True),
        case("the multiple is for major ones alone", 0.01, major_multiple=100.0),
        case("a multiple of ten", 0.1, major=True, major_multiple=10.0),
        case("a domain that never kills", 0.0, fatal_share=0.0, major=True),
        case("one in ten survives the worst", 0.9, fatal_share=0.5, major=True),
    ),
    table(
        severity.deaths_drawn,
        dict(u=0.3, tail_exponent=1.0, exposed=100),
        case("three tenths of luck at a tail of one", 3),
        case("good luck is one death", 1, u=0.9),
        case("the best luck is one death still", 1, u=0.999999),
        case("bad luck is ten", 10, u=0.095),
        case("the worst luck takes all who were there", 100, u=1e-9),
        case("nobody dies who was not there", 2, exposed=2),
        case("alone one dies alone", 1, u=1e-9, exposed=1),
        case("a lighter tail", 3, u=0.1, tail_exponent=2.0),
        case("a heavier tail", 11, tail_exponent=0.5),
    ),
    table(
        severity.mean_deaths,
        dict(tail_exponent=1.0, exposed=3),
        case("one, a half and a third", 11.0 / 6.0),
        case("alone one dies alone", 1.0, exposed=1),
        case("a tail of two", 1.0 + 1.0 / 4.0 + 1.0 / 9.0, tail_exponent=2.0),
        case("a hundred exposed at a tail of two", sum(1.0 / (n * n) for n in range(1, 101)), tail_exponent=2.0, exposed=100),
    ),
    table(
        severity.tail_probability,
        dict(deaths=3, tail_exponent=2.0, exposed=10),
        case("three deaths at a tail of two", 1.0 / 9.0),
        case("a fatal accident kills at least one", 1.0, deaths=1),
        case("as many as are exposed", 0.01, deaths=10),
        case("more than are exposed is impossible", 0.0, deaths=11),
        case("few exposed", 0.0, exposed=2),
        case("a heavier tail", 1.0 / 3.0, tail_exponent=1.0),
    ),
    table(
        severity.exposed_workers,
        dict(workers=100, share=0.25, most=120),
        case("a quarter and the one beside them", 26),
        case("one at least", 1, share=0.0),
        case("all and no more", 100, share=1.0),
        case("the cap holds", 10, most=10),
        case("a large plant at the cap", 120, workers=2000),
        case("who works alone is exposed alone", 1, workers=1, share=1.0),
        case("parts of a worker do not count", 2, workers=7),
    ),
    table(
        severity.direct_loss,
        dict(u=1.0 / 27.0, deaths=0, serious=0, per_injury=10000, per_serious=100000, per_death=1000000, tail=3.0),
        case("three times the smallest loss, two thirds of that the size", 20000.0),
        case("the smallest loss is two thirds of the size", 6667.0, u=1.0),
        case("a disabled worker", 220000.0, serious=1),
        case("two deaths", 4020000.0, deaths=2),
        case("an injury that costs nothing", 0.0, per_injury=0),
        case("disabled workers by their own size", 100000.0, serious=1, per_serious=40000),
        case("deaths by their own size", 420000.0, deaths=1, per_death=200000),
        case("a heavier tail", 45000.0, u=1.0 / 81.0, tail=2.0),
        case("a loss is in whole yuan", 2.0, u=1.0, per_injury=3, tail=5.0),
        case("no loss is above a thousand times the smallest", 6666667.0, u=1e-15),
    ),
    table(
        severity.legal_class,
        dict(deaths=0, serious=0, loss=0.0),
        case("nothing of note", 0),
        case("one death is a general accident", 1, deaths=1),
        case("one disabled is a general accident", 1, serious=1),
        case("a million lost is a general accident", 1, loss=1e6),
        case("just less is nothing", 0, loss=999999.0),
        case("two deaths are a general accident still", 1, deaths=2),
        case("three deaths a larger one", 2, deaths=3),
        case("nine disabled are a general accident still", 1, serious=9),
        case("ten disabled a larger one", 2, serious=10),
        case("ten million lost a larger one", 2, loss=1e7),
        case("ten deaths a major one", 3, deaths=10),
        case("fifty disabled a major one", 3, serious=50),
        case("fifty million lost a major one", 3, loss=5e7),
        case("thirty deaths an especially major one", 4, deaths=30),
        case("a hundred disabled an especially major one", 4, serious=100),
        case("a hundred million lost an especially major one", 4, loss=1e8),
        case("the worst of the three counts", 4, deaths=1, serious=10, loss=1e8),
    ),
)


@by_hand(TABLES)
def test_by_hand(question: Question) -> None:
    question.ask()
