"""Planning: a pure function from profile, crisis, seed, scale and probes to a plan."""

from collections.abc import Iterator, Sequence

from epreuve.audits import VERSION
from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.crises.network import networks
from epreuve.audits.planning.before_phase import add_before_phase
from epreuve.audits.planning.dependency_matrix import add_matrix
from epreuve.audits.planning.island import add_island
from epreuve.audits.planning.plan import CONTROL_COHORT, Cohort, Plan
from epreuve.audits.planning.plan_builder import PlanBuilder
from epreuve.audits.planning.probe_cohort import ProbeCohort, in_order
from epreuve.audits.planning.probe_schedule import Layout, ProbeSchedule, schedule_probes
from epreuve.audits.planning.stages import add_stage
from epreuve.audits.planning.translation import translate
from epreuve.audits.profile.bill_of_materials import Components
from epreuve.audits.profile.model import Profile

RECEIPTS = 300.0  # real seconds to verify every receipt, at most


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
    probe_cohorts = in_order(schedule.cohort for schedule in probes)
    builder = PlanBuilder(profile, crisis, seed, scale, probe_cohorts)
    with builder.phase("before", translate("Before")):
        add_before_phase(builder)
    with builder.phase("during", translate("During")):
        add_matrix(builder)  # before the surge, whose effects would disturb the cells
        for stage in crisis.stages:
            if stage.phase == "during":
                add_stage(builder, stage)
    with builder.phase("after", translate("After")):
        for stage in crisis.stages:
            if stage.phase == "after":
                add_stage(builder, stage)
        add_island(builder)
    layout = Layout(
        profile, crisis, {window.name: window for window in builder.windows}, builder.cuts
    )
    return Plan(
        epreuve=VERSION, profile=profile, crisis=crisis, seed=seed, scale=scale,
        patience=builder.patience,
        retries=(5, max(5 / scale, 0.5), max(30 / scale, 1.5)),
        cohorts=tuple(_cohorts(crisis, probe_cohorts)), windows=tuple(builder.windows),
        spans=tuple(builder.spans), cuts=tuple(builder.cuts), loads=tuple(builder.loads),
        returns=tuple(builder.returns),
        probes=schedule_probes(probes, layout), duration=round(builder.now, 3),
        receipts_within=builder.seconds(RECEIPTS, "receipts"), browser=browser,
        components=components, drill=drill,
    )  # fmt: skip


def _cohorts(crisis: Crisis, probe_cohorts: Sequence[ProbeCohort]) -> Iterator[Cohort]:
    for name in (CONTROL_COHORT, *(cohort.name for cohort in probe_cohorts)):
        yield Cohort(name=name, linked=True)
    for name in dict.fromkeys(name for stage in crisis.stages for name in stage.networks):
        yield Cohort(name=name, linked=networks()[name].linked)
