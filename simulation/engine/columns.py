"""Every column of the engine's state, declared once: what it holds, in which unit, and where the agents hold the same.

A group is one array; a column is one row of it and its constant the number of that row, so that compiled
code reads ``reals[EFFORT, i]``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Column:
    """One quantity of the state.

    ``agent`` says where the Mesa model holds the same: attributes joined by dots, from the
    enterprise, department, officer, government or model that the group is over.  Empty: a test reads it another way.
    """

    name: str
    unit: str
    meaning: str
    agent: str


@dataclass(frozen=True)
class Group:
    """Columns of one type over the same things."""

    name: str
    dtype: Any
    over: tuple[str, ...]
    columns: list[Column] = field(default_factory=list)

    def add(self, name: str, unit: str, meaning: str, agent: str | None = None) -> int:
        """Declare a column; its number in the group."""
        self.columns.append(Column(name, unit, meaning, name if agent is None else agent))
        return len(self.columns) - 1


REALS = Group("reals", np.float64, ("enterprise",))
EFFORT = REALS.add("effort", "share", "safety effort")
COMPETENCE = REALS.add("competence", "share", "competence")
ATTENTION = REALS.add("attention", "share", "attention to safety")
MEMORY = REALS.add("memory", "share", "memory of accidents, own and others'")
OUTPUT = REALS.add("output", "share of normal", "output of the month")
DEBT = REALS.add("debt", "months of normal output", "output to be made up")
MARGIN = REALS.add("margin", "standard deviations", "financial margin")
VISIT_BELIEF = REALS.add("visit_belief", "per month", "believed probability of a visit")
CERTAINTY_BELIEF = REALS.add("certainty_belief", "probability", "believed probability that findings end in a penalty")
FINE_BELIEF = REALS.add("fine_belief", "yuan", "believed penalty per hazard")
STANDING_FINE = REALS.add("standing_fine", "yuan", "last fine for what a follow-up has not yet checked")
CLAIMS = REALS.add("claims", "claims", "claims that the insurer remembers")
FINDINGS = REALS.add("findings", "claims", "findings that the insurer remembers")
CLOSED_CAUSES = REALS.add("closed_causes", "share", "causes of hazards that are closed since a published case named them")

SINGLES = Group("singles", np.float32, ("enterprise",))
LASTING = SINGLES.add("lasting", "factor", "lasting difference in hazards and, in part, unsafe acts", "facts.lasting")
SIZE = SINGLES.add("size", "factor", "hazards by size, 1 at 20 workers", "facts.size")
BASE_ATTENTION = SINGLES.add("base_attention", "share", "attention to which it returns", "facts.attention")
TAX = SINGLES.add("tax", "share", "weight for the district's revenue", "facts.tax")
TIE = SINGLES.add("tie", "share", "closeness of the owner to officials", "facts.tie")

SHORTS = Group("shorts", np.int16, ("enterprise",))
WORKERS = SHORTS.add("workers", "workers", "workers", "facts.workers")
PLACE = SHORTS.add("place", "number", "place", "facts.place")
PRIOR = SHORTS.add("prior", "64ths of a point", "risk estimate of one never seen", "")
MONTHS_SINCE_VISIT = SHORTS.add("months_since_visit", "months", "since the last visit of any department")
MONTHS_SINCE_FINE = SHORTS.add("months_since_fine", "months", "since the last fine for hazards")
MONTHS_SINCE_RECORD = SHORTS.add("months_since_record", "months", "since the last accident on record")
VISITS_THIS_YEAR = SHORTS.add("visits_this_year", "visits", "visits since January")
MONTHS_SINCE_SERIOUS = SHORTS.add("months_since_serious", "months", "since the last visit with major findings")
LISTED = SHORTS.add("listed", "months", "on the blacklist, 0 if not")
FATAL_THIS_YEAR = SHORTS.add("fatal_this_year", "accidents", "fatal accidents on record since January")
CERTIFIED = SHORTS.add("certified", "months", "left of its certificate, 0 if none")

BYTES = Group("bytes", np.int8, ("enterprise",))
SECTOR = BYTES.add("sector", "number", "sector", "facts.sector")
REGISTERED = BYTES.add("registered", "0 or 1", "stands in the emergency bureau's register", "facts.registered")
HIGH_RISK = BYTES.add("high_risk", "0 or 1", "stands on the high-risk list", "facts.high_risk")
GRADE = BYTES.add("grade", "grade", "standardisation grade at the start, 0 if none", "facts.grade")
INSURED = BYTES.add("insured", "0 or 1", "has safety liability insurance")
REPRESENTED = BYTES.add("represented", "0 or 1", "has a safety representative with the right to stop work", "")
WATCHED = BYTES.add("watched", "0 or 1", "is watched by sensors", "")
SUPERVISION_CLASS = BYTES.add("supervision_class", "class", "0 is A, 1 B, 2 C, 3 D")
CLEAN_VISITS = BYTES.add("clean_visits", "visits", "in a row without a finding, at most 100")
SERIOUS_VISITS = BYTES.add("serious_visits", "visits", "with major findings within the time of repeats, at most 100")
EARLIER_FINES = BYTES.add("earlier_fines", "fines", "fines so far, at most 100")
FINED_BY = BYTES.add("fined_by", "number", "department whose fine may still run on, -1 if none")
WORST_CLASS = BYTES.add("worst_class", "class", "worst legal class of an accident on record this month")
COVERED = BYTES.add("covered", "domains", "hazard domains that somebody who knows it answers for", "")

WORDS = Group("words", np.int16, ("enterprise",))
KNOWN = WORDS.add("known", "bit by department", "departments that know it")
DUE = WORDS.add("due", "bit by department", "departments whose follow-up is due", "")
INBOX = WORDS.add("inbox", "bit by department", "departments that have it in their inbox", "")
COMPLAINED = WORDS.add("complained", "bit by department", "departments with an open complaint about it", "")
HANDED = WORDS.add("handed", "bit by department", "departments to which its case was handed and is open", "")
UNCORRECTED = WORDS.add("uncorrected", "bit by department", "departments with a major finding that is not reported as corrected")
MARKED = WORDS.add("marked", "bit by department", "departments that fined it or found major hazards, until a year passes without either")

# What nothing reads after its month, so that worlds that take turns may share it.
MARKS = Group("marks", np.int8, ("enterprise",))
VISITS_THIS_MONTH = MARKS.add("visits_this_month", "visits", "visits of the month")
POSTED = MARKS.add("posted", "0 or 1", "result of a visit of the month was posted")
STOPPED = MARKS.add("stopped", "0 or 1", "under an order to stop work")
HALTED = MARKS.add("halted", "0 or 1", "work halted by a safety representative")
INJURED = MARKS.add("injured", "injuries", "lost-time injuries of the month that are no statutory accidents, at most 100")
FED = MARKS.add("fed", "0 or 1", "met with findings, or read of a published penalty, this month")
MAJOR_FOUND = MARKS.add("major_found", "0 or 1", "a department that may order found a major hazard this month")
JOINT = MARKS.add("joint", "0 or 1", "visited jointly this month", "")
CHOSEN = MARKS.add("chosen", "departments", "mark of the planning phase", "")

NOTES = Group("notes", np.int16, ("enterprise",))
REFERRED = NOTES.add("referred", "bit by department", "departments that heard of it this month", "")
OPEN_HAZARDS = NOTES.add("open_hazards", "hazards", "open hazards of all kinds after the visits of the month", "")

FRESH = Group("fresh", np.float64, ("enterprise",))
NEW_CLAIMS = FRESH.add("new_claims", "claims", "claims of the month")

TALLIES = Group("tallies", np.int16, ("enterprise",))
VISIBLE_ORDINARY, VISIBLE_MAJOR, LATENT_ORDINARY, LATENT_MAJOR = (
    TALLIES.add(kind, "hazards", f"open hazards, {kind.replace('_', ' and ')}: the sum over its cells", "")
    for kind in ("visible_ordinary", "visible_major", "latent_ordinary", "latent_major"))

HARM = Group("harm", np.int64, ("enterprise",))
HARM_INJURIES = HARM.add("harm_injuries", "2**-40 a month", "injuries to be expected of its open hazards at normal output", "")
HARM_DEATHS = HARM.add("harm_deaths", "2**-40 a month", "deaths", "")
HARM_LARGER = HARM.add("harm_larger", "2**-40 a month", "accidents with three deaths or more", "")
HARM_MAJOR = HARM.add("harm_major", "2**-40 a month", "accidents with ten deaths or more", "")

STOCKS = Group("stocks", np.int64, ("domain",))
STOCK_HAZARDS = STOCKS.add("hazards", "hazards", "open hazards of the domain: the sum over enterprises", "")
STOCK_INJURIES = STOCKS.add("injuries", "2**-40 a month", "injuries to be expected of them at normal output", "")
STOCK_DEATHS = STOCKS.add("deaths", "2**-40 a month", "deaths", "")

FILES = Group("files", np.int16, ("department", "enterprise"))
ESTIMATE = FILES.add("estimate", "64ths of a point", "risk estimate at the last look", "")
LAST_LOOK = FILES.add("last_look", "month", "month of the last visit")
LAST_OFFICER = FILES.add("last_officer", "number", "post of the last officer, -1 if none")

ROUNDS = Group("rounds", np.uint8, ("department", "enterprise"))
VISITS_IN_A_ROW = ROUNDS.add("visits_in_a_row", "visits", "by the same officer, at most 100", "run")

POSTS = Group("posts", np.float64, ("department", "post"))
SKILL = POSTS.add("skill", "probability", "skill of the officer")
CEILING = POSTS.add("ceiling", "probability", "skill that he can reach")
LENIENCY = POSTS.add("leniency", "share", "leniency")
INTEGRITY = POSTS.add("integrity", "share", "integrity")
EXPERIENCE = POSTS.add("experience", "months", "months in the post")
HIRED = POSTS.add("hired", "month", "month of hiring")
PROFESSIONAL = POSTS.add("professional", "0 or 1", "trained as a specialist")

DESKS = Group("desks", np.float64, ("department",))
CARRY = DESKS.add("carry", "visits", "capacity carried over")
PRESSURE = DESKS.add("pressure", "share", "accountability pressure")
STAFFING = DESKS.add("staffing", "officers", "officers that the levers give, parts of a post included")
OFFICERS = DESKS.add("officers", "officers", "posts that are filled", "")
AGENDA_NEXT = DESKS.add("agenda_next", "number", "next entry of the agenda", "")
AGENDA_END = DESKS.add("agenda_end", "number", "end of the agenda", "")
AGENDA_WHOLE = DESKS.add("agenda_whole", "0 or 1", "the agenda holds everybody it could plan and begins again when it is through")

GOVERNMENT = Group("government", np.float64, ())
PRIORITY = GOVERNMENT.add("priority", "share", "priority for safety over growth")
REPORTED_THIS_YEAR = GOVERNMENT.add("reported_this_year", "deaths", "deaths on record since January")
CAMPAIGN_LEFT = GOVERNMENT.add("campaign_left", "months", "left of a campaign after a disaster")
LEADS_SET = GOVERNMENT.add("leads_set", "share", "lever leads_named for which the weights stand", "")
GAPS_SET = GOVERNMENT.add("gaps_set", "share", "lever gaps_assigned for which the weights stand", "")
INSURANCE_SET = GOVERNMENT.add("insurance_set", "share", "lever insurance_high_risk for which the marks stand", "")
RIGHT_SET = GOVERNMENT.add("right_set", "share", "lever worker_stop_right for which the marks stand", "")
MONITORING_SET = GOVERNMENT.add("monitoring_set", "share", "lever remote_monitoring for which the marks stand", "")
JOINT_COUNT = GOVERNMENT.add("joint_count", "enterprises", "visited jointly this month", "")

READERS = Group("readers", np.float64, ("sector",))
PUBLICATIONS_SEEN = READERS.add(
    "publications_seen", "publications", "published penalties that its enterprises have read of: they all read the same", "")

CIRCLES = Group("circles", np.float64, ("sector", "place"))
CIRCLE_MEMBERS = CIRCLES.add("members", "enterprises", "enterprises of one sector in one place", "")

PLACE_TOTALS = Group("place_totals", np.float64, ("place",))
PLACE_VISITS = PLACE_TOTALS.add("visits", "visits", "visits from month 0 on")
PLACE_INJURIES = PLACE_TOTALS.add("injuries", "injuries", "lost-time injuries from month 0 on")
PLACE_DEATHS = PLACE_TOTALS.add("deaths", "deaths", "deaths from month 0 on")
PLACE_EXPECTED = PLACE_TOTALS.add("expected_deaths", "deaths", "expected deaths from month 0 on")

EVENTS = Group("events", np.float64, ("event",))
EVENT_MONTH = EVENTS.add("month", "month", "month of the accident")
EVENT_ENTERPRISE = EVENTS.add("enterprise", "number", "enterprise")
EVENT_DOMAIN = EVENTS.add("domain", "number", "hazard domain, -1 for an unsafe act")
EVENT_DEATHS = EVENTS.add("deaths", "deaths", "deaths")
EVENT_SERIOUS = EVENTS.add("serious", "injuries", "serious injuries")
EVENT_LOSS = EVENTS.add("loss", "yuan", "direct loss")
EVENT_CLASS = EVENTS.add("legal_class", "class", "legal class")
EVENT_ON_RECORD = EVENTS.add("on_record", "0 or 1", "whether it reached the record")

GROUPS = (
    REALS, SINGLES, SHORTS, BYTES, WORDS, MARKS, NOTES, FRESH, TALLIES, HARM, STOCKS, FILES, ROUNDS, POSTS, DESKS, GOVERNMENT, READERS, CIRCLES, PLACE_TOTALS, EVENTS)
MONTHLY = (MARKS, NOTES, FRESH)
SIXTY_FOURTHS = 64.0
"""Risk estimates are whole 64ths of a point and are held as such."""
