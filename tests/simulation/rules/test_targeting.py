"""Whom to visit, worked out by hand."""

import math

from simulation.rules import targeting
from tests.simulation.rules.tables import Question, by_hand, case, table

TABLES = (
    table(
        targeting.visit_score,
        dict(risk=2.0, months_since=0.0, noise=5.0, extra=0.0, risk_weight=1.5, time_weight=0.5, temperature=0.0),
        case("a department that leaves nothing to chance", 3.0),
        case("chance by its temperature", 3.5, temperature=0.1),
        case("bad luck in the draw", 2.9, noise=-1.0, temperature=0.1),
        case("what is on file comes on top", 4.25, extra=1.25),
        case("a good file", 2.0, extra=-1.0),
        case("a risk of nothing", 0.0, risk=0.0),
        case("risk that nobody looks at", 0.0, risk_weight=0.0),
        case("a year since the last visit", 3.0 + 0.5 * math.log(13.0), months_since=12.0),
        case("time that nobody looks at", 3.0, months_since=12.0, time_weight=0.0),
    ),
    table(
        targeting.shared_view,
        dict(own=1.0, pooled=3.0, shared=0.25),
        case("a quarter of the records shared", 1.5),
        case("nothing shared: one's own", 1.0, shared=0.0),
        case("all shared: the pool", 3.0, shared=1.0),
        case("who knows more than the pool", 6.0, own=7.0),
        case("a pool of nothing", 0.75, pooled=0.0),
    ),
    table(
        targeting.seen_risk,
        dict(prior=2.0, found=6, findings_weight=0.25),
        case("a quarter of what was found, three quarters of the register", 3.0),
        case("nothing found", 1.5, found=0),
        case("the register alone", 2.0, findings_weight=0.0),
        case("the findings alone", 6.0, findings_weight=1.0),
        case("a register that thinks nothing of it", 1.5, prior=0.0),
    ),
    table(
        targeting.updated_risk,
        dict(risk=1.0, seen=3.0, weight=0.5),
        case("halfway to what was seen", 2.0),
        case("nothing bad seen", 0.5, seen=0.0),
        case("as expected", 1.0, seen=1.0),
        case("who never learns", 1.0, weight=0.0),
        case("who believes his eyes alone", 3.0, weight=1.0),
        case("of whom nothing was thought", 1.5, risk=0.0),
        case("a third of a point is twenty-one sixty-fourths", 1.328125, seen=2.0, weight=1.0 / 3.0),
        case("half a sixty-fourth rounds up", 1.015625, seen=1.0078125, weight=1.0),
        case("less than half a sixty-fourth rounds down", 1.0, seen=1.00625, weight=1.0),
        case("never below nothing", 0.0, seen=-9.0),
        case("never above a hundred", 100.0, risk=100.0, seen=300.0),
    ),
    table(
        targeting.kept_share,
        dict(months=1, drift=0.25),
        case("a month: three quarters", 0.75),
        case("just looked at", 1.0, months=0),
        case("two months", 0.5625, months=2),
        case("a faster drift", 0.5, drift=0.5),
        case("nothing drifts", 1.0, months=50, drift=0.0),
        case("after ten years nothing is forgotten further", 0.99**120, months=500, drift=0.01),
    ),
    table(
        targeting.drifted_risk,
        dict(last=4.0, prior=2.0, kept=0.75, drift=0.25, growth=0.0),
        case("a month: a quarter of the way back", 3.5),
        case("just looked at", 4.0, kept=1.0),
        case("two months", 3.125, kept=0.5625),
        case("what one no longer knows grows", 3.6, growth=0.1),
        case("and goes on growing, more slowly", 3.125 + 0.1 * 1.75, kept=0.5625, growth=0.1),
        case("a slower drift, more growth to come", 3.75, drift=0.1, growth=0.1),
        case("at its prior", 2.0, last=2.0, kept=0.1),
        case("a high prior", 5.5, prior=10.0),
        case("all forgotten", 2.0, kept=0.0),
        case("never below nothing", 0.0, last=0.0, prior=-4.0),
        case("never above twenty", 20.0, last=20.0, prior=20.0, growth=1.0),
    ),
    table(
        targeting.record_points,
        dict(supervision_class=1, step=0.5, months_since_record=24, accident_points=2.0),
        case("class B is the measure", 0.0),
        case("class A is seen less", -0.5, supervision_class=0),
        case("class D more", 1.0, supervision_class=3),
        case("classes that nobody looks at", 0.0, supervision_class=3, step=0.0),
        case("an accident on record last month", 2.0, months_since_record=1),
        case("eleven months ago", 2.0, months_since_record=11),
        case("a year ago it is forgotten", 0.0, months_since_record=12),
        case("class D after an accident", 3.0, supervision_class=3, months_since_record=0),
        case("accidents that nobody looks at", 0.0, months_since_record=0, accident_points=0.0),
    ),
    table(
        targeting.prior_risk,
        dict(high_risk=False, workers=20, high_risk_points=2.0, size_points=0.5),
        # Half of log 2 is 22.18 sixty-fourths of a point; nobody's file is finer.
        case("twenty workers", 22.0 / 64.0),
        case("on the list", 2.0 + 22.0 / 64.0, high_risk=True),
        case("on a list worth more", 5.0 + 22.0 / 64.0, high_risk=True, high_risk_points=5.0),
        case("nobody at work", 0.0, workers=0),
        case("a large plant", math.floor(64.0 * 0.5 * math.log(101.0) + 0.5) / 64.0, workers=2000),
        case("twice the points for size", 44.0 / 64.0, size_points=1.0),
        case("a little less than half a sixty-fourth rounds down", 6.0 / 64.0, size_points=0.145),
        case("size that counts for nothing", 2.0, high_risk=True, size_points=0.0),
    ),
    table(
        targeting.yearly_cap,
        dict(grade=0, high_risk=False),
        case("no grade, other", 6),
        case("no grade, high-risk", 12, high_risk=True),
        case("grade one, other", 1, grade=1),
        case("grade one, high-risk", 2, grade=1, high_risk=True),
        case("grade two, other", 2, grade=2),
        case("grade two, high-risk", 4, grade=2, high_risk=True),
        case("grade three, other", 4, grade=3),
        case("grade three, high-risk", 8, grade=3, high_risk=True),
    ),
)


@by_hand(TABLES)
def test_by_hand(question: Question) -> None:
    question.ask()
