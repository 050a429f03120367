"""Planning: a pure function from profile, crisis, seed, scale and probes to a plan."""

from collections.abc import Callable, Iterator, Sequence

from epreuve.audits import VERSION
from epreuve.audits.crises.crisis import Crisis
from epreuve.audits.crises.network import networks
from epreuve.audits.planning.before_phase import add_before_phase
from epreuve.audits.planning.calibration import Calibration
from epreuve.audits.planning.dependency_matrix import add_matrix
from epreuve.audits.planning.island import add_island
from epreuve.audits.planning.part import PARTS, LeftOut, Part
from epreuve.audits.planning.plan import CONTROL_COHORT, Cohort, Plan
from epreuve.audits.planning.plan_builder import PlanBuilder
from epreuve.audits.planning.probe_cohort import ProbeCohort, in_order
from epreuve.audits.planning.probe_schedule import Layout, ProbeSchedule, schedule_probes
from epreuve.audits.planning.stages import add_stage
from epreuve.audits.profile.bill_of_materials import Components
from epreuve.audits.profile.documents import Documents
from epreuve.audits.profile.model import Profile

RETRIES = 5  # of one step, at most
SHORTEST_WAIT, LONGEST_WAIT = 5.0, 15.0  # seconds before a retry [A]
READERS = 4  # receipts read side by side
READING_MARGIN = 3.0  # times the measured time: the service may be slower after the crisis
SHORTEST_READING, LONGEST_READING = 60.0, 600.0  # seconds


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
    documents: Documents | None = None,
    calibration: Calibration | None = None,
    at_most: float | None = None,
    nonce: str = "",
) -> Plan:
    """Return the plan of one run; the same for the same arguments.

    Without a calibration, windows are sized from assumed durations. Parts that do not fit into
    `at_most` seconds are left out, in the order of `PARTS`.
    """
    if calibration is None:
        calibration = Calibration.assumed(profile, cohorts_of(crisis))
    probe_cohorts = in_order(schedule.cohort for schedule in probes)

    def built(left_out: Sequence[Part]) -> PlanBuilder:
        builder = PlanBuilder(profile, crisis, calibration, seed, scale, probe_cohorts, left_out)
        _add_phases(builder)
        return builder

    builder, left_out = _fitted(built, at_most)
    return Plan(
        epreuve=VERSION, profile=profile, crisis=crisis, seed=seed, scale=scale, nonce=nonce,
        retries=(RETRIES, SHORTEST_WAIT, LONGEST_WAIT), returns=tuple(builder.returns),
        cohorts=tuple(_cohorts(builder, probe_cohorts)), windows=tuple(builder.windows),
        spans=tuple(builder.spans), cuts=tuple(builder.cuts), loads=tuple(builder.loads),
        probes=schedule_probes(probes, _layout(builder)), barriers=tuple(builder.barriers),
        calibration=calibration, duration=round(builder.now, 3), at_most=at_most, left_out=left_out,
        receipts_within=_receipts_within(builder), browser=browser, drill=drill,
        components=components, documents=dict(documents or {}),
    )  # fmt: skip


def _layout(builder: PlanBuilder) -> Layout:
    windows = {window.name: window for window in builder.windows}
    return Layout(builder.profile, builder.crisis, windows, builder.cuts)


def _fitted(
    built: Callable[[Sequence[Part]], PlanBuilder], at_most: float | None
) -> tuple[PlanBuilder, tuple[LeftOut, ...]]:
    """Return the first plan that fits, or the shortest one, and the parts that it leaves out."""
    builder, left_out = built(()), list[LeftOut]()
    for part in PARTS:
        if at_most is None or builder.now <= at_most:
            break
        shorter = built([*(one.part for one in left_out), part])
        if shorter.now < builder.now:
            left_out.append(LeftOut(part=part, seconds=round(builder.now - shorter.now, 3)))
            builder = shorter
    return builder, tuple(left_out)


def _add_phases(builder: PlanBuilder) -> None:
    with builder.phase("before"):
        add_before_phase(builder)
    with builder.phase("during"):
        add_matrix(builder)  # before the surge, whose effects would disturb the cells
        for stage in builder.crisis.stages:
            if stage.phase == "during":
                add_stage(builder, stage)
    with builder.phase("after"):
        for stage in builder.crisis.stages:
            if stage.phase == "after":
                add_stage(builder, stage)
        if builder.cuts:
            builder.await_boot(builder.windows[-1], builder.now)
        add_island(builder)


def cohorts_of(crisis: Crisis) -> tuple[str, ...]:
    """Return the cohorts of the users of a crisis: on a clean link, and on each network."""
    names = dict.fromkeys(name for stage in crisis.stages for name in stage.networks)
    return (CONTROL_COHORT, *names)


def _cohorts(builder: PlanBuilder, probe_cohorts: Sequence[ProbeCohort]) -> Iterator[Cohort]:
    clean = builder.patience(CONTROL_COHORT)
    for name in (CONTROL_COHORT, *(cohort.name for cohort in probe_cohorts)):
        yield Cohort(name=name, linked=True, patience=clean)
    for name in cohorts_of(builder.crisis)[1:]:
        yield Cohort(name=name, linked=networks()[name].linked, patience=builder.patience(name))


def _receipts_within(builder: PlanBuilder) -> float:
    """Return the seconds to read every receipt again, at most."""
    receipts = sum(load.expected(load.start, load.end) for load in builder.loads)
    needed = receipts * builder.calibration.receipt / READERS * READING_MARGIN
    return round(min(max(needed, SHORTEST_READING), LONGEST_READING), 3)
