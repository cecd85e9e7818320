"""Attention, memory and competence, worked out by hand."""

from simulation.rules import attention
from tests.simulation.rules.tables import Question, by_hand, case, table

TABLES = (
    table(
        attention.faded,
        dict(value=0.8, base=0.2, rate=0.25),
        case("a quarter of the way back", 0.65),
        case("at its base a state stays", 0.2, value=0.2),
        case("without fading it stays where it is", 0.8, rate=0.0),
        case("whole fading is at the base at once", 0.2, rate=1.0),
        case("a state below its base rises", 0.05, value=0.0),
        case("with no base it fades towards nothing", 0.6, base=0.0),
    ),
    table(
        attention.raised,
        dict(value=0.6, jump=0.5),
        case("half of what is left", 0.8),
        case("no jump, no rise", 0.6, jump=0.0),
        case("a whole jump is full attention", 1.0, jump=1.0),
        case("nothing is left to raise at one", 1.0, value=1.0),
        case("from nothing the jump itself", 0.5, value=0.0),
        case("a jump above one is held at one", 1.0, jump=1.5),
        case("a fall below nothing is held at nothing", 0.0, value=0.2, jump=-1.0),
    ),
    table(
        attention.accident_jump,
        dict(deaths=0, serious=0, by_injury=0.01, by_serious=0.12, by_death=0.4),
        case("a cut finger teaches little", 0.01),
        case("a slight injury by its own size", 0.05, by_injury=0.05),
        case("a disabled worker teaches more", 0.12, serious=1),
        case("five disabled teach as one", 0.12, serious=5),
        case("serious injuries by their own size", 0.3, serious=1, by_serious=0.3),
        case("a death teaches most", 0.4, deaths=1),
        case("a death outweighs the disabled beside it", 0.4, deaths=1, serious=9),
        case("deaths by their own size", 0.9, deaths=2, by_death=0.9),
    ),
    table(
        attention.hears_of,
        dict(deaths=1, on_record=True, is_peer=True),
        case("the trade hears of a death", True),
        case("of two deaths, too", True, deaths=2),
        case("other trades do not", False, is_peer=False),
        case("nobody hears of a death that is concealed", False, on_record=False),
        case("nor of an accident without a death", False, deaths=0),
        case("everybody hears of three deaths", True, deaths=3, is_peer=False),
        case("three deaths are heard of whatever the record says", True, deaths=3, on_record=False, is_peer=False),
    ),
    table(
        attention.disaster_jump,
        dict(deaths=10, distance=0.0, reach=10.0, size=0.5),
        case("ten deaths next door", 0.5),
        case("three deaths teach less than a third of it", 0.15, deaths=3),
        case("one death, a tenth", 0.05, deaths=1),
        case("thirty deaths teach no more than ten", 0.5, deaths=30),
        case("ten kilometres off half is heard", 0.25, distance=10.0),
        case("thirty kilometres off a quarter", 0.125, distance=30.0),
        case("news that reaches three times as far", 0.25, distance=30.0, reach=30.0),
        case("a district that does not listen", 0.0, size=0.0),
    ),
    table(
        attention.lifted_base,
        dict(base=0.2, memory=0.5, weight=0.4),
        case("half a memory that weighs two fifths", 0.36),
        case("who remembers nothing returns to his base", 0.2, memory=0.0),
        case("who remembers everything", 0.52, memory=1.0),
        case("memory that weighs nothing", 0.2, weight=0.0),
        case("memory that weighs all", 1.0, memory=1.0, weight=1.0),
        case("the fully attentive need no memory", 1.0, base=1.0),
        case("the careless live on memory", 0.2, base=0.0),
        case("no more than all, whatever memory weighs", 1.0, memory=1.0, weight=2.0),
        case("no less than none, whatever the base", 0.0, base=-0.5, memory=0.0),
    ),
)


@by_hand(TABLES)
def test_by_hand(question: Question) -> None:
    question.ask()
