"""The phase before the crisis: two baselines and a ramp, while pages are probed."""

from epreuve.audits.planning.plan import COMFORT_PROBE, CONTROL_COHORT, EDGE_PROBE
from epreuve.audits.planning.plan_builder import PlanBuilder
from epreuve.audits.planning.proxy_names import endpoints_of
from epreuve.audits.planning.sizes import EDGE, RAMP
from epreuve.audits.planning.translation import translate
from epreuve.faults.silent import Silent

HEADROOM = 10.0  # least peak of the ramp, in normal peaks: CON-4 gives full marks there


def add_before_phase(builder: PlanBuilder) -> None:
    """Add the phase before the crisis."""
    quarter = builder.crisis.before / 4
    first = builder.seconds(quarter, "baseline", builder.sizes.baseline())
    for number in (1, 2):
        title = translate("Baseline {number}", number=str(number))
        window = builder.window("baseline", f"baseline-{number}", title, first, 0.0)
        points = ((window.start, builder.rate(1.0)), (window.end, builder.rate(1.0)))
        builder.load(title.en, window, points, {CONTROL_COHORT: 1.0}, builder.journeys(), even=True)
    peak = max(HEADROOM, *(stage.load.peak for stage in builder.crisis.stages))
    needed = builder.sizes.seconds_for(RAMP, (1.0 + peak) / 2)
    length = builder.seconds(2 * quarter, "ramp", needed)
    window = builder.window("ramp", "ramp", translate("Ramp"), length, EDGE)
    points = ((window.start, builder.rate(1.0)), (window.closes, builder.rate(peak)))
    builder.load("ramp", window, points, {CONTROL_COHORT: 1.0}, builder.journeys())
    builder.settle(window, CONTROL_COHORT)
    builder.recover(window)
    builder.phase("before", translate("Before"), 0.0)
    for link in (EDGE_PROBE, *endpoints_of(EDGE_PROBE, builder.profile)):
        builder.network(link, "edge", 0.0, builder.now)
    for link in endpoints_of(COMFORT_PROBE, builder.profile):
        builder.cohort_fault(link, Silent(), 0.0, builder.now)
