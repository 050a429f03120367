"""The stages of the crisis: load, networks, third parties that fail, power cuts."""

from epreuve.audits.crises.crisis import LoadShape, Stage
from epreuve.audits.crises.network import networks
from epreuve.audits.planning.load import Return
from epreuve.audits.planning.plan import CONTROL_COHORT, Window
from epreuve.audits.planning.plan_builder import FLOOR, Draft

DRAIN = 0.4  # of a stage, at most: what begins later is not judged in it
CONTROL_RATE = 2.0  # witnesses a second while the power is cut and comes back


def lay_stage(draft: Draft, stage: Stage) -> None:
    """Lay one stage."""
    length = draft.seconds(stage.lasts, "power" if stage.cuts else "stage")
    drain = min(draft.patience + 1.0, length * DRAIN)
    window = draft.window("stage", stage.id, stage.title, length, drain)
    mix = stage.networks or {CONTROL_COHORT: 1.0}
    _load(draft, window, stage.load, mix)
    if stage.returns:
        _come_back(draft, stage.returns, window, mix)
    for name in stage.networks:
        if networks()[name].linked:
            _network(draft, name, window)
    for name, dependency in draft.profile.dependencies.items():
        for entry in stage.faults:
            if dependency.set in entry.sets:
                draft.dependency_fault(name, entry.fault, window.start, window.end)
    _power(draft, stage, window)
    if stage.cuts or stage.phase == "after":
        name = f"{window.name}:control"
        draft.control_load(name, window, window.start, window.end, CONTROL_RATE)


def _come_back(draft: Draft, share: float, window: Window, mix: dict[str, float]) -> None:
    """Add the return of a share of the users who had no link so far and are still away."""
    unlinked = {name for name, network in networks().items() if not network.linked}
    away = sum(
        sum(share for name, share in load.mix.items() if name in unlinked)
        * load.expected(0.0, window.start)
        for load in draft.loads
    )
    away -= sum(earlier.expected for earlier in draft.returns)
    draft.returns.append(
        Return(share=share, start=window.start, end=window.closes, mix=mix, expected=share * away)
    )


def _power(draft: Draft, stage: Stage, window: Window) -> None:
    if draft.profile.power.level == "none":
        return
    ratio = (window.end - window.start) / stage.lasts
    for cut in stage.cuts:
        start = window.start + cut.after * ratio
        end = start + max(cut.lasts * ratio, FLOOR["cut"])
        draft.cut(stage.id, cut.pattern or stage.power, start, end)


def _network(draft: Draft, name: str, window: Window) -> None:
    """One span while consecutive stages keep the same network."""
    last = next((each for each in reversed(draft.spans) if each.subject == name), None)
    if last is not None and last.end == window.start:
        draft.spans.remove(last)
        draft.spans.append(last.model_copy(update={"end": window.end}))
        return
    draft.network(name, name, window.start, window.end)


def _load(draft: Draft, window: Window, shape: LoadShape, mix: dict[str, float]) -> None:
    steps = max(int(window.end - window.start) * 4, 1)
    times = [window.start + (window.end - window.start) * i / steps for i in range(steps + 1)]
    points = tuple(
        (round(t, 3), draft.rate(shape.at((t - window.start) * draft.scale))) for t in times
    )
    draft.load(window.name, window, points, mix, draft.journeys())
