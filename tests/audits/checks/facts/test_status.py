"""Status page during a power cut."""

import pytest

from epreuve.audits.checks.degradation.status_page_probe import StatusPageObservation
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.probes.evidence.observation import Observation
from tests.audits.checks.facts.conftest import See, make, power
from tests.audits.records import STATUS, made


def test_the_status_page_is_read_during_a_power_cut(see: See) -> None:
    plan = make(status_page={"address": "http://127.0.0.1:20900/"})
    read = Observation(12.0, "http://127.0.0.1:20900/", made(StatusPageObservation, STATUS))
    facts = see([power("off", 10.0), read, power("on", 14.0)], plan)
    assert facts.status_page == read
    late = see([power("off", 2.0), power("on", 4.0), read], plan)
    with pytest.raises(NoEvidence, match="was not read while"):
        _ = late.status_page
    for none in ("none", None):
        assert see([], make(status_page=none)).status_page is None
