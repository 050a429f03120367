"""Records of the journeys of a rehearsal."""

from epreuve.audits.rehearsal.stage import Stage
from epreuve.audits.rehearsal.step_records import RehearsedJourney


def record_journeys(stage: Stage) -> tuple[RehearsedJourney, ...]:
    """Return the record of each journey that was played, or not, in the order of the profile."""
    return tuple(
        RehearsedJourney(
            journey=name, critical=journey.critical, played=name in stage.steps,
            steps=tuple(stage.steps.get(name, ())), planned=len(journey.steps),
        )
        for name, journey in stage.plan.profile.journeys.items()
    )  # fmt: skip
