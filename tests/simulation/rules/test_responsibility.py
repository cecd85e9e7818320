"""Who answers for what, worked out by hand."""

from simulation.rules import responsibility
from tests.simulation.rules.tables import Question, by_hand, case, table

TABLES = (
    table(
        responsibility.examination_weight,
        dict(departments=3, lead_named=False, is_lead=False, share=0.6, led_share=0.3),
        case("three share and everybody's job is nobody's", 0.36),
        case("two share", 0.6, departments=2),
        case("alone a department looks", 1.0, departments=1),
        case("alone it needs no lead to look", 1.0, departments=1, lead_named=True),
        case("the named lead looks", 1.0, lead_named=True, is_lead=True),
        case("beside a lead others look less", 0.3, lead_named=True),
        case("beside a lead others stop looking", 0.0, lead_named=True, led_share=0.0),
        case("whoever would lead but is not named looks like the rest", 0.36, is_lead=True),
        case("diligent departments do not wait for each other", 1.0, share=1.0),
        case("departments that always wait for each other", 0.0, share=0.0),
    ),
    table(
        responsibility.volunteer_weight,
        dict(departments=2, cost=0.25),
        case("two of whom each hopes that the other looks", 0.75),
        case("three of whom each hopes for two others", 0.5, departments=3),
        case("five of whom each hopes for four others", 1.0 - 0.25**0.25, departments=5),
        case("alone a department looks, whatever it costs", 1.0, departments=1, cost=0.9),
        case("looking that costs nothing", 1.0, cost=0.0),
        case("looking that costs all that it gains", 0.0, cost=1.0),
        case("looking that costs nearly all of it", 0.01, cost=0.99),
    ),
    table(
        responsibility.uncounted_share,
        dict(response=1.0, process_weight=0.4),
        case("what is not counted is given up as the appraisal weighs counts", 0.6),
        case("an appraisal that counts nothing", 1.0, process_weight=0.0),
        case("officials whom no count distorts", 1.0, response=0.0),
        case("twice the response", 0.2, response=2.0),
        case("no less is left than nothing", 0.0, response=2.0, process_weight=0.8),
    ),
    table(
        responsibility.is_within,
        dict(rank=0, cells=10, share=0.3),
        case("the first cell is among the first three of ten", True),
        case("the third too", True, rank=2),
        case("the fourth is not", False, rank=3),
        case("a share of nothing holds no cell", False, share=0.0),
        case("a share of one holds the last cell", True, rank=9, share=1.0),
        case("half a cell is not yet a cell", False, share=0.05),
        case("a little more than half is", True, share=0.051),
        case("twice the cells, twice as many dealt with", True, rank=5, cells=20),
    ),
    table(
        responsibility.referral_probability,
        dict(duty=0.5, chance=0.2),
        case("half under a duty, the rest by chance", 0.6),
        case("without a duty only chance", 0.2, duty=0.0),
        case("under a duty everything", 1.0, duty=1.0),
        case("without chance only duty", 0.5, chance=0.0),
        case("neither duty nor chance", 0.0, duty=0.0, chance=0.0),
    ),
    table(
        responsibility.discovery_probability,
        dict(lapse=0.01, coverage=0.5, drive=0.0, departments=1),
        case("half known: as many come as go", 0.01),
        case("a quarter known", 0.01 / 3.0, coverage=0.25),
        case("nine tenths known", 0.09, coverage=0.9),
        case("nothing known and nothing found", 0.0, coverage=0.0),
        case("all are known and found at once", 1.0, coverage=1.0),
        case("whose turn comes every third month makes good for three", 0.03, departments=3),
        case("a drive at every third month", 0.18, drive=0.6, departments=3),
        case("a drive adds its twelfth", 0.06, drive=0.6),
        case("a drive alone", 0.05, lapse=0.0, drive=0.6),
        case("no chance is above certainty", 1.0, lapse=0.2, coverage=0.99),
    ),
    table(
        responsibility.lapse_probability,
        dict(lapse=0.01, coverage=0.5, departments=5),
        case("five months of lapses at each turn", 0.05),
        case("alone its turn is every month", 0.01, departments=1),
        case("a register that is kept whole loses nobody", 0.0, coverage=1.0),
        case("a register of nobody has nobody to lose, said of any", 0.05, coverage=0.0),
        case("records that never lapse", 0.0, lapse=0.0),
        case("no chance of a lapse is above certainty", 1.0, lapse=0.3),
    ),
)


@by_hand(TABLES)
def test_by_hand(question: Question) -> None:
    question.ask()
