"""What becomes of a finding, worked out by hand."""

from simulation.rules import visits
from tests.simulation.rules.tables import Question, by_hand, case, table

TABLES = (
    table(
        visits.true_removal_probability,
        dict(
            penalised=False, major=False, advised=False, ordered=True, followed_up=False, base=0.2, by_penalty=0.5,
            by_listing=0.75, by_advice=0.1, by_notice=0.25, notice=0.0, by_follow_up=0.5, by_daily=0.25, daily=0.0,
        ),
        case("an order alone", 0.2),
        case("a body that only reports moves half", 0.1, ordered=False),
        case("a penalty removes half of the rest", 0.6, penalised=True),
        case("a penalty that frightens nobody", 0.2, penalised=True, by_penalty=0.0),
        case("a listed major hazard", 0.8, major=True),
        case("a list that nobody reads", 0.2, major=True, by_listing=0.0),
        case("advice moves a tenth of the rest", 0.28, advised=True),
        case("advice that is not heard", 0.2, advised=True, by_advice=0.0),
        case("a binding notice", 0.4, notice=1.0),
        case("half of them with a notice", 0.3, notice=0.5),
        case("a notice that binds nobody", 0.2, notice=1.0, by_notice=0.0),
        case("a follow-up removes half of the rest", 0.6, followed_up=True),
        case("a follow-up that nobody minds", 0.2, followed_up=True, by_follow_up=0.0),
        case("daily fines on a penalty", 0.7, penalised=True, daily=1.0),
        case("daily fines for one case in two", 0.65, penalised=True, daily=0.5),
        case("daily fines without a first one", 0.2, daily=1.0),
        case("daily fines that frighten nobody", 0.6, penalised=True, daily=1.0, by_daily=0.0),
        case(
            "all pushes together", 1.0 - 0.8 * 0.5 * 0.75 * 0.25 * 0.9 * 0.5 * 0.75,
            penalised=True, daily=1.0, major=True, advised=True, followed_up=True, notice=1.0),
        case(
            "pushes that are not applied do nothing", 0.2,
            by_penalty=1.0, by_daily=1.0, by_listing=1.0, by_advice=1.0, by_follow_up=1.0, by_notice=1.0),
        case("an obedient district", 1.0, base=1.0),
        case("an obedient district before a body that only reports", 0.5, base=1.0, ordered=False),
        case("nobody obeys", 0.0, base=0.0),
    ),
    table(
        visits.base_put_off,
        dict(base=0.5, delay=0.8, certainty=0.25),
        case("three quarters of the disbelief, four fifths of it put off", 0.2),
        case("who is sure of a penalty puts nothing off", 0.5, certainty=1.0),
        case("who believes in none puts off what can be", 0.1, certainty=0.0),
        case("everything can be put off", 0.0, delay=1.0, certainty=0.0),
        case("nobody puts anything off", 0.5, delay=0.0),
        case("orders that nobody carries out anyway", 0.0, base=0.0),
    ),
    table(
        visits.paper_probability,
        dict(reported_share=0.95, truly=0.6),
        case("paper fills seven eighths of what is left", 0.875),
        case("nothing true, all on paper", 0.95, truly=0.0),
        case("all true, nothing on paper", 0.0, truly=0.95),
        case("all done leaves nothing to paper over", 0.0, truly=1.0),
        case("more done than reported needs no paper", 0.0, truly=0.98),
        case("half reported, a fifth done", 0.375, reported_share=0.5, truly=0.2),
        case("an honest report", 0.0, reported_share=0.6),
    ),
    table(
        visits.follow_up_count,
        dict(planned=3, handed=2),
        case("cases within the share of the plan", 3),
        case("more cases than the plan has visits for", 5, handed=5),
        case("no cases: the plan", 3, handed=0),
        case("no share for follow-ups, and cases all the same", 2, planned=0),
    ),
    table(
        visits.planned_count,
        dict(available=10.0, share=0.3, waiting=20),
        case("three tenths of ten visits", 3),
        case("no more than wait", 2, waiting=2),
        case("nobody waits", 0, waiting=0),
        case("nothing available", 0, available=0.0),
        case("a share of nothing", 0, share=0.0),
        case("all of them", 10, share=1.0),
        case("half a visit is one", 1, available=5.0, share=0.1),
        case("less than half is none", 0, available=4.0, share=0.1),
    ),
    table(
        visits.visit_time,
        dict(by_video=False, audit=False, video_saving=0.5, audit_extra=1.5),
        case("an ordinary visit", 1.0),
        case("half the time by video", 0.5, by_video=True),
        case("a camera that saves a fifth", 0.8, by_video=True, video_saving=0.2),
        case("a full audit", 2.5, audit=True),
        case("an audit as short as a visit", 1.0, audit=True, audit_extra=0.0),
        case("an audit is none by video", 2.5, audit=True, by_video=True),
    ),
)


@by_hand(TABLES)
def test_by_hand(question: Question) -> None:
    question.ask()
