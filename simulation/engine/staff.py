"""Phase staff: posts follow the levers; officers leave, are replaced, learn; the government sets its priority."""

from __future__ import annotations

from typing import Any

from simulation.district import POSTS_PER_DEPARTMENT
from simulation.draws import STREAM
from simulation.engine.clock import Clock, luck
from simulation.engine.columns import (
    CEILING,
    EXPERIENCE,
    HIRED,
    INTEGRITY,
    LENIENCY,
    OFFICERS,
    PRIORITY,
    PROFESSIONAL,
    REPORTED_THIS_YEAR,
    SKILL,
    STAFFING,
)
from simulation.engine.state import POSTS_NEEDED, Room, State
from simulation.engine.tables import PLAN_OFFICERS, PROFESSIONAL_FACTOR, Tables
from simulation.rule import entry, kernel, sweep
from simulation.rules import attention, government, staff

FIRST, REQUALIFYING, SUCCESSOR = 0, 4, 8
"""Where the draws of the stream ``officer`` begin: who opens a post, whether he requalifies, who follows him."""
EXPERIENCED = 60
"""Months in the post of the officers whom the first month finds there."""
OFFICER, TURNOVER = STREAM["officer"], STREAM["turnover"]


@sweep
def phase_staff(state: State, room: Room, tables: Tables, p: Any, clock: Clock) -> None:
    """Priority, posts, officers."""
    target = government.target_priority(
        p.priority_base, p.committee_meetings, p.meetings_normal, p.process_weight, p.outcome_weight,
        p.priority_by_meetings, p.priority_by_process, p.priority_by_outcome,
    )
    if p.priority_by_veto > 0.0:
        target = government.priority_under_veto(target, p.death_ceiling, p.one_vote_veto, p.priority_by_veto)
    state.government[PRIORITY] = attention.faded(state.government[PRIORITY], target, p.priority_rate)
    if clock.month % 12 == 0:
        state.government[REPORTED_THIS_YEAR] = 0.0
    for department in range(state.desks.shape[1]):
        staff_posts(state, room, tables, p, clock, department)
        for post in range(int(state.desks[OFFICERS, department])):
            serve(state, tables, p, clock, department, post)


@kernel
def staff_posts(state: State, room: Room, tables: Tables, p: Any, clock: Clock, department: int) -> None:
    """Fill or close posts so that their number follows the levers; parts of a post count in days and money."""
    if department == tables.emergency:
        wanted = p.officers_per_10000_workers * tables.employees / 10000.0
    else:
        wanted = tables.plan[PLAN_OFFICERS, department] * p.other_officers
    state.desks[STAFFING, department] = wanted
    count = max(1, int(wanted + 0.5)) if wanted > 0.0 else 0
    if count > state.posts.shape[2]:
        room.counts[POSTS_NEEDED] = max(room.counts[POSTS_NEEDED], count)
        count = state.posts.shape[2]
    for post in range(int(state.desks[OFFICERS, department]), count):
        hire(state, tables, p, clock, department, post, FIRST)
        if clock.now == 0:
            state.posts[EXPERIENCE, department, post] = EXPERIENCED
    state.desks[OFFICERS, department] = count


@kernel
def hire(state: State, tables: Tables, p: Any, clock: Clock, department: int, post: int, first: int) -> None:
    """Fill the post with a new officer, drawn from the given number of the stream ``officer`` on."""
    posts, key = state.posts, department * POSTS_PER_DEPARTMENT + post
    professional = luck(clock, OFFICER, key, first) < p.professional_share * tables.plan[PROFESSIONAL_FACTOR, department]
    skill = staff.hired_skill(luck(clock, OFFICER, key, first + 1), professional, p.lay_skill, p.professional_skill, p.skill_spread)
    posts[PROFESSIONAL, department, post] = professional
    posts[SKILL, department, post] = skill
    posts[CEILING, department, post] = skill + p.skill_ceiling
    posts[LENIENCY, department, post] = min(1.0, 2.0 * p.leniency_mean * luck(clock, OFFICER, key, first + 2))
    posts[INTEGRITY, department, post] = 1.0 - min(1.0, 2.0 * (1.0 - p.integrity_mean) * luck(clock, OFFICER, key, first + 3))
    posts[EXPERIENCE, department, post] = 0
    posts[HIRED, department, post] = clock.month


@entry
def put_in_post(state: State, tables: Tables, p: Any, clock: Clock, department: int, post: int, first: int) -> None:
    """``hire`` for a caller in Python."""
    hire(state, tables, p, clock, department, post, first)


@kernel
def serve(state: State, tables: Tables, p: Any, clock: Clock, department: int, post: int) -> None:
    """Leave and be replaced, or learn; requalify where the share of professionals is to rise."""
    posts, key = state.posts, department * POSTS_PER_DEPARTMENT + post
    if luck(clock, TURNOVER, key, 0) < staff.turnover_probability(p.turnover, p.officer_pay, p.turnover_pay_response):
        hire(state, tables, p, clock, department, post, SUCCESSOR)
        return
    posts[EXPERIENCE, department, post] += 1
    posts[SKILL, department, post] = staff.learned_skill(
        posts[SKILL, department, post], posts[CEILING, department, post], p.skill_growth, p.training_days, p.training_normal)
    if posts[PROFESSIONAL, department, post] == 0.0 and luck(clock, OFFICER, key, REQUALIFYING) < staff.requalifying_probability(
        p.professional_share, p.professional_normal, p.training_days, p.requalifying_days
    ):
        posts[PROFESSIONAL, department, post] = 1.0
        posts[CEILING, department, post] += p.professional_skill - p.lay_skill


@kernel
def able(state: State, p: Any, department: int, post: int) -> float:
    """Skill that the officer brings to bear at this point of his service."""
    return staff.seasoned_skill(
        state.posts[SKILL, department, post], state.posts[EXPERIENCE, department, post], p.novice_loss, p.novice_months)
