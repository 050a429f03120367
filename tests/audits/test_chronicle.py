"""The picture of a run shows what citizens and dependencies suffer, not what our probes do."""

from pathlib import Path

from epreuve.audits.judging.chronicle import timeline
from epreuve.audits.library.crisis import read_crisis
from epreuve.audits.planning.plan import OURS
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.preparation import prepare_profile
from epreuve.probes.evidence import Observation
from epreuve.probes.store import Evidence, Recorder

PROFILE = Path(__file__).parents[2] / "audits" / "demo" / "fragile.yaml"


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
    wanted = sorted(s.subject for s in plan.spans if not s.subject.startswith(OURS))
    assert sorted(each.subject for each in drawn) == wanted
    assert len(drawn) < len(plan.spans)
    assert all(0 <= each.start < each.end for each in drawn)
