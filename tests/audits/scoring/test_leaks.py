"""Faults confirmed by the traffic at their sockets, not only by the server."""

from pathlib import Path

import pytest

from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.runs.records.faults import FaultBegin, FaultHeal, LinkTraffic
from epreuve.audits.scoring.sections.fault_leaks import leaks
from epreuve.faults.registry import parse_fault
from epreuve.faults.toxiproxy.confirmation import Confirmation
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.reports.text import Text

PROFILE = Path(__file__).parents[3] / "audits" / "demo" / "fragile.yaml"
PLAN = make_plan(prepare_profile(PROFILE), read_crisis("tous-risques"), seed=7, scale=20.0)
CONFIRMED = Confirmation(enabled=True, upstream="127.0.0.1:1", toxics=())


def traffic(opened: int, come: int, gone: int) -> LinkTraffic:
    return LinkTraffic(opened=opened, bytes_from_clients=come, bytes_to_clients=gone)


def leaks_of(folder: Path, kind: str, **observed: LinkTraffic) -> list[Text]:
    with Recorder(folder / "evidence.db") as recorder:
        begin = FaultBegin(fault=parse_fault({"kind": kind}), confirmed=CONFIRMED, duration=0.0)
        recorder.record([Observation(1.0, "dependency-base", begin)])
        heal = FaultHeal(duration=0.0, **observed)
        recorder.record([Observation(9.0, "dependency-base", heal)])
        recorder.record([Observation(9.0, "dependency-y", heal)])
    evidence = Evidence(folder / "evidence.db")
    fault_leaks = list(leaks(PLAN, evidence))
    evidence.close()
    return fault_leaks


@pytest.mark.parametrize(
    ("kind", "observed", "words"),
    [
        ("silent", {"kernel": traffic(3, 90, 12)}, "bytes received: 12"),
        ("silent", {"server": traffic(3, 90, 7)}, "bytes received: 7"),
        ("refused", {"kernel": traffic(2, 0, 0)}, "connections opened: 2"),
    ],
)
def test_a_leaking_fault_has_a_warning(
    tmp_path: Path, kind: str, observed: dict[str, LinkTraffic], words: str
) -> None:
    (only,) = leaks_of(tmp_path, kind, **observed)
    assert words in only.en
    assert only.en.startswith("database: ")
    assert "ended at 9 s" in only.en
    assert only.fr != only.en


@pytest.mark.parametrize(
    ("kind", "observed"),
    [
        ("silent", {"kernel": traffic(3, 90, 0)}),
        ("slow", {"kernel": traffic(2, 9, 9)}),
        ("silent", {}),
    ],
)
def test_a_tight_fault_has_no_warning(
    tmp_path: Path, kind: str, observed: dict[str, LinkTraffic]
) -> None:
    assert leaks_of(tmp_path, kind, **observed) == []
