"""The phase before the crisis: two baselines and a ramp, while probes load pages."""

from epreuve.audits.planning.plan import CONTROL_COHORT
from epreuve.audits.planning.plan_builder import PlanBuilder
from epreuve.audits.planning.sizes import EDGE, RAMP
from epreuve.audits.planning.translation import translate

PROBES_WITHIN = 60.0  # seconds for the page probes on poor links to end: FRU-1 scores nothing there
HEADROOM = 10.0  # least peak of the ramp, in normal peaks: CON-4 gives full marks there


def add_before_phase(builder: PlanBuilder) -> None:
    """Add two baselines and a ramp."""
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
    builder.settle(window, CONTROL_COHORT, shortest=PROBES_WITHIN)
    builder.recover(window)
