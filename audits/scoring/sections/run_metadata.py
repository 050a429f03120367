"""Run metadata: the run, its service, its crisis and its grid."""

from typing import get_args

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.crises.dependency_set import dependency_sets
from epreuve.audits.grid.grid import Grid
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import OWN_SETS, STAFF_SETS
from epreuve.audits.profile.name import title_of
from epreuve.audits.runs.run_record import RunRecord
from epreuve.audits.scoring.translation import translate
from epreuve.reports import assessment as document


def run(facts: Facts, record: RunRecord, duration: float) -> document.Run:
    """Return the name, the settings and the end of a run."""
    plan = facts.plan
    return document.Run(
        id=record.id,
        started=record.started,
        duration=duration,
        seed=plan.seed,
        scale=plan.scale,
        epreuve=plan.epreuve,
        journal=record.journal,
        journeys=facts.judged_journeys,
        surge_journeys=_surge_journeys(facts),
        interrupted=record.interrupted,
        ended=None if record.interrupted is None else _ended(record.ended),
    )


def _surge_journeys(facts: Facts) -> int | None:
    try:
        number: int = facts.surge_journeys
    except NoEvidence:
        return None
    return number


def _ended(code: int | None) -> document.Ended:
    """Return the exit code of an interrupted run; 3 for a run that was killed and wrote none."""
    codes: tuple[document.Ended, ...] = get_args(document.Ended)
    return codes[codes.index(code)] if code in codes else 3


def service(plan: Plan) -> document.Service:
    """Return the service under test, with the statements of its profile that narrow the test."""
    shown = document.Service.model_validate(plan.profile.service, from_attributes=True)
    profile, kinds = plan.profile, dependency_sets()
    own = (
        translate("{dependency} ({kind})", dependency=name, kind=kinds[one.set].title)
        for name, one in profile.dependencies.items()
        if one.set in OWN_SETS - STAFF_SETS
    )
    uncritical = (title_of(name) for name in profile.journeys if name not in profile.critical())
    return shown.model_copy(
        update={
            "own_dependencies": tuple(own),
            "uncritical_journeys": tuple(uncritical),
            "critical_peak": profile.service.normal_peak * profile.submitting_share,
        }
    )


def crisis(plan: Plan) -> document.Crisis:
    """Return the crisis of the run."""
    return document.Crisis.model_validate(plan.crisis, from_attributes=True)


def grid(used: Grid) -> document.Grid:
    """Return the grid, and whether it is the published one."""
    return document.Grid(version=used.version, sha256=used.sha256, official=used.is_official)
