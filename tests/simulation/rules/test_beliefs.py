"""Beliefs of visits and penalties, worked out by hand."""

import math

from simulation.rules import beliefs
from tests.simulation.rules.tables import Question, by_hand, case, table

TABLES = (
    table(
        beliefs.visit_belief,
        dict(belief=0.1, visits=0, peers_visited=0.0, peers_posted=0.0, rate=0.5, fading=1.0, spill_over=0.4, posted_weight=0.6),
        case("a month without a visit halves the belief at this rate", 0.05),
        case("a visit moves it halfway to certainty", 0.55, visits=1),
        case("three visits in a month are seen as one", 0.55, visits=3),
        case("half of the peers visited count for a fifth", 0.15, peers_visited=0.5),
        case("the peers do not matter to one who was visited", 0.55, visits=1, peers_visited=1.0),
        case("half of the peers posted count for three tenths", 0.2, peers_posted=0.5),
        case("the louder of sight and posting counts", 0.35, peers_visited=0.5, peers_posted=1.0),
        case("sight may be the louder", 0.25, peers_visited=1.0, peers_posted=0.5),
        case("postings that nobody reads", 0.05, peers_posted=1.0, posted_weight=0.0),
        case("without spill-over the peers do not matter", 0.05, peers_visited=1.0, spill_over=0.0),
        case("who never learns believes what he did", 0.1, visits=1, rate=0.0),
        case("who learns at once is certain after a visit", 1.0, visits=1, rate=1.0),
        case("who learns at once forgets at once", 0.0, rate=1.0),
        case("who is certain and visited stays certain", 1.0, belief=1.0, visits=1),
        case("where it fades at a fifth of the speed a month without a visit takes a tenth of it", 0.09, fading=0.2),
        case("a visit is learned from as fast as ever", 0.55, fading=0.2, visits=1),
        case("what peers tell is believed as slowly as it fades", 0.12, fading=0.2, peers_posted=0.5),
        case("without fading it stays where the last visit left it", 0.1, fading=0.0),
    ),
    table(
        beliefs.penalty_belief,
        dict(believed=10000, fine=30000, rate=0.25),
        case("a quarter of the way to the fine met", 15000.0),
        case("a smaller fine than feared lowers it", 7500.0, fine=0),
        case("an expected fine changes nothing", 10000.0, fine=10000),
        case("who never learns fears what he feared", 10000.0, rate=0.0),
        case("who learns at once fears the last fine", 30000.0, rate=1.0),
        case("the first fine ever heard of", 7500.0, believed=0),
    ),
    table(
        beliefs.publication_weight,
        dict(distance=0.0, reach=10.0, earlier=0.0, fading=0.25),
        case("the first one, next door, is heard in full", 1.0),
        case("at the reach an e-th part", math.exp(-1.0), distance=10.0),
        case("at twice the reach its square", math.exp(-2.0), distance=20.0),
        case("news that reaches twice as far", math.exp(-1.0), distance=20.0, reach=20.0),
        case("the fifth is half as loud", 0.5, earlier=4.0),
        case("without wear the hundredth is as loud as the first", 1.0, earlier=100.0, fading=0.0),
        case("distance and wear multiply", math.exp(-1.0) / 2.0, distance=10.0, earlier=4.0),
    ),
    table(
        beliefs.unfed_certainty,
        dict(belief=0.6, unseen=0.1, fading=0.2, fed=False),
        case("a fifth of the way to what the inexperienced believe", 0.5),
        case("what was fed this month stays", 0.6, fed=True),
        case("who believes in less comes back from below", 0.08, belief=0.075),
        case("where the inexperienced believe more it falls less", 0.56, unseen=0.4),
        case("without fading it stays for ever", 0.6, fading=0.0),
        case("whole fading forgets at once", 0.1, fading=1.0),
    ),
    table(
        beliefs.certainty_belief,
        dict(belief=0.4, visited_with_findings=True, penalised=False, rate=0.5),
        case("a fine that is never met is not believed", 0.2),
        case("a fine that is met is", 0.7, penalised=True),
        case("a clean visit teaches nothing about fines", 0.4, visited_with_findings=False),
        case("no visit, no lesson, whatever is said", 0.4, visited_with_findings=False, penalised=True),
        case("who never learns keeps to it", 0.4, penalised=True, rate=0.0),
        case("who learns at once believes the last visit", 1.0, penalised=True, rate=1.0),
        case("who was sure and is spared doubts", 0.5, belief=1.0),
        case("who believed nothing and is spared is confirmed", 0.0, belief=0.0),
    ),
    table(
        beliefs.felt_by_peer,
        dict(believed=10000, fine=30000, rate=0.5, weight=0.5),
        case("a quarter of the way at half weight", 15000.0),
        case("a publication that nobody reads", 10000.0, weight=0.0),
        case("one that is read as one's own fine", 20000.0, weight=1.0),
        case("a smaller fine frightens nobody less", 10000.0, fine=5000),
        case("an equal fine changes nothing", 10000.0, fine=10000),
        case("who never learns fears what he feared", 10000.0, rate=0.0),
        case("who feared nothing learns from the first", 7500.0, believed=0),
    ),
)


@by_hand(TABLES)
def test_by_hand(question: Question) -> None:
    question.ask()
