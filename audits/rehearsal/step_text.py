"""Journeys and steps of a rehearsal as lines of text."""

from collections.abc import Iterator

from epreuve.audits.messages.outcome_names import outcome_names
from epreuve.audits.messages.texts import recorded_text
from epreuve.audits.rehearsal.step_records import (
    RehearsedCondition,
    RehearsedJourney,
    RehearsedStep,
)
from epreuve.reports.formatting import delay, size
from epreuve.reports.words import Words


def mark(is_good: bool | None) -> str:
    """Return the mark at the beginning of a line; None is neither good nor bad."""
    return "–" if is_good is None else "✓" if is_good else "✗"


def journey_lines(journey: RehearsedJourney, _: Words) -> Iterator[str]:
    """Yield the lines of one journey."""
    yield _("{name} (critical)", name=journey.journey) if journey.critical else journey.journey
    if not journey.played:
        yield "  – " + _("not played: the rehearsal does not play `locust` steps")
    for step in journey.steps:
        yield f"  {step_line(step, _)}"
        yield from (f"      {line}" for line in step_details(step, _))
    left = journey.planned - len(journey.steps)
    if journey.played and left:
        yield "  – " + _.plural("{n} more step not played", "{n} more steps not played", left)


def step_line(step: RehearsedStep, _: Words) -> str:
    """Return request, statuses, time and bytes of a step on one line."""
    statuses = [f"{one.status} → {one.location}," for one in step.redirects]
    last = str(step.status) if step.status else _.of(outcome_names()[step.outcome])
    parts = [step.request, " ".join([*statuses, last]), delay(step.seconds, _.language)]
    if step.status:
        parts.append(size(step.bytes, _.language))
    return f"{mark(step.outcome == 'success')} {'  '.join(parts)}"


def step_details(step: RehearsedStep, _: Words) -> Iterator[str]:
    """Yield conditions, captures, cookies and dependencies, and the beginning of a failure."""
    for condition in step.conditions:
        yield _condition(condition, _)
    for name, value in step.captured.items():
        yield _("captured: {name} = {value}", name=name, value=value)
    if step.cookies:
        yield _("cookies set: {names}", names=", ".join(step.cookies))
    if step.dependencies:
        yield _("dependencies called: {names}", names=", ".join(step.dependencies))
    if step.outcome != "success":
        if step.detail and not any(one.unmet for one in step.conditions):
            yield _.of(recorded_text(step.detail))
        if step.excerpt:
            yield _("the response begins with: {excerpt}", excerpt=step.excerpt)


def _condition(condition: RehearsedCondition, _: Words) -> str:
    names = [part for part in condition.at if isinstance(part, str) and part != "expect"]
    line = f"{mark(not condition.unmet)} {' '.join(names[:2])}: {condition.expected}"
    if condition.unmet:
        line = f"{line} — {_.of(recorded_text(condition.unmet))}"
    if condition.found and condition.at[0] != "capture" and names != ["status"]:
        line = f"{line} — {_('found: {value}', value=condition.found)}"
    return line
