"""The stages of the crisis: load, networks, faults of dependencies, power cuts."""

from epreuve.audits.crises.crisis import LoadShape, Stage
from epreuve.audits.crises.network import networks
from epreuve.audits.planning.load import Return
from epreuve.audits.planning.plan import CONTROL_COHORT, Window
from epreuve.audits.planning.plan_builder import SHORTEST, PlanBuilder
from epreuve.audits.planning.return_stage import linked_share, return_rate, return_stage
from epreuve.audits.planning.sizes import EDGE, RETURN

MOST_POINTS = 2_000  # of a load curve


def add_stage(builder: PlanBuilder, stage: Stage) -> None:
    """Add one stage."""
    mix = stage.networks or {CONTROL_COHORT: 1.0}
    length = builder.seconds(stage.lasts, "stage", _needed(builder, stage))
    window = builder.window("stage", stage.id, stage.title, length, EDGE)
    _add_load(builder, window, stage.load, mix)
    if stage.returns:
        _add_returns(builder, stage, window, mix)
    for name in stage.networks:
        if networks()[name].linked:
            _add_network(builder, name, window)
    for name, dependency in builder.profile.dependencies.items():
        for entry in stage.faults:
            if dependency.set in entry.sets:
                fault = entry.seeded(builder.seed)
                builder.dependency_fault(name, fault, window.start, window.end)
    _add_power_cuts(builder, stage, window)
    rate = builder.sizes.control_rate(window.closes - window.start)
    name = f"{window.name}:control"
    builder.control_load(name, window, window.start, window.closes, rate)
    judged = mix if stage.phase == "after" or _is_surge(stage) else {}
    builder.settle(window, CONTROL_COHORT, *judged)


def _needed(builder: PlanBuilder, stage: Stage) -> float:
    """Return the seconds that judging a stage needs: journeys, and recoveries from power cuts."""
    sizes, linked = builder.sizes, linked_share(stage)

    def load(second: float) -> float:
        return stage.load.at(second * builder.scale)

    needs = [0.0]
    if stage.cuts and builder.profile.power.level != "none":
        needs += (sizes.after_cut() / share for share in _recoveries(stage))
    elif builder.cuts and builder.cuts[-1].end >= builder.now - EDGE:  # the power comes back now
        needs.append(sizes.after_cut())
    if stage == return_stage(builder.crisis):
        needs.append(sizes.seconds_under(load, RETURN, linked))
    if stage.phase == "during" and _is_surge(stage) and linked:
        needs.append(sizes.surge(load, linked))
    return max(needs)


def _is_surge(stage: Stage) -> bool:
    return stage.load.peak > 1 and not stage.faults and not stage.cuts


def _recoveries(stage: Stage) -> list[float]:
    """Return the share of a stage between the end of each series of cuts and the next series."""
    ends = [cut.after + cut.lasts for cut in stage.cuts]
    patterns = [cut.pattern or stage.power for cut in stage.cuts]
    starts = [*(cut.after for cut in stage.cuts[1:]), stage.lasts]
    shares = (
        (start - end) / stage.lasts
        for rank, (end, start) in enumerate(zip(ends, starts, strict=True))
        if rank + 1 == len(patterns) or patterns[rank] != patterns[rank + 1]
    )
    return [share for share in shares if share > 0.001]


def _add_returns(builder: PlanBuilder, stage: Stage, window: Window, mix: dict[str, float]) -> None:
    """Add users who had no link so far, at the rate of the crisis: all who are away at most."""
    unlinked = {name for name, network in networks().items() if not network.linked}
    away = sum(
        sum(share for name, share in load.mix.items() if name in unlinked)
        * load.expected(0.0, window.start)
        for load in builder.loads
    )
    away -= sum(earlier.expected for earlier in builder.returns)
    wanted = builder.rate(return_rate(builder.crisis, stage)) * (window.closes - window.start)
    expected = min(wanted, max(away, 0.0))
    builder.returns.append(
        Return(
            share=expected / away if expected else 0.0, start=window.start, end=window.closes,
            mix=mix, expected=expected,
        )
    )  # fmt: skip


def _add_power_cuts(builder: PlanBuilder, stage: Stage, window: Window) -> None:
    if builder.profile.power.level == "none":
        return
    ratio = (window.end - window.start) / stage.lasts
    for cut in stage.cuts:
        start = window.start + cut.after * ratio
        end = start + max(cut.lasts * ratio, SHORTEST["cut"])
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
    length = window.closes - window.start
    steps = min(max(int(length) * 4, 1), MOST_POINTS)
    times = [window.start + length * i / steps for i in range(steps + 1)]
    points = tuple(
        (round(t, 3), builder.rate(shape.at((t - window.start) * builder.scale))) for t in times
    )
    builder.load(window.name, window, points, mix, builder.journeys())
