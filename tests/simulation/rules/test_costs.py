"""Costs, worked out by hand."""

from simulation.rules import costs
from tests.simulation.rules.tables import Question, by_hand, case, table

TABLES = (
    table(
        costs.officer_cost,
        dict(officers=12, yearly=150000, pay=1.0),
        case("twelve officers cost one yearly pay a month", 150000.0),
        case("nobody on staff costs nothing", 0.0, officers=0),
        case("half as much again in pay", 225000.0, pay=1.5),
        case("a dearer post", 180000.0, yearly=180000),
    ),
    table(
        costs.overtime_visits,
        dict(visits=30.0, pressure=0.5, by_pressure=1.0, campaign=1.0),
        case("a third of all where half as many again are added", 10.0),
        case("without pressure there is no overtime", 0.0, pressure=0.0),
        case("officers who do none", 0.0, by_pressure=0.0),
        case("no visits, none by overtime", 0.0, visits=0.0),
        case("at full pressure half of all", 15.0, pressure=1.0),
        case("half of the visits are a campaign's own", 5.0, campaign=2.0),
    ),
    table(
        costs.effort_spending,
        dict(effort=0.5, cost_per_worker=400, workers=10, scale=1.0),
        case("half effort is a quarter of the cost of full", 500.0),
        case("full effort", 2000.0, effort=1.0),
        case("no effort is free", 0.0, effort=0.0),
        case("twice the workers", 1000.0, workers=20),
        case("cheaper safety", 250.0, cost_per_worker=200),
        case("a scale of two", 1000.0, scale=2.0),
    ),
    table(
        costs.lost_output,
        dict(output=0.75, workers=8, value_added=6000),
        case("a quarter of eight workers' month", 12000.0),
        case("normal output loses nothing", 0.0, output=1.0),
        case("what is made up comes back", -4800.0, output=1.1),
        case("a full stop", 48000.0, output=0.0),
        case("nobody at work loses nothing", 0.0, workers=0),
        case("work that adds nothing loses nothing", 0.0, value_added=0),
    ),
    table(
        costs.unlawful_output,
        dict(output=1.2, overproduction=0.5, shielded=0.4, workers=8, value_added=6000),
        case("a sixth of what is produced was never permitted", 9600.0),
        case("nobody protected, nothing beyond", 0.0, shielded=0.0),
        case("nothing beyond where the rule is off", 0.0, overproduction=0.0),
        case("a month at a stop", 0.0, output=0.0),
        case("a permit withheld takes its share of it, too", 4800.0, output=0.6),
        case("nobody at work", 0.0, workers=0),
        case("work that adds nothing", 0.0, value_added=0),
    ),
    table(
        costs.self_check_cost,
        dict(checks=12.0, genuine=0.5, size=1.0, per_check=600.0),
        case("a check a month, half of them genuine", 300.0),
        case("what is only filed costs nothing", 0.0, genuine=0.0),
        case("a check in every quarter", 100.0, checks=4.0),
        case("a larger firm checks longer", 750.0, size=2.5),
        case("at half the price", 150.0, per_check=300.0),
    ),
    table(
        costs.training_time,
        dict(hours=26.0, normal=2.0, workers=10, yearly_wage=80000, working_hours=2000),
        case("two hours more a month of ten workers at forty yuan", 800.0),
        case("today's training is in the figure already", 0.0, hours=2.0),
        case("less training saves time", -66.66666666666667, hours=0.0),
        case("training against a higher normal", 400.0, normal=14.0),
        case("twice the workers", 1600.0, workers=20),
        case("half the wage", 400.0, yearly_wage=40000),
        case("half the working hours", 1600.0, working_hours=1000),
    ),
    table(
        costs.training_beyond,
        dict(officers=12, days=36, normal=24, day_cost=600),
        case("a day more a month of twelve officers", 7200.0),
        case("today's training is in the figure already", 0.0, days=24),
        case("less training saves nothing", 0.0, days=0),
        case("training against a lower normal", 14400.0, normal=12),
        case("one officer", 600.0, officers=1),
        case("a dearer day", 12000.0, day_cost=1000),
    ),
    table(
        costs.equipment_beyond,
        dict(officers=12, equipment=1.5, yearly=10000),
        case("half as much again for twelve officers", 5000.0),
        case("today's equipment is in the figure already", 0.0, equipment=1.0),
        case("half the equipment saves as much", -5000.0, equipment=0.5),
        case("nobody to equip", 0.0, officers=0),
        case("dearer equipment", 10000.0, yearly=20000),
    ),
)


@by_hand(TABLES)
def test_by_hand(question: Question) -> None:
    question.ask()
