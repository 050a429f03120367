"""What is acknowledged now and processed later, and the backlog it makes."""

import pytest

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.deferred import Backlog
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.probes.evidence.records import Observation
from tests.audits.checks.facts.conftest import See, fault, several


def test_deferred_is_acknowledged_then_processed(see: See) -> None:
    rows = [
        *several("partenaire:silent", "SSSF"), fault("dependency-partenaire"),
        *(Observation(9.0, "receipt", f"N{i}", {"arrival": i, "processed": i < 2})
          for i in range(3)),
    ]  # fmt: skip
    assert see(rows).deferred == Tries(4, 2)


def backlog(filed: int, left: int, done: float) -> Observation:
    value = {"filed": filed, "left": left, "done": done, "healed": 80.0, "outage": 4.0}
    return Observation(90.0, "backlog", "partenaire:silent", value)


def test_the_backlog_is_the_slowest_partners(see: See) -> None:
    assert see([backlog(4, 0, 82.0)]).backlog == Backlog(4, 0, 2.0, 4.0)
    assert see([backlog(4, 0, 82.0), backlog(4, 1, 0.0)]).backlog.left == 1
    with pytest.raises(NoEvidence, match="there is no backlog"):
        _ = see([backlog(0, 0, 0.0)]).backlog
