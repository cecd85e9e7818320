"""The government's priority and pressure, worked out by hand."""

from simulation.rules import government
from tests.simulation.rules.tables import Question, by_hand, case, table

TABLES = (
    table(
        government.target_priority,
        dict(base=0.5, meetings=4, meetings_normal=4, process=0.2, outcome=0.5, by_meetings=0.3, by_process=0.4, by_outcome=0.2),
        case("the baseline is the base", 0.5),
        case("another base", 0.3, base=0.3),
        case("no meetings take their whole weight", 0.2, meetings=0),
        case("three times the meetings give half of it", 0.65, meetings=12),
        case("meetings count against what is normal", 0.4, meetings_normal=8),
        case("an appraisal by process alone", 0.82, process=1.0),
        case("an appraisal that asks for no process", 0.42, process=0.0),
        case("an appraisal by outcome alone", 0.6, outcome=1.0),
        case("an appraisal that asks for no outcome", 0.4, outcome=0.0),
        case("priority cannot pass one", 1.0, base=0.9, process=1.0),
        case("nor fall below nothing", 0.0, base=0.1, meetings=0),
        case("meetings that change nobody's mind", 0.5, meetings=52, by_meetings=0.0),
        case("process that changes nobody's mind", 0.5, process=1.0, by_process=0.0),
        case("outcomes that change nobody's mind", 0.5, outcome=1.0, by_outcome=0.0),
    ),
    table(
        government.priority_under_veto,
        dict(target=0.5, ceiling=4, veto=1.0, by_veto=0.2),
        case("the veto raises the priority", 0.7),
        case("no veto", 0.5, veto=0.0),
        case("the veto holds from a half on", 0.7, veto=0.5),
        case("a veto over no ceiling", 0.5, ceiling=0),
        case("a veto that nobody minds", 0.5, by_veto=0.0),
        case("a higher target is no more than whole", 1.0, target=0.9),
    ),
    table(
        government.pressure_jump,
        dict(legal_class=1, by_general=0.15, by_larger=0.6, by_major=0.9),
        case("a general accident presses little", 0.15),
        case("no statutory accident, no pressure", 0.0, legal_class=0),
        case("a larger one presses", 0.6, legal_class=2),
        case("a major one presses hard", 0.9, legal_class=3),
        case("an especially major one as hard", 0.9, legal_class=4),
        case("a district used to deaths", 0.01, by_general=0.01),
        case("larger ones by their own size", 0.3, legal_class=2, by_larger=0.3),
        case("major ones by their own size", 1.0, legal_class=4, by_major=1.0),
    ),
    table(
        government.reactive_share,
        dict(base=0.1, pressure=0.5, by_pressure=0.4),
        case("half pressure", 0.3),
        case("no pressure leaves the base", 0.1, pressure=0.0),
        case("full pressure", 0.5, pressure=1.0),
        case("departments that cannot be moved", 0.1, by_pressure=0.0),
        case("a tenth is always left for the plan", 0.9, base=0.8, pressure=1.0),
        case("nothing reactive at all", 0.0, base=0.0, pressure=0.0),
    ),
    table(
        government.campaign_factor,
        dict(in_campaign=True, strength=0.5),
        case("a campaign half as strong again", 1.5),
        case("no campaign", 1.0, in_campaign=False),
        case("a campaign in name only", 1.0, strength=0.0),
        case("a campaign of four times the visits", 4.0, strength=3.0),
    ),
    table(
        government.overtime_factor,
        dict(pressure=0.5, by_pressure=0.4),
        case("a fifth more visits at half pressure", 1.2),
        case("no pressure, no overtime", 1.0, pressure=0.0),
        case("officers who do no overtime", 1.0, by_pressure=0.0),
        case("twice as many at full pressure", 2.0, pressure=1.0, by_pressure=1.0),
    ),
    table(
        government.felt_pressure,
        dict(ceiling=0.2, department=0.5, by_department=0.4),
        case("the ceiling and two fifths of the departments", 0.4),
        case("no ceiling", 0.2, ceiling=0.0),
        case("calm departments", 0.2, department=0.0),
        case("departments that nobody fears", 0.2, by_department=0.0),
        case("pressed departments", 0.6, department=1.0),
    ),
)


@by_hand(TABLES)
def test_by_hand(question: Question) -> None:
    question.ask()
