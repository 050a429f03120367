"""Stage in which users come back, the one after the crisis that REC-5 judges, and their rate."""

from itertools import takewhile

from epreuve.audits.crises.crisis import Crisis, Stage
from epreuve.audits.crises.network import networks
from epreuve.audits.planning.plan import CONTROL_COHORT

STEPS = 100  # of a stage, to average its load


def return_stage(crisis: Crisis) -> Stage | None:
    """Return the stage after the crisis with the highest load; None where no stage qualifies.

    Only users with a link are a load. A stage to which users without a link come back precedes the
    others. A stage with power cuts does not qualify: its failures have another cause.
    """
    stages = [stage for stage in crisis.stages if stage.phase == "after" and not stage.cuts]
    return max(
        stages,
        key=lambda stage: (stage.returns, mean_load(stage) * linked_share(stage)),
        default=None,
    )


def mean_load(stage: Stage) -> float:
    """Return the mean load of a stage, in times the normal peak."""
    times = ((rank + 0.5) * stage.lasts / STEPS for rank in range(STEPS))
    return sum(stage.load.at(time) for time in times) / STEPS


def linked_share(stage: Stage) -> float:
    """Return the share of users of a stage who have a link, 0 to 1."""
    mix = stage.networks or {CONTROL_COHORT: 1.0}
    return sum(share for name, share in mix.items() if _is_linked(name)) / sum(mix.values())


def return_rate(crisis: Crisis, stage: Stage) -> float:
    """Return the users a second who come back in a stage at scale 1, in times the normal peak.

    Short windows are longer than the scale says, some more than others. So the users without a link
    in a compressed plan, divided by the length of its stage, are not the crowd of the crisis.
    """
    away = 0.0  # in seconds of the normal peak
    for earlier in takewhile(lambda one: one.id != stage.id, crisis.stages):
        away -= earlier.returns * away
        away += mean_load(earlier) * (1 - linked_share(earlier)) * earlier.lasts
    return stage.returns * away / stage.lasts


def _is_linked(network: str) -> bool:
    return network == CONTROL_COHORT or networks()[network].linked
