"""What reaches the record, worked out by hand."""

from simulation.rules import reporting
from tests.simulation.rules.tables import Question, by_hand, case, table

TABLES = (
    table(
        reporting.ceiling_pressure,
        dict(reported=3, ceiling=4, outcome_weight=0.5, veto=0.0, veto_multiple=2.0),
        case("one death below the ceiling the pressure is whole", 0.5),
        case("half the way it is a sixteenth", 0.03125, reported=1),
        case("at the start of the year it is next to nothing", 0.5 / 256.0, reported=0),
        case("beyond the ceiling it is no more than whole", 0.5, reported=20),
        case("a wider ceiling leaves room", 0.03125, ceiling=8),
        case("no ceiling, no pressure", 0.0, reported=9, ceiling=0, veto=1.0),
        case("a ceiling of one death is a ceiling", 0.5, ceiling=1),
        case("under the veto it doubles", 1.0, veto=1.0),
        case("a veto that triples it", 1.5, veto=1.0, veto_multiple=3.0),
        case("the veto holds from a half on", 1.0, veto=0.5),
        case("and not just below", 0.5, veto=0.49),
        case("outcomes that nobody is judged by", 0.0, outcome_weight=0.0),
    ),
    table(
        reporting.fatal_concealment,
        dict(base=0.04, pressure=0.0, by_pressure=0.5, deaths=1, by_deaths=0.5, reward=300, reward_normal=300, protection=0.0, audit=0.0),
        case("one death at the normal reward", 0.04),
        case("an honest district", 0.0, base=0.0),
        case("two deaths are harder to hide", 0.02, deaths=2),
        case("four deaths harder still", 0.005, deaths=4),
        case("where the number of deaths does not matter", 0.04, deaths=4, by_deaths=1.0),
        case("pressure hides more", 0.29, pressure=0.5),
        case("pressure that nobody gives way to", 0.04, pressure=0.5, by_pressure=0.0),
        case("three times the reward halves it", 0.02, reward=900),
        case("no reward doubles it", 0.08, reward=0),
        case("a reward against a dearer normal", 0.06, reward_normal=600, reward=200),
        case("full protection of the witness halves it", 0.02, protection=1.0),
        case("audited everywhere nothing is hidden", 0.0, audit=1.0),
        case("half audited, half hidden", 0.02, audit=0.5),
        case("less protection than the baseline hides more", 0.044, protection=-0.2),
        case("no more can be hidden than all", 1.0, base=0.9, reward=0),
        case("a hundred deaths are as hard to hide as thirty-one", 0.9**30, base=1.0, deaths=100, by_deaths=0.9),
    ),
    table(
        reporting.breaks_ceiling,
        dict(reported=3, deaths=1, ceiling=3),
        case("the record keeps the ceiling and one more breaks it", True),
        case("a record below it keeps it with one more", False, reported=2),
        case("two at once break it from below", True, reported=2, deaths=2),
        case("a record that broke it can break it no more", False, reported=4),
        case("a wider ceiling holds", False, ceiling=4),
        case("part of a death is no room for one", True, ceiling=3.9),
        case("no ceiling, nothing to break", False, reported=0, ceiling=0),
    ),
    table(
        reporting.kept_out_probability,
        dict(hidden=0.1, added=0.5, moved=0.5, weight=0.8),
        case("hidden or moved", 0.7),
        case("hidden alone", 0.5, moved=0.0),
        case("moved alone, beside what is hidden anyway", 0.46, added=0.0),
        case("what is hidden anyway", 0.1, added=0.0, moved=0.0),
        case("an outcome that nobody is judged by", 0.1, weight=0.0),
        case("nothing hidden anyway", 0.64, hidden=0.0),
        case("under a veto that doubles the weight nothing comes through", 1.0, weight=2.0),
    ),
    table(
        reporting.ceiling_weight,
        dict(outcome_weight=0.5, veto=0.0, veto_multiple=3.0),
        case("the weight of outcomes", 0.5),
        case("under the veto three times as much", 1.5, veto=1.0),
        case("the veto weighs from a half on", 1.5, veto=0.5),
        case("and not just below a half", 0.5, veto=0.49),
        case("outcomes without weight have none under a veto", 0.0, outcome_weight=0.0, veto=1.0),
        case("a veto that changes nothing", 0.5, veto=1.0, veto_multiple=1.0),
    ),
    table(
        reporting.injury_report_probability,
        dict(base=0.2, audit=0.5, premium_swing=0.3, swing_weight=1.0, insured=False),
        case("audits find half of what is kept quiet", 0.6),
        case("without audits the honest report", 0.2, audit=0.0),
        case("audited everywhere all is reported", 1.0, audit=1.0),
        case("where nobody reports the audit does", 0.5, base=0.0),
        case("where nobody reports and nobody audits", 0.0, base=0.0, audit=0.0),
        case("the insured fear for their premium", 0.57, insured=True),
        case("the insured with a premium that does not swing", 0.6, insured=True, premium_swing=0.0),
        case("the insured who do not mind", 0.6, insured=True, swing_weight=0.0),
        case("the uninsured have no premium to fear for", 0.6, premium_swing=1.0),
        case("all are honest", 1.0, base=1.0, audit=0.0),
    ),
)


@by_hand(TABLES)
def test_by_hand(question: Question) -> None:
    question.ask()
