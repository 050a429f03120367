"""Loads of the information pages in a rehearsal."""

from epreuve.audits.checks.degradation.information_probe import expectation
from epreuve.audits.checks.probing.context import READERS
from epreuve.audits.execution.profile_problem import step_problem
from epreuve.audits.rehearsal.finding import ProfileFinding
from epreuve.audits.rehearsal.part_records import RehearsedPage
from epreuve.audits.rehearsal.stage import Stage
from epreuve.probes.journeys.step import Step


def load_information(stage: Stage) -> tuple[tuple[RehearsedPage, ...], list[ProfileFinding]]:
    """Load each information page once; return the records and the problems."""
    profile, problems = stage.plan.profile, list[ProfileFinding]()
    pages: list[RehearsedPage] = []
    for index, path in enumerate(profile.information):
        step = Step(get=path, expect=expectation(path, profile.journeys.values()))
        citizen = stage.plan.citizen(READERS + index)
        patience = profile.service.patience
        stage.reader.run((step,), {}, citizen, patience, f"information: {path}")
        session = stage.reader.sessions[-1]
        pages.append(RehearsedPage(path=path, step=session.records[-1]))
        problem = step_problem(("information", index), session.played[-1])
        if problem is not None:
            problems.append(ProfileFinding.of(problem))
    return tuple(pages), problems
