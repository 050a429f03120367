"""Before the crisis: two baselines, the ramp, and the pages seen by browsers."""

from epreuve.audits.planning.plan import COMFORT_PROBE, CONTROL_COHORT, EDGE_PROBE
from epreuve.audits.planning.plan_builder import Draft
from epreuve.audits.planning.proxy_names import doors_of
from epreuve.faults.silent import Silent
from epreuve.reports.text import Text

HEADROOM = 10.0  # times the normal peak, at least: where CON-4 gives full marks


def lay_before(draft: Draft) -> None:
    """Lay the phase before."""
    quarter = draft.crisis.before / 4
    first = draft.seconds(quarter, "baseline")
    for number in (1, 2):
        title = Text(fr=f"Ligne de base {number}", en=f"Baseline {number}")
        window = draft.window("baseline", f"baseline-{number}", title, first, first / 4)
        points = ((window.start, draft.rate(1.0)), (window.end, draft.rate(1.0)))
        draft.load(title.en, window, points, {CONTROL_COHORT: 1.0}, draft.journeys(), even=True)
    peak = max(HEADROOM, *(stage.load.peak for stage in draft.crisis.stages))
    length = draft.seconds(2 * quarter, "ramp")
    window = draft.window("ramp", "ramp", Text(fr="Montée en charge", en="Ramp"), length, 0.0)
    points = ((window.start, draft.rate(1.0)), (window.end, draft.rate(peak)))
    draft.load("ramp", window, points, {CONTROL_COHORT: 1.0}, draft.journeys())
    draft.phase("before", Text(fr="Avant", en="Before"), 0.0)
    for link in (EDGE_PROBE, *doors_of(EDGE_PROBE, draft.profile)):
        draft.network(link, "edge", 0.0, draft.now)
    for link in doors_of(COMFORT_PROBE, draft.profile):
        draft.cohort_fault(link, Silent(), 0.0, draft.now)
