"""The picture of a run shows what citizens and dependencies suffer, not what our probes do."""

from pathlib import Path

from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.planning.plan import PROBE_COHORTS, Plan, Span
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.scoring.sections.timeline import timeline
from epreuve.faults.error_response import ErrorResponse
from epreuve.probes.evidence.records import Observation
from epreuve.probes.evidence.store import Evidence, Recorder
from epreuve.reports import assessment as told

PROFILE = Path(__file__).parents[3] / "audits" / "demo" / "fragile.yaml"


def test_links_of_our_own_probes_are_not_drawn(tmp_path: Path) -> None:
    plan = make_plan(prepare_profile(PROFILE), read_crisis("tous-risques"), seed=7, scale=20.0)
    with Recorder(tmp_path / "evidence.db") as recorder:
        for span in sorted(plan.spans, key=lambda each: each.start):
            value = {"what": "begin", "confirmed": ["x"]}
            recorder.record([Observation(span.start, "fault", span.link, value)])
            recorder.record([Observation(span.end, "fault", span.link, {"what": "heal"})])
    evidence = Evidence(tmp_path / "evidence.db")
    drawn = timeline(plan, evidence, plan.duration).spans
    evidence.close()
    wanted = sorted(s.subject for s in plan.spans if not s.subject.startswith(PROBE_COHORTS))
    assert sorted(each.subject for each in drawn) == wanted
    assert len(drawn) < len(plan.spans)
    assert all(0 <= each.start < each.end for each in drawn)


def drawn(tmp_path: Path, observed: dict[str, object]) -> told.Span:
    """One dependency in error, healed with what was observed."""
    span = Span(link="dependency-carte", subject="carte", fault=ErrorResponse(), start=1, end=2)
    with Recorder(tmp_path / "evidence.db") as recorder:
        begin = {"what": "begin", "took": 0.25, "confirmed": ["x"]}
        recorder.record([Observation(1.0, "fault", span.link, begin)])
        heal = {"what": "heal", "took": 0.5, "observed": observed}
        recorder.record([Observation(2.0, "fault", span.link, heal)])
    evidence = Evidence(tmp_path / "evidence.db")
    plan = make_plan(prepare_profile(PROFILE), read_crisis("tous-risques"), seed=7, scale=20.0)
    only: Plan = plan.model_copy(update={"spans": (span,)})
    found = timeline(only, evidence, plan.duration).spans
    evidence.close()
    return found[0]


def test_a_fault_tells_its_doubt_and_what_was_seen(tmp_path: Path) -> None:
    kernel = {"opened": 1, "came": 2, "went": 3, "listening": True}
    server = {"opened": 4, "came": 5, "went": 6}
    span = drawn(tmp_path, {"kernel": kernel, "server": server, "answered": 7})
    assert (span.title.fr, span.coming, span.going) == ("en erreur", 0.25, 0.5)
    assert span.seen == told.LinkTraffic(by="server", opened=4, came=5, went=6, answered=7)


def test_the_kernel_tells_where_the_server_does_not(tmp_path: Path) -> None:
    span = drawn(tmp_path, {"kernel": {"opened": 1, "came": 2, "went": 3, "listening": True}})
    assert span.seen == told.LinkTraffic(by="kernel", opened=1, came=2, went=3)


def test_what_nobody_saw_is_not_told(tmp_path: Path) -> None:
    assert drawn(tmp_path, {}).seen is None
