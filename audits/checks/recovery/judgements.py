"""REC – recovery."""

import math

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.island import Alone
from epreuve.audits.checks.facts.recovery import Recovery
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, item_points, seconds, share, share_of_tries
from epreuve.audits.checks.recovery.backlog_probe import Backlog
from epreuve.audits.checks.recovery.translation import translate
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.profile.model import Objectives
from epreuve.reports.text import join
from epreuve.reports.translation import Number, Seconds


@judgement
def rec_1(recoveries: tuple[Recovery, ...], objectives: Objectives) -> Measure:
    """Real seconds from the return of power to a useful service, after the worst power cut."""
    value = max(
        math.inf if recovery.useful is None else recovery.useful - recovery.power_back
        for recovery in recoveries
    )
    broken = objectives.max_outage is not None and value > objectives.max_outage
    reason = translate("Time from the return of power until 95% of the journeys succeed again.")
    if broken:
        reason = join((reason, translate("This exceeds the promised maximum outage (DMIA).")))
    return Measure(
        value,
        seconds(value),
        reason,
        "attempt: first window of 5 min (scaled) with at least 95 % success",
        halved=broken,
    )


@judgement
def rec_2(recoveries: tuple[Recovery, ...]) -> Measure:
    """Share of single cuts and series of cuts after which the service restarted by itself."""
    back = sum(recovery.answering is not None for recovery in recoveries)
    return Measure(
        back / len(recoveries),
        share(back / len(recoveries), back, len(recoveries)),
        translate(
            "The service restarted by itself after {back} of {n} power cuts or series of cuts.",
            back=back,
            n=len(recoveries),
        ),
        "observation: `power off`; request: first success after each return",
    )


@judgement
def rec_5(rebound: Tries) -> Measure:
    """Share of success when all users come back."""
    return share_of_tries(
        rebound,
        translate(
            "{done} of {tried} journeys succeeded when all users came back.", **rebound.counts
        ),
        "attempt: first stage of the phase after",
        is_sample=True,
    )


@judgement
def rec_3(cold_start: Alone, criterion: Criterion) -> Measure:
    """Critical journeys served after a start with every third party silent: all, some or none."""
    served, tried = len(cold_start.served), len(cold_start.journeys)
    some = bool(cold_start.served) or cold_start.information
    level = {"full"} if served == tried else {"partial"} if some else set()
    if cold_start.information:
        information = translate("Information pages were served.")
    else:
        information = translate("Information pages were not served.")
    journeys = translate(
        "{served} of {tried} critical journeys were served after a start without any third party.",
        served=served,
        tried=tried,
    )
    return Measure(
        item_points(criterion, level),
        share(served / tried, served, tried),
        join((journeys, information)),
        "attempt: control users of the window `cold-start:silent`",
    )


@judgement
def rec_4(backlog: Backlog) -> Measure:
    """Time to process the submissions of the outage of a partner ÷ the length of that outage."""
    value = math.inf if backlog.left else backlog.took / backlog.outage
    ratio = "∞" if backlog.left else Number(value, 2, "up")
    filed = translate(
        "Submissions filed while the partner was silent ({outage}): {n}.",
        n=backlog.filed,
        outage=Seconds(backlog.outage, 1),
    )
    if backlog.left:
        processed = translate("Not processed before the end of the run: {n}.", n=backlog.left)
    else:
        processed = translate(
            "All were processed {time} after its return.", time=Seconds(backlog.took, 1)
        )
    return Measure(
        value,
        translate("× {ratio}", ratio=ratio),
        join((filed, processed)),
        "observation: `backlog`",
    )
