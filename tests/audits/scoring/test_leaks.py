"""A fault is believed by what its sockets show, not only by what its server says."""

from pathlib import Path

import pytest

from epreuve.audits.scoring.sections.fault_leaks import leaks
from epreuve.probes.evidence.records import Observation
from epreuve.probes.evidence.store import Evidence, Recorder
from epreuve.reports.text import Text


def told(folder: Path, kind: str, observed: object) -> list[Text]:
    with Recorder(folder / "evidence.db") as recorder:
        begin = {"what": "begin", "asked": {"kind": kind}, "confirmed": ["x"]}
        recorder.record([Observation(1.0, "fault", "dependency-x", begin)])
        heal = {"what": "heal", "took": 0.0, "observed": observed}
        recorder.record([Observation(9.0, "fault", "dependency-x", heal)])
        recorder.record([Observation(9.0, "fault", "dependency-y", heal)])
    evidence = Evidence(folder / "evidence.db")
    found = list(leaks(evidence))
    evidence.close()
    return found


@pytest.mark.parametrize(
    ("kind", "observed", "words"),
    [
        ("silent", {"kernel": {"opened": 3, "came": 90, "went": 12}}, "bytes that came back: 12"),
        ("silent", {"server": {"opened": 3, "came": 90, "went": 7}}, "bytes that came back: 7"),
        ("refused", {"kernel": {"opened": 2, "came": 0, "went": 0}}, "connections opened: 2"),
    ],
)
def test_a_fault_that_leaked_is_told(
    tmp_path: Path, kind: str, observed: dict[str, object], words: str
) -> None:
    (only,) = told(tmp_path, kind, observed)
    assert words in only.en
    assert "dependency-x" in only.en
    assert "ends at 9 s" in only.en
    assert only.fr != only.en


@pytest.mark.parametrize(
    ("kind", "observed"),
    [
        ("silent", {"kernel": {"opened": 3, "came": 90, "went": 0}}),
        ("slow", {"kernel": {"opened": 2, "came": 9, "went": 9}}),
        ("silent", {}),
        ("silent", None),
    ],
)
def test_a_fault_that_did_not_is_not(tmp_path: Path, kind: str, observed: object) -> None:
    assert told(tmp_path, kind, observed) == []
