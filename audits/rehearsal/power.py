"""Power cut of a rehearsal, with the start after it."""

from epreuve.audits.execution.started_service import StartedService
from epreuve.audits.execution.unpowered import response_of
from epreuve.audits.execution.unready import Unready
from epreuve.audits.profile.model import Profile
from epreuve.audits.rehearsal.finding import ProfileFinding
from epreuve.audits.rehearsal.findings import not_ready
from epreuve.audits.rehearsal.part_records import RehearsedCut, RehearsedStatusPage
from epreuve.audits.rehearsal.probes import RehearsalProbes


def cut_power(
    profile: Profile, started: StartedService, probes: RehearsalProbes
) -> tuple[RehearsedCut, tuple[RehearsedStatusPage, ...], list[ProfileFinding]]:
    """Cut the power, load the status page meanwhile, and start the service again.

    A service that does not respond in time is a problem.
    """
    power = started.power
    report = power.off()
    # At level `proxy` the service itself keeps its power.
    responded = None if profile.power.level == "proxy" else response_of(profile)
    status_page = tuple(probes.status_page(while_off=True))
    answers: list[str | None] = [responded]
    boot, problems = None, list[ProfileFinding]()
    try:
        boot = round(started.processes.boot(lambda: answers.append(power.on())), 2)
    except Unready as error:
        problems.append(not_ready(error))
    cut = RehearsedCut(
        level=profile.power.level, survivors=report.survivors,
        responded=next(filter(None, answers), None), boot=boot,
    )  # fmt: skip
    return cut, status_page, problems
