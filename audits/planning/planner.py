"""Makes the plan: a pure function of profile, crisis, seed and time scale."""

from collections.abc import Iterator, Sequence

from epreuve.audits import VERSION
from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.crises.network import networks
from epreuve.audits.planning.before_phase import lay_before
from epreuve.audits.planning.dependency_matrix import lay_matrix
from epreuve.audits.planning.island import lay_island
from epreuve.audits.planning.plan import (
    COMFORT_PROBE,
    CONTROL_COHORT,
    EDGE_PROBE,
    INTERRUPTED_FORM,
    Cohort,
    Plan,
)
from epreuve.audits.planning.plan_builder import Draft
from epreuve.audits.planning.probe_schedule import Layout, ProbeSchedule, schedule_probes
from epreuve.audits.planning.stages import lay_stage
from epreuve.audits.profile.bill_of_materials import Components
from epreuve.audits.profile.model import Profile
from epreuve.reports.text import Text

RECEIPTS = 300.0  # real seconds to read every receipt again, at most


def make_plan(
    profile: Profile,
    crisis: Crisis,
    *,
    seed: int,
    scale: float,
    probes: Sequence[ProbeSchedule] = (),
    browser: bool = False,
    drill: bool = False,
    components: Components | None = None,
) -> Plan:
    """Return the plan of one run; the same for the same arguments."""
    draft = Draft(profile, crisis, seed, scale)
    lay_before(draft)
    start = draft.now
    lay_matrix(draft)  # before the crowd: what it leaves behind would blur each cell's one cause
    for stage in crisis.stages:
        if stage.phase == "during":
            lay_stage(draft, stage)
    draft.phase("during", Text(fr="Pendant", en="During"), start)
    start = draft.now
    for stage in crisis.stages:
        if stage.phase == "after":
            lay_stage(draft, stage)
    lay_island(draft)
    draft.phase("after", Text(fr="Après", en="After"), start)
    layout = Layout(profile, crisis, {window.name: window for window in draft.windows}, draft.cuts)
    return Plan(
        epreuve=VERSION, profile=profile, crisis=crisis, seed=seed, scale=scale,
        patience=draft.patience,
        retries=(5, max(5 / scale, 0.5), max(30 / scale, 1.5)),
        cohorts=tuple(_cohorts(crisis)), windows=tuple(draft.windows),
        spans=tuple(draft.spans), cuts=tuple(draft.cuts), loads=tuple(draft.loads),
        returns=tuple(draft.returns),
        probes=schedule_probes(probes, layout), duration=round(draft.now, 3),
        receipts_within=draft.seconds(RECEIPTS, "receipts"), browser=browser,
        components=components, drill=drill,
    )  # fmt: skip


def _cohorts(crisis: Crisis) -> Iterator[Cohort]:
    for name in (CONTROL_COHORT, EDGE_PROBE, COMFORT_PROBE, INTERRUPTED_FORM):
        yield Cohort(name=name, linked=True)
    for name in dict.fromkeys(name for stage in crisis.stages for name in stage.networks):
        yield Cohort(name=name, linked=networks()[name].linked)
