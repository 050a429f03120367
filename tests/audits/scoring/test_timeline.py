"""Timeline of a run: faults of users and dependencies, without those of probes."""

import math
from pathlib import Path

from epreuve.audits.checks.probing.schedules import probe_schedules
from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.planning.plan import Plan, Span
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.runs.records.faults import FaultBegin, FaultHeal, LinkTraffic
from epreuve.audits.scoring.sections.timeline import STEP, _planned, timeline
from epreuve.faults.error_response import ErrorResponse
from epreuve.faults.silent import Silent
from epreuve.faults.toxiproxy.confirmation import Confirmation
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.reports import assessment as document

PROFILE = Path(__file__).parents[3] / "audits" / "demo" / "fragile.yaml"


def begin(duration: float) -> FaultBegin:
    confirmed = Confirmation(enabled=True, upstream="127.0.0.1:1", toxics=())
    return FaultBegin(fault=Silent(), confirmed=confirmed, duration=duration)


def traffic(opened: int, come: int, gone: int) -> LinkTraffic:
    return LinkTraffic(opened=opened, bytes_from_clients=come, bytes_to_clients=gone)


KERNEL = traffic(1, 2, 3)


def test_links_of_probes_are_left_out(tmp_path: Path) -> None:
    profile, probes = prepare_profile(PROFILE), probe_schedules()
    plan = make_plan(profile, read_crisis("tous-risques"), seed=7, scale=20.0, probes=probes)
    with Recorder(tmp_path / "evidence.db") as recorder:
        for span in sorted(plan.spans, key=lambda span: span.start):
            recorder.record([Observation(span.start, span.link, begin(0.0))])
            recorder.record([Observation(span.end, span.link, FaultHeal(duration=0.0))])
    evidence = Evidence(tmp_path / "evidence.db")
    drawn = timeline(plan, evidence, plan.duration).spans
    evidence.close()
    cohorts = tuple(schedule.cohort.name for schedule in probes if schedule.cohort is not None)
    wanted = sorted(s.subject for s in plan.spans if not s.subject.startswith(cohorts))
    assert sorted(span.subject for span in drawn) == wanted
    assert len(drawn) < len(plan.spans)
    assert all(0 <= span.start < span.end for span in drawn)


def drawn(tmp_path: Path, heal: FaultHeal) -> document.Span:
    """One dependency in error, healed with what was observed."""
    span = Span(link="dependency-carte", subject="carte", fault=ErrorResponse(), start=1, end=2)
    with Recorder(tmp_path / "evidence.db") as recorder:
        recorder.record([Observation(1.0, span.link, begin(0.25))])
        recorder.record([Observation(2.0, span.link, heal)])
    evidence = Evidence(tmp_path / "evidence.db")
    plan = make_plan(prepare_profile(PROFILE), read_crisis("tous-risques"), seed=7, scale=20.0)
    only: Plan = plan.model_copy(update={"spans": (span,)})
    spans = timeline(only, evidence, plan.duration).spans
    evidence.close()
    return spans[0]


def test_a_fault_has_its_delays_and_traffic(tmp_path: Path) -> None:
    heal = FaultHeal(
        kernel=KERNEL, listening=True, server=traffic(4, 5, 6), error_responses=7, duration=0.5
    )
    span = drawn(tmp_path, heal)
    assert (span.title.fr, span.start_delay, span.end_delay) == ("en erreur", 0.25, 0.5)
    assert span.traffic == document.LinkTraffic(
        by="server", opened=4, bytes_from_callers=5, bytes_to_callers=6, error_responses=7
    )


def test_the_kernel_counts_when_the_server_does_not(tmp_path: Path) -> None:
    span = drawn(tmp_path, FaultHeal(kernel=KERNEL, listening=True, duration=0.5))
    assert span.traffic == document.LinkTraffic(
        by="kernel", opened=1, bytes_from_callers=2, bytes_to_callers=3
    )


def test_a_fault_without_counts_has_no_traffic(tmp_path: Path) -> None:
    assert drawn(tmp_path, FaultHeal(duration=0.5)).traffic is None


def test_planned_arrivals_of_a_small_service_add_up() -> None:
    base = prepare_profile(PROFILE)
    service = base.service.model_copy(update={"normal_peak": 0.25})
    profile = base.model_copy(update={"service": service})
    small = make_plan(profile, read_crisis("tous-risques"), seed=7, scale=60.0)
    steps = math.ceil(small.duration / STEP)
    planned = _planned(small, steps)
    assert sum(planned) == round(small.expected_arrivals(0.0, steps * STEP))
    assert sum(planned[: int(30 / STEP)]) >= 7  # a quarter a second, in a baseline of 32 s
