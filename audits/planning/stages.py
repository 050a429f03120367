"""The stages of the crisis: load, networks, faults of dependencies, power cuts."""

from epreuve.audits.crises.crisis import LoadShape, Stage
from epreuve.audits.crises.network import networks
from epreuve.audits.planning.load import Return
from epreuve.audits.planning.plan import CONTROL_COHORT, Window
from epreuve.audits.planning.plan_builder import FLOOR, PlanBuilder

DRAIN = 0.4  # share of a stage, at most, at its end: journeys begun in it are not judged
CONTROL_RATE = 2.0  # control users per second while the power is cut and comes back


def add_stage(builder: PlanBuilder, stage: Stage) -> None:
    """Add one stage."""
    length = builder.seconds(stage.lasts, "power" if stage.cuts else "stage")
    drain = min(builder.patience + 1.0, length * DRAIN)
    window = builder.window("stage", stage.id, stage.title, length, drain)
    mix = stage.networks or {CONTROL_COHORT: 1.0}
    _add_load(builder, window, stage.load, mix)
    if stage.returns:
        _add_returns(builder, stage.returns, window, mix)
    for name in stage.networks:
        if networks()[name].linked:
            _add_network(builder, name, window)
    for name, dependency in builder.profile.dependencies.items():
        for entry in stage.faults:
            if dependency.set in entry.sets:
                fault = entry.seeded(builder.seed)
                builder.dependency_fault(name, fault, window.start, window.end)
    _add_power_cuts(builder, stage, window)
    if stage.cuts or stage.phase == "after":
        name = f"{window.name}:control"
        builder.control_load(name, window, window.start, window.end, CONTROL_RATE)


def _add_returns(builder: PlanBuilder, share: float, window: Window, mix: dict[str, float]) -> None:
    """Add the return of a share of the users who had no link so far and are still away."""
    unlinked = {name for name, network in networks().items() if not network.linked}
    away = sum(
        sum(share for name, share in load.mix.items() if name in unlinked)
        * load.expected(0.0, window.start)
        for load in builder.loads
    )
    away -= sum(earlier.expected for earlier in builder.returns)
    builder.returns.append(
        Return(share=share, start=window.start, end=window.closes, mix=mix, expected=share * away)
    )


def _add_power_cuts(builder: PlanBuilder, stage: Stage, window: Window) -> None:
    if builder.profile.power.level == "none":
        return
    ratio = (window.end - window.start) / stage.lasts
    for cut in stage.cuts:
        start = window.start + cut.after * ratio
        end = start + max(cut.lasts * ratio, FLOOR["cut"])
        builder.cut(stage.id, cut.pattern or stage.power, start, end)


def _add_network(builder: PlanBuilder, name: str, window: Window) -> None:
    """Add a span, or extend it while consecutive stages keep the same network."""
    last = next((span for span in reversed(builder.spans) if span.subject == name), None)
    if last is not None and last.end == window.start:
        builder.spans.remove(last)
        builder.spans.append(last.model_copy(update={"end": window.end}))
        return
    builder.cohort_fault(name, name, window.start, window.end)


def _add_load(
    builder: PlanBuilder, window: Window, shape: LoadShape, mix: dict[str, float]
) -> None:
    steps = max(int(window.end - window.start) * 4, 1)
    times = [window.start + (window.end - window.start) * i / steps for i in range(steps + 1)]
    points = tuple(
        (round(t, 3), builder.rate(shape.at((t - window.start) * builder.scale))) for t in times
    )
    builder.load(window.name, window, points, mix, builder.journeys())
