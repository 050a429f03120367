"""Windows that began before the service had recovered from the window before."""

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.records.pauses import PauseObservation
from epreuve.probes.evidence.reader import Evidence
from epreuve.reports.text import Text
from epreuve.reports.translation import Seconds


@fact
def unrecovered(planned: Plan, evidence: Evidence) -> dict[str, Text]:
    """Reason by window: no journey on the clean link succeeded in the pause before it."""
    windows = sorted(
        (window for window in planned.windows if window.kind != "phase"),
        key=lambda window: window.start,
    )
    reasons = {}
    for pause in evidence.observations(PauseObservation):
        if pause.record.barrier != "recover" or pause.record.reached:
            continue
        after = (one for one in windows if one.start >= pause.record.planned)
        following, last = next(after, None), planned.window(pause.subject)
        if following is not None and last is not None:
            reasons[following.name] = translate(
                "The service had not recovered from “{window}” after {time}.",
                window=last.title,
                time=Seconds(pause.record.lasted, 0),
            )
    return reasons
